"""How events go on from one schedule to the next: the same UID, a SEQUENCE that rises only on change, no ghosts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exports.feed_events import FeedEvent, changed, shown
from exports.feed_pieces import pieces
from scheduler.domain.shift import Duty
from scheduler.intervals import Interval, utc_text
from scheduler.oncall.resolve import resolve
from scheduler.oncall.values import Holding, Override, Source

FIRST, SECOND, THIRD = (datetime(2027, 3, 21 + n, 9, 30, tzinfo=UTC) for n in range(3))
EARLY, LATE = "early@2027-03-29", "late@2027-03-29"


def at(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2027, 3, day, hour, minute, tzinfo=UTC)


def shift(person: str, id: str = EARLY, start: int = 8, end: int = 16) -> Holding:
    return Holding(Duty.ON_DUTY, 1, person, Interval(at(29, start), at(29, end)), "dub", id)


def turn(person: str, first: datetime, last: datetime, level: int = 1) -> Holding:
    return Holding(Duty.STANDBY, level, person, Interval(first, last), site="dub", source=Source.ROTATION)


def told(holdings: Sequence[Holding], previous: Sequence[FeedEvent] = (), when: datetime = FIRST) -> list[FeedEvent]:
    return changed(previous, pieces("team", holdings, called=str, zone=lambda _: "Europe/Dublin"), when)


def seats(found: Sequence[FeedEvent]) -> dict[str, str]:
    """Who has which place."""
    return {e.uid.removeprefix("team/").removesuffix("@watchbill"): e.person for e in found if not e.cancelled}


def lines(found: Sequence[FeedEvent]) -> list[tuple[str, str, str, str, int, bool]]:
    """Seat, person, start, end, sequence, cancelled."""
    return sorted(
        (
            e.uid.rpartition("/")[2].partition("@")[0],
            e.person,
            utc_text(e.said.interval.start)[11:13],
            utc_text(e.said.interval.end)[11:13],
            e.sequence,
            e.cancelled,
        )
        for e in found
    )


def test_a_uid_names_the_place_and_nobody() -> None:
    found = told([shift("ana"), shift("ben"), turn("ana", at(22, 8), at(29, 8), level=2)])
    assert seats(found) == {
        "on-duty/dub/early/2027-03-29/1": "ana",
        "on-duty/dub/early/2027-03-29/2": "ben",
        "standby/2/dub/2027-03-22T08%3A00%3A00Z/1": "ana",
    }


def test_nothing_rises_when_nothing_changed() -> None:
    first = told([shift("ana"), shift("ben"), turn("ana", at(22, 8), at(29, 8))])
    again = [shift("ben"), replace(shift("ana"), source=Source.OVERRIDE, revision=7), turn("ana", at(22, 8), at(29, 8))]
    assert told(again, first, SECOND) == first


def test_a_shift_that_changes_hands_is_the_same_event_to_all() -> None:
    found = told([shift("ben")], told([shift("ana")]), SECOND)
    assert lines(found) == [("1", "ana", "08", "16", 1, True), ("1", "ben", "08", "16", 1, False)]
    assert {e.last_modified for e in found} == {SECOND}
    back = told([shift("ana")], found, THIRD)
    assert lines(back) == [("1", "ana", "08", "16", 2, False), ("1", "ben", "08", "16", 2, True)]
    assert shown(back).person == "ana"


def test_who_stays_keeps_the_seat_and_newcomers_take_the_freed_one() -> None:
    first = told([shift("ben"), shift("cyd"), shift("dot")])
    second = told([shift("ana"), shift("cyd"), shift("dot")], first, SECOND)
    assert [seats(second)[f"on-duty/dub/early/2027-03-29/{n}"] for n in (1, 2, 3)] == ["ana", "cyd", "dot"]
    third = told([shift("cyd"), shift("zoe")], second, THIRD)
    assert [seats(third).get(f"on-duty/dub/early/2027-03-29/{n}") for n in (1, 2, 3)] == ["zoe", "cyd", None]


def test_who_is_at_two_levels_of_a_shift_keeps_both_seats_in_any_order() -> None:
    one = replace(shift("ana"), level=2)
    both = [one, shift("ana")]
    first = told([one])
    second = told(both, first, SECOND)
    assert {(e.uid.rpartition("/")[2][0], e.said.level, e.sequence) for e in second} == {("1", 2, 0), ("2", 1, 0)}
    assert told(both[::-1], second, THIRD) == second


def test_the_parts_of_a_shift_are_places_of_their_own_and_an_undo_restores() -> None:
    first = told([shift("ana")])
    given = Override(Interval(at(29, 10), at(29, 12)), Duty.ON_DUTY, add="ben", remove="ana", shift=EARLY)
    split = told(resolve([shift("ana")], [given]).holdings, first, SECOND)
    assert lines(split) == [
        ("1", "ana", "08", "10", 1, False),
        ("2", "ben", "10", "12", 0, False),
        ("3", "ana", "12", "16", 0, False),
    ]
    undone = told([shift("ana")], split, THIRD)
    assert lines(undone) == [
        ("1", "ana", "08", "16", 2, False),
        ("2", "ben", "10", "12", 1, True),
        ("3", "ana", "12", "16", 1, True),
    ]
    again = told(resolve([shift("ana")], [given]).holdings, undone, THIRD)
    assert [(*line[:2], line[5]) for line in lines(again)] == [
        ("1", "ana", False),
        ("2", "ben", False),
        ("3", "ana", False),
    ]


def test_a_part_given_and_got_back_is_one_event() -> None:
    given = Override(Interval(at(29, 10), at(29, 12)), Duty.ON_DUTY, add="ben", remove="ana", shift=EARLY)
    back = replace(given, add="ana", remove="ben", created=1)
    final = resolve([shift("ana")], [given, back]).holdings
    assert len(final) > 1
    first = told([shift("ana")])
    assert told(final, first, SECOND) == first


def test_a_shift_that_is_longer_or_moved_stays_the_same_event() -> None:
    first = told([shift("ana")])
    (longer,) = told([shift("ana", end=18)], first, SECOND)
    (moved,) = told([shift("ana", start=17, end=20)], [longer], THIRD)
    assert (first[0].uid, 1, 2) == (moved.uid, longer.sequence, moved.sequence)


def test_part_of_a_turn_that_others_take_over_begins_a_turn() -> None:
    whole = turn("ana", at(22, 8), at(29, 8))
    first = told([whole])
    given = Override(Interval(at(24, 8), at(25, 8)), Duty.STANDBY, add="ben", remove="ana")
    split = told(resolve([whole], [given]).holdings, first, SECOND)
    assert [(e.person, e.said.interval.start.day, e.sequence) for e in split] == [
        ("ana", 22, 1),
        ("ben", 24, 0),
        ("ana", 25, 0),
    ]
    undone = told([whole], split, THIRD)
    assert [(e.person, e.cancelled) for e in undone] == [("ana", False), ("ben", True), ("ana", True)]


def test_who_comes_and_goes_is_a_change_too() -> None:
    early = shift("ana", end=16)
    first = told([early, shift("ben", LATE, 16, 20)])
    found = {e.person: e for e in told([early, shift("cyd", LATE, 16, 20)], first, SECOND)}
    assert (found["ana"].sequence, found["ana"].said.after) == (1, ("cyd",))
    assert (found["cyd"].sequence, found["cyd"].said.before) == (1, ("ana",))


def test_with_me_is_who_has_the_same_shift_or_a_turn_of_the_same_duty_at_my_site() -> None:
    week = (at(22, 8), at(29, 8))
    shifts = [shift("ana"), shift("ben"), shift("cleo", LATE)]
    turns = [turn("ana", *week), turn("ben", *week, level=2), replace(turn("cleo", *week), site="sin")]
    later = [turn("dan", at(29, 8), at(31, 8)), replace(turn("eva", *week), duty="deploys")]
    found = told([*shifts, *turns, *later])
    assert {(e.person, e.said.shift): e.said.others for e in found if e.said.others} == {
        ("ana", EARLY): ("ben",),
        ("ben", EARLY): ("ana",),
        ("ana", None): ("ben",),
        ("ben", None): ("ana",),
    }


def test_who_overlaps_for_a_moment_hands_over_all_the_same() -> None:
    found = {e.person: e.said for e in told([shift("ana", EARLY, 8, 16), shift("ben", LATE, 15, 23)])}
    assert (found["ana"].after, found["ben"].before) == (("ben",), ("ana",))
    assert (found["ana"].before, found["ben"].after) == ((), ())


def test_the_own_site_hands_over_before_any_other_does() -> None:
    mine, theirs = shift("ana", EARLY, 0, 8), replace(shift("ben", LATE, 0, 8), site="sin")
    night, day = shift("cyd", "day@2027-03-29", 8, 16), replace(shift("dot", "far@2027-03-29", 8, 16), site="sfo")
    found = {e.person: e.said for e in told([mine, theirs, night, day])}
    assert found["cyd"].before == ("ana",)
    assert found["dot"].before == ("ana", "ben")
    assert found["ana"].after == ("cyd",)
    assert found["ben"].after == ("cyd", "dot")


def test_what_never_came_to_be_is_cancelled_also_when_its_time_is_over() -> None:
    later = shift("ben", LATE, 18, 20)
    found = told([later], told([shift("ana"), later]), at(30, 8))
    assert {e.person: (e.sequence, e.cancelled) for e in found} == {"ana": (1, True), "ben": (0, False)}


def test_modified_never_goes_back() -> None:
    early = FIRST - timedelta(seconds=5)  # another machine's clock
    found = told([], told([shift("ana")]), early)
    assert [(e.sequence, e.last_modified) for e in found] == [(1, FIRST)]


def test_a_naive_instant_is_refused() -> None:
    with pytest.raises(ValueError, match="no offset"):
        told([], when=datetime(2027, 3, 21))  # noqa: DTZ001


# -- whatever happens to a schedule ------------------------------------------------------------------------------------

HOLDINGS = st.builds(
    lambda level, person, shift, start, hours, source: Holding(
        Duty.STANDBY, level, person, Interval(start, start + timedelta(hours=hours)), "sin", shift, source
    ),
    st.sampled_from([1, 2]),
    st.sampled_from(["ana", "ben", "cyd"]),
    st.sampled_from([None, EARLY, LATE]),
    st.integers(0, 4).map(lambda hour: at(29, hour)),
    st.integers(1, 3),
    st.sampled_from([Source.REVISION, Source.OVERRIDE]),
)
STEPS = st.lists(st.lists(HOLDINGS, max_size=6), min_size=1, max_size=5)
Hours = set[tuple[object, ...]]


def hours_held(holdings: Sequence[Holding]) -> Hours:
    """Who holds what in which hour."""
    return {(h.duty, h.level, h.person, h.shift, n) for h in holdings for n in range(12) if h.interval.holds(at(29, n))}


def hours_shown(found: Sequence[FeedEvent]) -> Hours:
    there = [e for e in found if not e.cancelled]
    return {
        (e.said.duty, e.said.level, e.person, e.said.shift, n)
        for e in there
        for n in range(12)
        if e.said.interval.holds(at(29, n))
    }


@settings(deadline=None)
@given(STEPS)
def test_who_follows_the_feed_always_sees_the_schedule(steps: list[list[Holding]]) -> None:
    calendar: dict[str, FeedEvent] = {}  # of a program that takes an event only with a higher sequence
    own: dict[tuple[str, str], FeedEvent] = {}
    found: list[FeedEvent] = []
    for n, holdings in enumerate(steps):
        found = told(holdings, found, FIRST + timedelta(minutes=n))
        assert len({(e.uid, e.person) for e in found}) == len(found)
        for uid in {e.uid for e in found}:
            event = shown([e for e in found if e.uid == uid])
            if uid not in calendar or event.sequence > calendar[uid].sequence:
                calendar[uid] = event
        for event in found:
            known = own.get((event.uid, event.person))
            if known is None or event.sequence > known.sequence:
                own[event.uid, event.person] = event
        assert hours_shown(list(calendar.values())) == hours_held(holdings)
        assert hours_shown(list(own.values())) == hours_held(holdings)
        assert told(list(reversed(holdings)), found, THIRD) == found
