"""The quality score as Grafana OnCall's own suite expects it (oncall-cases.json), and its edges."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from constraints.examples import instant
from scheduler.intervals import Interval
from scheduler.oncall.values import Holding
from scheduler.quality import Overload, Quality, quality, quality_of

Case = dict[str, Any]

CASES: list[Case] = [
    case
    for case in json.loads((Path(__file__).parent / "oncall" / "oncall-cases.json").read_text())["cases"]
    if case["kind"] == "fairness_score"
]
WEEK = Interval(instant(0), instant(7))


@pytest.mark.parametrize("case", CASES, ids=[case["id"] for case in CASES])
def test_case(case: Case) -> None:
    found = quality(case["input"]["weekly_hours"], case["input"]["coverage_ratio"])
    expected = case["expected"]
    assert (found.coverage_percent, found.balance_percent, found.total) == (
        expected["coverage_percent"],
        expected["balance_percent"],
        expected["total"],
    )
    assert {o.person: o.percent for o in found.overloaded} == expected["overloaded"]


def test_both_cases_are_there() -> None:
    assert [case["id"] for case in CASES] == ["GF-FAIR-01", "GF-FAIR-03"]


def test_a_little_imbalance_is_forgiven_and_then_nobody_is_overloaded() -> None:
    assert quality({"ana": 40, "ben": 38}, 1) == Quality(100, 100, 100, ())
    assert quality({"ana": 100, "ben": 94}, 1) == Quality(100, 94, 97, (Overload("ana", 3),))


def test_the_most_overloaded_come_first() -> None:
    found = quality({"cai": 10, "ben": 30, "ana": 30, "dan": 50}, 1)
    assert found.overloaded == (Overload("dan", 67),)
    found = quality({"ana": 40, "dan": 60, "eve": 5}, 1)
    assert found.overloaded == (Overload("dan", 71), Overload("ana", 14))
    found = quality({"eve": 10, "cai": 30, "ana": 30, "dan": 20}, 1)
    assert found.overloaded == (Overload("ana", 33), Overload("cai", 33))


def test_one_person_is_balanced_and_nobody_is_no_schedule() -> None:
    assert quality({"ana": 40}, 0.5) == Quality(50, 100, 75, ())
    assert quality({}, 0) == quality({"ana": 0}, 0) == Quality(0, 0, 0, ())


@given(st.dictionaries(st.text(max_size=3), st.floats(0, 1000)), st.floats(0, 2))
def test_all_is_percent(hours: dict[str, float], covered: float) -> None:
    found = quality(hours, covered)
    assert all(0 <= percent <= 100 for percent in (found.coverage_percent, found.balance_percent, found.total))
    assert all(overload.percent > 0 for overload in found.overloaded)


# -- of holdings -------------------------------------------------------------------------------------------------------


def held(person: str, first: int, last: int) -> Holding:
    return Holding("standby", 1, person, Interval(instant(first), instant(last)))


def test_hours_and_coverage_of_holdings_within_the_window() -> None:
    found = quality_of([held("ana", -3, 4), held("ben", 4, 5), held("ben", 8, 9)], WEEK)
    assert found == Quality(71, 25, 48, (Overload("ana", 60),))


def test_two_at_once_cover_no_more_than_one() -> None:
    assert quality_of([held("ana", 0, 3), held("ben", 0, 3), held("ana", 0, 3)], WEEK) == Quality(43, 100, 72, ())


def test_no_time_has_no_quality() -> None:
    with pytest.raises(ValueError, match="empty window"):
        quality_of([held("ana", 0, 3)], Interval(instant(0), instant(0)))
    assert quality_of([], WEEK) == Quality(0, 0, 0, ())
