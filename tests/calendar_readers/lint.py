"""What no library checks in a feed, and calendar programs stumble over."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from unicodedata import category

from tests.calendar_readers.seen import Properties, properties

HEADER = [
    *("VERSION", "PRODID", "CALSCALE", "NAME", "X-WR-CALNAME", "X-WR-CALDESC"),
    *("X-WR-TIMEZONE", "COLOR", "REFRESH-INTERVAL", "X-PUBLISHED-TTL"),
]
EVENT = ["UID", "SEQUENCE", "DTSTAMP", "LAST-MODIFIED", "DTSTART", "DTEND", "SUMMARY", "STATUS", "TRANSP"]
NEVER = ["METHOD", "RRULE", "RDATE", "EXDATE", "RECURRENCE-ID", "DURATION", "ORGANIZER", "ATTENDEE", "TZID", "TZURL"]
INSTANT, DAY = r":\d{8}T\d{6}Z", r";VALUE=DATE:\d{8}"
STATUSES = {"TENTATIVE", "CONFIRMED", "CANCELLED"}
OCTETS = 75


def lint(feed: bytes) -> list[str]:
    """Each fault in a sentence; empty for a good feed."""
    faults = list(_bytes(feed))
    try:
        lines = feed.replace(b"\r\n ", b"").decode().removesuffix("\r\n").split("\r\n")
    except UnicodeDecodeError:
        return [*faults, "it is not UTF-8"]
    faults += [
        f"a control character: {line!r}" for line in lines if any(category(c) == "Cc" for c in line if c != "\t")
    ]
    faults += [f"no property: {line!r}" for line in lines if not re.match(r"[A-Z-]+(;[A-Z-]+=[^:;]+)*:", line)]
    blocks = [line for line in lines if line.startswith(("BEGIN:", "END:"))]
    count = blocks.count("BEGIN:VEVENT")
    if blocks != ["BEGIN:VCALENDAR", *["BEGIN:VEVENT", "END:VEVENT"] * count, "END:VCALENDAR"]:
        return [*faults, f"other components than events, or not closed: {sorted(set(blocks))}"]
    header, *events = properties(feed)
    return [*faults, *_calendar(header, events)]


def _bytes(feed: bytes) -> Iterator[str]:
    if feed.startswith(b"\xef\xbb\xbf"):
        yield "it begins with a byte order mark"
    if b"\n" in (rest := feed.replace(b"\r\n", b"")) or b"\r" in rest or not feed.endswith(b"\r\n"):
        yield "a line ends with something else than CRLF"
    for line in feed.split(b"\r\n"):
        if len(line) > OCTETS:
            yield f"{len(line)} octets on a line: {line[:20]!r}"
        if line.decode(errors="replace") != line.decode(errors="ignore"):
            yield f"a character is folded in two: {line[:20]!r}"


def _calendar(header: Properties, events: list[Properties]) -> Iterator[str]:
    yield from _once(header, HEADER, "the header")
    if "UID" in dict(header):
        yield "the calendar itself has a UID"
    if ("REFRESH-INTERVAL;VALUE=DURATION", "PT1H") not in header:
        yield "REFRESH-INTERVAL does not say that it is a duration"
    if not events:
        yield "no event"
    uids = Counter(dict(event).get("UID") for event in events)
    yield from (f"{count} events have the UID {uid}" for uid, count in uids.items() if uid and count > 1)
    for event in events:
        yield from _event(event)


def _event(event: Properties) -> Iterator[str]:
    told = dict(event)
    where = f"the event {told.get('UID')}"
    yield from _once(event, EVENT, where)
    stamp, modified, start, end = (_time(event, name) for name in ("DTSTAMP", "LAST-MODIFIED", "DTSTART", "DTEND"))
    if stamp != modified or not re.fullmatch(INSTANT, stamp):
        yield f"{where} has DTSTAMP{stamp} and LAST-MODIFIED{modified}"
    if not any(re.fullmatch(form, start) and re.fullmatch(form, end) for form in (INSTANT, DAY)):
        yield f"{where} lasts neither from instant to instant in UTC nor whole days: {start} to {end}"
    elif start >= end:  # RFC 5545, 3.8.2.2; khal takes an event without length for an hour
        yield f"{where} does not end after it starts"
    if told.get("STATUS") not in STATUSES or told.get("TRANSP") not in {"OPAQUE", "TRANSPARENT"}:
        yield f"{where} has an unknown STATUS or TRANSP"


def _time(event: Properties, wanted: str) -> str:
    """Its parameters and value; empty where there is none."""
    found = ((name.removeprefix(wanted), value) for name, value in event if name.partition(";")[0] == wanted)
    return next((f"{parameters}:{value}" for parameters, value in found), "")


def _once(block: Properties, wanted: list[str], where: str) -> Iterator[str]:
    names = Counter(name.partition(";")[0] for name, _ in block)
    yield from (f"{where} has {names[name]} of {name}" for name in wanted if names[name] != 1)
    yield from (f"{where} has {name}" for name in NEVER if names[name])
    yield from (f"{where} has a TZID: {name}" for name, _ in block if ";TZID" in name)
