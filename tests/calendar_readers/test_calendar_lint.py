"""The lint of our feeds finds fault with each kind of broken feed that is known from the field."""

from __future__ import annotations

import re

import pytest

from tests.calendar_readers.lint import lint

GOOD = (
    b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Example//EN\r\nCALSCALE:GREGORIAN\r\nNAME:Team\r\n"
    b"X-WR-CALNAME:Team\r\nX-WR-CALDESC:Shifts\r\nX-WR-TIMEZONE:Asia/Singapore\r\nCOLOR:teal\r\n"
    b"REFRESH-INTERVAL;VALUE=DURATION:PT1H\r\nX-PUBLISHED-TTL:PT1H\r\n"
    b"BEGIN:VEVENT\r\nUID:one@watchbill\r\nSEQUENCE:0\r\nDTSTAMP:20261201T093000Z\r\nLAST-MODIFIED:20261201T093000Z\r\n"
    b"DTSTART:20270104T150000Z\r\nDTEND:20270104T233000Z\r\nSUMMARY:N\xc3\xa4chte\r\nSTATUS:CONFIRMED\r\n"
    b"TRANSP:TRANSPARENT\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
)
EVENT = GOOD[GOOD.index(b"BEGIN:VEVENT") : GOOD.index(b"END:VCALENDAR")]
LONG = b"SUMMARY:" + b"a" * 67


def without(name: bytes) -> bytes:
    return re.sub(rb"\r\n" + name + rb"[:;][^\r]*", b"", GOOD)


def instead(old: bytes, new: bytes) -> bytes:
    assert old in GOOD
    return GOOD.replace(old, new)


BROKEN = {
    "no UID": (without(b"UID"), "0 of UID"),
    "no DTSTAMP": (without(b"DTSTAMP"), "0 of DTSTAMP"),
    "no PRODID": (without(b"PRODID"), "0 of PRODID"),
    "no VERSION": (without(b"VERSION"), "0 of VERSION"),
    "DTEND and DURATION": (instead(b"SUMMARY", b"DURATION:PT8H\r\nSUMMARY"), "has DURATION"),
    "two DTSTART": (instead(b"DTEND", b"DTSTART:20270104T150000Z\r\nDTEND"), "2 of DTSTART"),
    "bad date": (instead(b"20270104T150000Z", b"2027-01-04"), "lasts neither"),
    "bad STATUS": (instead(b"CONFIRMED", b"MAYBE"), "unknown STATUS"),
    "unknown TZID": (instead(b"DTSTART:", b"DTSTART;TZID=Customized:"), "a TZID"),
    "Latin-1": (instead(b"\xc3\xa4", b"\xe4"), "not UTF-8"),
    "unclosed": (instead(b"END:VEVENT\r\n", b""), "not closed"),
    "day to instant": (instead(b"DTSTART:20270104T150000Z", b"DTSTART;VALUE=DATE:20270104"), "lasts neither"),
    "control character": (instead(b"N\xc3\xa4chte", b"N\x00chte"), "control character"),
    "UID twice": (instead(EVENT, EVENT + EVENT), "2 events have the UID"),
    "end before start": (instead(b"DTEND:20270104T23", b"DTEND:20270104T14"), "does not end after"),
    "without length": (instead(b"DTEND:20270104T233000Z", b"DTEND:20270104T150000Z"), "does not end after"),
    "LF only": (GOOD.replace(b"\r\n", b"\n"), "else than CRLF"),
    "76 octets": (instead(b"SUMMARY:N\xc3\xa4chte", LONG + b"a"), "76 octets"),
    "REFRESH-INTERVAL without VALUE": (instead(b";VALUE=DURATION", b""), "that it is a duration"),
    "NAME twice": (instead(b"CALSCALE", b"NAME:Team\r\nCALSCALE"), "2 of NAME"),
    "no last line end": (GOOD.removesuffix(b"\r\n"), "else than CRLF"),
    "byte order mark": (b"\xef\xbb\xbf" + GOOD, "byte order mark"),
    "character in two": (instead(b"\xc3\xa4", b"\xc3\r\n \xa4"), "folded in two"),
    "line not folded": (instead(b"SUMMARY:N\xc3\xa4chte", b"SUMMARY:N\r\nchte"), "no property"),
    "METHOD": (instead(b"CALSCALE", b"METHOD:PUBLISH\r\nCALSCALE"), "has METHOD"),
    "calendar UID": (instead(b"CALSCALE", b"UID:1\r\nCALSCALE"), "the calendar itself"),
    "no event": (instead(EVENT, b""), "no event"),
    "alarm": (instead(b"END:VEVENT", b"BEGIN:VALARM\r\nEND:VALARM\r\nEND:VEVENT"), "other components"),
    "VTIMEZONE": (instead(b"BEGIN:VEVENT", b"BEGIN:VTIMEZONE\r\nEND:VTIMEZONE\r\nBEGIN:VEVENT"), "other components"),
    "RRULE": (instead(b"SUMMARY", b"RRULE:FREQ=DAILY\r\nSUMMARY"), "has RRULE"),
    "ORGANIZER": (instead(b"SUMMARY", b"ORGANIZER:mailto:a@example.org\r\nSUMMARY"), "has ORGANIZER"),
    "ATTENDEE": (instead(b"SUMMARY", b"ATTENDEE:mailto:a@example.org\r\nSUMMARY"), "has ATTENDEE"),
    "floating": (instead(b"20270104T150000Z", b"20270104T150000"), "lasts neither"),
    "floating stamps": (GOOD.replace(b"20261201T093000Z", b"20261201T093000"), "has DTSTAMP"),
    "two stamps": (instead(b"DTSTAMP:20261201T09", b"DTSTAMP:20261201T08"), "has DTSTAMP"),
}


def test_a_good_feed_has_no_fault() -> None:
    assert lint(GOOD) == []
    assert lint(instead(b"SUMMARY:N\xc3\xa4chte", LONG)) == []
    assert lint(instead(b"SUMMARY:N\xc3\xa4chte", LONG + b"\r\n " + b"\xc3\xa4" * 37)) == []


def test_whole_days_are_good() -> None:
    days = instead(b"DTSTART:20270104T150000Z", b"DTSTART;VALUE=DATE:20270104")
    assert lint(days.replace(b"DTEND:20270104T233000Z", b"DTEND;VALUE=DATE:20270105")) == []


@pytest.mark.parametrize(("feed", "fault"), BROKEN.values(), ids=BROKEN)
def test_each_kind_of_broken_feed_is_found(feed: bytes, fault: str) -> None:
    assert [found for found in lint(feed) if fault in found], lint(feed)
