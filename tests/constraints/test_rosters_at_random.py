"""All default rules at once, soft, on small teams and rosters at random: solver and checker agree tier by tier."""

from __future__ import annotations

import pytest
from hypothesis import given, settings

from tests.constraints.agreement import Trial
from tests.constraints.random_cases import Case, cases


def agrees(case: Case) -> None:
    trial = Trial(case.team, case.rules)
    assert trial.posted(case.roster) == trial.checked(case.roster)


@settings(max_examples=100, deadline=None)
@given(cases())
def test_all_rules_agree_on_any_roster(case: Case) -> None:
    agrees(case)


@pytest.mark.slow
@settings(max_examples=1500, deadline=None)
@given(cases())
def test_all_rules_agree_on_many_more_rosters(case: Case) -> None:
    agrees(case)
