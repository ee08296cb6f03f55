"""A rule that says it is personal finds of each person what that person's assignments alone make it find."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given, settings

from constraints.base import Example, Rule
from constraints.catalog import RULES
from scheduler.checked import Checked, is_personal
from scheduler.domain.roster import Roster
from scheduler.problem import Problem
from tests.constraints.agreement import of_example
from tests.constraints.random_cases import Case, cases

PERSONAL = [kind for kind in RULES if kind.personal]
CASES = [pytest.param(kind, e, id=f"{kind.name}: {e.says}") for kind in PERSONAL for e in kind.EXAMPLES]


def agrees(problem: Problem, roster: Roster) -> None:
    known = Checked(problem, roster)
    for n, rule in enumerate(problem.rules):
        if is_personal(rule):
            apart = [v for p in problem.people for v in known.found_of(n, p.id, frozenset(worked(roster, p.id)))]
            assert Counter(apart) == Counter(rule.check(problem, roster)), rule


def worked(roster: Roster, person: str) -> list[str]:
    return roster.by_person.get(person, [])


@pytest.mark.parametrize(("kind", "example"), CASES)
def test_asked_of_one_person_after_the_other_it_finds_the_same(kind: type[Rule], example: Example) -> None:
    agrees(Problem(example.team, [of_example(kind, example)]), example.roster)


@pytest.mark.parametrize(("kind", "example"), CASES)
def test_it_names_the_person_of_whom_it_speaks(kind: type[Rule], example: Example) -> None:
    found = of_example(kind, example).check(Problem(example.team), example.roster)
    assert all(violation.person and violation.about is None for violation in found)


@settings(max_examples=40, deadline=None)
@given(cases())
def test_it_does_so_on_any_roster(case: Case) -> None:
    agrees(Problem(case.team, case.rules), case.roster)


def test_rules_that_tie_people_together_do_not_say_that_they_are_personal() -> None:
    tied = {
        "apart",
        "apart_at_night",
        "coverage",
        "coverage_target",
        "fairness",
        "fatigue_risk",
        "guided",
        "minimum_change",
        "reserve",
        "people_on_shift",
        "shadow",
        "standby_apart",
        "standby_weeks",
        "together",
    }
    assert {kind.name for kind in RULES if not kind.personal} == tied
