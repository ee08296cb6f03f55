"""Entries of a window against those of all time."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from api.compat.entries import Entry, cut, entries, stretches
from api.compat.seats import Seat
from scheduler.intervals import Interval
from scheduler.oncall.resolve import FinalSchedule, resolve
from scheduler.oncall.values import Holding

ZERO = datetime(2027, 1, 4, tzinfo=UTC)
TICK = timedelta(milliseconds=500)  # gaps may be shorter than a second
TICKS = st.integers(0, 9)


def span(one: int, other: int) -> Interval:
    return Interval(ZERO + min(one, other) * TICK, ZERO + max(one, other) * TICK)


SPANS = st.builds(span, TICKS, TICKS)
HOLDINGS = st.builds(
    Holding,
    st.sampled_from(["standby", "on-duty"]),
    st.just(1),
    st.sampled_from("ab"),
    SPANS,
    st.sampled_from([None, "dub", "sin"]),
    st.sampled_from("rst"),
)
SCHEDULES = st.lists(HOLDINGS, min_size=2, max_size=12).map(resolve)
SEATS = st.builds(Seat, st.just("watch"), st.just("standby"), st.just(1), st.just(1), st.sampled_from([None, "dub"]))


@given(SCHEDULES, SEATS, SPANS)
@settings(max_examples=400)
def test_a_window_shows_entries_and_never_changes_them(schedule: FinalSchedule, seat: Seat, window: Interval) -> None:
    whole = stretches(h for h in schedule.holdings if seat.has(h))
    seen = [e for e in whole if e.interval.overlaps(window) or e.interval.holds(window.start)]
    assert entries(schedule.packed, seat, window) == seen


@given(SCHEDULES, SEATS)
def test_entries_say_what_holdings_say_and_those_of_one_person_are_apart(schedule: FinalSchedule, seat: Seat) -> None:
    found = stretches(h for h in schedule.holdings if seat.has(h))
    for n in range(10):
        instant = ZERO + n * TICK
        there = {h.person for h in schedule.at(instant) if seat.has(h)}
        assert {e.person for e in found if e.interval.holds(instant)} == there
    for person in "ab":
        mine = [e.interval for e in found if e.person == person]
        assert all(one.end < next.start for one, next in pairwise(mine))


def test_what_is_cut_lies_inside_and_an_instant_cuts_nothing() -> None:
    found = [Entry("a", span(0, 4)), Entry("b", span(4, 9))]
    assert cut(found, span(2, 5)) == [Entry("a", span(2, 4)), Entry("b", span(4, 5))]
    assert cut(found, span(2, 2)) == found
