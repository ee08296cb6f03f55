"""Calendars from anywhere, as on-call layers and as leave."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from api.documents.moving import Destination, leave_from_ical, oncall_from_ical
from api.documents.moving.ical.rules import is_expandable
from api.documents.oncall import OncallPersonRow
from api.errors import BadInput
from scheduler.intervals import Interval, parse_instant
from tests.api.documents.moving.imports import held, noted

QUARTER = Interval(parse_instant("2026-10-01T00:00:00Z"), parse_instant("2027-01-01T00:00:00Z"))
TEAM = tuple(
    OncallPersonRow.model_validate(row)
    for row in (
        {"id": "sin-01", "name": "Ana Reyes", "email": "ana@example.com"},
        {"id": "sin-02", "name": "Ann", "email": "ann@example.com"},
        {"id": "dub-01", "name": "Aoife Byrne"},
    )
)
HERE = Destination(QUARTER)
TO_TEAM = Destination(QUARTER, people=TEAM)
ZONES = {"sin-01": "Asia/Singapore", "sin-02": "Asia/Singapore", "dub-01": "Europe/Dublin"}


def calendar(*events: str, head: str = "") -> str:
    """A calendar of events, each given by its lines."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Example//EN", *head.split("|"), ""]
    for n, event in enumerate(events):
        lines += ["BEGIN:VEVENT", f"UID:{n}@example.com", *event.split("|"), "END:VEVENT"]
    return "\r\n".join([*filter(None, lines), "END:VCALENDAR", ""])


WEEKLY = (
    "DTSTART;TZID=Europe/London:20261019T090000|DTEND;TZID=Europe/London:20261026T090000|RRULE:FREQ=WEEKLY;INTERVAL=2"
)
DAY = "DTSTART:20261102T010000Z|DTEND:20261102T090000Z"


def oncall(*events: str, head: str = "", **more: Any) -> list[str]:
    zone = more.pop("shown", "UTC")
    imported = oncall_from_ical(calendar(*events, head=head), more.pop("into", HERE), **more)
    return held(imported, "2026-10-01", "2026-12-31", zone)


def leave(*events: str, head: str = "", **more: Any) -> list[str]:
    found = leave_from_ical(calendar(*events, head=head), more.pop("into", TO_TEAM), ZONES, **more)
    return [f"{row.person} {row.first_day:%d %b}-{row.last_day:%d %b}" for row in found.rows]


def refusal(content: str | bytes) -> str:
    with pytest.raises(BadInput) as caught:
        oncall_from_ical(content, HERE)
    return str(caught.value.issues[0])


def test_recurring_shifts_keep_the_wall_clock() -> None:
    assert oncall(f"{WEEKLY};COUNT=3|SUMMARY:Ana Reyes", shown="Europe/London") == [
        "ana-reyes Mon 09:00-Mon 09:00",  # an hour longer: clocks change
        "ana-reyes Mon 09:00-Mon 09:00",
        "ana-reyes Mon 09:00-Mon 09:00",
    ]
    imported = oncall_from_ical(calendar(f"{WEEKLY};COUNT=3|SUMMARY:Ana Reyes"), HERE)
    shifts = imported.document.schedules[0].layers[0].shifts
    assert [(s.start, s.end) for s in shifts[:2]] == [
        (parse_instant("2026-10-19T08:00:00Z"), parse_instant("2026-10-26T09:00:00Z")),
        (parse_instant("2026-11-02T09:00:00Z"), parse_instant("2026-11-09T09:00:00Z")),
    ]


def test_a_changed_and_a_cancelled_occurrence_count() -> None:
    changed = (
        "UID:0@example.com|RECURRENCE-ID:20261102T090000Z|DTSTART:20261103T090000Z|DTEND:20261109T090000Z|SUMMARY:Ben"
    )
    text = calendar(f"{WEEKLY};COUNT=3|EXDATE:20261116T090000Z|SUMMARY:Ana", changed)
    imported = oncall_from_ical(text.replace("UID:1@example.com\r\n", ""), HERE)
    assert held(imported, "2026-10-01", "2026-12-31", "UTC") == ["ana Mon 08:00-Mon 09:00", "ben Tue 09:00-Mon 09:00"]
    cancelled = text.replace("UID:1@example.com\r\n", "").replace("SUMMARY:Ben", "SUMMARY:Ben\r\nSTATUS:CANCELLED")
    assert held(oncall_from_ical(cancelled, HERE), "2026-10-01", "2026-12-31", "UTC") == ["ana Mon 08:00-Mon 09:00"]


def test_attendees_answer_unless_they_declined() -> None:
    event = (
        f"{DAY}|SUMMARY:Primary|ATTENDEE;CN=Ana Reyes:mailto:ana@example.com"
        "|ATTENDEE;CN=Ben;PARTSTAT=DECLINED:mailto:ben@example.com|ATTENDEE;CN=Room 5:urn:room"
    )
    assert oncall(event) == ["ana Mon 01:00-Mon 09:00", "room-5 Mon 01:00-Mon 09:00"]
    assert oncall(event, into=TO_TEAM, names={"Room 5": "sin-02"}) == [
        "sin-01 Mon 01:00-Mon 09:00",
        "sin-02 Mon 01:00-Mon 09:00",
    ]


def test_a_title_names_who_answers() -> None:
    assert oncall(f"{DAY}|SUMMARY:On call - Ana", names={"on call - ana": "sin-01"}, into=TO_TEAM) == [
        "sin-01 Mon 01:00-Mon 09:00"
    ]
    assert oncall(f"{DAY}|SUMMARY:aoife byrne", into=TO_TEAM) == ["dub-01 Mon 01:00-Mon 09:00"]
    assert oncall(f"{DAY}|DESCRIPTION:nobody") == []


def test_levels_in_titles_are_layers() -> None:
    low, high = f"{DAY}|SUMMARY:[L1] ana", "DTSTART:20261102T030000Z|DTEND:20261102T040000Z|SUMMARY:[L2] ben"
    assert oncall(low, high) == ["ana Mon 01:00-Mon 03:00", "ben Mon 03:00-Mon 04:00", "ana Mon 04:00-Mon 09:00"]


def test_days_and_times_without_a_zone_are_those_of_the_calendar() -> None:
    day = "DTSTART;VALUE=DATE:20261102|SUMMARY:ana"
    floating = "DTSTART:20261104T090000|DTEND:20261104T170000|SUMMARY:ben"
    assert oncall(day, floating, zone="Asia/Singapore") == ["ana Sun 16:00-Mon 16:00", "ben Wed 01:00-Wed 09:00"]
    head = "X-WR-TIMEZONE:America/New_York"
    assert oncall(day, floating, head=head) == ["ana Mon 05:00-Tue 05:00", "ben Wed 14:00-Wed 22:00"]
    days = "DTSTART;VALUE=DATE:20261102|DTEND;VALUE=DATE:20261105|SUMMARY:ana"
    assert oncall(days) == ["ana Mon 00:00-Thu 00:00"]
    assert oncall(day, floating, head="X-WR-TIMEZONE:Nowhere") == ["ana Mon 00:00-Tue 00:00", "ben Wed 09:00-Wed 17:00"]


def test_a_time_zone_that_is_not_known_is_noted() -> None:
    event = "DTSTART;TZID=Customized Time Zone:20261104T090000|DURATION:PT8H|SUMMARY:ana"
    imported = oncall_from_ical(calendar(event), HERE, zone="Asia/Singapore")
    assert held(imported, "2026-11-01", "2026-12-01", "Asia/Singapore") == ["ana Wed 09:00-Wed 17:00"]
    assert noted(imported, "The time zone Customized Time Zone is not known")


def test_only_what_touches_the_window_is_carried_over() -> None:
    before = "DTSTART:20260901T000000Z|DTEND:20261001T000000Z|SUMMARY:early"
    across = "DTSTART:20260901T000000Z|DTEND:20261001T000001Z|SUMMARY:across"
    after = "DTSTART:20270101T000000Z|DTEND:20270102T000000Z|SUMMARY:late"
    imported = oncall_from_ical(calendar(before, across, after), HERE)
    assert [row.id for row in imported.people] == ["across"]


@pytest.mark.parametrize(
    ("event", "why"),
    [
        ("DTSTART:2026-12-24|SUMMARY:odd", "they have a time that cannot be read"),
        ("SUMMARY:odd", "they have a time that cannot be read"),
        (f"{DAY}|RRULE:FREQ=FOO|SUMMARY:odd", "they have a time that cannot be read"),
        ("DTSTART:18501224T000000Z|SUMMARY:odd", "they are not of the years 1950 to 2100"),
        ("DTSTART:20261102T000000Z|DTEND:21010101T000000Z|SUMMARY:odd", "they are not of the years 1950 to 2100"),
        (f"{DAY}|RRULE:FREQ=SECONDLY|SUMMARY:odd", "their recurrence is too fine, or too rare"),
        ("DTSTART:20261102T010000Z|DURATION:P400D|RRULE:FREQ=DAILY|SUMMARY:odd", "they recur, and each lasts"),
        ("DTSTART:20261102T010000Z|DTEND:20261102T010000Z|SUMMARY:odd", "they last no time"),
        ("DTSTART:20261102T010000Z|DTEND:20261101T010000Z|SUMMARY:odd", "they end before they start"),
    ],
)
def test_one_odd_event_does_not_spoil_the_others(event: str, why: str) -> None:
    imported = oncall_from_ical(calendar(event, f"{DAY}|SUMMARY:ana"), HERE)
    assert held(imported, "2026-10-01", "2026-12-31", "UTC") == ["ana Mon 01:00-Mon 09:00"]
    assert noted(imported, f"Passed over 1 event (odd): {why}")


HOSTILE = [
    "FREQ=SECONDLY",
    "FREQ=MINUTELY;COUNT=5",
    "FREQ=HOURLY",
    "FREQ=DAILY;BYHOUR=0,1,2,3,4;BYMINUTE=0,10,20,30,40,50",
    "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30",
    "FREQ=DAILY;INTERVAL=14;BYDAY=TU",
    "FREQ=WEEKLY;INTERVAL=2;BYMONTH=2",
    "FREQ=MONTHLY;BYMONTH=2;BYMONTHDAY=30",
    "FREQ=MONTHLY;INTERVAL=12;BYMONTHDAY=31",
    "FREQ=MONTHLY;INTERVAL=2;BYMONTH=2",
    "FREQ=MONTHLY;BYDAY=MO;BYSETPOS=7",
    "FREQ=MONTHLY;BYDAY=6MO",
    "FREQ=MONTHLY;BYDAY=1MO;BYMONTHDAY=20",
    "FREQ=MONTHLY;BYMONTHDAY=1;BYSETPOS=2",
    "FREQ=YEARLY;BYWEEKNO=60",
    "FREQ=YEARLY;BYYEARDAY=400",
    "FREQ=YEARLY;BYMONTH=13",
    "FREQ=YEARLY;BYDAY=MO;BYSETPOS=400",
]
USUAL = [
    "FREQ=DAILY",
    "FREQ=DAILY;INTERVAL=3;UNTIL=20261231T000000Z",
    "FREQ=DAILY;INTERVAL=7;BYDAY=MO",
    "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,WE,FR;WKST=SU",
    "FREQ=WEEKLY;BYHOUR=9,17;BYMINUTE=0",
    "FREQ=MONTHLY;BYMONTHDAY=31",
    "FREQ=MONTHLY;BYMONTHDAY=-1",
    "FREQ=MONTHLY;INTERVAL=3;BYMONTHDAY=15",
    "FREQ=MONTHLY;INTERVAL=2;BYMONTHDAY=15,31",
    "FREQ=MONTHLY;BYDAY=-1FR",
    "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1",
    "FREQ=MONTHLY;BYDAY=5MO",
    "FREQ=YEARLY",
    "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29",
    "FREQ=YEARLY;BYMONTH=12;BYDAY=4TH",
    "FREQ=YEARLY;INTERVAL=2;BYMONTH=1;BYMONTHDAY=1;COUNT=5",
]


def parts(rule: str) -> dict[str, list[Any]]:
    return {name: [*values.split(",")] for name, values in (part.split("=") for part in rule.split(";"))}


@pytest.mark.parametrize("rule", HOSTILE)
def test_a_rule_that_would_not_end_is_not_followed(rule: str) -> None:
    assert not is_expandable(parts(rule), date(2026, 11, 2))
    imported = oncall_from_ical(calendar(f"{DAY}|RRULE:{rule}|SUMMARY:odd"), HERE)
    assert imported.document.schedules[0].layers == ()


@pytest.mark.parametrize("rule", USUAL)
def test_a_usual_rule_is_followed(rule: str) -> None:
    assert is_expandable(parts(rule), date(2026, 11, 2))
    imported = oncall_from_ical(calendar(f"{DAY}|RRULE:{rule}|SUMMARY:ana"), HERE)
    assert not noted(imported, "Passed over")


def test_more_than_can_be_expanded_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    for limit, most in (("MOST_EVENTS", 3), ("MOST_HAPPENINGS", 30), ("MOST_DAYS", 20_000)):
        monkeypatch.setattr(f"api.documents.moving.ical.events.{limit}", most)
    daily = "DTSTART:20261001T000000Z|DTEND:20261001T003000Z|RRULE:FREQ=DAILY|SUMMARY:ana"
    assert "more than 30 events are too many to be expanded" in refusal(calendar(daily))
    old = "DTSTART;VALUE=DATE:19500101|RRULE:FREQ=YEARLY|SUMMARY:ana"
    assert "recurrences are too many to be expanded" in refusal(calendar(old))
    assert "4 events are too many to be expanded" in refusal(calendar(*["SUMMARY:x"] * 4))
    assert "5,000,001 bytes are too many" in refusal(b" " * 5_000_001)


@pytest.mark.parametrize(
    "content",
    [b"", b"\xff\xfe", "BEGIN:VCALENDAR", "hello", "BEGIN:VEVENT\r\nEND:VEVENT\r\n", "END:VCALENDAR\r\n" * 3],
)
def test_what_is_no_calendar_is_refused(content: bytes | str) -> None:
    assert "is not a calendar" in refusal(content)


def test_a_page_to_log_in_on_is_recognised() -> None:
    assert "Maybe the address gave a page to log in on?" in refusal(b"<!DOCTYPE html><HTML><body>Sign in</body></html>")


def test_a_calendar_may_have_a_byte_order_mark_and_a_second_calendar() -> None:
    text = calendar(f"{DAY}|SUMMARY:ana") + calendar("DTSTART:20261105T010000Z|DTEND:20261105T020000Z|SUMMARY:ben")
    imported = oncall_from_ical(b"\xef\xbb\xbf" + text.encode(), HERE)
    assert [row.id for row in imported.people] == ["ana", "ben"]


def test_days_of_leave_are_those_of_the_person() -> None:
    days = "DTSTART;VALUE=DATE:20261224|DTEND;VALUE=DATE:20261227|SUMMARY:"
    assert leave(f"{days}Annual leave: Ana Reyes", f"{days}Aoife Byrne (PTO)") == [
        "dub-01 24 Dec-26 Dec",
        "sin-01 24 Dec-26 Dec",
    ]
    evening = "DTSTART:20261101T150000Z|DTEND:20261101T170000Z|SUMMARY:"
    assert leave(f"{evening}Ann") == ["sin-02 01 Nov-02 Nov"]  # 23:00 to 01:00 in Singapore
    assert leave(f"{evening}Aoife Byrne") == ["dub-01 01 Nov-01 Nov"]
    midnight = "DTSTART:20261101T160000Z|DTEND:20261102T160000Z|SUMMARY:Ann"
    assert leave(midnight) == ["sin-02 02 Nov-02 Nov"]


def test_leave_of_one_person_needs_no_name() -> None:
    found = leave_from_ical(
        calendar("DTSTART;VALUE=DATE:20261102|SUMMARY:Flu"), HERE, {}, person="sin-09", kind="medical"
    )
    assert [(row.person, row.first_day, row.last_day, row.kind) for row in found.rows] == [
        ("sin-09", date(2026, 11, 2), date(2026, 11, 2), "medical")
    ]


def test_leave_in_a_row_is_one_leave() -> None:
    event = "DTSTART;VALUE=DATE:20261102|RRULE:FREQ=DAILY;COUNT=3|SUMMARY:Ann"
    again = "DTSTART;VALUE=DATE:20261104|DTEND;VALUE=DATE:20261107|SUMMARY:Ann"
    apart = "DTSTART;VALUE=DATE:20261109|DTEND;VALUE=DATE:20261109|SUMMARY:Ann"
    assert leave(event, again, apart) == ["sin-02 02 Nov-06 Nov", "sin-02 09 Nov-09 Nov"]


def test_leave_is_cut_to_the_window() -> None:
    long = "DTSTART;VALUE=DATE:20260101|DTEND;VALUE=DATE:20280101|SUMMARY:Ann"
    assert leave(long) == ["sin-02 01 Oct-01 Jan"]  # by the clock of Singapore
    assert leave("DTSTART;VALUE=DATE:20260101|SUMMARY:Ann") == []


def test_who_is_away_is_said_by_attendees_and_names() -> None:
    event = "DTSTART;VALUE=DATE:20261102|SUMMARY:Away|ATTENDEE:mailto:ANA@example.com"
    assert leave(event) == ["sin-01 02 Nov-02 Nov"]
    assert leave("DTSTART;VALUE=DATE:20261102|SUMMARY:K. Lim off", names={"K. Lim off": "sin-02"}) == [
        "sin-02 02 Nov-02 Nov"
    ]


def test_leave_that_cannot_be_carried_over_is_noted() -> None:
    events = [
        "DTSTART;VALUE=DATE:20261102|SUMMARY:Anna away",
        "DTSTART;VALUE=DATE:20261103|SUMMARY:Ann and Aoife Byrne",
        "DTSTART;VALUE=DATE:20261104|SUMMARY:Ann|TRANSP:TRANSPARENT",
        "DTSTART;VALUE=DATE:20261105|SUMMARY:Ann|X-MICROSOFT-CDO-BUSYSTATUS:FREE",
        "DTSTART:20261106T010000Z|DTEND:20261106T020000Z|SUMMARY:Ann",
    ]
    found = leave_from_ical(calendar(*events), TO_TEAM, ZONES)
    assert [row.first_day for row in found.rows] == [date(2026, 11, 6)]
    assert found.notes == (
        "1 event counts for the whole of each day it touches.",
        "Passed over 2 events (Anna away, Ann and Aoife Byrne): nobody known is named by them.",
        "Passed over 2 events (Ann): they block no time.",
    )
