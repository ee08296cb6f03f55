"""All default rules at once, soft, on small teams and rosters at random: solver and checker agree tier by tier."""

from __future__ import annotations

import pytest
from hypothesis import given, settings

from constraints.examples import ANA, example, instant
from constraints.rules.coverage import Coverage
from scheduler.domain.coverage import CoverageRequirement
from tests.constraints.agreement import Trial
from tests.constraints.random_cases import Case, cases


def agrees(case: Case) -> None:
    trial = Trial(case.team, case.rules)
    assert trial.posted(case.roster) == trial.checked(case.roster)


ANY_ROSTER = cases(most_owed=1, overlaps=True)
NO_OVERLAPS = cases(most_owed=3, overlaps=False)


@settings(max_examples=60, deadline=None)
@given(ANY_ROSTER)
def test_all_rules_agree_on_any_roster(case: Case) -> None:
    agrees(case)


@settings(max_examples=60, deadline=None)
@given(NO_OVERLAPS)
def test_all_rules_agree_when_nobody_is_in_two_places_at_once(case: Case) -> None:
    agrees(case)


@pytest.mark.slow
@settings(max_examples=1500, deadline=None)
@given(ANY_ROSTER | NO_OVERLAPS)
def test_all_rules_agree_on_many_more_rosters(case: Case) -> None:
    agrees(case)


def test_somebody_in_two_places_at_once_counts_once() -> None:
    pair = CoverageRequirement("pair", minimum=2)
    window = (instant(0, 14), instant(0, 16))
    both = example(
        "", 0, last=0, people=(ANA,), shifts="DE", works={"ana": "[DE]"}, coverage=(pair,), coverage_window=window
    )
    trial = Trial(both.team, [Coverage(weight=1)])
    assert trial.posted(both.roster) == trial.checked(both.roster)
