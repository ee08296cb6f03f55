"""Who has a seat from when until when, as other services list it: whole stretches of one person, in whole seconds.

A bound between two seconds counts from the later one, as it is shown. So who asks again at the `end` of an entry never
gets that entry again.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from api.compat.moments import DAY_SECONDS, whole, widened
from api.compat.seats import Seat
from scheduler.intervals import Interval, union
from scheduler.oncall.packed import Packed
from scheduler.oncall.values import Holding, Source

ALL, CHANGES = frozenset(Source), frozenset({Source.OVERRIDE, Source.SWAP})


@dataclass(frozen=True, slots=True)
class Entry:
    """`person` has a seat for all of `interval`, and neither just before nor just after it."""

    person: str
    interval: Interval


def entries(schedule: Packed, seat: Seat, window: Interval, sources: frozenset[Source] = ALL) -> list[Entry]:
    """Those that share an instant with `window`, or hold its start, in order of start, then person.

    Their bounds are the true ones, so they are the same whatever window is asked for: turns that touch are one entry.
    Only what comes from `sources` counts.
    """
    found = stretches(_near(schedule, seat, window, sources))
    seen = (entry for entry in found if entry.interval.overlaps(window) or entry.interval.holds(window.start))
    return in_order(_whole(schedule, seat, entry, sources) for entry in seen)


def coming(schedule: Packed, seat: Seat, window: Interval) -> list[Entry]:
    """Of those that begin inside of `window`, and not at its start, all that begin first; their ends may be later."""
    found = stretches(_near(schedule, seat, window, ALL))
    later = [entry for entry in found if window.start < entry.interval.start < window.end]
    return [entry for entry in later if entry.interval.start == later[0].interval.start]


def next_of(schedule: Packed, seat: Seat, person: str, now: datetime) -> Entry | None:
    """What `person` has now, or else next; None for never."""
    just_before = widened(Interval(now, now), 1).start
    mine = stretches(h for h in schedule.person_shifts(person, just_before) if seat.has(h))
    first = next((entry for entry in mine if entry.interval.end > now), None)
    return _whole(schedule, seat, first, ALL) if first else None


def stretches(holdings: Iterable[Holding]) -> list[Entry]:
    """Holdings with those of one person that touch or overlap made one."""
    people: dict[str, list[Interval]] = defaultdict(list)
    for holding in holdings:
        people[holding.person].append(whole(holding.interval))
    return in_order(Entry(person, interval) for person, intervals in people.items() for interval in union(intervals))


def cut(found: Iterable[Entry], window: Interval) -> list[Entry]:
    """The parts of entries inside of `window`; one that is an instant leaves them whole."""
    if window.start == window.end:
        return list(found)
    return [replace(entry, interval=part) for entry in found if (part := entry.interval.clipped(window))]


def bounds(entry: Entry, known: Interval) -> tuple[datetime | None, datetime | None]:
    """Start and end; None for one that does not lie inside of `known`, the time for which the schedule is good.

    Who has a seat for good has no bounds. Those that were worked out are where the schedule ends, and move with it.
    """
    start, end = entry.interval.start, entry.interval.end
    return start if start > whole(known).start else None, end if end < known.end else None


def in_order(found: Iterable[Entry]) -> list[Entry]:
    return sorted(found, key=lambda entry: (entry.interval.start, entry.person))


def _near(schedule: Packed, seat: Seat, window: Interval, sources: frozenset[Source]) -> Iterable[Holding]:
    """What has, in whole seconds, an instant of `window`, or touches it; and perhaps what ends just before."""
    found = schedule.between(widened(window, 1), *seat.track)
    return (holding for holding in found if holding.source in sources and seat.has(holding))


def _whole(schedule: Packed, seat: Seat, entry: Entry, sources: frozenset[Source]) -> Entry:
    """The entry with what touches it outside of the window that was asked for, looked for ever farther away."""
    seconds = 1
    while True:
        near = _near(schedule, seat, widened(entry.interval, seconds), sources)
        found = stretches(holding for holding in near if holding.person == entry.person)
        wider = next(other for other in found if other.interval.covers(entry.interval))
        if wider == entry:
            return entry
        entry, seconds = wider, max(DAY_SECONDS, 2 * seconds)
