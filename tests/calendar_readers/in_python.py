"""Calendar libraries of Python. Each function takes a feed and gives what the library sees in it.

What they cannot read they raise, and a warning of theirs fails the test.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import recurring_ical_events  # type: ignore[import-untyped]
import vobject
import x_wr_timezone  # type: ignore[import-untyped]
from ical.calendar_stream import IcsCalendarStream
from icalendar import Calendar

from tests.calendar_readers.seen import Reading, Seen


def icalendar(feed: bytes) -> Reading:
    """The library that wrote it."""
    return _of(Calendar.from_ical(feed))


def x_wr_timezone_(feed: bytes) -> Reading:
    """What Google's way with X-WR-TIMEZONE makes of it."""
    return _of(x_wr_timezone.to_standard(Calendar.from_ical(feed)))


def recurring(feed: bytes) -> Reading:
    """What is asked for a day at a time, as a calendar on a screen does."""
    calendar = Calendar.from_ical(feed)
    query = recurring_ical_events.of(calendar)
    days = _days(calendar.events)
    found = {str(event["UID"]) + str(event["DTSTART"].dt): event for day in days for event in query.between(*day)}
    return Reading(sorted(map(_event, found.values())), [])


def ical(feed: bytes) -> Reading:
    """The library of Home Assistant."""
    calendar = IcsCalendarStream.calendar_from_ics(feed.decode())
    return Reading(
        sorted(
            Seen(e.uid or "", _utc(e.dtstart), _utc(e.dtend), e.summary or "", e.status.value if e.status else "")
            for e in calendar.events
        ),
        [],
    )


def vobject_(feed: bytes) -> Reading:
    """The library of Radicale, with its validation."""
    calendar = vobject.readOne(feed.decode())
    calendar.validate(raiseException=True)
    return Reading(sorted(map(_vobject_event, calendar.vevent_list)), [])


def _of(calendar: Calendar) -> Reading:
    errors = [str(error) for component in calendar.walk() for error in component.errors]
    return Reading(sorted(map(_event, calendar.events)), errors)


def _event(event: Any) -> Seen:
    start, end = (_utc(event[name].dt) for name in ("DTSTART", "DTEND"))
    return Seen(str(event["UID"]), start, end, str(event["SUMMARY"]), str(event.get("STATUS", "")))


def _vobject_event(event: Any) -> Seen:
    start, end = (_utc(edge.value) for edge in (event.dtstart, event.dtend))
    return Seen(event.uid.value, start, end, event.summary.value, event.status.value)


def _utc(instant: date | None) -> datetime:
    """Refuses what is missing, or floats."""
    assert instant is not None
    if not isinstance(instant, datetime):
        return datetime(instant.year, instant.month, instant.day, tzinfo=UTC)
    assert instant.tzinfo is not None
    return instant.astimezone(UTC)


def _days(events: Iterable[Any]) -> Iterator[tuple[datetime, datetime]]:
    """The days of UTC on which anything is."""
    days: set[datetime] = set()
    for event in events:
        day, end = (_utc(event[name].dt).replace(hour=0, minute=0) for name in ("DTSTART", "DTEND"))
        while day <= end:
            days.add(day)
            day += timedelta(days=1)
    return ((day, day + timedelta(days=1)) for day in sorted(days))
