"""The relative-risk index: the worked examples, the same as a slow reckoning, and what must never happen."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scheduler.fatigue.risk import (
    Before,
    Kind,
    Window,
    following,
    kind_of,
    length_risk,
    log_points,
    risks,
    worst_window,
)
from scheduler.intervals import Interval
from tests.scheduler.fatigue import slow_fatigue as slow

FIRST = datetime(2027, 3, 1, tzinfo=UTC)
HOURS = {"E": (6, 14), "D": (9, 18), "L": (14, 22), "N": (22, 30), "d": (7, 19), "n": (19, 31)}


def shifts_of(pattern: str) -> list[Interval]:
    """Shifts by letter, one a day, from FIRST on."""
    days = [(FIRST + timedelta(days=n), HOURS[letter]) for n, letter in enumerate(pattern) if letter != "-"]
    return [Interval(day + timedelta(hours=start), day + timedelta(hours=end)) for day, (start, end) in days]


def span(day: str, start: int, end: int) -> Interval:
    """From hour to hour, counted from the beginning of the day."""
    midnight = datetime.fromisoformat(day).replace(tzinfo=UTC)
    return Interval(midnight + timedelta(hours=start), midnight + timedelta(hours=end))


# -- worked examples ---------------------------------------------------------------------------------------------------


def test_the_worked_example() -> None:
    found = risks(shifts_of("EELLNN"), "UTC")
    assert [round(r.relative_risk, 4) for r in found] == [1.0000, 1.0200, 1.2626, 1.3806, 1.3000, 1.3780]
    assert [r.log_points for r in found] == [0, 2, 23, 32, 26, 32]
    assert [r.added_points for r in found] == [0, 2, 24, 33, 26, 32]
    assert sum(r.excess_risk_hours for r in found) == pytest.approx(10.73, abs=5e-3)


@pytest.mark.parametrize(
    ("pattern", "excess", "mean"),
    [
        ("EEEEE", 3.44, 1.086),
        ("DDDDD", 7.05, 1.157),
        ("EELLNN", 10.73, 1.224),
        ("EELLNNN", 14.90, 1.266),
        ("LLEE", 11.98, 1.374),
        ("NNNN", 15.74, 1.492),
        ("ddnn", 23.60, 1.492),
        ("NNNNNNN", 34.17, 1.610),
        ("nnnn", 42.94, 1.895),
    ],
)
def test_the_table_of_rosters(pattern: str, excess: float, mean: float) -> None:
    found = risks(shifts_of(pattern), "UTC")
    total = sum(risk.excess_risk_hours for risk in found)
    assert total == pytest.approx(excess, abs=5.1e-3)
    assert 1 + total / sum(risk.load.hours for risk in found) == pytest.approx(mean, abs=5.1e-4)


def test_what_a_run_adds_to_the_first_night_in_points() -> None:
    assert [log_points(factor) for factor in (1.06, 1.17 / 1.06, 1.36 / 1.17, 1.39)] == [6, 10, 15, 33]


# -- each factor at its border -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("start", "end", "kind"),
    [
        (18, 26, Kind.NIGHT),  # 23 to 2: exactly three hours
        (17, 25, Kind.EVENING),
        (3, 11, Kind.NIGHT),
        (4, 12, Kind.DAY),
        (12, 20, Kind.DAY),  # ends at 20:00, not after
        (12.5, 20.5, Kind.EVENING),
        (4, 25, Kind.NIGHT),  # two hours of one night and two of the next
        (0.5, 3, Kind.DAY),  # two and a half hours of night, and over before 20:00
    ],
)
def test_kind(start: float, end: float, kind: Kind) -> None:
    shift = Interval(FIRST + timedelta(hours=start), FIRST + timedelta(hours=end))
    assert kind_of(shift, "UTC") is kind


def test_the_kind_is_by_the_clock_of_the_person() -> None:
    shift = span("2027-03-01", 15, 23)
    assert kind_of(shift, "Asia/Singapore") is Kind.NIGHT
    assert kind_of(shift, "America/Los_Angeles") is Kind.DAY


def test_the_night_that_loses_an_hour() -> None:
    """Three hours by the clock, two in truth: clocks go from 01:00 to 02:00 in Dublin."""
    short = span("2027-03-27", 23, 25)
    assert kind_of(short, "Europe/Dublin") is Kind.EVENING
    assert kind_of(span("2027-03-20", 23, 26), "Europe/Dublin") is Kind.NIGHT


@pytest.mark.parametrize(
    ("hours", "risk"), [(4, 1), (8, 1), (9, 1.065), (10, 1.13), (11, 1.20), (12, 1.27), (14, 1.41)]
)
def test_length(hours: float, risk: float) -> None:
    assert length_risk(hours) == pytest.approx(risk)


def test_a_run_ends_after_36_hours_or_with_another_kind() -> None:
    days = [span("2027-03-01", 8, 16), span("2027-03-02", 20, 22), span("2027-03-04", 9, 17)]
    assert [r.run_risk for r in risks(days, "UTC")] == [1.00, 1.02, 1.00]  # 36 hours from start to start, then 37
    assert [r.run_risk for r in risks(shifts_of("NNEN"), "UTC")] == [1.00, 1.06, 1.00, 1.00]


def test_eleven_hours_of_rest_are_a_quick_return_and_the_day_after_counts_too() -> None:
    back = [span("2027-03-01", 8, 16), span("2027-03-02", 3, 5), span("2027-03-03", 12, 14), span("2027-03-04", 12, 14)]
    assert [r.rest_minutes for r in risks(back, "UTC")] == [None, 660, 31 * 60, 22 * 60]
    assert [r.return_risk for r in risks(back, "UTC")] == [1.00, 1.39, 1.39, 1.00]
    enough = span("2027-03-02", 4, 6)
    assert risks([back[0], enough], "UTC")[1].return_risk == 1.0


def test_a_return_is_no_worse_for_being_the_second() -> None:
    assert [r.return_risk for r in risks(shifts_of("LELE"), "UTC")] == [1.00, 1.39, 1.39, 1.39]


def test_the_day_after_counts_also_when_another_return_came_since() -> None:
    returns = [
        span("2027-03-01", 8, 16),
        span("2027-03-02", 2, 4),
        span("2027-03-02", 14, 20),
        span("2027-03-03", 2, 3),
    ]
    late = span("2027-03-03", 15, 16)
    assert [r.return_risk for r in risks([*returns, late], "UTC")] == [1.00, 1.39, 1.39, 1.39, 1.39]
    again = [*returns, span("2027-03-03", 5, 6), span("2027-03-03", 18, 19)]
    assert [r.rest_minutes for r in risks(again, "UTC")][-2:] == [120, 720]
    assert risks(again, "UTC")[-1].return_risk == 1.39


def test_rest_is_from_the_latest_end() -> None:
    nested = [span("2027-03-01", 0, 20), span("2027-03-01", 4, 6), span("2027-03-01", 22, 23)]
    assert [r.rest_minutes for r in risks(nested, "UTC")] == [None, -960, 120]


# -- against the slow reckoning ----------------------------------------------------------------------------------------

Gaps = st.tuples(st.integers(0, 4 * 48), st.integers(1, 32))  # half hours free, half hours of work


def rostered(gaps: list[tuple[int, int]]) -> list[Interval]:
    shifts, now = [], FIRST
    for free, work in gaps:
        start = now + timedelta(minutes=30 * free)
        now = start + timedelta(minutes=30 * work)
        shifts.append(Interval(start, now))
    return shifts


@settings(deadline=None)
@given(st.lists(Gaps, max_size=12))
def test_the_same_as_looking_back_over_the_whole_list(gaps: list[tuple[int, int]]) -> None:
    shifts = rostered(gaps)
    naive = [(s.start.replace(tzinfo=None), s.end.replace(tzinfo=None)) for s in shifts]
    assert [r.relative_risk for r in risks(shifts, "UTC")] == pytest.approx(slow.relative_risks(naive))


@settings(deadline=None)
@given(st.lists(st.tuples(st.integers(0, 96), st.integers(1, 32)), max_size=10))
def test_also_when_shifts_overlap(pairs: list[tuple[int, int]]) -> None:
    starts = sorted((FIRST + timedelta(minutes=30 * at), work) for at, work in pairs)
    shifts = [Interval(start, start + timedelta(minutes=30 * work)) for start, work in starts]
    naive = [(s.start.replace(tzinfo=None), s.end.replace(tzinfo=None)) for s in shifts]
    assert [r.relative_risk for r in risks(shifts, "UTC")] == pytest.approx(slow.relative_risks(naive))


@settings(deadline=None)
@given(st.lists(Gaps, min_size=1, max_size=12), st.integers(0, 11))
def test_what_came_before_fits_into_the_state(gaps: list[tuple[int, int]], cut: int) -> None:
    shifts, state = rostered(gaps), Before()
    for shift in shifts[:cut]:
        _, state = following(state, shift, "UTC")
    assert risks(shifts[cut:], "UTC", state) == risks(shifts, "UTC")[cut:]


# -- properties --------------------------------------------------------------------------------------------------------


@settings(deadline=None)
@given(st.lists(Gaps, max_size=12), st.integers(-30, 30))
def test_whole_weeks_earlier_or_later_change_nothing(gaps: list[tuple[int, int]], weeks: int) -> None:
    shifts = rostered(gaps)
    later = timedelta(weeks=weeks)
    moved = [Interval(s.start + later, s.end + later) for s in shifts]
    assert risks(moved, "UTC") == risks(shifts, "UTC")
    # Singapore's clocks never change, so the same holds where the wall clock is another.
    assert risks(moved, "Asia/Singapore") == risks(shifts, "Asia/Singapore")


@settings(deadline=None)
@given(st.integers(1, 12), st.sampled_from("EDLNdn"))
def test_one_more_in_a_row_is_never_less_risky(length: int, letter: str) -> None:
    found = [r.relative_risk for r in risks(shifts_of(letter * length), "UTC")]
    assert found == sorted(found)


@settings(deadline=None)
@given(st.lists(Gaps, max_size=12))
def test_no_shift_is_less_risky_than_a_first_day_shift(gaps: list[tuple[int, int]]) -> None:
    for risk in risks(rostered(gaps), "UTC"):
        assert risk.relative_risk >= 1
        assert risk.log_points >= 0
        assert risk.excess_risk_hours >= 0


@settings(deadline=None)
@given(st.lists(Gaps, min_size=2, max_size=8))
def test_longer_before_the_same_start_is_never_less_risky(gaps: list[tuple[int, int]]) -> None:
    """A longer last shift has no lower index, unless it becomes what it was not: then the run may begin anew."""
    shifts = rostered(gaps)
    longer = [*shifts[:-1], Interval(shifts[-1].start, shifts[-1].end + timedelta(hours=1))]
    before, after = risks(shifts, "UTC")[-1], risks(longer, "UTC")[-1]
    if (before.load.kind is Kind.NIGHT) == (after.load.kind is Kind.NIGHT):
        assert after.relative_risk >= before.relative_risk


@settings(deadline=None)
@given(st.lists(Gaps, max_size=12))
def test_points_that_were_rounded_before_they_were_added_are_the_same_or_one_more(gaps: list[tuple[int, int]]) -> None:
    for risk in risks(rostered(gaps), "UTC"):
        assert risk.added_points - risk.log_points in {0, 1}


# -- sums over a fortnight ---------------------------------------------------------------------------------------------


def day(n: int) -> date:
    return date(2027, 3, 1) + timedelta(days=n)


def test_the_worst_fortnight() -> None:
    points = [(day(0), 30), (day(13), 30), (day(14), 20), (day(40), 49)]
    assert worst_window(points, day(0)) == Window(day(0), day(13), 60)
    assert worst_window([], day(0)) is None


def test_a_fortnight_wholly_in_the_past_does_not_count() -> None:
    points = [(day(0), 90), (day(5), 10), (day(14), 5), (day(15), 5)]
    assert worst_window(points, day(14)) == Window(day(5), day(18), 20)
    assert worst_window(points, day(16)) is None
    assert worst_window(points, day(13)) == Window(day(5), day(18), 20)
    assert worst_window([(day(0), 90), (day(13), 1)], day(13)) == Window(day(0), day(13), 91)


@settings(deadline=None)
@given(st.lists(st.tuples(st.integers(0, 60), st.integers(0, 99)), max_size=20), st.integers(0, 60))
def test_no_fortnight_has_more(pairs: list[tuple[int, int]], since: int) -> None:
    points = [(day(n), amount) for n, amount in sorted(pairs)]
    found = worst_window(points, day(since))
    sums = [
        sum(amount for n, amount in pairs if first <= n < first + 14)
        for first in range(-13, 61)
        if any(max(first, since) <= n < first + 14 for n, _ in pairs)
    ]
    assert (found.log_points if found else None) == max(sums, default=None)
