"""The text of a calendar (RFC 5545), and what its events say, read as leniently as calendars are written."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from icalendar import Calendar, vCalAddress

from api.documents.files import LARGEST_BYTES
from api.documents.moving.people import Card
from api.errors import BadInput, Issue

Event = Any  # a component of icalendar, whose properties have no type in common

# What the libraries raise for text that is no calendar, besides their own errors, which are ValueErrors.
UNREADABLE = (ValueError, TypeError, LookupError, AttributeError, ArithmeticError, RecursionError)


def calendars_in(content: bytes | str) -> list[Calendar]:
    """The calendars of a text. Raises BadInput for what is none."""
    size = len(content)
    if size > LARGEST_BYTES:
        raise BadInput([Issue("", f"{size:,} bytes", "are too many", f"at most {LARGEST_BYTES:,} bytes")])
    try:
        text = content if isinstance(content, str) else content.decode("utf-8-sig")
        found = Calendar.from_ical(text.removeprefix("\ufeff"), multiple=True)
    except UNREADABLE:
        advice = "Maybe the address gave a page to log in on?" if _is_page(content) else ""
        raise BadInput([Issue("", "", "is not a calendar", "text that begins with BEGIN:VCALENDAR", advice)]) from None
    if not all(isinstance(calendar, Calendar) for calendar in found) or not found:
        raise BadInput([Issue("", "", "is not a calendar", "text that begins with BEGIN:VCALENDAR")])
    return found


def _is_page(content: bytes | str) -> bool:
    head = content[:2000] if isinstance(content, str) else content[:2000].decode("latin-1")
    return "<html" in head.lower()


def series_of(events: Iterable[Event]) -> list[list[Event]]:
    """Events by their UID: a series, and the occurrences of it that were changed."""
    groups: dict[object, list[Event]] = defaultdict(list)
    for n, event in enumerate(events):
        groups[str(event["UID"]) if event.get("UID") else n].append(event)
    return [*groups.values()]


def listed(value: object) -> list[Any]:
    """A property that may be there once, several times, or not at all."""
    return value if isinstance(value, list) else [] if value is None else [value]


def day_of(value: date) -> date:
    return value.date() if isinstance(value, datetime) else value


def summary_of(event: Event) -> str:
    """The title, on one line."""
    return " ".join(str(event.get("SUMMARY", "")).split())[:200]


def people_of(event: Event) -> tuple[Card, ...]:
    """Who takes part: the attendees who did not decline."""
    found = [a for a in listed(event.get("ATTENDEE")) if isinstance(a, vCalAddress)]
    going = [a for a in found if str(a.params.get("PARTSTAT", "")).upper() != "DECLINED"]
    return tuple(Card(str(a.params.get("CN", "")) or None, _address(str(a))) for a in going)


def _address(text: str) -> str | None:
    scheme, _, address = text.partition(":")
    return address.strip() or None if scheme.lower() == "mailto" else None


def is_free(event: Event) -> bool:
    """True for what blocks no time."""
    shown = str(event.get("X-MICROSOFT-CDO-BUSYSTATUS", "")).upper()
    return shown == "FREE" or str(event.get("TRANSP", "")).upper() == "TRANSPARENT"
