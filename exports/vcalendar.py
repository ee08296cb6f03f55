"""The calendars that we write (RFC 5545, RFC 7986), as bytes: a header, events, the event that stands for none.

Instants are in UTC, no recurrence and no VTIMEZONE: of the calendar programs tried, every one reads this right. There
is no METHOD (it makes invitations of shifts), no alarm, and no UID of the calendar itself (vdirsyncer then keeps one
event of all). Properties come in the order, and folded at the places, that the icalendar package has; it takes twenty
times as long for them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from hashlib import sha256
from urllib.parse import quote

from exports.phrases import ENGLISH, phrase
from exports.wording import one_line, without_controls
from scheduler.intervals import Interval, next_day

PRODUCT = "-//Watchbill//Watchbill//EN"
POLL = "PT1H"
LONGEST_LINE = 74  # octets; 75 with the blank that begins a folded one
_NEXT_LINE = b"\r\n "
# Names of CSS3 that are told apart on a light and on a dark ground.
_COLORS = (
    *("steelblue", "seagreen", "chocolate", "mediumpurple", "teal", "crimson", "goldenrod", "olivedrab"),
    *("slateblue", "indianred", "darkcyan", "orchid", "peru", "royalblue", "mediumseagreen", "tomato"),
)


@dataclass(frozen=True, slots=True)
class Event:
    """An event with the UID `uid`, as it is since the instant `made` (UTC), after `sequence` changes.

    A `cancelled` one says so in its text, for some programs show it as if it were still to come; it keeps its length,
    for calcurse refuses events without one, and khal makes an hour of them. With `days` it is of whole days, both
    included, by whatever clock; then `interval` does not count. `busy` blocks the time. Texts may hold any characters;
    those that a calendar cannot hold are left out.
    """

    uid: str
    summary: str
    interval: Interval
    made: datetime
    sequence: int = 0
    cancelled: bool = False
    tentative: bool = False
    busy: bool = False
    days: tuple[date, date] | None = None
    description: str = ""
    categories: Sequence[str] = ()
    location: str = ""
    url: str = ""
    language: str = ENGLISH


def calendar(head: bytes, events: Iterable[bytes]) -> bytes:
    """The whole calendar."""
    return b"".join([b"BEGIN:VCALENDAR\r\n", head, *events, b"END:VCALENDAR\r\n"])


def header(name: str, zone: str, *, color: str = "", language: str = ENGLISH) -> bytes:
    """What stands before the events of a calendar called `name`, which programs may show by the clock of `zone`.

    Calendars of the same `color`, any text, look alike.
    """
    title = escaped(one_line(name))
    shown = (
        ("VERSION", "2.0"),
        ("PRODID", PRODUCT),
        ("CALSCALE", "GREGORIAN"),
        ("X-WR-CALDESC", escaped(phrase("about", language))),
        ("NAME", title),
        ("X-WR-CALNAME", title),
        *([("COLOR", color_of(color))] if color else []),
        ("REFRESH-INTERVAL;VALUE=DURATION", POLL),  # RFC 7986 5.7 wants the parameter
        ("X-PUBLISHED-TTL", POLL),
        ("X-WR-TIMEZONE", zone),
    )
    return b"".join(folded(f"{name}:{value}") for name, value in shown)


def color_of(text: str) -> str:
    """A CSS3 colour name, always the same for `text`."""
    return _COLORS[sha256(text.encode()).digest()[0] % len(_COLORS)]


def uid(*parts: str) -> str:
    """A name for an event made of `parts`, whatever characters they have."""
    return named(stem(*parts))


@lru_cache(maxsize=16_384)
def stem(*parts: str) -> str:
    """The name of an event without its end, so that more parts can follow."""
    return "/".join(quote(part, safe="", errors="replace") for part in parts)


def named(begun: str) -> str:
    """The name that `begun` is the stem of."""
    return f"{begun}@watchbill"


def written(e: Event) -> bytes:
    """The event."""
    summary = phrase("cancelled", e.language, text=e.summary) if e.cancelled else e.summary
    made = _utc(e.made)
    return b"".join(
        (
            b"BEGIN:VEVENT\r\n",
            _lines(
                ("SUMMARY", escaped(_joined(summary))),
                *_bounds(e),
                ("DTSTAMP", made),
                ("UID", e.uid),
                ("SEQUENCE", str(e.sequence)),
                ("CATEGORIES", ",".join(escaped(without_controls(one)) for one in e.categories)),
                ("DESCRIPTION", escaped(without_controls(e.description))),
                ("LAST-MODIFIED", made),
                ("LOCATION", escaped(without_controls(e.location))),
                ("STATUS", "CANCELLED" if e.cancelled else "TENTATIVE" if e.tentative else "CONFIRMED"),
                ("TRANSP", "OPAQUE" if e.busy else "TRANSPARENT"),
                ("URL", one_line(e.url)),
                ("X-MICROSOFT-CDO-BUSYSTATUS", "BUSY" if e.busy else "FREE"),
            ),
            b"END:VEVENT\r\n",
        )
    )


def nothing_planned(name: str, first: date, last: date, made: datetime, text: str, language: str = ENGLISH) -> bytes:
    """Says on the days from `first` to `last` that nothing is planned.

    A feed is never empty: Evolution would keep the old shifts for ever.
    """
    return written(Event(name, text, Interval(made, made), made, days=(first, last), language=language))


def escaped(text: str) -> str:
    """The TEXT that means `text` (RFC 5545, 3.3.11)."""
    return text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")


def folded(line: str) -> bytes:
    """A line of content with its end, broken where it is too long: never inside a character, nor after a backslash."""
    raw = line.encode()
    if len(raw) <= LONGEST_LINE:
        return raw + b"\r\n"
    parts, start = [], 0
    while len(raw) - start > LONGEST_LINE:
        end = start + LONGEST_LINE
        while raw[end] & 0xC0 == 0x80:  # in the middle of a character
            end -= 1
        if raw[end - 1] in b"\\^":
            end -= 1
        parts.append(raw[start:end])
        start = end
    return _NEXT_LINE.join([*parts, raw[start:]]) + b"\r\n"


def _lines(*properties: tuple[str, str]) -> bytes:
    """Those of the properties that say something."""
    return b"".join(folded(f"{name}:{value}") for name, value in properties if value)


def _joined(text: str) -> str:
    """The lines of a text as one: calcurse refuses an event with a line break in its SUMMARY."""
    return without_controls(text).replace("\n", " ")


def _bounds(e: Event) -> tuple[tuple[str, str], tuple[str, str]]:
    if e.days is not None:
        first, last = e.days
        return ("DTSTART;VALUE=DATE", f"{first:%Y%m%d}"), ("DTEND;VALUE=DATE", f"{next_day(last):%Y%m%d}")
    return ("DTSTART", _utc(e.interval.start)), ("DTEND", _utc(e.interval.end))


@lru_cache(maxsize=8192)
def _utc(instant: datetime) -> str:
    return f"{instant:%Y%m%dT%H%M%SZ}"
