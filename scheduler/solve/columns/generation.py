"""Column generation for one tier: what no roster can beat, and the personal rosters of good ones.

The master joins the columns known so far; its dual values price what each owner's roster brings to others; each owner
offers the cheapest roster at those prices. The same prices give a lower bound in every round: it is exact arithmetic,
not a matter of tolerances. Prices move smoothly, between those of the best bound and those of the master.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Set
from dataclasses import replace
from math import ceil

import numpy as np
import numpy.typing as npt

from scheduler.domain.roster import Tier
from scheduler.solve.columns.graph import Graph
from scheduler.solve.columns.growth import grown
from scheduler.solve.columns.linking import Linking
from scheduler.solve.columns.master import Master
from scheduler.solve.columns.posted import Atom, Posted, Requirement
from scheduler.solve.columns.prices import Prices
from scheduler.solve.columns.pricing import Pricer
from scheduler.solve.columns.subproblems import Column, Shape, Subproblem

Floats = npt.NDArray[np.float64]
_SMOOTH = 0.6
_STEP, _LEAST, _MOST = 0.1, 0.3, 0.9  # nearer to what proved most after a round that proved nothing better
_NEAR = 0.15  # and where nothing new is offered, ever nearer to the master's prices, in the end at them
_NEARLY = 0.01  # a better bound than the whole number needs: by it decisions and columns are ruled out
_WIDTH = 100_000
_ROWS_A_ROUND = 300
_DEAR = 1e6
TOLERANCE = 1e-6


class Generation:
    """Columns and bounds for `tier`, with the tiers above at what `held` says at most.

    `lower_bound` is what no roster can beat that is as good in the tiers held; `value` the master's cost, which comes
    down to the best bound there is this way. `common` are the requirements of several owners.
    """

    def __init__(self, posted: Posted, tier: Tier, held: Mapping[Tier, int]) -> None:
        self.posted = posted
        self.tier = tier
        self.held = held
        self.lower_bound = 0
        self.value = np.inf
        self.pricers: list[Pricer] = []
        own, self.common = _divided(posted, tier, held)
        self.linking = Linking(posted, tier, held)
        self.linking.add(self.common)
        self._prices = Prices(self.linking, len(posted.owners))
        watched: dict[str, set[Atom]] = {}
        for atom in self.linking.watched:
            watched.setdefault(str(posted.owners[atom]), set()).add(atom)
        owners = list(dict.fromkeys(posted.owner_of.values()))
        self.subproblems = [Subproblem(posted, o, own.get(o, []), watched.get(o, set())) for o in owners]
        self.master = Master(self.linking, owners, _DEAR)
        self._tiers = tuple(sorted({t for t in held if t < tier} | {tier}))
        self._centre = np.zeros(len(self.linking.rows))
        self._best = -np.inf
        self._smooth = _SMOOTH

    def open(self, going_on: Callable[[], bool]) -> bool:
        """Make the graphs and the first columns; False when told to stop before that is done."""
        graphs: dict[Shape, Graph] = {}
        for subproblem in self.subproblems:
            if not going_on():
                return False
            if subproblem.shape not in graphs:
                graphs[subproblem.shape] = grown(subproblem.shape, _WIDTH)
            self.pricers.append(Pricer(subproblem, graphs[subproblem.shape], self._tiers))
        nothing = np.zeros(len(self.linking.rows))
        _, bound = self._take(self.master, nothing, nothing)
        self._learn(nothing, bound)
        return True

    def seed(self, chosen: Set[Atom]) -> list[Column]:
        """Add the personal rosters of a whole one, by its decisions."""
        columns = [subproblem.column(chosen, self._tiers) for subproblem in self.subproblems]
        for column in columns:
            self.master.add(column)
        return columns

    def round(self) -> bool:
        """One round; False when there is nothing left to find."""
        self.value = self.master.solve()
        rows = self.master.take_up_broken(_ROWS_A_ROUND)
        duals, smooth = self.master.duals(), self._smooth
        at = self._prices.exact(smooth * self._centre + (1 - smooth) * duals)
        added, bound = self._take(self.master, at, duals)
        better = self._learn(at, bound)
        if not rows and (self._best >= self.value - _NEARLY or (not added and smooth == 0)):
            return False
        if added or rows:
            self._smooth = max(_LEAST, smooth - _STEP) if better else min(_MOST, smooth + _STEP)
        else:
            self._smooth = 0 if smooth < _NEAR else smooth / 2
        return True

    def _learn(self, at: Floats, own: float) -> bool:
        """What the owners' least costs at a price prove; False when that is nothing better."""
        bound = own + self._prices.rest(at)
        if bound <= self._best:
            return False
        self._best, self._centre = bound, at
        self.lower_bound = max(self.lower_bound, ceil(bound) if np.isfinite(bound) else 0)
        return True

    def idle(self, cost: int) -> Iterator[Atom]:
        """Decisions that no roster takes which costs less than `cost` (and no more than held in the tiers above)."""
        atoms, tiers = self._prices.atoms(self._centre), self._prices.tiers(self._centre)
        for pricer in self.pricers:
            through = pricer.through(atoms, tiers)
            least = pricer.price(atoms, tiers)[0]
            yield from (atom for atom, price in through.items() if self._best + (price - least) > cost - 1)

    def ranked(self, cost: int, most: int) -> list[Column] | None:
        """All columns of rosters that cost less than `cost`, and others; None when they are more than `most`."""
        atoms, tiers = self._prices.atoms(self._centre), self._prices.tiers(self._centre)
        found: list[Column] = []
        for pricer in self.pricers:
            columns = pricer.ranked(atoms, tiers, cost - 1 - self._best, most - len(found))
            if columns is None:
                return None
            found += columns
        return found

    def adapt(self, master: Master, fixed: Set[str]) -> bool:
        """Let the owners that are not fixed offer columns at this master's own prices; False when none has any."""
        master.solve()
        rows = master.take_up_broken(_ROWS_A_ROUND)
        added, _ = self._take(master, master.duals(), master.duals(), fixed)
        return added > 0 or rows > 0

    def _take(self, master: Master, at: Floats, duals: Floats, fixed: Set[str] = frozenset()) -> tuple[int, float]:
        """Take the offers at one price that are worth it at the master's: how many, and the sum of all least costs."""
        atoms, tiers = self._prices.atoms(duals), self._prices.tiers(duals)
        added, total = 0, 0.0
        for owner, least, column in self._offers(at, fixed):
            total += least
            if column is not None:
                cost = atoms[list(column.true)].sum() + sum(p * column.owed.get(t, 0) for t, p in tiers.items())
                if cost - master.worth(owner) < -TOLERANCE:
                    added += master.add(column)
        return added, total

    def _offers(self, at: Floats, fixed: Set[str]) -> Iterator[tuple[str, float, Column | None]]:
        """The least cost of each owner, and a roster that has it."""
        atoms, tiers = self._prices.atoms(at), self._prices.tiers(at)
        for pricer in self.pricers:
            if pricer.owner not in fixed:
                least, column = pricer.price(atoms, tiers)
                yield pricer.owner, least, column


def _divided(
    posted: Posted, tier: Tier, held: Mapping[Tier, int]
) -> tuple[dict[str, list[Requirement]], list[Requirement]]:
    """The requirements that count for `tier`: those of each single owner, and those of several.

    What is owed in a tier that is held at nothing must hold.
    """
    own: dict[str, list[Requirement]] = {}
    common = []
    for requirement in posted.requirements:
        if requirement.price is not None and requirement.tier > tier:
            continue
        if requirement.price is not None and requirement.tier < tier:
            if requirement.tier not in held:
                continue
            if held[requirement.tier] == 0:
                requirement = replace(requirement, price=None)
        owner = posted.owner(requirement.atoms)
        if owner is None:
            common.append(requirement)
        else:
            own.setdefault(owner, []).append(requirement)
    return own, common
