"""Who has a seat from when until when, as other services list it: whole stretches of one person."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from api.compat.seats import Seat
from scheduler.intervals import Interval, shift_by, union
from scheduler.oncall.packed import Packed
from scheduler.oncall.values import Holding


@dataclass(frozen=True, slots=True)
class Entry:
    """`person` has a seat for all of `interval`, and neither just before nor just after it."""

    person: str
    interval: Interval


def entries(schedule: Packed, seat: Seat, window: Interval) -> list[Entry]:
    """Those that share an instant with `window`, or hold its start, in order of start, then person.

    Their bounds are the true ones, so they are the same whatever window is asked for: turns that touch are one entry.
    """
    found = stretches(h for h in schedule.between(window, *seat.track) if seat.has(h))
    return in_order(replace(entry, interval=_whole(schedule, seat, entry)) for entry in found)


def stretches(holdings: Iterable[Holding]) -> list[Entry]:
    """Holdings with those of one person that touch or overlap made one."""
    people: dict[str, list[Interval]] = defaultdict(list)
    for holding in holdings:
        people[holding.person].append(holding.interval)
    return in_order(Entry(person, interval) for person, intervals in people.items() for interval in union(intervals))


def cut(found: Iterable[Entry], window: Interval) -> list[Entry]:
    """The parts of entries inside of `window`; one that is an instant leaves them whole."""
    if window.start == window.end:
        return list(found)
    return [replace(entry, interval=part) for entry in found if (part := entry.interval.clipped(window))]


def in_order(found: Iterable[Entry]) -> list[Entry]:
    return sorted(found, key=lambda entry: (entry.interval.start, entry.person))


def _whole(schedule: Packed, seat: Seat, entry: Entry) -> Interval:
    """The entry with what touches it outside of the window that was asked for."""
    start, end = entry.interval.start, entry.interval.end
    while (earlier := min(_bounds(schedule, seat, entry.person, Interval(shift_by(start, seconds=-1), start)))) < start:
        start = earlier
    while (later := max(_bounds(schedule, seat, entry.person, Interval(end, end)))) > end:
        end = later
    return Interval(start, end)


def _bounds(schedule: Packed, seat: Seat, person: str, near: Interval) -> list[datetime]:
    """The end of `near`, and the bounds of what the person has there of the seat and holds or touches that end."""
    found = schedule.between(near, *seat.track)
    mine = [h for h in found if h.person == person and h.end >= near.end and seat.has(h)]
    return [near.end, *(bound for h in mine for bound in (h.start, h.end))]
