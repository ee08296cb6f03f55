"""Planning by blocks: the rows say what the model says, a block says what the rows say, and rosters are legal."""

from __future__ import annotations

from collections.abc import Callable
from random import Random
from threading import Event

import numpy as np
import pytest
from ortools.sat.python import cp_model

from constraints.catalog import RuleBook
from constraints.rules.one_shift_a_day import OneShiftADay
from constraints.rules.shift_count import ShiftCount
from constraints.rules.weekends_worked import WeekendsWorked
from constraints.rules.wishes import Wishes
from scheduler.domain.roster import Roster, Tier
from scheduler.model import RosterModel
from scheduler.outcome import Budget, Status
from scheduler.plan import plan
from scheduler.problem import Problem
from scheduler.solve.blocks import solving
from scheduler.solve.blocks.block import Block
from scheduler.solve.blocks.construction import Construction
from scheduler.solve.blocks.ground import Ground
from scheduler.solve.blocks.rows import Rows
from scheduler.solve.clock import Clock
from scheduler.solve.stage import Stage
from scheduler.verify import Verdict, verify
from tests.scheduler.test_solve import busy_team

BUDGET = Budget(seconds=20, workers=1, repeatable=True)


def grounded(problem: Problem) -> tuple[RosterModel, Stage, Ground]:
    model = RosterModel(problem)
    stage = Stage(model, BUDGET, Clock(BUDGET))
    return model, stage, Ground(model, {tier: stage.total(tier) for tier in model.tiers})


@pytest.fixture(scope="module")
def problem() -> Problem:
    return Problem(busy_team(), RuleBook().rules())


@pytest.fixture(scope="module")
def ground(problem: Problem) -> Ground:
    return grounded(problem)[2]


@pytest.fixture(scope="module")
def solution(problem: Problem) -> np.ndarray:
    """All values of some roster that keeps the hard rules."""
    _, stage, _ = grounded(problem)
    found = stage.first(20).values
    assert found is not None
    return np.array(stage.settle(found).all)


def rank(verdict: Verdict) -> tuple[int, ...]:
    return tuple(verdict.penalties.get(tier, 0) for tier in Tier)


def test_the_rows_hold_for_a_solution_and_not_for_one_that_is_spoilt(ground: Ground, solution: np.ndarray) -> None:
    every = np.arange(len(ground.rows.least))
    assert ground.rows.hold(every, solution)
    spoilt = 0
    for decision in ground.rows.decisions:
        turned = solution.copy()
        turned[decision] = 1 - turned[decision]
        spoilt += not ground.rows.hold(ground.rows.of(np.array([decision])), turned)
    assert spoilt > len(ground.rows.decisions) / 2


def test_what_no_decision_of_a_block_moves_is_worth_the_same(ground: Ground, solution: np.ndarray) -> None:
    """The other way round: with all other decisions as they are, whatever a solver changes is among what moves."""
    chosen = ground.rows.decisions[ground.person == 1]
    moved = ground.rows.moved_by(chosen)
    assert set(chosen) <= set(moved)
    assert not set(np.setdiff1d(ground.rows.decisions, chosen)) & set(moved)
    assert set(ground.totals.values()) <= set(moved)


def test_a_block_of_everything_is_worth_what_the_model_is() -> None:
    problem = Problem(busy_team(), RuleBook().rules())
    model, stage, ground = grounded(problem)
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    model.cp.minimize(stage.total(Tier.SERVICE))
    solver.parameters.max_deterministic_time = 5
    solver.solve(model.cp)
    whole = Block(ground.rows, np.arange(len(ground.rows.low)), ground.rows.low)
    whole.minimise(whole.places([ground.totals[Tier.SERVICE]]), [1])
    assert solver.solve(whole.cp) in {cp_model.OPTIMAL, cp_model.FEASIBLE}
    values = np.array(list(solver.response_proto.solution))
    assert not verify(problem, model.roster(lambda variable: int(values[variable.index]))).hard
