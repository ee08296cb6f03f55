"""A calendar (RFC 5545) as what happens in a window: untrusted text, expanded within bounds."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime

import recurring_ical_events  # type: ignore[import-untyped]
from icalendar import Calendar

from api.documents.advice import counted
from api.documents.fields import FIRST_YEAR, LAST_YEAR
from api.documents.moving.ical.rules import is_expandable
from api.documents.moving.ical.text import (
    UNREADABLE,
    Event,
    calendars_in,
    day_of,
    is_free,
    listed,
    people_of,
    series_of,
    summary_of,
)
from api.documents.moving.people import Card
from api.errors import BadInput, Issue
from scheduler.intervals import MINUTES_A_DAY, Interval, days_between, is_zone, shift_by

MOST_EVENTS, MOST_HAPPENINGS = 10_000, 20_000
MOST_DAYS = 2_000_000  # that rules are followed over, all events together: some seconds
LONGEST_REPEATED_DAYS = 366
_MOST_TITLES = 3
_PROPERTIES = ("DTSTART", "DTEND", "DURATION", "RRULE", "RDATE", "EXDATE", "RECURRENCE-ID")


@dataclass(frozen=True)
class Happening:
    """One occurrence of an event. Days for one that lasts all day, its end not included; else aware, or local, naive.

    `zone` is that of the calendar, for days and naive times; `free` says that it blocks no time.
    """

    start: date
    end: date
    summary: str
    people: tuple[Card, ...]
    zone: str
    free: bool


@dataclass
class CalendarText:
    """Reads one calendar for a window; `notes` says what was passed over, and why."""

    window: Interval
    zone: str
    notes: list[str] = field(default_factory=list)
    _days: int = 0
    _passed_over: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))

    def happenings(self, content: bytes | str) -> list[Happening]:
        """Everything that happens in the window or touches it, in order of start.

        Raises BadInput for what is no calendar, and for more than can be expanded.
        """
        found: list[Happening] = []
        for calendar in calendars_in(content):
            zone = str(calendar.get("X-WR-TIMEZONE", "")).strip()
            for series in series_of(self._sound(calendar.walk("VEVENT"))):
                found += self._expanded(series, zone if is_zone(zone) else self.zone)
                if len(found) > MOST_HAPPENINGS:
                    raise _too_many(
                        f"more than {MOST_HAPPENINGS:,} events", f"at most {MOST_HAPPENINGS:,} in the window"
                    )
        return sorted(found, key=lambda h: (h.start.isoformat(), h.summary))

    def pass_over(self, why: str, title: str) -> None:
        """Leave an event out; it is said once for all of the same reason."""
        self._passed_over[why].append(title or "without a title")

    def notes_of_all(self) -> tuple[str, ...]:
        """What is to be said of the calendar."""
        said = [
            f"Passed over {counted(len(titles), 'event', 'events')} ({_first_of(titles)}): {why}."
            for why, titles in self._passed_over.items()
        ]
        return (*dict.fromkeys(self.notes), *said)

    def _sound(self, events: list[Event]) -> Iterator[Event]:
        """The events that can be expanded."""
        if len(events) > MOST_EVENTS:
            raise _too_many(f"{len(events):,} events", f"at most {MOST_EVENTS:,}")
        for event in events:
            why = self._fault(event)
            if why:
                self.pass_over(why, summary_of(event))
            else:
                yield event

    def _fault(self, event: Event) -> str | None:
        try:
            start = event["DTSTART"].dt
            rules = listed(event.get("RRULE"))
            if any(name in _PROPERTIES for name, _ in event.errors) or not isinstance(start, date):
                return "they have a time that cannot be read"
            if event.end < start:
                return "they end before they start"
            if not FIRST_YEAR <= start.year <= event.end.year <= LAST_YEAR:
                return f"they are not of the years {FIRST_YEAR} to {LAST_YEAR}"
            if isinstance(start, datetime) and start.tzinfo is None and "TZID" in event["DTSTART"].params:
                zone = event["DTSTART"].params["TZID"]
                self.notes.append(f"The time zone {zone} is not known: its times are taken by the calendar's clock.")
            return self._fault_of_rules(event, rules, start) if rules or event.get("RDATE") else None
        except UNREADABLE:
            return "they have a time that cannot be read"

    def _fault_of_rules(self, event: Event, rules: list[Event], start: date) -> str | None:
        if not all(is_expandable(rule, start) for rule in rules):
            return "their recurrence is too fine, or too rare, to be expanded"
        if days_between(day_of(start), day_of(event.end)) > LONGEST_REPEATED_DAYS:
            return "they recur, and each lasts for more than a year"
        self._days += max(0, days_between(day_of(start), self.window.end.date())) * len(rules)
        if self._days > MOST_DAYS:
            raise _too_many("recurrences", "events that began more lately, or fewer of them")
        return None

    def _expanded(self, series: list[Event], zone: str) -> Iterator[Happening]:
        calendar = Calendar()
        for event in series:
            calendar.add_component(event)
        margin = 2 * MINUTES_A_DAY  # naive times and days may lie that far from where UTC has them
        first, last = shift_by(self.window.start, minutes=-margin), shift_by(self.window.end, minutes=margin)
        try:
            for event in recurring_ical_events.of(calendar).between(first, last):
                if str(event.get("STATUS", "")).upper() != "CANCELLED":
                    yield Happening(event.start, event.end, summary_of(event), people_of(event), zone, is_free(event))
        except UNREADABLE:
            self.pass_over("they cannot be expanded", summary_of(series[0]))


def _first_of(titles: list[str]) -> str:
    first = [*dict.fromkeys(titles)]
    return ", ".join(first[:_MOST_TITLES]) + (", ..." if len(first) > _MOST_TITLES else "")


def _too_many(value: str, expected: str) -> BadInput:
    return BadInput([Issue("", value, "are too many to be expanded", expected)])
