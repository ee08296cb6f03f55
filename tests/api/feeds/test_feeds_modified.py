"""No byte of a feed changes without a later Last-Modified, no event without a higher SEQUENCE."""

from __future__ import annotations

from datetime import timedelta
from email.utils import parsedate_to_datetime
from typing import Any

import pytest

from tests.api.feeds.following import Following
from tests.api.plans_at_hand import TEAM, harbour, publish
from tests.service import Service


@pytest.fixture
def published(service: Service) -> Service:
    publish(service)
    return service


def changed(service: Service, **fields: Any) -> None:
    service.clock.now += timedelta(minutes=5)
    answer = service.admin.patch(f"/v1/teams/{TEAM}", json=fields)
    assert answer.status_code == 200, answer.text
    service.clock.now += timedelta(minutes=5)


def test_who_asks_by_the_time_hears_of_a_new_name(published: Service) -> None:
    made = published.admin.post(f"/v1/teams/{TEAM}/feeds", json={"person": "sin-03"}).json()
    address = "/feeds/" + made["url"].rpartition("/")[2]
    before = published.anonymous.get(address)
    since = {"If-Modified-Since": before.headers["Last-Modified"]}
    assert published.anonymous.get(address, headers=since).status_code == 304
    changed(published, name="Port")
    after = published.anonymous.get(address, headers=since)
    assert after.status_code == 200
    assert b"X-WR-CALNAME:Port: " in after.content
    modified = [parsedate_to_datetime(answer.headers["Last-Modified"]) for answer in (before, after)]
    assert modified[0] < modified[1] <= published.clock.now
    since = {"If-Modified-Since": after.headers["Last-Modified"]}
    published.services.committed([])
    assert published.anonymous.get(address, headers=since).status_code == 304


def test_another_clock_of_a_site_is_a_change_of_its_events(published: Service) -> None:
    calendar, dublin = Following(published), Following(published, site="dub")
    calendar.poll()
    dublin.poll()
    before = dict(calendar.events)
    sites = [site | ({"timezone": "Asia/Tokyo"} if site["id"] == "sin" else {}) for site in harbour()["sites"]]
    changed(published, sites=sites)
    assert calendar.poll()  # it refuses other bytes under the same sequence
    told = [uid for uid, event in calendar.events.items() if "(Asia/Tokyo)" in str(event.get("DESCRIPTION"))]
    assert told
    for uid, event in calendar.events.items():
        assert (int(event["SEQUENCE"]) > int(before[uid]["SEQUENCE"])) == (uid in told)
    assert not dublin.poll() or all(int(event["SEQUENCE"]) == 0 for event in dublin.events.values())
