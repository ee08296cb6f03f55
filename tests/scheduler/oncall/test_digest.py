"""When the next digest is due, on the days clocks change too."""

from __future__ import annotations

from datetime import UTC, datetime, time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scheduler.domain.shift import EVERY_DAY
from scheduler.intervals import first_instant, local, next_day, parse_instant
from scheduler.oncall.digest import next_digest

BERLIN = "Europe/Berlin"


@pytest.mark.parametrize(
    ("after", "clock", "due"),
    [
        # The clock jumps from 02:00 to 03:00 on 28 March, at 01:00Z.
        ("2027-03-27T01:30:00Z", "02:30", "2027-03-28T01:00:00Z"),
        ("2027-03-28T01:00:00Z", "02:30", "2027-03-29T00:30:00Z"),
        ("2027-03-28T00:59:59Z", "03:00", "2027-03-28T01:00:00Z"),
        # It shows 02:00 to 03:00 twice on 31 October: the first time from 00:00Z, again from 01:00Z.
        ("2027-10-31T00:00:00Z", "02:30", "2027-10-31T00:30:00Z"),
        ("2027-10-31T00:30:00Z", "02:30", "2027-11-01T01:30:00Z"),
        ("2027-10-30T22:00:00Z", "00:00", "2027-10-31T23:00:00Z"),
    ],
)
def test_on_the_days_clocks_change(after: str, clock: str, due: str) -> None:
    assert next_digest(parse_instant(after), time.fromisoformat(clock), BERLIN) == parse_instant(due)


def test_the_days_are_those_of_the_zone() -> None:
    sunday_in_utc = parse_instant("2027-01-03T20:00:00Z")
    due = next_digest(sunday_in_utc, time(8), "Asia/Singapore", frozenset({0}))
    assert due == parse_instant("2027-01-04T00:00:00Z")
    still_monday = parse_instant("2027-01-05T01:00:00Z")
    assert next_digest(still_monday, time(21), "America/New_York") == parse_instant("2027-01-05T02:00:00Z")


@settings(deadline=None)
@given(
    st.datetimes(datetime(2000, 1, 1), datetime(2090, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001
    st.times(),
    st.sampled_from([BERLIN, "America/New_York", "Australia/Lord_Howe", "Asia/Kolkata", "Pacific/Apia", "UTC"]),
    st.frozensets(st.integers(0, 6), min_size=1),
)
def test_it_is_the_first_of_all_that_come(after: datetime, clock: time, zone: str, weekdays: frozenset[int]) -> None:
    due = next_digest(after, clock, zone, weekdays)
    assert due is not None
    around = local(after, zone).date()
    days = [day for n in range(-2, 12) if (day := next_day(around, n)).weekday() in weekdays]
    assert due == min(i for day in days if (i := first_instant(datetime.combine(day, clock), zone)) > after)


def test_without_a_clock_or_a_day_there_is_none() -> None:
    now = parse_instant("2027-01-04T00:00:00Z")
    assert next_digest(now, None, "UTC", EVERY_DAY) is None
    assert next_digest(now, time(8), "UTC", frozenset()) is None
