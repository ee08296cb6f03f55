"""Which packs the roster patterns break: against the research note where it speaks, and against their own figures."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from constraints.packs.patterns import AN_HOUR, breaks
from constraints.packs.reading import packs
from scheduler.intervals import each_day
from scheduler.patterns import KNOWN, Pattern
from scheduler.patterns.figures import figures
from scheduler.patterns.layout import laid_out
from scheduler.problem import Problem

BY_ID = {pattern.id: pattern for pattern in KNOWN}
S40, MOST = "SG-040-AVG44", 44
EVERY_PATTERN = pytest.mark.parametrize("pattern", KNOWN, ids=BY_ID)


def broken(pattern: Pattern, pack: str, unpaid: int = 0) -> tuple[str, ...]:
    return breaks(pattern, unpaid).get(pack, ())


def of_cycle(cycle: str, like: str) -> Pattern:
    return replace(BY_ID[like], cycle=cycle)


@pytest.mark.parametrize(
    ("id", "without", "with_an_hour"),
    [
        ("4-on-4-off", True, False),
        ("pitman", True, False),
        ("dupont", True, True),
        ("continental", True, False),
        ("metropolitan", True, False),
        ("5-and-2", True, False),
        ("week-on", False, False),
    ],
)
def test_44_hours_over_three_weeks_as_the_research_note_has_it(id: str, without: bool, with_an_hour: bool) -> None:
    assert (S40 in broken(BY_ID[id], "singapore")) is without
    assert (S40 in broken(BY_ID[id], "singapore", AN_HOUR)) is with_an_hour


@EVERY_PATTERN
def test_44_hours_over_three_weeks_are_kept_where_the_figures_say_so(pattern: Pattern) -> None:
    found = figures(pattern)
    assert (S40 in broken(pattern, "singapore")) is (found.worst_3_weeks > MOST)
    assert (S40 in broken(pattern, "singapore", AN_HOUR)) is (found.worst_3_weeks_paid > MOST)


@EVERY_PATTERN
def test_rows_of_days_and_weeks_are_broken_where_the_figures_say_so(pattern: Pattern) -> None:
    found = figures(pattern)
    policy = broken(pattern, "company-policy")
    assert ("P-CONSEC" in policy) is (found.longest_run > 6 and found.hours_a_week > 0)
    assert ("P-WEEK-48" in policy) is (found.most_in_7_days > 48)


def test_seven_on_seven_off_breaks_the_rest_days() -> None:
    seven = of_cycle("d" * 7 + "-" * 7, like="pitman")
    assert {"P-CONSEC", "P-WEEKREST", "P-WEEK-48"} <= set(broken(seven, "company-policy", AN_HOUR))
    assert "CA-551" in broken(seven, "california", AN_HOUR)


def test_six_nights_in_a_row_are_too_many() -> None:
    slow = of_cycle("EEEEEE--LLLLLL--NNNNNN--", like="metropolitan")
    assert "P-CONSEC-NIGHT" in broken(slow, "company-policy", AN_HOUR)
    assert S40 in broken(slow, "singapore")
    assert S40 not in broken(slow, "singapore", AN_HOUR)


def test_the_end_of_the_roster_is_no_fault_of_the_pattern() -> None:
    """The last weekend has no Monday after it to rest on."""
    assert breaks(BY_ID["5-and-2"], AN_HOUR) == {}


@EVERY_PATTERN
def test_what_is_broken_is_a_hard_number_of_the_pack(pattern: Pattern) -> None:
    hard = {number.id for pack in packs().values() for number in pack.numbers if number.force == "hard"}
    assert {id for numbers in breaks(pattern).values() for id in numbers} <= hard


@pytest.mark.parametrize(("id", "people"), [("4-on-4-off", 1), ("pitman", 7), ("5-and-2", 7), ("week-on", 7)])
def test_the_cycle_begins_on_every_day_of_the_week(id: str, people: int) -> None:
    pattern = BY_ID[id]
    team, roster = laid_out(pattern)
    problem = Problem(team)
    assert len(team.people) == people
    days = list(each_day(team.period.first_day, team.period.last_day))
    begins = set()
    for person in team.people:
        worked = {shift.day: shift.template for shift in map(problem.shift, roster.by_person[person.id])}
        letters = "".join(worked.get(day, "-") for day in days)
        begins |= {day.weekday() for n, day in enumerate(days) if letters.startswith(pattern.cycle, n)}
    assert begins == set(range(7))


def test_the_table_of_the_docs_has_what_is_found() -> None:
    page = (Path(__file__).parents[2] / "docs" / "patterns.md").read_text(encoding="utf-8")
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in page.splitlines() if line.count("|") == 4]
    assert rows[2:] == [[p.id, _told(breaks(p)), _told(breaks(p, AN_HOUR))] for p in KNOWN]


def _told(found: dict[str, tuple[str, ...]]) -> str:
    return ", ".join(f"{pack} ({', '.join(numbers)})" for pack, numbers in found.items()) or "no pack"
