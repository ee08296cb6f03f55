"""Bounds and rosters for one tier by column generation, as long as somebody wants them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from scheduler.domain.roster import Roster, Tier
from scheduler.problem import Problem
from scheduler.solve.columns.dive import dive
from scheduler.solve.columns.generation import Generation
from scheduler.solve.columns.improving import Improvement
from scheduler.solve.columns.joining import join
from scheduler.solve.columns.posted import Atom, Key, Posted
from scheduler.solve.columns.ruin import RuinAndRecreate
from scheduler.solve.columns.subproblems import Column

_OFFERS = 200  # in the first dive, which for a large team takes long enough
_WARMTH = 0.01  # of what is owed in the tier: what a step may lose at first
_VAIN = 10  # steps
_NODES = 500  # at first; twice as many each time
_MOST = 50_000  # columns


class ColumnSearch:
    """Finds bounds and rosters of a problem. It may run in a thread of its own: it shares nothing with the model.

    Nothing it does depends on time but when it ends: with `going_on` true to the end, the same comes twice.
    """

    def __init__(self, problem: Problem, seed: int = 1) -> None:
        self._posted = Posted(problem)
        self._seed = seed
        self._generation: Generation | None = None

    def run(
        self,
        tier: Tier,
        held: Mapping[Tier, int],
        start: Roster | None,
        going_on: Callable[[], bool],
        tell: Callable[[int], None],
        offer: Callable[[Roster], None],
    ) -> int:
        """What no roster can beat in `tier` that costs at most `held` in each tier that it names.

        Tiers above that `held` does not name may cost anything. `start` is a roster known to be as good as `held`, if
        there is one. `tell` gets every better bound; `offer` gets rosters that may be good: of hard rules, they break
        none that speaks of one person; the others, and what they cost, are for the caller to see. Ends soon after
        `going_on` is false. Raises `TooManyOptions` when there is a day that can be worked in too many ways.
        """
        generation = self._opened(tier, held, going_on)
        if generation is None:
            return 0
        if start is not None:
            generation.seed(self._atoms(start))
        self._bound(generation, going_on, tell)
        generation.master.solve()
        columns = dive(generation, generation.master, going_on, offers=_OFFERS)
        if columns is not None:
            offer(self._roster(columns))
        return generation.lower_bound

    def improve(
        self,
        best: Callable[[], tuple[Roster, int]],
        going_on: Callable[[], bool],
        tell: Callable[[int], None],
        offer: Callable[[Roster], None],
    ) -> None:
        """Offer rosters that may be better than the `best` of now, which has that cost in the tier run last.

        Others may better it meanwhile. After some steps in vain, all columns that a roster at the bound could be made
        of are joined exactly, where they are not too many: that finds one, or a better bound.
        """
        generation = self._generation
        if generation is None:
            return
        improvement = Improvement(generation, self._seed)
        nodes, vain = _NODES, 0
        while going_on():
            roster, cost = best()
            found = improvement.step(generation.seed(self._atoms(roster)), cost, going_on)
            vain = vain + 1 if found is None else 0
            if found is not None:
                offer(self._roster(found))
            elif vain == _VAIN:
                while going_on() and self._close(generation, nodes, going_on, tell, offer):
                    pass
                nodes, vain = 2 * nodes, 0

    def _close(
        self,
        generation: Generation,
        nodes: int,
        going_on: Callable[[], bool],
        tell: Callable[[int], None],
        offer: Callable[[Roster], None],
    ) -> bool:
        """Look for a roster at the bound; True when there is none, so that the bound is better now."""
        above = generation.lower_bound + 1
        columns = generation.ranked(above, _MOST)
        joined = None if columns is None else join(generation.linking, columns, above, nodes, going_on)
        if joined is None:
            return False
        if joined.columns is None:
            generation.lower_bound = above
            tell(above)
        else:
            offer(self._roster(joined.columns))
        return joined.columns is None

    @property
    def shared_tier(self) -> Tier | None:
        """The last tier in which people owe something together, if there is one."""
        shared = (r for r in self._posted.requirements if r.price is not None and self._posted.owner(r.atoms) is None)
        return max((requirement.tier for requirement in shared), default=None)

    def open(self, tier: Tier, held: Mapping[Tier, int], going_on: Callable[[], bool]) -> bool:
        """Make ready for `run` or `recreate`, which else do so; False when told to stop before that is done."""
        return self._opened(tier, held, going_on) is not None

    def recreate(
        self, tier: Tier, held: Mapping[Tier, int], start: Roster, owed: int, spent: Callable[[], float]
    ) -> Roster | None:
        """A roster that is better in `tier` than `start`, which owes that much there, by ruining and recreating.

        `held` is as for `run`; what levels people out is left aside. Ends when `spent` is 1; None when that is before
        anything was looked for. Raises `TooManyOptions`.
        """
        generation = self._opened(tier, held, lambda: spent() < 1)
        if generation is None:
            return None
        search = RuinAndRecreate(generation, generation.seed(self._atoms(start)), _WARMTH * owed, self._seed)
        return self._roster(search.run(spent))

    def _opened(self, tier: Tier, held: Mapping[Tier, int], going_on: Callable[[], bool]) -> Generation | None:
        """The graphs for a tier, made once; None when told to stop before they are."""
        known = self._generation
        if known is None or known.tier != tier or known.held != held:
            made = Generation(self._posted, tier, held)
            self._generation = made if made.open(going_on) else None
        return self._generation

    def idle(self, cost: int) -> frozenset[Key]:
        """Decisions, by person and shift, that no roster takes which costs less than `cost` in the tier run last.

        That is among rosters as good as was held. They can be left out of the search for better ones, and of its proof.
        """
        generation = self._generation
        return frozenset() if generation is None else frozenset(map(self._key, generation.idle(cost)))

    def _atoms(self, roster: Roster) -> set[Atom]:
        return {self._posted.atom((a.person, a.shift)) for a in roster}

    def _key(self, atom: Atom) -> Key:
        return self._posted.decisions[atom]

    @staticmethod
    def _bound(generation: Generation, going_on: Callable[[], bool], tell: Callable[[int], None]) -> None:
        told = 0
        more = True
        while more and going_on():
            more = generation.round()
            if generation.lower_bound > told:
                told = generation.lower_bound
                tell(told)

    def _roster(self, columns: Sequence[Column]) -> Roster:
        return Roster.of(self._posted.decisions[atom] for column in columns for atom in column.decisions)
