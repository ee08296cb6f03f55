"""Bounds, tier by tier, each among rosters as good as the best in the tiers above."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from itertools import count
from time import monotonic

from ortools.sat.python import cp_model

from scheduler.domain.roster import Roster, Tier
from scheduler.model import RosterModel
from scheduler.solve.clock import Clock
from scheduler.solve.columns.search import ColumnSearch
from scheduler.solve.columns.subproblems import TooManyOptions
from scheduler.solve.parts import Parts
from scheduler.solve.stage import Found, Listener, Stage
from scheduler.solve.standing import Standing

_QUICK = 0.1  # of the time goes to seeing whether the problem is a small one
_QUICKEST, _LONGEST = 2.0, 8.0
_SHORTEST = 1.0
_SHARE = {Tier.SHORTFALL: 2, Tier.POLICY: 2, Tier.FAIRNESS: 4, Tier.BALANCE: 2, Tier.SERVICE: 4, Tier.SMOOTHNESS: 1}
_RECREATING = 0.1  # of the time at most goes to a good roster by ruining and recreating,
_STEPS = 20  # and so many steps a person
_IMPROVING = 0.5  # of the time that is left after the bound, columns improve the roster
_PATIENCE = 10.0  # seconds without a better bound, at least, after which a part is given up


class Prover:
    """Bounds for one tier after the other: of parts of the problem, added up, then of the whole."""

    def __init__(self, stage: Stage, model: RosterModel, seed: int, clock: Clock, standing: Standing) -> None:
        self._stage = stage
        self._model = model
        self._seed = seed
        self._clock = clock
        self._standing = standing
        self._ruled_out_below: int | None = None

    def prove_quickly(self, workers: int) -> None:
        """Tier by tier as long as each is proven in no time, as those of a small problem are."""
        until = self._clock.left - min(_LONGEST, max(_QUICKEST, _QUICK * self._clock.left))
        for tier in self._standing.tiers:
            if self._is_open(tier) and self._clock.left > max(0.0, until):
                self._whole(tier, self._clock.left - until, workers)
            if self._is_open(tier):
                return

    def prove_by_columns(self) -> None:
        """Bounds and rosters by column generation, where there is one tier alone.

        With others held its bounds say little (docs/adr/0008-search.md), and its work is not counted. Decisions that no
        better roster takes are ruled out for what goes on beside and comes after.
        """
        if len(self._standing.tiers) > 1 or self._clock.repeatable:
            return
        (tier,) = self._standing.tiers
        search = ColumnSearch(self._model.problem, self._seed)

        def going_on() -> bool:
            return self._clock.left > _SHORTEST and self._is_open(tier)

        def improving() -> bool:
            return going_on() and self._clock.left > until

        prove = partial(self._standing.prove, tier)
        try:
            self._recreate(tier, search)
            search.run(tier, {}, self._best(tier)[0], going_on, prove, self._adopt)
            self._rule_out(tier, search, going_on)
            until = (1 - _IMPROVING) * self._clock.left
            search.improve(lambda: self._best(tier), improving, prove, self._adopt)
            self._rule_out(tier, search, going_on)
        except (TooManyOptions, ArithmeticError):  # days in too many ways; a linear program that GLOP cannot solve
            return

    def _recreate(self, tier: Tier, search: ColumnSearch) -> None:
        """A good roster at once, for bounds of large problems take long."""
        steps, most = count(), _STEPS * len(self._model.problem.people)
        began = self._clock.left

        def spent() -> float:
            return max(next(steps) / most, (began - self._clock.left) / (_RECREATING * began))

        found = search.recreate(tier, {}, *self._best(tier), spent)
        if found is not None:
            self._adopt(found)

    def _best(self, tier: Tier) -> tuple[Roster, int]:
        best = self._standing.best
        return self._model.roster(best.of), best.penalty(tier)

    def _rule_out(self, tier: Tier, search: ColumnSearch, going_on: Callable[[], bool]) -> None:
        if not going_on():
            return
        reached = self._standing.reached(tier)
        ruled_out = search.idle(reached)
        if going_on():  # else the search may have ended without us
            self._ruled_out_below, self._standing.ruled_out = reached, ruled_out
            self._stage.rule_out(ruled_out)

    def prove(self, seconds: float) -> None:
        """Give each open tier its share of the time, once; what one does not use goes to the later ones."""
        until = max(0.0, self._clock.left - seconds)
        parts = Parts(self._model)
        done: set[Tier] = set()
        while self._clock.left - until > _SHORTEST:
            waiting = [tier for tier in self._standing.open if tier not in done]
            if not waiting:
                return
            tier = waiting[0]
            done.add(tier)
            share = _SHARE[tier] / sum(_SHARE[t] for t in waiting)
            self._tier(tier, parts, share * (self._clock.left - until))

    def _tier(self, tier: Tier, parts: Parts, seconds: float) -> None:
        until = self._clock.left - seconds
        pieces = parts.of(tier, self._standing.above(tier))
        proven = 0
        for n, piece in enumerate(pieces):
            left = (self._clock.left - until) / (len(pieces) - n)
            if left > 0 and self._is_open(tier):
                proven += self._piece(tier, piece, proven, left)
        if self._is_open(tier) and self._clock.left - until > _SHORTEST:
            self._whole(tier, self._clock.left - until, 1)

    def _piece(self, tier: Tier, piece: cp_model.CpModel, proven: int, seconds: float) -> int:
        """The bound of one part, given what others have proven."""
        patience = _Patience(lambda bound: self._standing.prove(tier, proven + bound))
        listener = Listener(bound=patience.bound, enough=lambda: not self._is_open(tier) or patience.is_over())
        bound = self._stage.bound(piece, seconds, listener)
        self._standing.prove(tier, proven + bound)
        return bound

    def _whole(self, tier: Tier, seconds: float, workers: int) -> None:
        """Minimise the tier over all of the problem; a better roster on the way is welcome."""
        standing = self._standing
        listener = Listener(
            found=standing.offer, bound=partial(standing.prove, tier), enough=lambda: not self._is_open(tier)
        )
        above = standing.above(tier)
        self._take(tier, self._stage.minimise(tier, above, standing.best, seconds, workers, listener))

    def _take(self, tier: Tier, found: Found) -> None:
        if found.values is not None:
            self._standing.offer(self._stage.settle(found.values))
        if found.infeasible and self._ruled_out_below is not None:
            self._standing.prove(tier, self._ruled_out_below)
        self._standing.prove(tier, found.lower_bound)

    def _adopt(self, roster: Roster) -> None:
        values = self._stage.adopt(roster)
        if values is not None:
            self._standing.offer(values)

    def _is_open(self, tier: Tier) -> bool:
        return tier in self._standing.open


class _Patience:
    """Lasts as long again as the best bound took to come, and never shorter than `_PATIENCE`."""

    def __init__(self, tell: Callable[[int], None]) -> None:
        self._tell = tell
        self._began = self._last = monotonic()
        self._best = 0

    def bound(self, bound: int) -> None:
        if bound > self._best:
            self._best, self._last = bound, monotonic()
            self._tell(bound)

    def is_over(self) -> bool:
        return monotonic() - self._last > max(_PATIENCE, self._last - self._began)
