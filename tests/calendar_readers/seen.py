"""What a calendar program sees in a feed; and the plain truth of its bytes."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime

Properties = list[tuple[str, str]]  # names with their parameters, and raw values


@dataclass(frozen=True, slots=True, order=True)
class Seen:
    """An event as a program shows it, from the instant `start` to `end`, both in UTC; an empty `status` is none.

    Whole days are from midnight to midnight of UTC, which is the clock that the programs are given.
    """

    uid: str
    start: datetime
    end: datetime
    summary: str
    status: str


@dataclass(frozen=True, slots=True)
class Reading:
    """The events of a feed, in order of UID and start, and what the program complained of."""

    events: list[Seen]
    complaints: list[str]


def properties(feed: bytes) -> list[Properties]:
    """The properties of the calendar, then those of each event."""
    blocks: list[Properties] = [[]]
    for line in feed.replace(b"\r\n ", b"").decode().removesuffix("\r\n").split("\r\n"):
        name, _, value = line.partition(":")
        if (name, value) == ("BEGIN", "VEVENT"):
            blocks.append([])
        elif name not in {"BEGIN", "END"}:
            blocks[-1].append((name, value))
    return blocks


def truth(feed: bytes) -> list[Seen]:
    """The events by the plainest reading of the bytes, which no library has a part in."""
    return sorted(seen_in(event) for event in properties(feed)[1:])


def seen_in(properties: Properties) -> Seen:
    """The event with these properties."""
    event = dict(properties)
    bounds = (_instant(name, value) for name, value in event.items() if name.startswith(("DTSTART", "DTEND")))
    start, end = sorted(bounds)
    return Seen(event["UID"], start, end, _text(event["SUMMARY"]), event.get("STATUS", ""))


def _instant(name: str, value: str) -> datetime:
    form = "%Y%m%d" if name.endswith(";VALUE=DATE") else "%Y%m%dT%H%M%SZ"
    return datetime.strptime(value, form).replace(tzinfo=UTC)


def _text(value: str) -> str:
    return re.sub(r"\\(.)", lambda escaped: "\n" if escaped[1] in "nN" else escaped[1], value)
