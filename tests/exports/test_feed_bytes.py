"""Our writer of calendars against icalendar's, byte by byte."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import icalendar
import pytest
import vobject
from hypothesis import example, given, settings
from hypothesis import strategies as st

from exports.vcalendar import Event, calendar, color_of, folded, header, written
from exports.wording import without_controls
from scheduler.intervals import Interval

START, END = datetime(2027, 3, 27, 15, tzinfo=UTC), datetime(2027, 3, 27, 23, 30, tzinfo=UTC)
MADE = datetime(2026, 12, 1, 9, 30, tzinfo=UTC)
# icalendar takes a backslash before a capital N for the end of a line, which it is not in a text.
TEXTS = st.text().map(without_controls).map(lambda text: text.rstrip("\n")).filter(lambda text: r"\N" not in text)
LONG = (
    st.text(min_size=60, max_size=400)
    .map(without_controls)
    .map(lambda text: text.rstrip("\n"))
    .filter(lambda text: r"\N" not in text)
)


def by_icalendar(e: Event) -> bytes:
    made: Any = icalendar.Event()
    made.add("UID", e.uid)
    made.add("SEQUENCE", e.sequence)
    made.add("DTSTAMP", e.made)
    made.add("LAST-MODIFIED", e.made)
    made.add("DTSTART", e.days[0] if e.days else e.interval.start)
    made.add("DTEND", date.fromordinal(e.days[1].toordinal() + 1) if e.days else e.interval.end)
    for name, text in (
        ("SUMMARY", e.summary.replace("\n", " ")),
        ("DESCRIPTION", e.description),
        ("LOCATION", e.location),
    ):
        if text:
            made.add(name, text)
    made.add("CATEGORIES", list(e.categories))
    made.add("STATUS", "CONFIRMED")
    made.add("TRANSP", "OPAQUE" if e.busy else "TRANSPARENT")
    made.add("X-MICROSOFT-CDO-BUSYSTATUS", "BUSY" if e.busy else "FREE")
    body: bytes = made.to_ical()
    return body


@settings(deadline=None, max_examples=300)
@given(TEXTS, TEXTS | LONG, TEXTS, st.lists(TEXTS.filter(bool), min_size=1, max_size=3), st.booleans())
@example("x" * 66, "x" * 62 + "é" + "y" * 80, "x" * 64 + ",", ["a,b"], True)
@example("", "x" * 61 + "\\" * 90, "^" * 200, [";" * 90], False)
@example("👩🏽‍🚒" * 30, "\n" * 90 + "x", "مريم " * 40, ["x"], False)
def test_the_bytes_of_an_event_are_those_of_icalendar(
    summary: str, description: str, location: str, categories: list[str], busy: bool
) -> None:
    event = Event(
        "team/night/2027-03-27/1@watchbill",
        summary,
        Interval(START, END),
        MADE,
        3,
        busy=busy,
        description=description,
        categories=categories,
        location=location,
    )
    assert written(event) == by_icalendar(event)


def test_whole_days_are_those_of_icalendar() -> None:
    days = (date(2026, 12, 24), date(2026, 12, 26))
    event = Event("u@watchbill", "Leave", Interval(START, END), MADE, days=days, categories=["leave"])
    assert written(event) == by_icalendar(event)
    assert b"DTEND;VALUE=DATE:20261227\r\n" in written(event)


@settings(deadline=None)
@given(st.text(max_size=300).map(without_controls))
def test_a_header_is_read_back_as_it_was_meant(name: str) -> None:
    body = calendar(header(name, "Asia/Singapore", color="x"), [written(Event("u", "s", Interval(START, END), MADE))])
    read = vobject.readOne(body.decode()).contents
    assert read["name"][0].value == read["x-wr-calname"][0].value == " ".join(name.split())
    assert read["color"][0].value == color_of("x")
    assert "uid" not in read


@pytest.mark.parametrize("length", range(70, 80))
def test_lines_are_folded_between_characters(length: int) -> None:
    for text in ("a" * length, "a" * (length - 2) + "é" * 40, "a" * (length - 4) + "🦉" * 40):
        lines = folded(text).removesuffix(b"\r\n").split(b"\r\n ")
        assert b"".join(lines).decode() == text
        assert all(line.decode() and len(line) <= 74 for line in lines)
