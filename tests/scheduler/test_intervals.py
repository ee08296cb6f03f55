from __future__ import annotations

import json
import os
import subprocess
import sys
import textwrap
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from importlib.resources import files
from itertools import pairwise
from pathlib import Path
from typing import Any

import pendulum
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.intervals import (
    Interval,
    at,
    day_interval,
    days_between,
    days_interval,
    each_day,
    each_week,
    elementary,
    first_instant,
    from_microseconds,
    is_zone,
    local,
    local_day,
    microseconds,
    minutes_between,
    monday_of,
    next_day,
    parse_instant,
    resolve,
    seconds,
    shift_by,
    to_utc,
    union,
    utc_text,
    wall_after,
    whole_second,
    without,
)

CASES = json.loads(Path(__file__).with_name("time-cases.json").read_text())["cases"]
ZONES = ["Europe/Dublin", "America/Los_Angeles", "Asia/Singapore", "Australia/Lord_Howe", "Antarctica/Troll"]


def wall(text: str) -> datetime:
    return datetime.fromisoformat(text)


def instant(minute: int) -> datetime:
    return datetime(2027, 1, 1, tzinfo=UTC) + timedelta(minutes=minute)


def span(start: int, end: int) -> Interval:
    return Interval(instant(start), instant(end))


# -- from the wall clock to an instant ---------------------------------------------------------------------------------


@pytest.mark.parametrize("case", CASES, ids=[case["id"] for case in CASES])
def test_a_shift_starts_ends_and_lasts_as_the_clocks_say(case: dict[str, Any]) -> None:
    start, end = (resolve(wall(case[key]), case["zone"]) for key in ("local_start", "local_end"))
    assert (utc_text(start), utc_text(end)) == (case["utc_start"], case["utc_end"])
    assert minutes_between(start, end) == case["true_hours"] * 60


WALLS = st.datetimes(datetime(2026, 1, 1), datetime(2028, 1, 1)).map(  # noqa: DTZ001  a wall-clock time is naive
    lambda moment: moment.replace(second=0, microsecond=0)
)


@given(WALLS, st.sampled_from(ZONES))
def test_the_wall_clock_shows_what_was_asked_for_unless_it_never_does(moment: datetime, zone: str) -> None:
    shown = local(resolve(moment, zone), zone).replace(tzinfo=None)
    if shown != moment:  # in a gap, where both policies end up after it
        assert shown > moment
        assert local(first_instant(moment, zone), zone).replace(tzinfo=None) > moment
    else:
        assert first_instant(moment, zone) == resolve(moment, zone)


@given(WALLS, st.integers(1, 300), st.sampled_from(ZONES))
def test_later_on_the_clock_is_later_in_time(moment: datetime, minutes: int, zone: str) -> None:
    later = moment + timedelta(minutes=minutes)
    assert first_instant(moment, zone) <= first_instant(later, zone)
    if all(local(resolve(w, zone), zone).replace(tzinfo=None) == w for w in (moment, later)):
        assert resolve(moment, zone) < resolve(later, zone)


@given(st.integers(0, 2 * 366 * 24 * 12), st.sampled_from(ZONES))
def test_an_instant_is_found_again_by_its_wall_clock_time_the_first_time_it_shows(step: int, zone: str) -> None:
    now = instant(5 * step)
    again = resolve(local(now, zone).replace(tzinfo=None), zone)
    assert again <= now
    assert local(again, zone).replace(tzinfo=None) == local(now, zone).replace(tzinfo=None)
    assert again == now or local(now, zone).fold == 1


@pytest.mark.parametrize(
    ("zone", "moment", "expected"),
    [
        ("Europe/Dublin", "2027-03-28T01:00", "2027-03-28T01:00:00Z"),
        ("Europe/Dublin", "2027-03-28T01:59", "2027-03-28T01:00:00Z"),
        ("Europe/Dublin", "2026-10-25T01:30", "2026-10-25T00:30:00Z"),
        ("America/Santiago", "2026-09-06T00:00", "2026-09-06T04:00:00Z"),
        ("Australia/Lord_Howe", "2026-10-04T02:15", "2026-10-03T15:30:00Z"),
        ("Pacific/Apia", "2011-12-30T12:00", "2011-12-30T10:00:00Z"),  # a whole day that never was
    ],
)
def test_the_first_instant_of_a_time_that_never_happens_is_the_end_of_the_gap(
    zone: str, moment: str, expected: str
) -> None:
    assert utc_text(first_instant(wall(moment), zone)) == expected


def test_a_wall_clock_time_with_an_offset_is_refused() -> None:
    with pytest.raises(ValueError, match="offset already"):
        resolve(instant(0), "UTC")


@pytest.mark.parametrize("refusing", [to_utc, seconds, microseconds, utc_text, whole_second])
def test_a_naive_instant_is_refused(refusing: Callable[[datetime], object]) -> None:
    with pytest.raises(ValueError, match="names no instant"):
        refusing(wall("2027-01-01T00:00"))


def test_a_whole_second_is_the_first_that_is_not_before() -> None:
    early, late = "2027-01-01T00:00:00+00:00", "2027-01-01T00:00:01+00:00"
    for text in (early, "2026-12-31T23:59:59.000001+00:00", "2027-01-01T07:59:59.999999+08:00"):
        assert whole_second(datetime.fromisoformat(text)) == datetime.fromisoformat(early)
    assert whole_second(datetime.fromisoformat("2027-01-01T00:00:00.400000+00:00")) == datetime.fromisoformat(late)


def test_text_without_an_offset_is_refused_with_advice() -> None:
    with pytest.raises(ValueError, match="Maybe 2027-01-01T00:00Z"):
        parse_instant("2027-01-01T00:00")
    assert utc_text(parse_instant("2027-01-01T08:00+08:00")) == "2027-01-01T00:00:00Z"


def test_unknown_zones_are_told_apart() -> None:
    assert is_zone("Asia/Singapore")
    assert not any(is_zone(name) for name in ("Asia/Singapur", "", "../etc/passwd", "Asia"))


# -- one release of tzdata, whatever the machine has -------------------------------------------------------------------


def test_zones_come_from_the_pinned_package_also_when_the_system_is_told_to_have_others(tmp_path: Path) -> None:
    other = tmp_path / "America" / "Vancouver"
    other.parent.mkdir()
    other.write_bytes(files("tzdata").joinpath("zoneinfo", "America", "New_York").read_bytes())
    script = """
        import zoneinfo
        from datetime import UTC, datetime
        moment = datetime(2026, 11, 1, 13, tzinfo=UTC)
        print(moment.astimezone(zoneinfo.ZoneInfo("America/Vancouver")).utcoffset())
        from scheduler import intervals
        import pendulum
        print(intervals.local(moment, "America/Vancouver").utcoffset(), zoneinfo.TZPATH)
        print(moment.astimezone(pendulum.timezone("America/Vancouver")).utcoffset())
    """
    found = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(script)],
        env={**os.environ, "PYTHONTZPATH": str(tmp_path), "PYTHONPATH": os.pathsep.join(sys.path)},
        capture_output=True,
        text=True,
        check=True,
    )
    ours = "-1 day, 17:00:00"  # from 2026 on Vancouver keeps its summer time; an older release says 16:00
    assert found.stdout.splitlines() == ["-1 day, 19:00:00", f"{ours} ()", ours]


# -- days, weeks -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("zone", "day", "hours"),
    [
        ("Europe/Dublin", "2027-03-28", 23),
        ("Europe/Dublin", "2026-10-25", 25),
        ("America/Los_Angeles", "2027-03-14", 23),
        ("Australia/Lord_Howe", "2027-04-04", 24.5),
        ("America/Santiago", "2026-09-06", 23),
        ("Asia/Singapore", "2027-03-28", 24),
    ],
)
def test_a_local_day_is_as_long_as_it_is(zone: str, day: str, hours: float) -> None:
    whole = day_interval(date.fromisoformat(day), zone)
    assert whole.minutes == hours * 60
    assert local_day(whole.start, zone) == date.fromisoformat(day)
    assert local_day(shift_by(whole.start, seconds=-1), zone) < date.fromisoformat(day)
    assert local_day(shift_by(whole.end, seconds=-1), zone) == date.fromisoformat(day)


def test_days_in_a_row_are_one_interval() -> None:
    first, last = date(2027, 3, 26), date(2027, 3, 29)
    days = [day_interval(day, "Europe/Dublin") for day in each_day(first, last)]
    assert union(days) == [days_interval(first, last, "Europe/Dublin")]
    assert days_interval(first, last, "Europe/Dublin").minutes == (4 * 24 - 1) * 60


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)))
def test_the_monday_of_a_day_is_the_last_one_until_then(day: date) -> None:
    monday = monday_of(day)
    assert monday.weekday() == 0
    assert 0 <= days_between(monday, day) < 7


def test_weeks_are_named_by_their_mondays_also_the_one_begun_before() -> None:
    assert list(each_week(date(2027, 1, 6), date(2027, 1, 18))) == [
        date(2027, 1, 4),
        date(2027, 1, 11),
        date(2027, 1, 18),
    ]
    assert next_day(date(2028, 2, 28)) == date(2028, 2, 29)


@pytest.mark.parametrize(
    ("start", "step", "expected"),
    [
        ("2027-01-31T09:00", {"months": 1}, "2027-02-28T09:00"),
        ("2027-01-31T09:00", {"months": 13}, "2028-02-29T09:00"),
        ("2027-01-31T09:00", {"months": -2}, "2026-11-30T09:00"),
        ("2027-03-28T00:30", {"hours": 1}, "2027-03-28T01:30"),
        ("2026-12-31T23:00", {"days": 1, "hours": 2}, "2027-01-02T01:00"),
    ],
)
def test_later_on_a_clock_that_never_changes(start: str, step: dict[str, int], expected: str) -> None:
    assert wall_after(wall(start), **step) == wall(expected)


def test_elapsed_time_is_true_time() -> None:
    evening = at(date(2026, 10, 24), time(22), "Europe/London")
    assert local(shift_by(evening, minutes=8 * 60), "Europe/London").hour == 5
    assert seconds(shift_by(evening, seconds=90)) - seconds(evening) == 90


@given(st.datetimes(timezones=st.just(UTC)))
def test_microseconds_are_exact_in_all_years(moment: datetime) -> None:
    assert from_microseconds(microseconds(moment)) == moment
    assert microseconds(pendulum.instance(moment)) == microseconds(moment)


# -- half-open intervals -----------------------------------------------------------------------------------------------

SPANS = st.tuples(st.integers(0, 20), st.integers(0, 20)).map(lambda pair: span(min(pair), max(pair)))


def test_the_start_belongs_to_an_interval_and_the_end_does_not() -> None:
    assert [span(1, 3).holds(instant(n)) for n in range(5)] == [False, True, True, False, False]
    assert not span(1, 3).overlaps(span(3, 5))
    assert span(1, 5).covers(span(1, 5))
    assert span(1, 3).clipped(span(3, 5)) is None


@given(SPANS, SPANS)
def test_clipping_keeps_the_common_minutes(one: Interval, other: Interval) -> None:
    common = one.clipped(other)
    for n in range(21):
        both = one.holds(instant(n)) and other.holds(instant(n))
        assert both == (common is not None and common.holds(instant(n)))


@given(st.lists(SPANS), SPANS)
def test_union_and_difference_hold_the_right_minutes(some: list[Interval], whole: Interval) -> None:
    joined, left = union(some), without(whole, some)
    for n in range(21):
        inside = any(i.holds(instant(n)) for i in some)
        assert any(i.holds(instant(n)) for i in joined) == inside
        assert any(i.holds(instant(n)) for i in left) == (whole.holds(instant(n)) and not inside)
    for parts in (joined, left):
        assert all(i.start < i.end for i in parts)
        assert all(one.end < other.start for one, other in pairwise(parts))


def test_elementary_intervals_lie_between_neighbouring_boundaries() -> None:
    assert elementary(map(instant, (5, 1, 3, 3))) == [span(1, 3), span(3, 5)]
    assert elementary([instant(1)]) == []
