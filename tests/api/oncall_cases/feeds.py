"""Cases about calendar feeds."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from icalendar import Calendar

from api.feeds.gathering import PAST_DAYS
from api.notices.starting import Starting
from scheduler.intervals import parse_instant, shift_by, utc_text
from scheduler.oncall.values import Override
from tests.api.oncall_cases import documents
from tests.api.oncall_cases.scenario import DUTY, Raw, Scenario
from tests.oncall_cases.rows import between, shift_row

PERSON = "ana"


def feed_facts(scenario: Scenario) -> None:
    """A UID that stays when the end of a shift changes, beside its SEQUENCE; the day is not shown as busy.

    There is no alarm in it, since most calendar programs drop those: the same reminders are sent as notices. And no
    mark of an open end: every event has its true one.
    """
    shifts, expected = scenario.case.input["shifts"], scenario.case.expected
    scenario.before(parse_instant(s["start"]) for s in shifts)
    scenario.oncall(_fixed(scenario, shifts))
    address = made(scenario, PERSON)
    body = scenario.tried("GET", address).content
    assert body.count(b"\n") == body.count(b"\r\n") > 0
    first = events(body)
    for name in ("dtstart", "dtend"):
        assert [text(event, name) for event in first] == expected[name]
    assert len({event["UID"] for event in first}) == len(first) == expected["vevents"]
    assert {text(event, "transp") for event in first} == {"TRANSPARENT"}
    assert b"VALARM" not in body
    _ends_later(scenario, address, first)
    _reminds(scenario)


def _ends_later(scenario: Scenario, address: str, first: list[Any]) -> None:
    *shifts, last = scenario.case.input["shifts"]
    end = shift_by(parse_instant(last["end"]), minutes=60)
    scenario.oncall(_fixed(scenario, [*shifts, {**last, "end": utc_text(end)}]))
    then = events(scenario.tried("GET", address).content)
    assert [event["UID"] for event in then] == [event["UID"] for event in first]
    assert [event["SEQUENCE"] for event in then] == [*[0] * len(shifts), 1]
    assert then[-1]["DTEND"].dt == end
    assert then[:-1] == first[:-1]


def _reminds(scenario: Scenario) -> None:
    """Each shift is told of as many minutes before as the person likes, once each; looked for a second later."""
    path = f"/v1/teams/{scenario.team}/people/{PERSON}/notices"
    hook = {"channel": "webhook", "address": "https://example.org/hook"}
    chosen = {"destinations": [hook], "before_shift_minutes": scenario.case.input["reminder_minutes"]}
    scenario.sent("PUT", path, chosen)
    leads, expected = chosen["before_shift_minutes"], scenario.case.expected
    assert [f"-PT{lead}M" for lead in leads] == expected["triggers"]
    starts = [parse_instant(shift["start"]) for shift in scenario.case.input["shifts"]]
    due = sorted(shift_by(start, minutes=-lead, seconds=1) for start in starts for lead in leads)
    assert len(due) == len(starts) * expected["valarms_per_event"]
    known = scenario.service.services
    starting = Starting(known.store, known.board, known.clock)
    for scenario.service.clock.now in sorted([*due, *starts]):
        starting.tell()
    told = scenario.sent("GET", f"{path}/sent")["items"]
    assert [row["kind"] for row in told] == ["shift-starts"] * len(due)
    assert sorted(parse_instant(row["created_at"]) for row in told) == due


def cancelled(scenario: Scenario) -> None:
    """An override that is published, then deleted; the event goes for good once it is too old for a feed.

    It keeps its length, unlike what the case says: RFC 5545 wants an end after the start, and calcurse refuses others.
    """
    (published,) = scenario.case.input["published"]
    start, end, path = published["start"], published["end"], f"/v1/teams/{scenario.team}/overrides"
    scenario.before([parse_instant(start)])
    scenario.oncall(scenario.case.document({"shifts": []}, others=[published["user"]]))
    override = Override(between(start, end), DUTY, add=published["user"])
    id = documents.override_made(scenario, override)["id"]
    address = made(scenario, published["user"])
    (before,) = events(scenario.tried("GET", address).content)
    assert before["STATUS"] == "CONFIRMED"
    scenario.service.clock.now = shift_by(scenario.service.clock.now, minutes=1)
    scenario.sent("DELETE", f"{path}/{id}")
    (after,) = events(scenario.tried("GET", address).content)
    expected = scenario.case.expected["vevent"]
    assert after["UID"] == before["UID"]
    assert after["STATUS"] == expected["STATUS"]
    assert expected["DTEND_equals_DTSTART"]
    assert (after["DTSTART"], after["DTEND"]) == (before["DTSTART"], before["DTEND"])
    assert ("LAST-MODIFIED" in after) is (expected["LAST-MODIFIED"] == "present")
    scenario.service.clock.now = shift_by(parse_instant(end), minutes=(PAST_DAYS + 1) * 24 * 60)
    assert before["UID"] not in {event["UID"] for event in events(scenario.tried("GET", address).content)}


def shown(scenario: Scenario, person: str) -> list[tuple[datetime, datetime]]:
    """The bounds of the events in a new feed of `person`; not of cancelled ones."""
    found = events(scenario.tried("GET", made(scenario, person)).content)
    return [(event["DTSTART"].dt, event["DTEND"].dt) for event in found if event["STATUS"] != "CANCELLED"]


def made(scenario: Scenario, person: str) -> str:
    """The path of a new feed of `person`."""
    feed = scenario.sent("POST", f"/v1/teams/{scenario.team}/feeds", {"person": person}, status=201)
    return str(feed["url"]).removeprefix("http://testserver")


def events(body: bytes) -> list[Any]:
    """Its events, in order."""
    return list(Calendar.from_ical(body).walk("VEVENT"))


def text(event: Any, name: str) -> str:
    """What a property of an event says, as it is written."""
    value: bytes = event[name].to_ical()
    return value.decode()


def _fixed(scenario: Scenario, shifts: Iterable[Raw]) -> Raw:
    return scenario.case.document({"shifts": [shift_row(PERSON, s["start"], s["end"]) for s in shifts]})
