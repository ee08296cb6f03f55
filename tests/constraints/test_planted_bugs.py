"""Bugs planted in each rule's `post` and in its `check`: the comparison of the two must notice them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from functools import lru_cache
from typing import Any, cast, get_args

import pytest
from ortools.sat.python import cp_model

from constraints.base import Example, Rule
from constraints.catalog import RULES
from constraints.rules.consecutive_days import ConsecutiveDays
from constraints.rules.rest_period import RestPeriod
from constraints.rules.weekly_rest import WeeklyRest
from scheduler.domain.burden import CarryOver, Points
from scheduler.domain.people import Person, Wish
from scheduler.domain.roster import Roster, Tier, Violation
from scheduler.domain.shift import Duty, Shift, ShiftTemplate
from scheduler.domain.team import Period, Team
from scheduler.intervals import Interval, next_day
from scheduler.problem import Bound, Condition, Lit, Problem, RuleModel, Terms, Total, Weight
from scheduler.problem import Rule as AnyRule
from tests.constraints.agreement import SOFT, Trial, of_example

EVERY_RULE = pytest.mark.parametrize("kind", RULES, ids=lambda kind: kind.name)


@dataclass(frozen=True)
class Planted:
    """A rule that posts and checks as told."""

    rule: Rule
    posting: Callable[[Rule, RuleModel, Problem], None] = lambda r, m, p: r.post(m, p)
    checking: Callable[[Rule, Problem, Roster], Iterator[Violation]] = lambda r, p, roster: r.check(p, roster)

    @property
    def name(self) -> str:
        return self.rule.name

    @property
    def weight(self) -> Weight:
        return self.rule.weight

    @property
    def tier(self) -> Tier:
        return self.rule.tier

    def post(self, model: RuleModel, problem: Problem) -> None:
        self.posting(self.rule, model, problem)

    def check(self, problem: Problem, roster: Roster) -> Iterator[Violation]:
        return self.checking(self.rule, problem, roster)


def noticed(
    kind: type[Rule],
    plant: Callable[[Rule], AnyRule],
    weight: Weight = SOFT,
    where: Callable[[Example], bool] = lambda e: True,
) -> bool:
    """Whether post and check disagree on some roster of some example, once the bug is in."""
    trials = ((Trial(e.team, [plant(of_example(kind, e, weight))]), e) for e in kind.EXAMPLES if where(e))
    return any(trial.disagreement(trial.rosters(e.roster)) for trial, e in trials)


@EVERY_RULE
@pytest.mark.parametrize("weight", ["hard", SOFT])
def test_a_rule_without_a_bug_agrees(kind: type[Rule], weight: Weight) -> None:
    assert not noticed(kind, Planted, weight)


# -- bugs in what is said to the solver, and in what is found ----------------------------------------------------------


@EVERY_RULE
@pytest.mark.parametrize("weight", ["hard", SOFT])
def test_a_rule_that_posts_nothing_is_noticed(kind: type[Rule], weight: Weight) -> None:
    assert noticed(kind, lambda rule: Planted(rule, posting=lambda *_: None), weight)


@EVERY_RULE
def test_a_rule_that_is_posted_twice_is_noticed(kind: type[Rule]) -> None:
    def twice(rule: Rule, model: RuleModel, problem: Problem) -> None:
        rule.post(model, problem)
        rule.post(model, problem)

    assert noticed(kind, lambda rule: Planted(rule, posting=twice))


class Losing:
    """A model that does not hear the nth thing that a rule forbids or prices."""

    def __init__(self, model: RuleModel, lost: int | None = None) -> None:
        self._model = model
        self._lost = lost
        self.heard = 0

    def works(self, person: Person, shift: Shift) -> Lit:
        return self._model.works(person, shift)

    def any_of(self, lits: Sequence[Lit]) -> Lit:
        return self._model.any_of(lits)

    def once(self, lits: Sequence[Lit]) -> Terms:
        return self._model.once(lits)

    def none_of(self, lits: Sequence[Lit]) -> Lit:
        return self._model.none_of(lits)

    def whenever(self, conditions: Sequence[Condition]) -> Lit:
        return self._model.whenever(conditions)

    def beyond(self, limit: int, terms: Terms) -> Terms:
        return self._model.beyond(limit, terms)

    def summed(self, terms: Terms) -> Terms:
        return self._model.summed(terms)

    def exclusive(self, rule: AnyRule, lits: Sequence[Lit]) -> None:
        if self._hears(len(lits) > 1):
            self._model.exclusive(rule, lits)

    def at_most(self, rule: AnyRule, limit: int, terms: Terms, unit: int = 1) -> None:
        if self._hears(_can_exceed(limit, terms)):
            self._model.at_most(rule, limit, terms, unit)

    def at_least(self, rule: AnyRule, limit: int, terms: Terms, unit: int = 1) -> None:
        if self._hears(_can_exceed(-limit, [(-amount, lit) for amount, lit in terms])):
            self._model.at_least(rule, limit, terms, unit)

    def worst(self, rule: AnyRule, bounds: Sequence[Bound], unit: int = 1) -> None:
        if self._hears(any(_can_exceed(limit, terms) for limit, terms in bounds)):
            self._model.worst(rule, bounds, unit)

    def forbid(self, rule: AnyRule, together: Sequence[Lit], unless: Sequence[Lit] = (), amount: int = 1) -> None:
        if self._hears(not any(lit is False for lit in together) and not any(lit is True for lit in unless)):
            self._model.forbid(rule, together, unless, amount)

    def spread(self, rule: AnyRule, totals: Sequence[Total], unit: int = 1, tolerance: int = 0) -> None:
        if self._hears():
            self._model.spread(rule, totals, unit, tolerance)

    def deviation(self, rule: AnyRule, totals: Sequence[Total], unit: int = 1) -> None:
        if self._hears():
            self._model.deviation(rule, totals, unit)

    def _hears(self, matters: bool = True) -> bool:
        """Counts what can matter; False for what is lost."""
        self.heard += matters
        return not matters or self.heard - 1 != self._lost


def _can_exceed(limit: int, terms: Terms) -> bool:
    return sum(_most(amount, lit) for amount, lit in terms) > limit


def _most(amount: int, lit: Lit) -> int:
    if isinstance(lit, bool):
        return amount * lit
    return max(0, amount) * int(cast("cp_model.IntVar", lit).domain.max())


@EVERY_RULE
@pytest.mark.parametrize("lost", ["first", "last"])
def test_a_lost_posting_is_noticed(kind: type[Rule], lost: str) -> None:
    def losing(rule: Rule, model: RuleModel, problem: Problem) -> None:
        counting = Losing(Trial(problem.team, [Planted(rule, posting=lambda *_: None)]).model)
        rule.post(counting, problem)
        rule.post(Losing(model, 0 if lost == "first" else counting.heard - 1), problem)

    assert noticed(kind, lambda rule: Planted(rule, posting=losing))


@EVERY_RULE
@pytest.mark.parametrize("weight", ["hard", SOFT])
def test_a_check_that_finds_nothing_is_noticed(kind: type[Rule], weight: Weight) -> None:
    assert noticed(kind, lambda rule: Planted(rule, checking=lambda *_: iter(())), weight)


@EVERY_RULE
@pytest.mark.parametrize("missed", ["first", "last"])
def test_a_violation_that_is_not_found_is_noticed(kind: type[Rule], missed: str) -> None:
    def missing(rule: Rule, problem: Problem, roster: Roster) -> Iterator[Violation]:
        found = list(rule.check(problem, roster))
        yield from found[1:] if missed == "first" else found[:-1]

    assert noticed(kind, lambda rule: Planted(rule, checking=missing))


@EVERY_RULE
def test_an_amount_that_is_one_too_large_is_noticed(kind: type[Rule]) -> None:
    def larger(rule: Rule, problem: Problem, roster: Roster) -> Iterator[Violation]:
        for violation in rule.check(problem, roster):
            yield replace(violation, amount=violation.amount + 1)

    assert noticed(kind, lambda rule: Planted(rule, checking=larger))


# -- parameters that are off by one ------------------------------------------------------------------------------------

NUMBERS = [
    pytest.param(kind, name, step, id=f"{kind.name}.{name}{step:+d}")
    for kind in RULES
    for name, about in kind.model_fields.items()
    for step in (-1, 1)
    if about.annotation in (int, float)
]


@pytest.mark.slow
@pytest.mark.parametrize(("kind", "name", "step"), NUMBERS)
@pytest.mark.parametrize("where", ["post", "check"])
def test_a_parameter_that_is_off_by_one_is_noticed(kind: type[Rule], name: str, step: int, where: str) -> None:
    def plant(rule: Rule) -> Planted:
        off = rule.model_copy(update={name: getattr(rule, name) + step})
        if where == "post":
            return Planted(rule, posting=lambda _, model, problem: off.post(model, problem))
        return Planted(rule, checking=lambda _, problem, roster: off.check(problem, roster))

    assert noticed(kind, plant)


OTHERS = [
    pytest.param(kind, name, id=f"{kind.name}.{name}")
    for kind in RULES
    for name, about in kind.model_fields.items()
    if about.annotation not in (int, float) and name not in Rule.model_fields
]


def another(kind: type[Rule], name: str, value: Any) -> Any:
    """What somebody could take the value of a parameter for: the other choice, none of a set, one more, one less."""
    match value:
        case bool():
            return not value
        case int() | float():
            return value + 1
        case dict():
            return {key: amount + 1 for key, amount in value.items() if not isinstance(amount, str)}
        case frozenset():
            return frozenset()
        case tuple():
            return value[1:]
        case date():
            return next_day(value)
    choices = get_args(kind.model_fields[name].annotation)
    return next((choice for choice in choices if choice not in (value, type(None))), f"not {value}") if value else None


@pytest.mark.slow
@pytest.mark.parametrize(("kind", "name"), OTHERS)
@pytest.mark.parametrize("where", ["post", "check"])
def test_a_parameter_that_is_taken_for_another_is_noticed(kind: type[Rule], name: str, where: str) -> None:
    def plant(rule: Rule) -> Planted:
        off = rule.model_copy(update={name: another(kind, name, getattr(rule, name))})
        if where == "post":
            return Planted(rule, posting=lambda _, model, problem: off.post(model, problem))
        return Planted(rule, checking=lambda _, problem, roster: off.check(problem, roster))

    assert noticed(kind, plant)


# -- misreadings: one of the two takes the team for another ------------------------------------------------------------


def first_day_left_out(team: Team) -> Team:
    return _in_period(team, replace(team.period, first_day=next_day(team.period.first_day)))


def last_day_left_out(team: Team) -> Team:
    return _in_period(team, replace(team.period, last_day=next_day(team.period.last_day, -1)))


def _in_period(team: Team, period: Period) -> Team:
    shorter = replace(team, period=period, pins=frozenset())
    known = {shift.id for shift in Problem(shorter).shifts}
    return replace(shorter, pins=frozenset(pin for pin in team.pins if pin.shift in known))


def clocks_never_change(team: Team) -> Team:
    return replace(team, sites=tuple(replace(s, zone="UTC" if "Dublin" in s.zone else s.zone) for s in team.sites))


def counted_on_the_start_day_only(team: Team) -> Team:
    return _templates(team, lambda t: replace(t, span_days=0, end=time(23, 59)) if t.span_days else t)


def breaks_paid(team: Team) -> Team:
    return _templates(team, lambda t: replace(t, unpaid_break_minutes=0))


def nights_taken_for_days(team: Team) -> Team:
    return _templates(team, lambda t: replace(t, night=False))


def standby_taken_for_work(team: Team) -> Team:
    return _templates(team, lambda t: replace(t, duty=Duty.ON_DUTY))


def _templates(team: Team, change: Callable[[ShiftTemplate], ShiftTemplate]) -> Team:
    return replace(team, templates=tuple(map(change, team.templates)))


def _people(**change: Any) -> Callable[[Team], Team]:
    return lambda team: replace(team, people=tuple(replace(person, **change) for person in team.people))


def _coverage(**change: Any) -> Callable[[Team], Team]:
    return lambda team: replace(team, coverage=tuple(replace(owed, **change) for owed in team.coverage))


def wishes_weigh_the_same(team: Team) -> Team:
    return replace(team, wishes=tuple(replace(wish, weight=1) for wish in team.wishes))


def shifts_wished_for_taken_for_days_off(team: Team) -> Team:
    return replace(team, wishes=tuple(Wish(w.person, w.day, None, w.weight) for w in team.wishes))


def no_holidays(team: Team) -> Team:
    return replace(team, sites=tuple(replace(site, holidays=()) for site in team.sites))


def everything_weighs_a_point(team: Team) -> Team:
    return replace(team, points=team.points and Points(100, 100, 100, 100, 100, 100))


ALL = {kind.name for kind in RULES}
RUNS = {
    "consecutive_days",
    "consecutive_days_off",
    "consecutive_nights",
    "recovery_after_nights",
    "isolated_days",
    "shortest_runs",
}
WINDOWS = {
    "calm_days",
    "days_in_week",
    "days_off",
    "exposure",
    "fatigue_risk",
    "free_weekends",
    "shift_count",
    "shifts_in_days",
    "successions",
    "unwanted_sequences",
    "variety",
}
ANY_DUTY = {"apart_at_night", "follows", "practice", "trained_first", "weeks_between", "whole_weeks"}
STARTS = {"forward_rotation", "stable_start"}
RESTS = {"one_shift_a_day", "rest_period", "weekly_rest", "office_days", "reserve"}
COVERAGE = {"coverage", "coverage_target", "standby_apart"}
REPLANNING = {"frozen_days", "minimum_change"}
STANDBY = {"standby_weeks", "standby_nights", "standby_apart"}
CONTRACT = {"contract_hours", "hours_target"}
HOURS = CONTRACT | {"average_hours", "breaks", "hours_in_day", "hours_in_period", "hours_in_window"}

# What is taken for another thing, and which rules speak of it: those and no others notice.
MISREADINGS: dict[str, tuple[Callable[[Team], Team], set[str]]] = {
    "the first day is left out": (first_day_left_out, ALL),
    "the last day is left out": (last_day_left_out, ALL),
    "the past is forgotten": (
        lambda team: replace(team, previous=()),
        RUNS
        | WINDOWS
        | STARTS
        | RESTS
        | COVERAGE
        | STANDBY
        | ANY_DUTY
        | {
            "average_hours",
            "contract_hours",
            "hours_in_day",
            "hours_in_window",
            "minimum_change",
            "overtime",
            "wishes",
        },
    ),
    "clocks never change": (
        clocks_never_change,
        HOURS | {"office_days", "reserve", "rest_period", "weekly_rest", "coverage", "coverage_target", "fatigue_risk"},
    ),
    "a shift is counted on the day it starts only": (
        counted_on_the_start_day_only,
        RESTS
        | COVERAGE
        | STANDBY
        | HOURS
        | {"recovery_after_nights", "leave", "shadow", "together", "free_weekends", "fatigue_risk", "wishes"}
        | {"apart_at_night", "fairness", "pattern", "practice", "span_of_day", "trained_first", "weekends_worked"}
        | REPLANNING,
    ),
    "breaks are paid": (breaks_paid, HOURS | {"fairness", "overtime"}),
    "nights are taken for days": (
        nights_taken_for_days,
        {"hours_in_day", "hours_in_window", "consecutive_nights", "recovery_after_nights", "standby_nights"}
        | {"fairness", "office_days"},
    ),
    "standby is taken for work": (
        standby_taken_for_work,
        ALL - ANY_DUTY - {"complete_weekends", "consecutive_nights", "frozen_days", "leave", "pins"},
    ),
    "leave is forgotten": (
        lambda team: replace(team, leave=()),
        {"leave", "shadow", "together", "complete_weekends", "fairness", "hours_target", "average_hours"}
        | {"around_leave", "consecutive_days_off", "pattern", "practice", "reserve", "whole_weeks"}
        | REPLANNING,
    ),
    "pins are forgotten": (lambda team: replace(team, pins=frozenset()), {"pins"}),
    "what is published is forgotten": (lambda team: replace(team, published=None), REPLANNING),
    "wishes weigh the same": (wishes_weigh_the_same, {"wishes"}),
    "shifts wished for are taken for days off": (
        shifts_wished_for_taken_for_days_off,
        {"around_leave", "wishes"},
    ),
    "there are no holidays": (no_holidays, {"fairness", "holiday_turns", "minimum_change", "office_days"}),
    "the ledger is forgotten": (lambda team: replace(team, ledger=()), {"fairness"}),
    "all of it is carried over": (lambda team: replace(team, carry_over=CarryOver()), {"fairness"}),
    "nothing is weighed": (lambda team: replace(team, points=None), {"fairness"}),
    "everything weighs a point": (everything_weighs_a_point, {"fairness"}),
    "nobody worked a holiday before": (lambda team: replace(team, holidays_worked=()), {"holiday_turns"}),
    "everybody is full-time": (_people(fte=1.0), {"fairness"}),
    "everybody has 40 hours": (_people(contract_minutes=2400), CONTRACT),
    "everybody was always employed": (
        _people(first_day=None, last_day=None),
        {"qualified", "shadow", "together", "complete_weekends", "fairness", "hours_target", "pattern", "practice"}
        | {"consecutive_days_off", "reserve"}
        | REPLANNING,
    ),
    "nobody shadows": (
        _people(shadows=None),
        COVERAGE | {"people_on_shift", "shadow", "qualified", "fairness", "hours_target", "practice", "reserve"},
    ),
    "nobody has a skill": (
        _people(skills=frozenset()),
        {"qualified", "guided", "coverage", "standby_apart", "fairness", "pattern", "practice", "reserve"},
    ),
    "no skill is required": (_coverage(skill=None), {"coverage", "standby_apart"}),
    "no site is named": (_coverage(site=None), {"coverage"}),
    "coverage is owed always": (_coverage(when=None), {"coverage"}),
    "there is no maximum": (_coverage(maximum=None), {"coverage"}),
    "one person suffices": (_coverage(minimum=1), {"coverage", "standby_apart"}),
    "there is no target": (_coverage(target=None), {"coverage_target"}),
}


def who_notices(misreading: str, where: str) -> set[str]:
    """The rules of which the comparison shows that one of the two misreads the team."""
    change, _ = MISREADINGS[misreading]

    @lru_cache(maxsize=1)
    def misread(problem: Problem) -> Problem:
        return Problem(change(problem.team))

    def differs(e: Example) -> bool:
        other = change(e.team)
        return other != e.team and other.period.first_day <= other.period.last_day

    def posting(rule: Rule, model: RuleModel, problem: Problem) -> None:
        rule.post(model, misread(problem))

    def checking(rule: Rule, problem: Problem, roster: Roster) -> Iterator[Violation]:
        known = {shift.id for shift in misread(problem).shifts}
        return rule.check(misread(problem), Roster(frozenset(a for a in roster if a.shift in known)))

    def plant(rule: Rule) -> Planted:
        return Planted(rule, posting=posting) if where == "post" else Planted(rule, checking=checking)

    return {kind.name for kind in RULES if noticed(kind, plant, where=differs)}


@pytest.mark.slow
@pytest.mark.parametrize("where", ["post", "check"])
@pytest.mark.parametrize("misreading", MISREADINGS)
def test_a_misreading_is_noticed(misreading: str, where: str) -> None:
    assert who_notices(misreading, where) == MISREADINGS[misreading][1]


# -- misunderstandings of one rule -------------------------------------------------------------------------------------


class RestInsideTheWeek(WeeklyRest):
    def _candidates(self, week: Interval, shifts: list[Shift]) -> Iterator[tuple[datetime, datetime]]:
        yield from (rest for rest in super()._candidates(week, shifts) if rest[1] <= week.end)


class RestAfterAShift(WeeklyRest):
    def _candidates(self, week: Interval, shifts: list[Shift]) -> Iterator[tuple[datetime, datetime]]:
        yield from (rest for rest in super()._candidates(week, shifts) if rest[0] != week.start)


class RestFromMonday(WeeklyRest):
    def _candidates(self, week: Interval, shifts: list[Shift]) -> Iterator[tuple[datetime, datetime]]:
        yield from (rest for rest in super()._candidates(week, shifts) if rest[0] == week.start)


class RestBetweenNeighbours(RestPeriod):
    """Looks at the next shift of the day after only."""

    def check(self, problem: Problem, roster: Roster) -> Iterator[Violation]:
        for found in super().check(problem, roster):
            first, second = map(problem.shift, found.shifts)
            if first.day != second.day:
                yield found


class RunsThatEndOnSunday(ConsecutiveDays):
    def check(self, problem: Problem, roster: Roster) -> Iterator[Violation]:
        yield from (
            found for found in super().check(problem, roster) if problem.shift(found.shifts[0]).day.weekday() > 4
        )


@pytest.mark.parametrize(
    "kind",
    [
        RestInsideTheWeek,
        RestAfterAShift,
        RestFromMonday,
        RestBetweenNeighbours,
        RunsThatEndOnSunday,
    ],
)
def test_a_misunderstood_rule_is_noticed(kind: type[Rule]) -> None:
    assert noticed(kind, Planted)
