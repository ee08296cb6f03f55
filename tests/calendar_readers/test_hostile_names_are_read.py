"""Names that want to break out of a calendar: every program sees the same events, and the name as text."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time
from itertools import islice
from pathlib import Path
from unicodedata import category

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from exports.ical import to_ics
from scheduler.domain.people import Person
from scheduler.domain.roster import Roster
from scheduler.domain.shift import ShiftTemplate, shift_id
from scheduler.domain.team import Period, Site, Team
from scheduler.problem import Problem
from tests.calendar_readers.lint import lint
from tests.calendar_readers.readers import Reader
from tests.calendar_readers.seen import Seen, properties, truth

NAMES = [
    "O'Brien, Áine; of\\Dublin, \\n \\\\, \\;",
    "two\nlines\r\nand\rmore",
    "END:VEVENT\r\nEND:VCALENDAR\r\nBEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:x",
    " END:VEVENT",
    "\tEND:VEVENT\n\n\n BEGIN:VALARM",
    "\u2028END:VEVENT\u2029BEGIN:VEVENT\x85UID:x\x0b\x0c\x1c\x1d\x1e",
    '=HYPERLINK("http://example.org","x")',
    '"quoted": ;VALUE=DATE:20270101',
    "a\x00b\x01\x07\x1b[31m\x7f\x9f",
    "\u202eesreveR\u202c \u2066right\u2069 \u200f עברית العربية",
    "🦉👩‍👩‍👧‍👦🇮🇪" * 20,
    "é" * 200 + "e\u0301" * 200 + "漢" * 100,
    "x" * 10_240,
    "\ufeffmark",
    "&amp;<b>bold</b>%0D%0ABEGIN:VEVENT",
    "-",
]
STAMP = datetime(2026, 12, 1, tzinfo=UTC)
START, END = datetime(2027, 1, 4, 9, tzinfo=UTC), datetime(2027, 1, 4, 17, tzinfo=UTC)


def calendar(name: str) -> bytes:
    """Of a team in which everything that has a name is called so; two people share a shift, so that each is told."""
    team = Team(
        id="team",
        period=Period(START.date(), START.date(), START, END),
        sites=(Site("here", "UTC"),),
        people=(Person("ana", "here", name=name), Person("ben", "here", name=name)),
        templates=(ShiftTemplate("day", "here", time(9), time(17)),),
    )
    shift = shift_id("day", date(2027, 1, 4))
    return to_ics(Problem(team), Roster.of([("ana", shift), ("ben", shift)]), name=name, stamp=STAMP)


def words(text: str) -> str:
    """The letters and signs of a text, without spaces and what no calendar can hold; as many as calcurse reads."""
    read = (c for c in text if not c.isspace() and category(c) not in {"Cc", "Cf", "Cs", "Zl", "Zp"})
    return "".join(islice(read, 8_000))


@pytest.fixture(scope="module")
def calendars() -> list[bytes]:
    """One for each name."""
    return [calendar(name) for name in NAMES]


@given(st.text())
@example("\r\nEND:VEVENT")
def test_no_name_breaks_out_of_the_bytes(name: str) -> None:
    made = calendar(name)
    assert lint(made) == []
    assert [words(event.summary) for event in truth(made)] == [words(f"day: {name or id}") for id in ("ana", "ben")]
    (_, title), *_ = [pair for pair in properties(made)[0] if pair[0] == "NAME"]
    assert "\n" not in title


def test_every_program_sees_two_events_and_the_name(reader: Reader, calendars: list[bytes], tmp_path: Path) -> None:
    for name, made, reading in zip(NAMES, calendars, reader.read(calendars, tmp_path), strict=True):
        assert reading.complaints == [], name
        assert [_bounds(seen) for seen in reading.events] == [_bounds(seen) for seen in reader.sees(truth(made))]
        kept = words if reader.keeps_backslashes else _without_backslashes
        assert [kept(seen.summary) for seen in reading.events] == [kept(f"day: {name}")] * 2, name


def _without_backslashes(text: str) -> str:
    return words(re.sub(r"\\+n?", "", text))


def _bounds(seen: Seen) -> tuple[str, datetime, datetime, str]:
    return seen.uid, seen.start, seen.end, seen.status
