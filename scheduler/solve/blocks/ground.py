"""What a search by blocks knows of a problem: its rows, and whose and when each decision is."""

from __future__ import annotations

from collections.abc import Mapping
from random import Random

import numpy as np
from ortools.sat.python import cp_model

from scheduler.domain.roster import Tier
from scheduler.intervals import days_between
from scheduler.model import RosterModel
from scheduler.solve.blocks.block import Block
from scheduler.solve.blocks.rows import Ints, Rows
from scheduler.solve.course import WORTH
from scheduler.solve.large_neighbourhood import REPRESENTABLE
from scheduler.solve.values import Values


class Ground:
    """The decisions in the order of the model: of which person, site and day each is, the last two as numbers.

    `totals` are the variables that are the penalties of the tiers.
    """

    def __init__(self, model: RosterModel, totals: Mapping[Tier, cp_model.IntVar]) -> None:
        problem = model.problem
        sites = {site.id: n for n, site in enumerate(problem.team.sites)}
        people = {person.id: n for n, person in enumerate(problem.people)}
        self.rows = Rows(model)
        self.totals = {tier: total.index for tier, total in totals.items()}
        self.days = days_between(problem.first_day, problem.last_day) + 1
        self.person = np.array([people[person] for person, _ in model.decisions], dtype=np.int64)
        self.home = np.array([sites[person.site] for person in problem.people], dtype=np.int64)
        self.guide = np.array([people.get(person.shadows or "", n) for n, person in enumerate(problem.people)])
        self.day = np.array(
            [days_between(problem.first_day, problem.shift(shift).day) for _, shift in model.decisions], dtype=np.int64
        )
        self._bills = {tier: _bill(model.penalty(tier)) for tier in model.tiers}
        self.any_cost = {tier: REPRESENTABLE // WORTH[tier] for tier in model.tiers}
        self._model = model

    def values(self, found: Ints) -> Values:
        """The solution of the whole model, as the rest of the search knows it."""
        return Values(self._model, found.tolist(), {tier: int(found[n]) for tier, n in self.totals.items()})

    def total_up(self, found: Ints) -> None:
        """Let the totals be what the rest of a solution makes them."""
        for tier, (variables, prices, fixed) in self._bills.items():
            found[self.totals[tier]] = fixed + int(prices @ found[variables])

    def paid(self, rng: Random, values: Ints) -> int | None:
        """A decision behind something that is paid in some tier, the dearer the likelier; None where there is none."""
        variables, prices, _ = self._bills[rng.choice(list(self._bills))]
        costs = np.cumsum(prices * values[variables])
        if not len(costs) or costs[-1] <= 0:
            return None
        dear = int(np.searchsorted(costs, rng.random() * costs[-1], side="right"))
        behind = self.rows.behind(int(variables[min(dear, len(costs) - 1)]))
        return int(rng.choice(behind.tolist())) if len(behind) else None

    def minimise(self, block: Block, most: Mapping[Tier, int]) -> None:
        """Let a block cost as little as it can, each tier worth far more than the next, and at most `most` in each."""
        moved = [tier for tier, total in self.totals.items() if total in block]
        for tier in moved:
            block.domain(self.totals[tier], 0, min(most[tier], REPRESENTABLE // WORTH[tier]))
        places = block.places([self.totals[tier] for tier in moved])
        block.minimise(places, [WORTH[tier] for tier in moved])


def _bill(penalty: cp_model.LinearExpr) -> tuple[Ints, Ints, int]:
    """The variables of a penalty, what one of each costs, and what is owed in any case."""
    flat = cp_model.FlatIntExpr(penalty)
    variables = np.array([variable.index for variable in flat.vars], dtype=np.int64)
    return variables, np.array(flat.coeffs, dtype=np.int64), int(flat.offset)
