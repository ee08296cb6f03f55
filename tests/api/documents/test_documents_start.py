"""A search of a document that asks for a roster pattern starts from it."""

from __future__ import annotations

from threading import Event

import pytest

from api.documents.domain import problem_of
from api.documents.reading import document_of
from api.documents.start import started
from constraints.base import Example
from constraints.rules.pattern import Pattern
from scheduler.domain.roster import Roster
from scheduler.outcome import Budget
from scheduler.plan import plan
from scheduler.problem import Problem
from tests.api.documents.samples import changed
from tests.constraints.agreement import of_example


@pytest.mark.parametrize("example", Pattern.EXAMPLES, ids=lambda example: example.says)
def test_the_roster_of_a_pattern_is_as_the_pattern_has_it(example: Example) -> None:
    rule, problem = of_example(Pattern, example), Problem(example.team)
    assert isinstance(rule, Pattern)
    assert list(rule.check(problem, rule.roster(problem))) == []


def sample(rules: dict[str, object]) -> Problem:
    week = {"first_day": "2027-01-18", "last_day": "2027-01-24"}
    until = {"coverage_from": "2027-01-18T12:00:00Z", "coverage_until": "2027-01-24T12:00:00Z"}
    raw = changed("period", week | until) | {"rules": rules, "coverage": [], "wishes": [], "pins": [], "previous": []}
    return problem_of(document_of(raw))


def test_without_time_a_search_gives_back_the_pattern() -> None:
    """Friday is free; in Dublin nothing is asked on days on which no shift starts."""
    problem = sample({"pattern": {"cycle": "DDDD---", "shifts": {"sin-day": "D", "dub-day": "D"}, "weight": 1}})
    cancel = Event()
    cancel.set()
    made = plan(problem, started(Budget(seconds=1, workers=1, cancel=cancel), problem))
    days = ("2027-01-18", "2027-01-19", "2027-01-20", "2027-01-21")
    expected = {(person, f"sin-day@{day}") for person in ("sin-01", "sin-02") for day in days}
    assert made.outcome.roster == Roster.of(expected | {("dub-01", f"dub-day@{day}") for day in days[:2]})


def test_a_budget_without_pattern_or_with_a_start_stays_as_it_is() -> None:
    budget, begun = Budget(), Budget(start=Roster())
    assert started(budget, sample({})) is budget
    assert started(begun, sample({"pattern": {"cycle": "D-"}})) is begun
