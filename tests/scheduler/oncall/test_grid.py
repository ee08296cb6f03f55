from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scheduler.domain.coverage import TimeBand
from scheduler.domain.shift import EVERY_DAY
from scheduler.intervals import Interval, local, parse_instant, resolve
from scheduler.oncall.grid import Cadence, Grid
from scheduler.oncall.resolve import FinalSchedule
from scheduler.oncall.resolve import resolve as resolved
from scheduler.oncall.rotation import Rotation

# A zone and the local day before its clocks change: by an hour, by half an hour, by two hours, at midnight.
CHANGES = [
    ("Europe/Dublin", "2027-03-27"),
    ("Europe/Dublin", "2026-10-24"),
    ("America/Los_Angeles", "2027-03-13"),
    ("America/New_York", "2026-10-31"),
    ("Australia/Lord_Howe", "2026-10-03"),
    ("Australia/Lord_Howe", "2027-04-03"),
    ("Antarctica/Troll", "2027-03-27"),
    ("Antarctica/Troll", "2026-10-24"),
    ("America/Santiago", "2026-09-05"),
    ("Asia/Singapore", "2027-01-01"),
]
UNITS = {Cadence.HOURLY: timedelta(hours=1), Cadence.DAILY: timedelta(days=1), Cadence.WEEKLY: timedelta(weeks=1)}
WALLS = st.integers(0, 24 * 4 - 1).map(lambda n: time(n // 4, n % 4 * 15))


def wall(text: str) -> datetime:
    return datetime.fromisoformat(text)


def plain(instant: datetime) -> datetime:
    """Without pendulum, whose durations do not divide."""
    return datetime.fromtimestamp(instant.timestamp(), UTC)


@settings(max_examples=50, deadline=None)
@given(
    change=st.sampled_from(CHANGES),
    start=WALLS,
    days_before=st.integers(-3, 200),
    cadence=st.sampled_from(sorted(UNITS)),
    length=st.integers(1, 14),
)
def test_walking_minute_by_minute_across_a_clock_change_meets_every_hand_over(
    change: tuple[str, str], start: time, days_before: int, cadence: Cadence, length: int
) -> None:
    zone, day = change
    grid = Grid(datetime.combine(wall(day).date() - timedelta(days=days_before), start), zone, cadence, length)
    begin = plain(resolve(wall(day), zone))
    numbers = {plain(turn.start): n for n, turn in grid.turns(Interval(begin, begin + timedelta(hours=36)))}
    clock, latest, current = ZoneInfo(zone), wall("2000-01-01"), min(numbers.values())
    for minute in range(-6 * 60, 36 * 60):
        instant = begin + timedelta(minutes=minute)
        # A handover has happened as soon as the clock has once shown its time, or a later one.
        latest = max(latest, instant.astimezone(clock).replace(tzinfo=None))
        current = numbers.get(instant, current)
        if minute >= 0:
            assert current == (latest - grid.start) // (UNITS[cadence] * length), instant


@given(change=st.sampled_from(CHANGES), minute=st.integers(0, 3 * 1440), length=st.integers(1, 30))
def test_the_turn_at_an_instant_is_the_one_that_holds_it(change: tuple[str, str], minute: int, length: int) -> None:
    zone, day = change
    for cadence in Cadence:
        grid = Grid(wall("2026-01-31T02:15"), zone, cadence, length)
        instant = resolve(wall(day), zone) + timedelta(minutes=minute)
        turn = grid.turn_at(instant)
        assert grid.handover(turn) <= instant < grid.handover(turn + 1)


@given(st.sampled_from(CHANGES), st.integers(-900, 9000), st.integers(1, 30), st.sampled_from(sorted(Cadence)))
def test_at_its_hand_over_a_turn_has_begun(change: tuple[str, str], turn: int, length: int, cadence: Cadence) -> None:
    grid = Grid(wall("2026-01-31T02:15"), change[0], cadence, length)
    turn = turn // {Cadence.HOURLY: 1, Cadence.DAILY: 24, Cadence.WEEKLY: 168, Cadence.MONTHLY: 720}[cadence]
    assert grid.handover(grid.turn_at(grid.handover(turn))) == grid.handover(turn)


def test_a_monthly_hand_over_falls_on_the_last_day_of_a_shorter_month() -> None:
    grid = Grid(wall("2027-01-31T09:00"), "Asia/Singapore", Cadence.MONTHLY)
    days = [grid.wall(n).date().isoformat() for n in range(-2, 6)]
    assert days == [
        *("2026-11-30", "2026-12-31", "2027-01-31", "2027-02-28"),
        *("2027-03-31", "2027-04-30", "2027-05-31", "2027-06-30"),
    ]
    assert Grid(wall("2027-12-30T09:00"), "UTC", Cadence.MONTHLY).wall(2) == wall("2028-02-29T09:00")


def test_a_grid_of_counted_days_begins_on_the_first_of_them() -> None:
    saturday = Grid(wall("2027-01-02T08:00"), "UTC", Cadence.DAILY, 2, frozenset(range(5)))
    assert [saturday.wall(n).date().isoformat() for n in (-1, 0, 1, 2)] == [
        *("2026-12-31", "2027-01-04", "2027-01-06", "2027-01-08")
    ]


@pytest.mark.parametrize(
    ("start", "cadence", "length", "weekdays"),
    [
        ("2027-01-04T09:00+08:00", Cadence.DAILY, 1, EVERY_DAY),
        ("2027-01-04T09:00", Cadence.DAILY, 0, EVERY_DAY),
        ("2027-01-04T09:00", Cadence.WEEKLY, 1, frozenset({0})),
        ("2027-01-04T09:00", Cadence.DAILY, 1, frozenset()),
    ],
)
def test_a_grid_that_makes_no_sense_is_refused(
    start: str, cadence: Cadence, length: int, weekdays: frozenset[int]
) -> None:
    with pytest.raises(ValueError, match=r"offset|at least one|daily"):
        Grid(wall(start), "UTC", cadence, length, weekdays)


def of_three(zone: str, windows: tuple[TimeBand, ...] = ()) -> Rotation:
    grid = Grid(wall("2027-03-01T09:00"), zone, Cadence.DAILY)
    return Rotation((("ann",), ("bob",), ("cat",)), grid, "standby", windows=windows)


def quarter(rotation: Rotation) -> FinalSchedule:
    return resolved(rotation.holdings(Interval(parse_instant("2027-03-01T12:00Z"), parse_instant("2027-04-10T12:00Z"))))


@pytest.mark.parametrize("zone", ["Europe/Dublin", "America/Los_Angeles", "Asia/Singapore"])
def test_at_every_hand_over_exactly_one_answers_to_the_very_second(zone: str) -> None:
    schedule = quarter(of_three(zone))
    for before, after in pairwise(schedule.holdings):
        assert before.end == after.start
        at = [schedule.at(after.start + timedelta(seconds=n)) for n in (-1, 0, 1)]
        assert at == [(before,), (after,), (after,)]


def test_windows_that_meet_hand_over_without_a_gap() -> None:
    day, night = (TimeBand(EVERY_DAY, time(a), time(b), "Europe/Dublin") for a, b in ((8, 20), (20, 8)))
    always, split = quarter(of_three("Europe/Dublin")), quarter(of_three("Europe/Dublin", (day, night)))
    assert always.holdings == split.holdings


def test_a_window_in_the_skipped_hour_is_empty_that_day() -> None:
    band = TimeBand(EVERY_DAY, time(1, 30), time(2), "Europe/Dublin")
    days = [local(h.start, "Europe/Dublin").date().day for h in quarter(of_three("Europe/Dublin", (band,))).holdings]
    assert 27 in days
    assert 28 not in days


def test_a_rotation_of_nobody_holds_nothing() -> None:
    rotation = Rotation((), Grid(wall("2027-03-01T09:00"), "UTC", Cadence.DAILY), "standby")
    assert rotation.holdings(Interval(datetime(2027, 3, 1, tzinfo=UTC), datetime(2027, 4, 1, tzinfo=UTC))) == []


def test_turns_to_the_same_person_are_one_holding() -> None:
    rotation = Rotation((("ann",),), Grid(wall("2027-03-01T09:00"), "UTC", Cadence.DAILY), "standby")
    assert len(quarter(rotation).holdings) == 1
