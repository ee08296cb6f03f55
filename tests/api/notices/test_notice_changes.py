"""What a change of the schedule means for each person."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from api.notices.changes import Changes, Retimed, changes
from scheduler.intervals import Interval, minutes_between, parse_instant, shift_by
from scheduler.oncall.values import Holding, Source

START = parse_instant("2027-01-04T00:00:00Z")


def hours(first: int, last: int) -> Interval:
    return Interval(shift_by(START, minutes=60 * first), shift_by(START, minutes=60 * last))


def held(person: str, first: int, last: int, shift: str | None = None, level: int = 1) -> Holding:
    return Holding("standby", level, person, hours(first, last), shift=shift, source=Source.ROTATION)


def test_the_same_schedule_concerns_nobody() -> None:
    one = [held("ana", 0, 8, "a"), held("ben", 8, 16)]
    assert changes(one, [replace(h, source=Source.OVERRIDE) for h in reversed(one)]) == {}
    assert changes([held("ana", 0, 8)], [held("ana", 0, 4), held("ana", 4, 8)]) == {}


def test_a_shift_that_changes_hands() -> None:
    ana, ben = held("ana", 0, 8, "a"), held("ben", 0, 8, "a")
    assert changes([ana], [ben]) == {"ana": Changes(lost=(ana,)), "ben": Changes(gained=(ben,))}


def test_a_shift_that_keeps_its_holder_and_not_its_time_is_retimed() -> None:
    early, late = held("ana", 0, 8, "a"), held("ana", 1, 9, "a")
    assert changes([early], [late]) == {"ana": Changes(retimed=(Retimed(early, late),))}


def test_of_a_turn_that_is_covered_in_part_that_part_is_lost() -> None:
    before = [held("ana", 0, 24)]
    after = [held("ana", 0, 8), held("ben", 8, 10), held("ana", 10, 24)]
    assert changes(before, after) == {
        "ana": Changes(lost=(held("ana", 8, 10),)),
        "ben": Changes(gained=(held("ben", 8, 10),)),
    }


def test_of_a_turn_that_grows_what_is_new_is_gained() -> None:
    assert changes([held("ana", 0, 8)], [held("ana", 0, 12)]) == {"ana": Changes(gained=(held("ana", 8, 12),))}


def test_of_a_shift_that_is_covered_in_the_middle_that_part_is_lost() -> None:
    before = [held("ana", 0, 24, "a")]
    after = [held("ana", 0, 8, "a"), held("ben", 8, 10, "a"), held("ana", 10, 24, "a")]
    assert changes(before, after)["ana"] == Changes(lost=(held("ana", 8, 10, "a"),))


def test_another_level_is_another_thing() -> None:
    one, two = held("ana", 0, 8), held("ana", 0, 8, level=2)
    assert changes([one], [two]) == {"ana": Changes(gained=(two,), lost=(one,))}


@st.composite
def rosters(draw: st.DrawFn) -> list[Holding]:
    rows = st.tuples(
        st.sampled_from(["ana", "ben"]),
        st.integers(0, 20),
        st.integers(1, 4),
        st.sampled_from([None, "a", "b"]),
        st.integers(1, 2),
    )
    return [
        held(who, first, first + length, shift, level)
        for who, first, length, shift, level in draw(st.lists(rows, max_size=6))
    ]


def hours_of(holdings: Iterable[Holding], person: str) -> set[tuple[int, str | None, int]]:
    """Every hour that a person holds, with shift and level."""
    return {
        (hour, h.shift, h.level)
        for h in holdings
        if h.person == person
        for hour in range(minutes_between(START, h.start) // 60, minutes_between(START, h.end) // 60)
    }


@settings(deadline=None)
@given(rosters(), rosters())
def test_before_less_what_was_lost_and_with_what_was_gained_is_after(
    before: list[Holding], after: list[Holding]
) -> None:
    found = changes(before, after)
    for person in ("ana", "ben"):
        was, now, mine = hours_of(before, person), hours_of(after, person), found.get(person, Changes())
        gained, lost = hours_of(mine.gained, person), hours_of(mine.lost, person)
        gone, come = (
            hours_of(some, person) for some in ([m.before for m in mine.retimed], [m.after for m in mine.retimed])
        )
        assert (was - lost - gone) | gained | come == now
        assert gained.isdisjoint(was)
        assert lost <= was
        assert (was == now) == (person not in found)


@pytest.mark.parametrize("other", [[], [held("ana", 0, 8)]])
def test_both_ways_are_mirror_images(other: list[Holding]) -> None:
    one = [held("ana", 4, 12)]
    there, back = changes(one, other)["ana"], changes(other, one)["ana"]
    assert (there.gained, there.lost) == (back.lost, back.gained)
