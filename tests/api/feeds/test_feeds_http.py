"""Feeds at secret addresses: who may make them, what calendars read, what they see of a change."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from icalendar import Calendar

from tests.api.plans_at_hand import TEAM, another, harbour, legal, publish
from tests.service import Service


@pytest.fixture
def published(service: Service) -> Service:
    publish(service)
    return service


def path(made: dict[str, str]) -> str:
    return made["url"].removeprefix("http://testserver")


def make(service: Service, **wanted: str) -> dict[str, str]:
    made = service.admin.post(f"/v1/teams/{TEAM}/feeds", json=wanted)
    assert made.status_code == 201, made.text
    told: dict[str, str] = made.json()
    return told


def events(service: Service, address: str) -> list[Any]:
    answer = service.anonymous.get(address)
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "text/calendar; charset=utf-8"
    return list(Calendar.from_ical(answer.content).walk("VEVENT"))


def test_a_calendar_reads_the_persons_shifts(published: Service) -> None:
    made = make(published, person="sin-03")
    assert made["webcal"].startswith("webcal://testserver/feeds/watchbill_feed_")
    found = events(published, path(made))
    expected = [shift for person, shift in legal(harbour()) if person == "sin-03"]
    assert len(found) == len(expected)


def test_an_unknown_address_is_not_found(published: Service) -> None:
    assert published.anonymous.get("/feeds/watchbill_feed_guess.ics").status_code == 404


def test_a_token_is_no_feed(published: Service) -> None:
    secret = published.admin.headers["Authorization"].removeprefix("Bearer ")
    assert published.anonymous.get(f"/feeds/{secret}.ics").status_code == 404


def test_a_revoked_feed_is_not_found(published: Service) -> None:
    made = make(published)
    assert published.admin.delete(f"/v1/teams/{TEAM}/feeds/{made['id']}").status_code == 204
    assert published.anonymous.get(path(made)).status_code == 404


def test_nothing_new_is_said_in_no_bytes(published: Service) -> None:
    address = path(make(published))
    first = published.anonymous.get(address)
    again = published.anonymous.get(address, headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["ETag"] == first.headers["ETag"]


def test_analysts_make_feeds_of_their_own_and_of_the_team_only(published: Service) -> None:
    ana = published.asking("ana", "analyst", TEAM, "sin-03")
    assert ana.post(f"/v1/teams/{TEAM}/feeds", json={"person": "sin-03"}).status_code == 201
    assert ana.post(f"/v1/teams/{TEAM}/feeds", json={}).status_code == 201
    assert ana.post(f"/v1/teams/{TEAM}/feeds", json={"person": "sin-01"}).status_code == 403
    make(published, person="sin-01")
    assert [feed["person"] for feed in ana.get(f"/v1/teams/{TEAM}/feeds").json()["items"]] == ["sin-03", None]
    mine = {feed["id"] for feed in ana.get(f"/v1/teams/{TEAM}/feeds").json()["items"]}
    (theirs,) = {feed["id"] for feed in published.admin.get(f"/v1/teams/{TEAM}/feeds").json()["items"]} - mine
    assert ana.delete(f"/v1/teams/{TEAM}/feeds/{theirs}").status_code == 404


def test_last_use_is_shown(published: Service) -> None:
    made = make(published)
    published.anonymous.get(path(made))
    published.services.note_uses()
    (feed,) = published.admin.get(f"/v1/teams/{TEAM}/feeds").json()["items"]
    assert feed["last_used_at"] == "2026-12-01T09:00:00Z"


def test_a_shift_that_goes_is_cancelled_in_place(published: Service) -> None:
    address = path(make(published, person="sin-03"))
    before = {event["UID"]: event for event in events(published, address)}
    gone = "sin-03 sin-day@2027-01-08"
    published.clock.now += timedelta(hours=1)
    publish(published, another(legal(harbour()), gone, new="sin-04 sin-day@2027-01-08"))
    after = {event["UID"]: event for event in events(published, address)}
    assert after.keys() == before.keys()
    (cancelled,) = [event for event in after.values() if event.get("STATUS") == "CANCELLED"]
    assert cancelled["SEQUENCE"] == before[cancelled["UID"]]["SEQUENCE"] + 1
    assert all(after[uid] == before[uid] for uid in before if uid != cancelled["UID"])
