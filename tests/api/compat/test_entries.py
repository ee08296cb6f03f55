"""Entries of a window against those of all time."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from api.compat.entries import Entry, coming, cut, entries, next_of, stretches
from api.compat.moments import told
from api.compat.seats import Seat
from scheduler.intervals import Interval, parse_instant
from scheduler.oncall.resolve import FinalSchedule, resolve
from scheduler.oncall.values import Holding

ZERO = datetime(2027, 1, 4, tzinfo=UTC)
TICK = timedelta(milliseconds=500)  # gaps may be shorter than a second
SECOND, TENTH = timedelta(seconds=1), timedelta(milliseconds=100)
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
        instant = ZERO + n * SECOND  # between two seconds, what is told is what was at the earlier one
        there = {h.person for h in schedule.at(instant) if seat.has(h)}
        assert {e.person for e in found if e.interval.holds(instant)} == there
    for person in "ab":
        mine = [e.interval for e in found if e.person == person]
        assert all(one.end < next.start for one, next in pairwise(mine))


@given(st.lists(st.tuples(st.sampled_from("abc"), st.integers(1, 30), st.integers(0, 25)), min_size=1, max_size=8))
def test_who_walks_from_end_to_end_meets_everybody_once(turns: list[tuple[str, int, int]]) -> None:
    """One after the other, `lasts` and `gap` in tenths of a second."""
    holdings, at = [], ZERO
    for person, lasts, gap in turns:
        interval = Interval(at, at + lasts * TENTH)
        holdings.append(Holding("standby", 1, person, interval))
        at = interval.end + gap * TENTH
    schedule, seat = resolve(holdings).packed, Seat("watch", "standby", 1, 1)
    met, since = [], told(ZERO, "UTC")
    while found := entries(schedule, seat, Interval(parse_instant(since), at + SECOND)):
        met.append((found[0].person, told(found[0].interval.start, "UTC")))
        assert len(met) <= len(turns)
        assert told(found[0].interval.end, "UTC") > since
        since = told(found[0].interval.end, "UTC")
    whole = stretches(holdings)
    assert met == [(entry.person, told(entry.interval.start, "UTC")) for entry in whole]
    instants = [parse_instant(told(ZERO + n * SECOND, "UTC")) for n in range(30)]
    assert [[e.person for e in entries(schedule, seat, Interval(t, t))] for t in instants] == [
        [h.person for h in holdings if h.interval.holds(t)] for t in instants
    ]


@given(SCHEDULES, SEATS, TICKS)
def test_who_comes_is_the_first_who_begins_later(schedule: FinalSchedule, seat: Seat, tick: int) -> None:
    at, whole = ZERO + tick * TICK, stretches(h for h in schedule.holdings if seat.has(h))
    later = [entry for entry in whole if entry.interval.start > at]
    first = [entry.person for entry in later if entry.interval.start == later[0].interval.start]
    assert [entry.person for entry in coming(schedule.packed, seat, Interval(at, ZERO + 20 * TICK))] == first


@given(SCHEDULES, SEATS, TICKS)
def test_what_somebody_has_next_is_the_first_that_is_not_over(schedule: FinalSchedule, seat: Seat, tick: int) -> None:
    at, whole = ZERO + tick * TICK, stretches(h for h in schedule.holdings if seat.has(h))
    first = next((entry for entry in whole if entry.person == "a" and entry.interval.end > at), None)
    assert next_of(schedule.packed, seat, "a", at) == first


def test_what_is_cut_lies_inside_and_an_instant_cuts_nothing() -> None:
    found = [Entry("a", span(0, 4)), Entry("b", span(4, 9))]
    assert cut(found, span(2, 5)) == [Entry("a", span(2, 4)), Entry("b", span(4, 5))]
    assert cut(found, span(2, 2)) == found
