"""Planning by blocks: the rows say what the model says, a block says what the rows say, and rosters are legal."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from random import Random
from threading import Event

import numpy as np
import pytest

from constraints.catalog import RuleBook
from constraints.rules.consecutive_days import ConsecutiveDays
from constraints.rules.coverage import Coverage
from constraints.rules.coverage_target import CoverageTarget
from constraints.rules.one_shift_a_day import OneShiftADay
from constraints.rules.qualified import Qualified
from constraints.rules.shift_count import ShiftCount
from constraints.rules.weekends_worked import WeekendsWorked
from constraints.rules.wishes import Wishes
from scheduler.domain.roster import Roster, Tier
from scheduler.model import RosterModel
from scheduler.outcome import Budget, Status
from scheduler.plan import plan
from scheduler.problem import Problem
from scheduler.solve.blocks import construction as constructing
from scheduler.solve.blocks import solving
from scheduler.solve.blocks.block import Block
from scheduler.solve.blocks.construction import Construction
from scheduler.solve.blocks.ground import Ground
from scheduler.solve.blocks.search import Best, BlockSearch
from scheduler.solve.clock import Clock
from scheduler.solve.large_neighbourhood import one_thread
from scheduler.solve.stage import Stage
from scheduler.solve.standing import Standing
from scheduler.verify import verify
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


def test_the_rows_hold_for_a_solution_and_not_for_one_that_is_spoilt(ground: Ground, solution: np.ndarray) -> None:
    every = np.arange(len(ground.rows.least))
    assert ground.rows.hold(every, solution)
    spoilt = 0
    for decision in ground.rows.decisions:
        turned = solution.copy()
        turned[decision] = 1 - turned[decision]
        spoilt += not ground.rows.hold(ground.rows.of(np.array([decision])), turned)
    assert spoilt > len(ground.rows.decisions) / 2


def test_only_what_depends_on_a_decision_moves_with_it(ground: Ground) -> None:
    chosen = ground.rows.decisions[(ground.person == 1) & (ground.day < 3)]
    moved = set(ground.rows.moved_by(chosen))
    assert moved & set(ground.rows.decisions) == set(chosen)
    assert set(ground.totals.values()) <= moved
    assert len(moved) < len(ground.rows.low) / 4


def test_a_union_moves_with_its_own_decisions_and_not_with_other_days() -> None:
    """Although a limit on runs holds the unions of many days together."""
    ground = grounded(Problem(busy_team(), (ConsecutiveDays(most=5),)))[2]
    chosen = ground.rows.decisions[(ground.person == 0) & (ground.day == 10)]
    assert len(ground.rows.moved_by(chosen)) == len(chosen) + 1


def test_what_a_block_finds_keeps_all_rows(ground: Ground, solution: np.ndarray) -> None:
    """Also those in which nothing of the block stands: it lets nothing move that they hold."""
    clock = Clock(BUDGET)
    for seed in range(4):
        rng = Random(seed)
        free = ground.rows.moved_by(ground.rows.decisions[ground.day // 7 == rng.randrange(4)])
        block = Block(ground.rows, free, solution)
        ground.minimise(block, ground.any_cost)
        found, _ = block.solved(one_thread(seed), clock, 1, lambda: False)
        assert found is not None
        assert ground.rows.hold(np.arange(len(ground.rows.least)), found)
        assert (found != solution).any()


def test_of_what_is_undecided_a_block_knows_only_the_bounds(ground: Ground, solution: np.ndarray) -> None:
    nobody = ground.rows.low.copy()  # below every minimum
    week = ground.rows.moved_by(ground.rows.decisions[ground.day < 7])
    others = np.ones(len(nobody), dtype=bool)
    one = ground.rows.moved_by(ground.rows.decisions[(ground.person == 0) & (ground.day < 7)])
    for free, undecided, possible in ((one, None, False), (one, others, True), (week, others, True)):
        found, _ = Block(ground.rows, free, nobody, undecided).solved(one_thread(1), Clock(BUDGET), 5, lambda: False)
        assert (found is not None) is possible


def test_two_steps_from_one_solution_are_joined_where_they_agree() -> None:
    problem = Problem(busy_team(), (OneShiftADay(), Qualified(), Coverage(), CoverageTarget(), Wishes()))
    model, stage, ground = grounded(problem)
    first = stage.first(20).values
    assert first is not None
    clock = Clock(BUDGET)
    standing = Standing(model, BUDGET, clock, first)
    base = np.array(first.all)
    best = Best(ground, standing, base)
    reached = []
    for days in (range(7), range(14, 21)):
        free = ground.rows.moved_by(ground.rows.decisions[np.isin(ground.day, days)])
        block = Block(ground.rows, free, base)
        ground.minimise(block, ground.any_cost)
        found, _ = block.solved(one_thread(1), clock, 2, lambda: False)
        assert found is not None
        best.take(base, found)
        reached.append(found)
    decisions = ground.rows.decisions
    for found in reached:
        changed = decisions[found[decisions] != base[decisions]]
        assert len(changed)
        assert (best.values[changed] == found[changed]).all()
    verdict = verify(problem, model.roster(standing.best.of))
    assert not verdict.hard
    assert all(verdict.penalties.get(tier, 0) <= standing.reached(tier) for tier in model.tiers)


def by_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Small problems, too; in several blocks."""
    monkeypatch.setattr(solving, "_MANY", 0)
    monkeypatch.setattr(solving, "_LONG", 0)
    monkeypatch.setattr(constructing, "_DECISIONS", 100)
    monkeypatch.setattr(constructing, "_OF_PEOPLE", 100)


def test_windows_of_days_make_a_roster_that_only_ever_improves(
    problem: Problem, monkeypatch: pytest.MonkeyPatch
) -> None:
    by_blocks(monkeypatch)
    kept: list[Callable[[], Roster]] = []
    made = plan(problem, replace(BUDGET, seconds=5, keep=kept.append))
    assert made.outcome.status is Status.FEASIBLE
    verdicts = [verify(problem, make()) for make in kept]
    assert len(verdicts) > 2
    assert not any(verdict.hard for verdict in verdicts)
    ranks = [tuple(verdict.penalties.get(tier, 0) for tier in Tier) for verdict in verdicts]
    assert ranks[-1] < ranks[0]


def test_the_same_seed_gives_the_same_roster_twice(problem: Problem, monkeypatch: pytest.MonkeyPatch) -> None:
    by_blocks(monkeypatch)
    first, second = (plan(problem, replace(BUDGET, seconds=2)).outcome for _ in range(2))
    assert first.roster is not None
    assert (first.roster, first.tiers) == (second.roster, second.tiers)


def test_people_whom_no_hard_rule_ties_are_planned_some_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    by_blocks(monkeypatch)
    alone = Problem(busy_team(), (OneShiftADay(), ShiftCount(least=12, most=14), WeekendsWorked(most=2), Wishes()))
    model, _, ground = grounded(alone)
    construction = Construction(ground, Clock(BUDGET), Event().is_set, workers=1, seed=1)
    found = construction.roster()
    assert found is not None
    assert [len(np.unique(ground.person[block])) for block in construction.blocks] == [1] * 7
    assert not verify(alone, model.roster(ground.values(found).of)).hard


def test_a_search_that_is_cancelled_before_its_first_block_has_nothing(
    problem: Problem, monkeypatch: pytest.MonkeyPatch
) -> None:
    by_blocks(monkeypatch)
    cancel = Event()
    cancel.set()
    assert plan(problem, Budget(seconds=600, workers=1, cancel=cancel)).outcome.status is Status.UNKNOWN


def test_one_that_is_cancelled_later_has_its_best(problem: Problem, monkeypatch: pytest.MonkeyPatch) -> None:
    by_blocks(monkeypatch)
    cancel = Event()
    kept: list[Callable[[], Roster]] = []

    def keep(roster: Callable[[], Roster]) -> None:
        kept.append(roster)
        if len(kept) == 2:
            cancel.set()

    outcome = plan(problem, Budget(seconds=600, workers=1, cancel=cancel, keep=keep)).outcome
    assert outcome.roster == kept[-1]()
    assert len(kept) <= 3  # a step that was under way may still be of use


def test_what_people_share_is_recreated_before_blocks_are_searched(monkeypatch: pytest.MonkeyPatch) -> None:
    by_blocks(monkeypatch)
    monkeypatch.setattr(BlockSearch, "run", lambda *_: None)
    kept: list[Callable[[], Roster]] = []
    problem = Problem(busy_team(), (OneShiftADay(), ShiftCount(most=14), CoverageTarget(), Wishes()))
    plan(problem, Budget(seconds=10, workers=1, keep=kept.append))
    constructed, recreated = (verify(problem, make()) for make in kept)
    assert not recreated.hard
    assert recreated.penalties[Tier.SERVICE] < constructed.penalties[Tier.SERVICE]
