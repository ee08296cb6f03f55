"""The known patterns: they cover what they say, and their hours are those that are published of them."""

from __future__ import annotations

from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scheduler.intervals import Interval, at, each_day, union
from scheduler.patterns import KNOWN, Pattern, WorkedShift
from scheduler.patterns.figures import figures, longest_run
from scheduler.patterns.known import DAY_12, EARLY, NIGHT_12, ROUND_THE_CLOCK
from scheduler.patterns.values import FREE, Status

BY_ID = {pattern.id: pattern for pattern in KNOWN}
CLOCK_ROUND = [pattern for pattern in KNOWN if pattern.covers == ROUND_THE_CLOCK]


def of_cycle(cycle: str) -> Pattern:
    return Pattern("mine", "", cycle, (DAY_12, NIGHT_12, EARLY), 1, "", "", Status.REMEMBERED)


def test_all_are_there_by_different_names() -> None:
    assert list(BY_ID) == [
        *("4-on-4-off", "pitman", "dupont", "continental", "metropolitan"),
        *("5-and-2", "week-on", "follow-the-sun"),
    ]
    assert len(CLOCK_ROUND) == 5


@pytest.mark.parametrize("pattern", KNOWN, ids=BY_ID)
def test_every_letter_has_a_meaning(pattern: Pattern) -> None:
    assert set(pattern.cycle) - {FREE} == {shift.letter for shift in pattern.shifts}
    assert pattern.source


@pytest.mark.parametrize("pattern", [*CLOCK_ROUND, BY_ID["week-on"]], ids=lambda pattern: pattern.id)
def test_the_crews_have_every_shift_of_every_day_once(pattern: Pattern) -> None:
    apart = len(pattern.cycle) // pattern.crews
    assert apart * pattern.crews == len(pattern.cycle)
    wanted = sorted(shift.letter for shift in pattern.shifts)
    for day in range(len(pattern.cycle)):
        letters = [pattern.cycle[(day + apart * crew) % len(pattern.cycle)] for crew in range(pattern.crews)]
        assert sorted(letter for letter in letters if letter != FREE) == wanted


@pytest.mark.parametrize("pattern", CLOCK_ROUND, ids=lambda pattern: pattern.id)
def test_the_shifts_of_a_day_follow_one_another_round_the_clock(pattern: Pattern) -> None:
    ends = {shift.end for shift in pattern.shifts}
    assert ends == {shift.start for shift in pattern.shifts}
    assert sum(shift.hours for shift in pattern.shifts) == 24


@pytest.mark.parametrize(
    ("id", "average", "week", "three_weeks", "paid", "run"),
    [
        ("4-on-4-off", 42, 48, 48.0, 44.0, 4),
        ("pitman", 42, 60, 48.0, 44.0, 3),
        ("dupont", 42, 72, 56.0, 51.3, 4),
        ("metropolitan", 42, 48, 45.3, 39.7, 6),
        ("5-and-2", 45, 45, 45.0, 40.0, 5),
    ],
)
def test_the_published_figures(id: str, average: float, week: float, three_weeks: float, paid: float, run: int) -> None:
    found = figures(BY_ID[id])
    assert found.hours_a_week == pytest.approx(average)
    assert found.most_in_7_days == week
    assert round(found.worst_3_weeks, 1) == three_weeks
    assert round(found.worst_3_weeks_paid, 1) == paid
    assert found.longest_run == run


def test_continental_by_hand() -> None:
    """Seven shifts of eight hours in a row; 17 in the worst 21 days."""
    found = figures(BY_ID["continental"])
    assert (found.hours_a_week, found.most_in_7_days, found.longest_run) == (42, 56, 7)
    assert found.worst_3_weeks == 17 * 8 / 3


def test_standby_is_no_work() -> None:
    week = BY_ID["week-on"]
    found = figures(week)
    assert (found.hours_a_week, found.most_in_7_days, found.worst_3_weeks, found.mean_relative_risk) == (0, 0, 0, None)
    on_call = sum(letter != FREE for letter in week.cycle) / len(week.cycle)
    assert on_call <= 0.25


def test_nights_cost_more_than_days() -> None:
    risk = {id: figures(pattern).mean_relative_risk or 0 for id, pattern in BY_ID.items()}
    assert risk["5-and-2"] < risk["metropolitan"] < risk["4-on-4-off"] < risk["dupont"]
    assert risk["4-on-4-off"] == pytest.approx(1 + 23.60 / 48, abs=1e-4)


def test_the_risk_is_that_of_a_cycle_after_another() -> None:
    """The night that a cycle begins with is the third in a row, after the two at the end of the one before."""
    assert figures(of_cycle("n-nn")).mean_relative_risk == pytest.approx(1.30 * 1.27 * (1.17 + 1.00 + 1.06) / 3)


# -- follow the sun ----------------------------------------------------------------------------------------------------


def worked(shifts: tuple[WorkedShift, ...], first: date, last: date) -> list[Interval]:
    """On weekdays, in order of start."""
    return sorted(
        (
            Interval(at(day, shift.start, shift.zone or "UTC"), at(day, shift.end, shift.zone or "UTC"))
            for day in each_day(first, last)
            if day.weekday() < 5
            for shift in shifts
        ),
        key=lambda interval: interval.start,
    )


def test_three_sites_leave_no_gap_in_any_week_of_three_years() -> None:
    weeks = union(worked(BY_ID["follow-the-sun"].shifts, date(2026, 1, 5), date(2028, 12, 29)))
    assert len(weeks) == 52 + 52 + 52
    assert min(week.minutes for week in weeks) >= 5 * 24 * 60


def test_each_handover_of_2026_overlaps_by_half_an_hour() -> None:
    intervals = worked(BY_ID["follow-the-sun"].shifts, date(2026, 1, 1), date(2026, 12, 31))
    overlaps = [
        Interval(later.start, earlier.end).minutes
        for earlier, later in pairwise(intervals)
        if later.start < earlier.end or (later.start.weekday() < 5 and (later.start - earlier.end).days < 1)
    ]
    assert min(overlaps) == 30


# -- figures of any cycle ----------------------------------------------------------------------------------------------


@settings(deadline=None)
@given(st.text("dnE-", min_size=1, max_size=30).filter(lambda cycle: "-" in cycle))
def test_windows_slide_over_the_end_of_the_cycle(cycle: str) -> None:
    found = figures(of_cycle(cycle))
    worth = {"d": 12, "n": 12, "E": 8, "-": 0}
    hours = [worth[letter] for letter in cycle * 30]
    for days, most in ((7, found.most_in_7_days), (21, 3 * found.worst_3_weeks)):
        assert most == pytest.approx(max(sum(hours[n : n + days]) for n in range(len(hours) - days)))
    assert found.hours_a_week == pytest.approx(7 * sum(hours) / len(hours))
    assert found.longest_run == max(len(run) for run in (cycle * 3).split("-"))


def test_a_cycle_without_a_free_day_has_no_longest_run() -> None:
    with pytest.raises(ValueError, match="no free day"):
        longest_run("dddd")


# -- what the docs say -------------------------------------------------------------------------------------------------


def test_the_table_of_the_docs_has_these_figures() -> None:
    page = (Path(__file__).parents[3] / "docs" / "patterns.md").read_text()
    rows = [
        [cell.strip() for cell in line.strip("|").split("|")] for line in page.splitlines() if line.count("|") == 10
    ]
    assert rows[2:] == [_documented(pattern) for pattern in KNOWN]


def _documented(pattern: Pattern) -> list[str]:
    found = figures(pattern)
    hours, risk = [""] * 4, ""
    if found.mean_relative_risk is not None:
        worst = (f"{found.worst_3_weeks:.1f}", f"{found.worst_3_weeks_paid:.1f}")
        hours = [f"{found.hours_a_week:g}", f"{found.most_in_7_days:g}", *worst]
        risk = f"{found.mean_relative_risk:.2f}"
    return [pattern.id, str(len(pattern.cycle)), str(pattern.crews), *hours, str(found.longest_run), risk]
