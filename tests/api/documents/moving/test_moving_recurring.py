"""Shifts that recur are the same as rotations: compared with another program's expansion of the same rules."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

import pytest
from dateutil import rrule  # type: ignore[import-untyped]
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from api.documents.moving.recurring import Recurring
from api.documents.moving.rules import read_rule
from api.documents.moving.weekly import daily, stretch
from api.documents.oncall import holdings_in, oncall_of
from scheduler.intervals import Interval, days_between, next_day, parse_instant, resolve, shift_by, union, utc_text
from scheduler.oncall.grid import Cadence

START = datetime.fromisoformat("2026-03-02T09:30")  # a Monday
LAST = datetime.fromisoformat("2026-04-20T00:00")
WINDOW = Interval(resolve(START, "UTC"), resolve(LAST, "UTC"))
FREQUENCIES = {Cadence.HOURLY: rrule.HOURLY, Cadence.DAILY: rrule.DAILY, Cadence.WEEKLY: rrule.WEEKLY}
PEOPLE = ["a", "b", "c"]
Turn = tuple[str, datetime, datetime]


def occurrences(shifts: Recurring) -> Iterator[tuple[datetime, datetime]]:
    """The shifts as dateutil expands them, in UTC."""
    rule = rrule.rrule(
        FREQUENCIES[shifts.cadence],
        dtstart=shifts.start,
        interval=shifts.every,
        byweekday=sorted(shifts.weekdays) or None,
        wkst=shifts.week_start,
        until=LAST,
    )
    for start in rule:
        instant = resolve(start, "UTC")
        yield instant, shift_by(instant, minutes=shifts.minutes)


def held(shifts: Recurring, groups: list[list[str]], in_a_row: int) -> list[Turn]:
    row = shifts.rotation(groups, in_a_row)
    assume(row is not None)
    rotation = {**(row or {}), "since": utc_text(WINDOW.start)}
    raw = {"timezone": "UTC", "schedules": [{"layers": [{"rotations": [rotation]}]}]}
    found = holdings_in(oncall_of(raw, people=PEOPLE), WINDOW)
    return [(h.person, h.start, min(h.end, WINDOW.end)) for h in found]


def joined(turns: list[Turn]) -> list[Turn]:
    """Shifts that touch are one holding."""
    found: list[Turn] = []
    for person in PEOPLE:
        for span in union(Interval(start, end) for who, start, end in turns if who == person):
            found.append((person, span.start, min(span.end, WINDOW.end)))
    return sorted((turn for turn in found if turn[1] < WINDOW.end), key=lambda turn: (turn[1], turn[0]))


LENGTHS = st.sampled_from([60, 8 * 60, 24 * 60, 3 * 24 * 60, 5 * 24 * 60 + 90, 7 * 24 * 60, 14 * 24 * 60, 12 * 60])
WEEKDAYS = st.frozensets(st.integers(0, 6), max_size=4)


@settings(max_examples=40, deadline=None)
@given(st.sampled_from([*FREQUENCIES]), st.integers(1, 3), LENGTHS, WEEKDAYS, st.integers(0, 6))
def test_one_group_has_every_shift(
    cadence: Cadence, every: int, minutes: int, weekdays: frozenset[int], week_start: int
) -> None:
    days = frozenset() if cadence is Cadence.HOURLY else weekdays | {START.weekday()} if weekdays else weekdays
    assume(cadence is Cadence.WEEKLY or not days or every == 1)
    shifts = Recurring(START, minutes, "UTC", cadence, every, days, week_start)
    expected = [(person, *span) for span in occurrences(shifts) for person in ("a", "b")]
    assert held(shifts, [["a", "b"]], 1) == joined(expected)


@settings(max_examples=40, deadline=None)
@given(st.sampled_from([*FREQUENCIES]), st.integers(1, 3), LENGTHS, st.integers(1, 3), WEEKDAYS)
def test_groups_take_shifts_in_turn(
    cadence: Cadence, every: int, minutes: int, in_a_row: int, weekdays: frozenset[int]
) -> None:
    days = weekdays | {START.weekday()} if weekdays and cadence is Cadence.DAILY and every == 1 else frozenset()
    shifts = Recurring(START, minutes, "UTC", cadence, every, days)
    groups = [["a"], ["b", "c"], []]
    expected = [
        (person, *span) for n, span in enumerate(occurrences(shifts)) for person in groups[n // in_a_row % len(groups)]
    ]
    assert held(shifts, groups, in_a_row) == joined(expected)


@settings(max_examples=40, deadline=None)
@given(st.integers(1, 3), st.integers(1, 24 * 60), WEEKDAYS, st.integers(0, 6))
def test_groups_take_weeks_in_turn(every: int, minutes: int, weekdays: frozenset[int], week_start: int) -> None:
    shifts = Recurring(START, minutes, "UTC", Cadence.WEEKLY, every, weekdays | {START.weekday()}, week_start)
    first = next_day(START.date(), -((START.weekday() - week_start) % 7))
    expected = [
        (PEOPLE[days_between(first, start.date()) // (7 * every) % 3], start, end) for start, end in occurrences(shifts)
    ]
    assert held(shifts, [["a"], ["b"], ["c"]], 1) == joined(expected)


def test_the_last_shift_that_starts_in_time_is_whole() -> None:
    daily_shift = Recurring(START, 8 * 60, "UTC", Cadence.DAILY)
    assert daily_shift.over_after(parse_instant("2026-03-05T09:30:00Z")) == parse_instant("2026-03-06T09:30:00Z")
    assert daily_shift.over_after(parse_instant("2026-03-05T09:29:00Z")) == parse_instant("2026-03-05T09:30:00Z")
    weekly_turn = Recurring(START, 7 * 24 * 60, "UTC", Cadence.WEEKLY)
    assert weekly_turn.over_after(parse_instant("2026-03-10T00:00:00Z")) == parse_instant("2026-03-16T09:30:00Z")


@pytest.mark.parametrize(
    ("minutes", "texts"),
    [
        (60, ["sat 22:30-23:30"]),
        (90, ["sat 22:30-00:00"]),
        (24 * 60, ["sat 22:30-22:30"]),
        (24 * 60 + 90, ["sat 22:30-24:00", "sun 00:00-24:00"]),
        (2 * 24 * 60, ["sat 22:30-24:00", "sun 00:00-24:00", "mon 00:00-22:30"]),
        (4 * 24 * 60, ["sat 22:30-24:00", "sun-tue 00:00-24:00", "wed 00:00-22:30"]),
        (7 * 24 * 60, ["always"]),
    ],
)
def test_a_stretch_of_the_week_is_cut_at_midnight(minutes: int, texts: list[str]) -> None:
    assert stretch(5, 22 * 60 + 30, minutes) == texts


def test_a_stretch_of_the_day() -> None:
    assert daily(9 * 60, 8 * 60) == "09:00-17:00"
    assert daily(20 * 60, 12 * 60, frozenset({4, 0})) == "mon,fri 20:00-08:00"
    assert daily(0, 24 * 60) == "always"


@pytest.mark.parametrize(
    ("text", "simple"),
    [
        ("RRULE:FREQ=WEEKLY;BYDAY=MO,TU;INTERVAL=2;WKST=SU", True),
        ("FREQ=DAILY;UNTIL=20261231", True),
        ("RRULE:FREQ=MONTHLY;BYDAY=1MO", False),
        ("RRULE:FREQ=DAILY;COUNT=5", False),
        ("RRULE:FREQ=DAILY;INTERVAL=0", False),
    ],
)
def test_a_rule_is_simple_when_every_part_of_it_is_known(text: str, simple: bool) -> None:
    rule = read_rule(text)
    assert rule is not None
    assert rule.simple is simple


@pytest.mark.parametrize(
    "text", ["", "x", "EXDATE:20260101", "RRULE:INTERVAL=2", "FREQ=DAILY;UNTIL=soon", "FREQ=DAILY;INTERVAL=²"]
)
def test_what_is_no_rule_is_none(text: str) -> None:
    assert read_rule(text) is None


def test_a_rule_ends_where_it_says() -> None:
    for text, zone in (("20261231T090000Z", "UTC"), ("20261231T090000", "UTC"), ("20261231T170000", "Asia/Singapore")):
        rule = read_rule(f"FREQ=DAILY;UNTIL={text}")
        assert rule is not None
        assert rule.until(zone) == parse_instant("2026-12-31T09:00:00Z")
