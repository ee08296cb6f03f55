"""The benchmarks of teams: a made-up year that holds together, a baseline that says when it was as good, tables."""

from __future__ import annotations

from pathlib import Path

import pytest

from api.documents.reading import document_of
from benchmarks.plain import reached
from benchmarks.shift_scheduling.instance import instance_of
from benchmarks.shift_scheduling.problem import problem_of
from benchmarks.table import table, turned
from benchmarks.year import document
from scheduler.domain.roster import Tier

TINY = problem_of(instance_of((Path(__file__).parent / "tiny.txt").read_text(encoding="utf-8")))


def test_a_seed_always_makes_the_same_year() -> None:
    assert document(1, 20, 3, 30) == document(1, 20, 3, 30)
    assert document(1, 20, 3, 30) != document(2, 20, 3, 30)


@pytest.mark.parametrize(("people", "sites", "weeks"), [(150, 5, 52), (12, 1, 3)])
def test_a_made_up_year_holds_together(people: int, sites: int, weeks: int) -> None:
    made_up = document_of(document(7, people, sites, weeks))
    assert (len(made_up.people), len(made_up.sites)) == (people, sites)
    assert (made_up.period.last_day - made_up.period.first_day).days == 7 * weeks - 1


def test_a_baseline_stops_when_it_is_as_good() -> None:
    found = reached(TINY, {Tier.SERVICE: 500}, seconds=20, workers=1)
    assert found.seconds is not None
    assert found.penalties[Tier.SERVICE] <= 500


def test_a_baseline_that_is_never_as_good_says_so() -> None:
    assert reached(TINY, {Tier.SERVICE: -1}, seconds=20, workers=1).seconds is None


def test_a_table_says_what_is_not_known() -> None:
    assert table([{"a": "x", "b": 1000}, {"a": "long", "c": None}]).splitlines() == [
        "| a    |     b | c |",
        "|------|------:|--:|",
        "| x    | 1,000 | - |",
        "| long |     - | - |",
    ]


def test_a_table_can_be_turned() -> None:
    assert turned([{"name": "x", "a": 1}, {"name": "y", "b": 2}], "name") == [
        {"name": "a", "x": 1, "y": None},
        {"name": "b", "x": None, "y": 2},
    ]
