"""Ruin and recreate (Schrimpf et al. 2000): take some owners' rosters away, give each the cheapest again in turn.

The cheapest of one owner, given what all others work, is exact and takes milliseconds. A roster that is a little worse
is taken now and then, ever more seldom (simulated annealing).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import exp
from random import Random

import numpy as np

from scheduler.solve.columns.generation import Generation
from scheduler.solve.columns.shared import Shared
from scheduler.solve.columns.subproblems import Column

_MOST = 4  # owners at a time
_AT_ONE_SITE = 0.85  # of the steps: those work the same shifts
_NOISE = (0.0, 0.0, 0.1, 0.3)  # by which the prices of what is given back at first are wrong
_DEAR = 1e10  # to break what must hold
_BROKEN = 1e8  # what the start broke: of tiers above, so that it may stay where else something would have to be broken


class RuinAndRecreate:
    """Looks for cheaper rosters in the tier of `generation`, whose graphs it prices; levelling it leaves out.

    `warmth` is about what a step may lose at first.
    """

    def __init__(self, generation: Generation, start: Sequence[Column], warmth: float, seed: int) -> None:
        self._tier = generation.tier
        self._warmth = warmth
        self._rng = Random(seed)
        self._noise = np.random.default_rng(seed)
        self._pricers = {pricer.owner: pricer for pricer in generation.pricers}
        self._shared = Shared(generation.posted, generation.common, _DEAR)
        problem = generation.posted.problem
        self._sites = [
            [owner for owner in self._pricers if problem.person(owner).site == site.id] for site in problem.team.sites
        ]
        self._columns = {column.owner: column for column in start}
        self._start = dict(self._columns)
        self._broken = {part.owner: part.broken_by(self._start[part.owner]) for part in generation.subproblems}
        self._brought = {column.owner: self._shared.brings(column.owner, column.true) for column in start}
        self.cost = self._shared.owed + sum(self._put(column) for column in start)

    def run(self, spent: Callable[[], float]) -> list[Column]:
        """The cheapest roster found until `spent`, asked before each step, is 1; it is 0 at the beginning."""
        best, least = list(self._columns.values()), self.cost
        while (share := spent()) < 1:
            self._step(self._warmth * (1 - share) ** 2)
            if self.cost < least:
                best, least = list(self._columns.values()), self.cost
        return best

    def _step(self, warmth: float) -> None:
        before = {owner: self._columns[owner] for owner in self._some()}
        noise = self._rng.choice(_NOISE)
        change = sum(self._take(owner) for owner in before)
        change += sum(self._put(self._cheapest(owner, noise)) for owner in before)
        if len(before) > 1:
            change += sum(self._take(owner) + self._put(self._cheapest(owner)) for owner in before)
        if change > 0 and (warmth <= 0 or self._rng.random() >= exp(-change / warmth)):
            change += sum(self._take(owner) + self._put(column) for owner, column in before.items())
        self.cost += change

    def _some(self) -> list[str]:
        owners = list(self._pricers)
        if self._rng.random() < _AT_ONE_SITE:
            owners = self._rng.choices(self._sites, [len(site) for site in self._sites])[0]
        return self._rng.sample(owners, min(len(owners), self._rng.randint(1, _MOST)))

    def _take(self, owner: str) -> float:
        return self._shared.add(owner, -self._brought[owner]) - self._own(self._columns[owner])

    def _put(self, column: Column) -> float:
        owner = column.owner
        self._columns[owner], self._brought[owner] = column, self._shared.brings(owner, column.true)
        return self._shared.add(owner, self._brought[owner]) + self._own(column)

    def _own(self, column: Column) -> float:
        """What one owner owes alone; only of the start something may be broken."""
        broken = self._broken[column.owner] if column is self._start[column.owner] else 0
        return column.owed[self._tier] + _BROKEN * broken

    def _cheapest(self, owner: str, noise: float = 0.0) -> Column:
        """The cheapest roster of an owner now; the one there was where the graph's breaks what it does not tell."""
        prices = self._shared.prices(owner)
        if noise:
            prices = prices * (1 + noise * self._noise.standard_normal(len(prices)))
        return self._pricers[owner].price(prices, {self._tier: 1.0})[1] or self._columns[owner]
