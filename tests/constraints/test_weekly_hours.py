"""How long a week may be, and how nights may follow one another, by the numbers of the hard rules."""

from __future__ import annotations

from typing import Any

import pytest

from constraints.catalog import RuleBook
from constraints.examples import ANA, example
from constraints.weekly_hours import WHOLE_WEEK, WeeklyMost, most_in_one, most_on_average, rhythm
from scheduler.headcount import Rhythm
from scheduler.problem import Problem


def problem(**rules: Any) -> Problem:
    """ana, with 40 hours a week."""
    return Problem(example("", 0).team, RuleBook.model_validate(rules).rules())


@pytest.mark.parametrize(
    ("rules", "most"),
    [
        ({}, WeeklyMost(2400, None)),
        ({"contract_hours": False}, WeeklyMost(2400, None)),
        ({"contract_hours": {"overtime": 8}}, WeeklyMost(2400, None)),
        ({"average_hours": {"hours": 44}}, WeeklyMost(2400, None)),
        ({"average_hours": [{"hours": 38.5}, {"hours": 39}]}, WeeklyMost(2310, "average_hours")),
        ({"average_hours": {"hours": 38, "weight": 5}}, WeeklyMost(2400, None)),
        ({"average_hours": {"hours": 38, "people": {"ben"}}}, WeeklyMost(2400, None)),
    ],
)
def test_the_least_of_contract_and_averages(rules: dict[str, Any], most: WeeklyMost) -> None:
    assert most_on_average(problem(**rules), ANA) == most


@pytest.mark.parametrize(
    ("rules", "most"),
    [
        ({}, 2400),
        ({"contract_hours": {"overtime": 8}}, 2880),
        ({"contract_hours": False}, WHOLE_WEEK),
        ({"contract_hours": {"weight": 5}}, WHOLE_WEEK),
        ({"contract_hours": False, "average_hours": {"hours": 44, "weeks": 3}}, WHOLE_WEEK),
        ({"contract_hours": {"overtime": 8}, "average_hours": {"hours": 44, "weeks": 1}}, 2640),
    ],
)
def test_one_week_may_hold_overtime_and_an_average_of_several_says_nothing_of_it(
    rules: dict[str, Any], most: int
) -> None:
    assert most_in_one(problem(**rules), ANA) == most


@pytest.mark.parametrize(
    ("rules", "found"),
    [
        ({}, Rhythm(3, 2)),
        ({"recovery_after_nights": False}, Rhythm(3, 1)),
        (
            {"recovery_after_nights": [{"nights": 4}, {"nights": 1}], "consecutive_nights": [{"most": 4}, {"most": 2}]},
            Rhythm(2, 4),
        ),
        ({"consecutive_nights": False}, None),
        ({"consecutive_nights": {"weight": 5}}, None),
    ],
)
def test_nights_follow_one_another_as_the_hard_rules_allow(rules: dict[str, Any], found: Rhythm | None) -> None:
    assert rhythm(problem(**rules), ANA) == found
