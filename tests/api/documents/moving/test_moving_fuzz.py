"""Whatever stands in an export or a calendar, the answer is an import or a list of issues: never another failure."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from api.documents.moving import (
    Destination,
    Imported,
    from_grafana,
    from_opsgenie,
    from_pagerduty,
    leave_from_ical,
    oncall_from_ical,
)
from api.documents.oncall import holdings_in
from api.errors import BadInput
from scheduler.intervals import Interval, parse_instant
from tests.api.documents.moving.imports import HERE, YEAR, export

IMPORTERS: dict[str, Callable[[Any, Destination], Imported]] = {
    "pagerduty-layers": from_pagerduty,
    "pagerduty-shifts": from_pagerduty,
    "opsgenie": from_opsgenie,
    "grafana": from_grafana,
}
MONTH = Interval(parse_instant("2026-11-01T00:00:00Z"), parse_instant("2026-12-01T00:00:00Z"))
TEXTS = ["", "user", "UTC", "2026-11-02T09:00:00Z", "2026-11-02T09:00:00", "RRULE:FREQ=WEEKLY;BYDAY=MO;INTERVAL=3"]
NUMBERS = [0, 1, 7, -1, 59, 3_600, 86_400, 10**30, 1.5, float("nan"), float("inf")]
SCALARS = st.sampled_from([None, True, *NUMBERS, *TEXTS, "none", "\0", "\ud800", "0001-01-01T00:00:00Z", "é" * 300])
VALUES = st.recursive(
    SCALARS,
    lambda v: (
        st.lists(v, max_size=2) | st.dictionaries(st.sampled_from(["id", "type", "user", "start"]), v, max_size=2)
    ),
    max_leaves=4,
)


def places(value: Any) -> list[tuple[Any, Any]]:
    """Every place at which the value can be changed: its container and the key."""
    parts = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [(value, key) for key, _ in parts] + [pair for _, part in parts for pair in places(part)]


@pytest.mark.parametrize("name", IMPORTERS)
@given(data=st.data())
@settings(max_examples=50, deadline=None)
def test_a_spoilt_export_is_read_or_refused(name: str, data: st.DataObject) -> None:
    raw = export(name)
    for _ in range(data.draw(st.integers(1, 3))):
        container, key = data.draw(st.sampled_from(places(raw)))
        container[key] = data.draw(VALUES)
    with contextlib.suppress(BadInput):
        holdings_in(IMPORTERS[name](raw, HERE).document, MONTH)


@pytest.mark.parametrize("read", [from_pagerduty, from_opsgenie, from_grafana])
@given(raw=VALUES)
@settings(max_examples=60, deadline=None)
def test_any_value_is_read_or_refused(read: Callable[[Any, Destination], Imported], raw: Any) -> None:
    with contextlib.suppress(BadInput):
        read(raw, HERE)


CALENDAR = """\
BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//Example//EN
X-WR-TIMEZONE:Europe/London
BEGIN:VTIMEZONE
TZID:Custom
BEGIN:STANDARD
DTSTART:19701025T020000
TZOFFSETFROM:+0100
TZOFFSETTO:+0000
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
END:STANDARD
END:VTIMEZONE
BEGIN:VEVENT
UID:1
DTSTART;TZID=Custom:20261102T090000
DTEND;TZID=Custom:20261102T170000
RRULE:FREQ=WEEKLY;BYDAY=MO,TU;COUNT=9
EXDATE;TZID=Custom:20261109T090000
RDATE;VALUE=PERIOD:20261120T090000Z/PT2H
SUMMARY:[L1] Ana
ATTENDEE;CN="Ana Reyes";PARTSTAT=ACCEPTED:mailto:ana@example.com
BEGIN:VALARM
TRIGGER:-PT15M
ACTION:DISPLAY
END:VALARM
END:VEVENT
BEGIN:VEVENT
UID:1
RECURRENCE-ID;TZID=Custom:20261103T090000
DTSTART;VALUE=DATE:20261104
DURATION:P2D
SUMMARY:Ben
STATUS:CONFIRMED
TRANSP:OPAQUE
END:VEVENT
END:VCALENDAR
"""
LINES = ["\n", "\r\n ", "BEGIN:VEVENT\n", "END:VEVENT\n", "RRULE:FREQ=DAILY\n", "DTEND:99991231T235959Z\n"]
TIMES = ["20261102", "T999999", "99999999", "-P9D", "DTSTART:0001", "20261102T090000Z/P9W"]
PIECES = st.sampled_from([*LINES, *TIMES, "FREQ=SECONDLY", "TZID=", ";", ":", "\0", "é", ""])


@given(st.lists(st.tuples(st.integers(0, len(CALENDAR)), st.integers(0, 12), PIECES | st.text(max_size=4)), max_size=4))
@settings(max_examples=100, deadline=None)
def test_a_spoilt_calendar_is_read_or_refused(edits: list[tuple[int, int, str]]) -> None:
    text = CALENDAR
    for at, length, piece in edits:
        text = text[:at] + piece + text[at + length :]
    with contextlib.suppress(BadInput):
        holdings_in(oncall_from_ical(text, Destination(MONTH), "Europe/London").document, MONTH)
        leave_from_ical(text.encode("utf-8", "replace"), Destination(MONTH), {}, person="ana")


@given(st.binary(max_size=40))
@settings(max_examples=60, deadline=None)
def test_any_bytes_are_a_calendar_or_refused(content: bytes) -> None:
    with contextlib.suppress(BadInput):
        oncall_from_ical(content, Destination(YEAR))
