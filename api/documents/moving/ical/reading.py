"""Calendars: any feed as an on-call layer of fixed shifts, or as leave."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime

from api.documents.advice import counted
from api.documents.moving.carried import Carried, Fields
from api.documents.moving.ical.events import CalendarText, Happening
from api.documents.moving.ical.people import Names
from api.documents.moving.people import Card
from api.documents.moving.values import Destination, Imported, ImportedLeave
from api.documents.rows import LeaveRow
from scheduler.intervals import (
    Interval,
    days_interval,
    each_day,
    first_instant,
    local_day,
    next_day,
    shift_by,
    to_utc,
    utc_text,
)

_LEVEL = re.compile(r"\[L(\d{1,3})\]\s*", re.IGNORECASE | re.ASCII)


def oncall_from_ical(
    content: bytes | str, into: Destination, zone: str = "UTC", names: Mapping[str, str] | None = None
) -> Imported:
    """A calendar of shifts as fixed shifts, expanded in the window of `into`.

    Who answers are the attendees of an event, or else its title; `names` says which person a title or an address means.
    Events whose titles begin with ``[L2]`` lie in a layer over those with ``[L1]`` or none, as Grafana OnCall writes
    them. `zone` is for days and times that name no zone, where the calendar has none. Raises BadInput.
    """
    calendar, carried = CalendarText(into.window, zone), Carried(into)
    layers: dict[int, list[Fields]] = defaultdict(list)
    for happening in calendar.happenings(content):
        interval = _interval(happening)
        if interval.start >= interval.end:
            calendar.pass_over("they last no time", happening.summary)
        elif interval.overlaps(into.window):
            level, title = _titled(happening.summary)
            span = {"start": utc_text(interval.start), "end": utc_text(interval.end)}
            layers[level] += [{"person": p, **span} for p in _who(happening, title, names or {}, carried)]
    carried.schedule("Calendar", carried.track(zone), [{"shifts": layers[level]} for level in sorted(layers)])
    for sentence in calendar.notes_of_all():
        carried.note(sentence)
    return carried.imported()


def leave_from_ical(
    content: bytes | str,
    into: Destination,
    zones: Mapping[str, str],
    *,
    zone: str = "UTC",
    person: str | None = None,
    names: Mapping[str, str] | None = None,
    kind: str = "annual",
) -> ImportedLeave:
    """A calendar of absences as leave: every day that an event touches by the clock of the person's own zone.

    The calendar is that of `person`, or else events say whom they mean: by attendees, by `names`, or by a title that
    holds the name of one of the people of `into`. `zones` has the zone of each person, `zone` is for the others. Events
    that block no time are passed over. Raises BadInput.
    """
    calendar, known = CalendarText(into.window, zone), Names(into.people, names or {})
    away: dict[str, set[date]] = defaultdict(set)
    partly = 0
    for happening in calendar.happenings(content):
        who = [person] if person else known.people_of(happening)
        if happening.free:
            calendar.pass_over("they block no time", happening.summary)
        elif not who:
            calendar.pass_over("nobody known is named by them", happening.summary)
        for one in () if happening.free else who:
            days = _days(happening, zones.get(one, zone), into.window)
            away[one] |= days
            partly += isinstance(happening.start, datetime) and bool(days)
    rows = [row for one in sorted(away) for row in _rows(one, sorted(away[one]), kind)]
    if partly:
        calendar.notes.append(
            f"{counted(partly, 'event counts', 'events count')} for the whole of each day it touches."
        )
    return ImportedLeave(tuple(rows), calendar.notes_of_all())


def _titled(summary: str) -> tuple[int, str]:
    found = _LEVEL.match(summary)
    return (int(found[1]), summary[found.end() :].strip()) if found else (0, summary)


def _who(happening: Happening, title: str, names: Mapping[str, str], carried: Carried) -> list[str]:
    given = {text.casefold(): id for text, id in names.items()}
    cards = [*happening.people] or [Card(title or None)]
    people = []
    for card in cards:
        words = [word.casefold() for word in (card.email, card.name) if word]
        told = [given[word] for word in words if word in given]
        if told or words:
            people.append(told[0] if told else carried.people.id_of(words[0], card))
    return [*dict.fromkeys(people)]


def _interval(happening: Happening) -> Interval:
    """When it happens; a day ends where the next one begins, and one without an end lasts one day."""
    start, end = happening.start, happening.end
    if isinstance(start, datetime) and isinstance(end, datetime):
        return Interval(_instant(start, happening.zone), _instant(end, happening.zone))
    return days_interval(start, max(start, next_day(end, -1)), happening.zone)


def _instant(time: datetime, zone: str) -> datetime:
    return to_utc(time) if time.tzinfo else first_instant(time, zone)


def _days(happening: Happening, zone: str, window: Interval) -> set[date]:
    """The local days that it touches and that touch the window."""
    if isinstance(happening.start, datetime):
        interval = _interval(happening)
        last = max(interval.start, shift_by(interval.end, seconds=-1))
        first_day, last_day = local_day(interval.start, zone), local_day(last, zone)
    else:
        first_day, last_day = happening.start, max(happening.start, next_day(happening.end, -1))
    earliest, latest = local_day(window.start, zone), local_day(shift_by(window.end, seconds=-1), zone)
    return set(each_day(max(first_day, earliest), min(last_day, latest)))


def _rows(person: str, days: Sequence[date], kind: str) -> Iterator[LeaveRow]:
    """Days in a row are one leave."""
    first = 0
    for n, day in enumerate(days):
        if n + 1 == len(days) or days[n + 1] != next_day(day):
            yield LeaveRow(person=person, first_day=days[first], last_day=day, kind=kind)
            first = n + 1
