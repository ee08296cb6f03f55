"""The parts of the calendars that we write (RFC 5545, RFC 7986): a header, events, the event that stands for none.

Instants are in UTC, no recurrence and no VTIMEZONE: of the calendar programs tried, every one reads this right. There
is no METHOD (it makes invitations of shifts), no alarm, and no UID of the calendar itself (vdirsyncer then keeps one
event of all).
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from urllib.parse import quote

from icalendar import Calendar, Event, vDuration, vText

from exports.wording import one_line, without_controls
from scheduler.intervals import Interval, day_interval

PRODUCT = "-//Watchbill//Watchbill//EN"
POLL = timedelta(hours=1)
ABOUT = "Planned shifts. Calendar programs may show changes a day late: for who is on call now ask Watchbill."


def header(name: str, zone: str) -> Calendar:
    """A calendar without events, called `name`, that programs may show by the clock of `zone`."""
    calendar, title, poll = Calendar(), one_line(name), vDuration(POLL)
    poll.params["VALUE"] = "DURATION"  # RFC 7986 5.7 wants it, and icalendar leaves it out
    calendar.add("VERSION", "2.0")
    calendar.add("PRODID", PRODUCT)
    calendar.add("CALSCALE", "GREGORIAN")
    calendar["NAME"] = calendar["X-WR-CALNAME"] = vText(title)  # `add` would not escape them
    calendar["X-WR-CALDESC"] = vText(ABOUT)
    calendar.add("X-WR-TIMEZONE", zone)
    calendar.add("REFRESH-INTERVAL", poll)
    calendar.add("X-PUBLISHED-TTL", "PT1H")
    return calendar


def uid(*parts: str) -> str:
    """A name for an event made of `parts`, whatever characters they have."""
    return "/".join(quote(part, safe="") for part in parts) + "@watchbill"


def event(
    name: str,
    text: str,
    interval: Interval,
    made: datetime,
    *,
    sequence: int = 0,
    cancelled: bool = False,
    busy: bool = False,
) -> Event:
    """The event with the UID `name`, as it is since the instant `made` (UTC); `busy` blocks the time.

    A cancelled one says so in its text, and lasts no time: some programs show it as if it were still to come.
    """
    found = Event()
    found.add("UID", name)
    found.add("SEQUENCE", sequence)
    found.add("DTSTAMP", made)
    found.add("LAST-MODIFIED", made)
    found.add("DTSTART", interval.start)
    found.add("DTEND", interval.start if cancelled else interval.end)
    found.add("SUMMARY", without_controls(f"Cancelled: {text}" if cancelled else text))
    found.add("STATUS", "CANCELLED" if cancelled else "CONFIRMED")
    found.add("TRANSP", "OPAQUE" if busy else "TRANSPARENT")
    found.add("X-MICROSOFT-CDO-BUSYSTATUS", "BUSY" if busy else "FREE")
    return found


def describe(found: Event, text: str, categories: Iterable[str]) -> Event:
    """The event, with what it says when it is opened, and what a program may colour it by."""
    found.add("DESCRIPTION", without_controls(text))
    found.add("CATEGORIES", [without_controls(category) for category in categories])
    return found


def nothing_planned(name: str, first: date, last: date, zone: str, made: datetime) -> Event:
    """Says on the day `first` that nothing is planned from then to `last`.

    A feed is never empty: Evolution would keep the old shifts for ever.
    """
    return event(name, f"No shifts planned from {first} to {last}", day_interval(first, zone), made)
