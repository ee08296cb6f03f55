"""Going on from a roster: what a search tells of its best so far, and what it makes of one that it is given."""

from __future__ import annotations

from collections.abc import Callable
from threading import Event

import pytest

from constraints.catalog import RuleBook
from constraints.examples import ANA, BEN, day, example, instant
from scheduler.domain.coverage import CoverageRequirement
from scheduler.domain.people import Leave, Wish
from scheduler.domain.roster import Assignment, Roster, Tier
from scheduler.outcome import Budget, Status
from scheduler.plan import plan
from scheduler.problem import Problem
from scheduler.verify import Verdict, verify

FLOOR = CoverageRequirement("floor", minimum=1, target=2)


@pytest.fixture
def problem() -> Problem:
    team = example(
        "",
        0,
        last=6,
        people=(ANA, BEN),
        shifts="DE",
        coverage=(FLOOR,),
        coverage_window=(instant(0, 8), instant(0, 15)),
        wishes=(Wish("ana", day(0), None, 3), Wish("ben", day(1), None, 2)),
        leave=(Leave("ben", day(2), day(2)),),
    ).team
    return Problem(team, RuleBook().rules())


def rank(verdict: Verdict) -> tuple[int, ...]:
    return tuple(verdict.penalties.get(tier, 0) for tier in Tier)


def cancelled() -> Event:
    event = Event()
    event.set()
    return event


def test_each_roster_that_is_told_is_legal_and_better_than_the_one_before(problem: Problem) -> None:
    makers: list[Callable[[], Roster]] = []
    made = plan(problem, Budget(seconds=30, workers=1, keep=makers.append))
    verdicts = [verify(problem, make()) for make in makers]
    assert len(verdicts) > 1
    assert not any(verdict.hard for verdict in verdicts)
    ranks = [rank(verdict) for verdict in verdicts]
    assert ranks == sorted(ranks, reverse=True)
    assert makers[-1]() == made.outcome.roster


def test_a_search_without_time_gives_back_what_it_started_from(problem: Problem) -> None:
    best = plan(problem, Budget(seconds=30, workers=1)).outcome.roster
    made = plan(problem, Budget(seconds=1, workers=1, start=best, cancel=cancelled()))
    assert made.outcome.roster == best
    assert made.outcome.status is Status.FEASIBLE
    assert made.outcome.lower_bound == 0


def test_a_start_that_breaks_hard_rules_is_only_a_hint(problem: Problem) -> None:
    everybody = Roster.of((p.id, s.id) for p in problem.people for s in problem.shifts)
    made = plan(problem, Budget(seconds=30, workers=1, start=everybody))
    assert made.outcome.status is Status.OPTIMAL
    assert made.verdict is not None
    assert not made.verdict.hard


def test_what_is_no_decision_any_more_is_left_out_of_the_start(problem: Problem) -> None:
    best = plan(problem, Budget(seconds=30, workers=1)).outcome.roster
    assert best is not None
    older = Roster(best.assignments | {Assignment("carl", "day@1999-01-01")})
    made = plan(problem, Budget(seconds=1, workers=1, start=older, cancel=cancelled()))
    assert made.outcome.roster == best


def test_a_start_does_not_hide_that_there_is_no_roster() -> None:
    nobody_can = (CoverageRequirement("three", minimum=3),)
    team = example("", 0, people=(ANA, BEN), coverage=nobody_can, coverage_window=(instant(0, 8), instant(0, 9))).team
    made = plan(Problem(team, RuleBook().rules()), Budget(seconds=20, workers=1, start=Roster()))
    assert made.outcome.status is Status.INFEASIBLE
