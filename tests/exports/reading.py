"""A calendar as a program that reads it sees it."""

from __future__ import annotations

import re
from collections import Counter
from typing import Any
from unicodedata import category

import vobject

ONCE_A_CALENDAR = [
    *("VERSION", "PRODID", "CALSCALE", "NAME", "X-WR-CALNAME", "X-WR-CALDESC"),
    *("X-WR-TIMEZONE", "COLOR", "REFRESH-INTERVAL", "X-PUBLISHED-TTL"),
]
ONCE_AN_EVENT = ["UID", "SEQUENCE", "DTSTAMP", "LAST-MODIFIED", "DTSTART", "DTEND", "SUMMARY", "STATUS", "TRANSP"]
NEVER = ["METHOD", "RRULE", "RDATE", "EXDATE", "ORGANIZER", "ATTENDEE", "DURATION", "VALARM", "VTIMEZONE"]
_MOMENT = r"[A-Z-]+:\d{8}T\d{6}Z|DT(START|END);VALUE=DATE:\d{8}"


def events(feed: bytes) -> list[Any]:
    """The events as vobject reads them."""
    return list(vobject.readOne(feed.decode()).vevent_list)


def unfolded(feed: bytes) -> list[str]:
    return feed.replace(b"\r\n ", b"").decode().removesuffix("\r\n").split("\r\n")


def lint(feed: bytes) -> None:
    """What no library checks and calendar programs stumble over."""
    assert feed.endswith(b"END:VCALENDAR\r\n")
    assert b"\n" not in feed.replace(b"\r\n", b"")
    assert b"\r" not in feed.replace(b"\r\n", b"")
    assert all(len(line) <= 75 for line in feed.split(b"\r\n"))
    for line in feed.split(b"\r\n"):
        line.decode()  # no character is folded in two
    lines = unfolded(feed)
    names = Counter(re.split("[:;]", line)[0] for line in lines)
    count = lines.count("BEGIN:VEVENT")
    assert count >= 1
    assert {line for line in lines if line.startswith("BEGIN:")} == {"BEGIN:VCALENDAR", "BEGIN:VEVENT"}
    assert [names[name] for name in ONCE_A_CALENDAR] == [1] * len(ONCE_A_CALENDAR)
    assert [names[name] for name in ONCE_AN_EVENT] == [count] * len(ONCE_AN_EVENT)
    assert not [name for name in NEVER if names[name]]
    assert "REFRESH-INTERVAL;VALUE=DURATION:PT1H" in lines
    assert lines.index("BEGIN:VEVENT") < min(n for n, line in enumerate(lines) if line.startswith("UID"))
    moments = [line for line in lines if re.match("DT|LAST-MODIFIED", line)]
    assert all(re.fullmatch(_MOMENT, line) for line in moments), moments
    uids = [line for line in lines if line.startswith("UID:")]
    assert len(set(uids)) == len(uids)
    assert all(re.fullmatch(r"UID:[!-~]+@watchbill", uid) for uid in uids), uids
    assert not any(category(c) == "Cc" for line in lines for c in line if c != "\t")
