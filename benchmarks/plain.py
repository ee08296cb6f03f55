"""The baseline for scenarios: the model of the same rules, one weighted objective, CP-SAT under default parameters."""

from __future__ import annotations

from dataclasses import dataclass
from time import monotonic
from typing import cast

from ortools.sat.python import cp_model

from scheduler.domain.roster import Tier
from scheduler.model import RosterModel
from scheduler.problem import Problem

_STEP = 100  # how many times as much as the tier below it a tier counts


@dataclass(frozen=True, slots=True)
class Reached:
    """When the baseline was as good as asked, in seconds from the start of building its model; None: never.

    `penalties` are those of its last roster, tier by tier; empty without one.
    """

    seconds: float | None
    penalties: dict[Tier, int]


def reached(problem: Problem, penalties: dict[Tier, int], seconds: float, workers: int, seed: int = 1) -> Reached:
    """Solve until a roster is as good as `penalties`, the most important tier first, or `seconds` have passed."""
    began = monotonic()
    model = RosterModel(problem)
    model.cp.minimize(sum(_STEP**n * model.penalty(tier) for n, tier in enumerate(reversed(model.tiers))))
    solver, watch = cp_model.CpSolver(), _Watch(model, [penalties.get(tier, 0) for tier in model.tiers])
    solver.parameters.max_time_in_seconds = max(0.1, seconds - (monotonic() - began))
    solver.parameters.num_workers = workers
    solver.parameters.random_seed = seed
    solver.solve(model.cp, watch)
    after = None if watch.reached is None else round(watch.reached - began, 1)
    return Reached(after, dict(zip(model.tiers, watch.stands, strict=False)))


class _Watch(cp_model.CpSolverSolutionCallback):
    """Ends the search with the first roster that is good enough."""

    def __init__(self, model: RosterModel, enough: list[int]) -> None:
        super().__init__()
        self._penalties = [cast("cp_model.LinearExpr", model.penalty(tier)) for tier in model.tiers]
        self._enough = enough
        self.stands: list[int] = []
        self.reached: float | None = None

    def on_solution_callback(self) -> None:
        self.stands = [self.value(penalty) for penalty in self._penalties]
        if self.stands <= self._enough:
            self.reached = monotonic()
            self.stop_search()
