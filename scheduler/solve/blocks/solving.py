"""The search of a large problem: a first roster block by block, then better ones, a thread a worker."""

from __future__ import annotations

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor

import numpy as np
from ortools.sat.python import cp_model

from scheduler.domain.roster import Tier
from scheduler.intervals import days_between
from scheduler.model import RosterModel
from scheduler.outcome import Budget
from scheduler.solve.blocks.construction import Construction
from scheduler.solve.blocks.ground import Ground
from scheduler.solve.blocks.search import Best, BlockSearch
from scheduler.solve.clock import Clock
from scheduler.solve.standing import Standing
from scheduler.solve.values import Values

_MANY = 30_000  # decisions
_LONG = 16 * 7  # days


def is_large(model: RosterModel) -> bool:
    """Whether steps on a model of the whole would cost more than what they search."""
    problem = model.problem
    return len(model.decisions) > _MANY and days_between(problem.first_day, problem.last_day) >= _LONG


class Blocks:
    """What `solve` does with a large problem."""

    def __init__(
        self, model: RosterModel, totals: Mapping[Tier, cp_model.IntVar], budget: Budget, clock: Clock
    ) -> None:
        self._ground = Ground(model, totals)
        self._budget = budget
        self._clock = clock
        self._cancelled = budget.cancel.is_set

    def first(self) -> Values | None:
        """A roster from the hard rules and what costs; None when a block has none in time."""
        construction = Construction(self._ground, self._clock, self._cancelled, self._budget.workers, self._budget.seed)
        found = construction.roster()
        return None if found is None else self._ground.values(found)

    def improve(self, standing: Standing, first: Values) -> None:
        """Search for better rosters until time is up, somebody cancels, or all is proven."""
        best = Best(self._ground, standing, np.array(first.all))
        seeds = range(1000 * self._budget.seed, 1000 * self._budget.seed + self._budget.workers)
        threads = [BlockSearch(self._ground, best, standing, self._clock, self._cancelled, seed) for seed in seeds]
        with ThreadPoolExecutor(len(threads)) as pool:
            for running in [pool.submit(thread.run, self._clock.left) for thread in threads]:
                running.result()
