"""The course of large-neighbourhood search: strict at last, and on the way no better roster is lost."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from constraints.catalog import RuleBook
from scheduler.domain.roster import Tier
from scheduler.model import RosterModel
from scheduler.outcome import Budget
from scheduler.problem import Problem
from scheduler.solve.clock import Clock
from scheduler.solve.course import WORTH, Course
from scheduler.solve.standing import Standing
from scheduler.solve.values import Values
from tests.scheduler.test_solve import small_team

FAIR = {Tier.FAIRNESS: 1, Tier.BALANCE: 4, Tier.SERVICE: 9000}
SERVED = {Tier.FAIRNESS: 9, Tier.BALANCE: 30, Tier.SERVICE: 4000}


class Penalties(Values):
    """Stands for a roster with these penalties; the others are 0."""

    def __init__(self, penalties: dict[Tier, int]) -> None:
        self._penalties = dict.fromkeys(Tier, 0) | penalties
        self._values = ()


@dataclass
class Hours(Clock):
    """A clock that is set by hand."""

    seconds: float = 100.0

    @property
    def left(self) -> float:
        return self.seconds

    @property
    def wall(self) -> float:
        return 0.0


@pytest.fixture
def clock() -> Hours:
    return Hours()


@pytest.fixture
def standing(clock: Hours) -> Standing:
    model = RosterModel(Problem(small_team(), RuleBook().rules()))
    return Standing(model, Budget(), clock, Penalties(FAIR))


@pytest.fixture
def course(standing: Standing, clock: Hours) -> Course:
    return Course(standing, clock)


def test_without_annealing_it_is_at_the_best_and_holds_the_first_open_tier(course: Course, standing: Standing) -> None:
    assert course.now() == (standing.best, WORTH, Tier.FAIRNESS)
    standing.prove(Tier.FAIRNESS, 1)
    assert course.now()[2] is Tier.BALANCE


def test_worth_rises_from_half_that_of_the_tier_to_what_it_is_at_last(course: Course, clock: Hours) -> None:
    start = Penalties(SERVED)
    course.anneal(start, Tier.SERVICE, 50)
    base, at_first, strict = course.now()
    assert base is start
    assert strict is Tier.POLICY
    in_all = WORTH[Tier.SERVICE] * 4000 / 2
    assert at_first[Tier.FAIRNESS] * 9 == pytest.approx(in_all, rel=0.01)
    assert at_first[Tier.BALANCE] * 30 == pytest.approx(in_all, rel=0.01)
    assert at_first[Tier.SERVICE] == WORTH[Tier.SERVICE]
    clock.seconds = 75
    later = course.now()[1]
    assert at_first[Tier.FAIRNESS] < later[Tier.FAIRNESS] < WORTH[Tier.FAIRNESS]


def test_it_goes_on_from_what_was_annealed_until_that_is_the_best(
    course: Course, standing: Standing, clock: Hours
) -> None:
    start = Penalties(SERVED)
    course.anneal(start, Tier.SERVICE, 50)
    clock.seconds = 50
    assert course.now() == (start, WORTH, Tier.FAIRNESS)
    fairer = Penalties(SERVED | {Tier.FAIRNESS: 2})
    course.offer(fairer, WORTH)
    assert course.now()[0] is fairer
    best = Penalties(SERVED | {Tier.FAIRNESS: 0})
    course.offer(best, WORTH)
    assert standing.best is best
    later = Penalties(SERVED | {Tier.FAIRNESS: 0, Tier.SERVICE: 1})
    assert course.now()[0] is best
    standing.offer(later)
    assert course.now()[0] is later


def test_what_is_better_at_the_worth_of_then_is_gone_on_from(course: Course, standing: Standing, clock: Hours) -> None:
    course.anneal(Penalties(SERVED), Tier.SERVICE, 50)
    worth = course.now()[1]
    fairer = Penalties(SERVED | {Tier.FAIRNESS: 5, Tier.SERVICE: 4100})
    course.offer(fairer, worth)
    assert course.now()[0] is fairer
    course.offer(Penalties(SERVED | {Tier.FAIRNESS: 4, Tier.SERVICE: 8000}), worth)
    assert course.now()[0] is fairer
    assert standing.reached(Tier.SERVICE) == 9000


def test_what_beats_the_best_is_kept_whatever_it_is_worth(course: Course, standing: Standing) -> None:
    course.anneal(Penalties(SERVED), Tier.SERVICE, 50)
    best = Penalties(FAIR | {Tier.SERVICE: 8999})
    course.offer(best, course.now()[1])
    assert standing.best is best


def test_a_start_that_owes_nothing_above_needs_no_annealing(course: Course, standing: Standing) -> None:
    course.anneal(Penalties({Tier.SERVICE: 10}), Tier.SERVICE, 50)
    assert standing.reached(Tier.SERVICE) == 10
    assert course.now()[:2] == (standing.best, WORTH)
