"""Rotations have no end, and are looked at through a window that moves: their events must not move with it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest

from exports.feed_events import Said
from exports.feed_pieces import LONGEST_DAYS, Note, pieces
from scheduler.intervals import Interval, local
from scheduler.oncall.grid import Cadence, Grid
from scheduler.oncall.rotation import Rotation
from scheduler.oncall.sweep import joined
from scheduler.oncall.values import Holding

ZONE = "Europe/Dublin"
START = datetime(2027, 1, 1, tzinfo=UTC)


def seen(rotation: Rotation, day: int) -> dict[str, Said]:
    """What is told of the rotation on a day, not too near to the ends of the window, by name of place and person."""
    today = START + timedelta(days=day)
    window = Interval(today - timedelta(days=100), today + timedelta(days=400))
    near = Interval(today - timedelta(days=60), today + timedelta(days=365))
    found = pieces("team", joined(rotation.holdings(window)), called=str, zone=lambda _: ZONE)
    return {f"{p.stem} {p.person}": p.said for p in found if p.said.interval.overlaps(near)}


@pytest.mark.parametrize(
    ("order", "cadence", "length"),
    [
        ((("ana",),), Cadence.WEEKLY, 1),
        ((("ana",),), Cadence.MONTHLY, 3),
        ((("ana",), ("ana",), ("ben",)), Cadence.WEEKLY, 2),
        ((("ana", "ben"), ("ana",)), Cadence.WEEKLY, 1),
        ((("ana",), ("ben",), ()), Cadence.DAILY, 20),
        ((("ana",), ("ben",)), Cadence.MONTHLY, 2),
    ],
)
def test_from_day_to_day_the_same_turns_are_the_same(
    order: tuple[tuple[str, ...], ...], cadence: Cadence, length: int
) -> None:
    rotation = Rotation(order, Grid(datetime(2026, 11, 2, 9), ZONE, cadence, length), "standby")  # noqa: DTZ001
    before = seen(rotation, 0)
    for day in range(1, 75):
        now = seen(rotation, day)
        both = before.keys() & now.keys()
        assert len(both) > len(before) - 4
        assert all(now[name] == before[name] for name in both)
        before = now


def test_somebody_who_always_has_it_is_told_so_month_by_month() -> None:
    rotation = Rotation((("ana",),), Grid(datetime(2026, 11, 2, 9), ZONE, Cadence.WEEKLY), "standby")  # noqa: DTZ001
    found = [said.interval for said in seen(rotation, 0).values()]
    assert all(local(i.start, ZONE).day == 1 and local(i.start, ZONE).hour == 0 for i in found)
    assert all(a.end == b.start for a, b in pairwise(found))


def test_a_turn_of_a_month_is_one() -> None:
    whole = Holding("standby", 1, "ana", Interval(START, START + timedelta(days=LONGEST_DAYS)))
    (one,) = pieces("team", [whole], called=str, zone=lambda _: "UTC")
    assert one.said.interval == whole.interval


def test_a_note_is_for_who_takes_over() -> None:
    first = Holding("standby", 1, "ana", Interval(START, START + timedelta(days=7)), "dub")
    second = Holding("standby", 1, "ben", Interval(first.end, first.end + timedelta(days=7)), "dub")
    elsewhere = Holding("standby", 1, "cyd", second.interval, "sin")
    notes = [
        Note(("standby", 1), "dub", first.end, "ana", "for Dublin"),
        Note(("standby", 1), None, first.end, "ana", "for all"),
        Note(("standby", 2), None, first.end, "ana", "for another level"),
        Note(("standby", 1), "dub", START - timedelta(days=1), "ben", "for who comes first"),
        Note(("standby", 1), "dub", START - timedelta(days=50), "ben", "too old"),
    ]
    found = pieces("team", [first, second, elsewhere], called=str, zone=lambda _: "UTC", notes=notes)
    assert {p.person: p.said.note for p in found} == {
        "ana": "for who comes first",
        "ben": "for Dublin\nfor all",
        "cyd": "for all",
    }
