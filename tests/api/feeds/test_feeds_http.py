"""Feeds at secret addresses: who may make them, what calendars read, what they see of a change."""

from __future__ import annotations

import re
from base64 import b64encode
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from email.utils import parsedate_to_datetime
from hashlib import sha256
from html import escape
from time import monotonic
from typing import Any

import pytest
from icalendar import Calendar
from sqlalchemy.exc import OperationalError
from starlette.testclient import TestClient

from api.app import application
from api.feeds import rendering
from api.feeds.links import Links
from api.feeds.page import page
from api.security.tokens import digest
from api.start import services_of
from exports.feed import KEPT_DAYS, feed
from tests.api.plans_at_hand import TEAM, another, harbour, legal, publish
from tests.service import Service, serving


@pytest.fixture
def published(service: Service) -> Service:
    publish(service)
    return service


def path(made: dict[str, str]) -> str:
    return made["url"].removeprefix("http://testserver")


def make(service: Service, **wanted: Any) -> dict[str, str]:
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
    for encoding in ("identity", "gzip"):
        first = published.anonymous.get(address, headers={"Accept-Encoding": encoding})
        tag = first.headers["ETag"]
        for known in (tag, f"W/{tag}", f'"x", {tag}', "*"):
            again = published.anonymous.get(address, headers={"If-None-Match": known, "Accept-Encoding": encoding})
            assert (again.status_code, again.content) == (304, b"")
            assert again.headers["ETag"] == tag
            assert "Cache-Control" in again.headers
            assert again.headers["Vary"] == "Accept-Encoding"
        other = published.anonymous.get(address, headers={"If-None-Match": '"x"', "Accept-Encoding": encoding})
        assert other.status_code == 200


def test_gzipped_it_is_the_same_with_a_tag_of_its_own(published: Service) -> None:
    address = path(make(published))
    plain = published.anonymous.get(address, headers={"Accept-Encoding": "gzip;q=0, identity"})
    zipped = published.anonymous.get(address, headers={"Accept-Encoding": "br, gzip;q=0.5"})
    assert "Content-Encoding" not in plain.headers
    assert zipped.headers["Content-Encoding"] == "gzip"
    assert zipped.content == plain.content
    assert int(zipped.headers["Content-Length"]) < int(plain.headers["Content-Length"]) == len(plain.content)
    assert zipped.headers["ETag"] != plain.headers["ETag"]
    assert not {plain.headers["ETag"][:2], zipped.headers["ETag"][:2]} & {"W/"}


def test_head_says_the_same_without_the_bytes(published: Service) -> None:
    address = path(make(published))
    for _ in range(2):  # asked for first, and at hand
        whole, head = published.anonymous.get(address), published.anonymous.head(address)
        assert (head.status_code, head.content) == (200, b"")
        names = ("ETag", "Last-Modified", "Content-Length", "Content-Type", "Content-Disposition")
        assert [head.headers[name] for name in names] == [whole.headers[name] for name in names]
    assert whole.headers["Content-Disposition"] == 'inline; filename="harbour.ics"'
    assert whole.headers["X-Robots-Tag"] == "noindex"


def test_last_modified_never_falls_and_is_asked_about(published: Service) -> None:
    address = path(make(published, person="sin-03"))
    first = published.anonymous.get(address)
    since = {"If-Modified-Since": first.headers["Last-Modified"]}
    assert published.anonymous.get(address, headers=since).status_code == 304
    assert published.anonymous.get(address, headers=since | {"If-None-Match": '"x"'}).status_code == 200
    far = "Mon, 01 Jan 99999999999999999999 00:00:00 GMT"
    for odd in ("yesterday", "", "Mon, 01 Jan 1990 00:00:00 GMT", far):
        assert published.anonymous.get(address, headers={"If-Modified-Since": odd}).status_code == 200
    published.clock.now += timedelta(seconds=1)
    moved = "sin-03 sin-day@2027-01-08"
    publish(published, another(legal(harbour()), moved, new=moved.replace("sin-03", "sin-04")))
    gone = published.anonymous.get(address, headers=since)
    assert gone.status_code == 200
    assert parsedate_to_datetime(gone.headers["Last-Modified"]) > parsedate_to_datetime(first.headers["Last-Modified"])
    published.clock.now += timedelta(days=KEPT_DAYS + 1)  # the cancelled ones leave the feed
    last = published.anonymous.get(address, headers={"If-Modified-Since": gone.headers["Last-Modified"]})
    assert last.status_code == 200
    assert b"CANCELLED" not in last.content


def test_the_quick_way_and_the_ordinary_one_say_the_same(published: Service) -> None:
    address = path(make(published))
    asked = [{}, {"Accept-Encoding": "gzip"}, {"If-None-Match": "*"}, {"If-Modified-Since": "x"}]

    def answers() -> list[tuple[Any, ...]]:
        found = []
        for headers in asked:
            for ask in (published.anonymous.get, published.anonymous.head):
                answer = ask(address, headers=headers)
                told = {name: value for name, value in answer.headers.items() if name != "x-request-id"}
                found.append((answer.status_code, answer.content, told))
        return found

    feeds = published.client.app.state.feeds  # type: ignore[attr-defined]
    feeds.committed()
    at_hand = feeds.at_hand
    feeds.at_hand = lambda _: None
    ordinary = answers()
    feeds.at_hand = at_hand
    published.anonymous.get(address)
    assert feeds.at_hand(digest(address.split("/")[2].removesuffix(".ics"))) is not None
    assert answers() == ordinary


def test_what_the_query_says_does_not_count(published: Service) -> None:
    address = path(make(published))
    assert published.anonymous.get(f"{address}?nocache=1").content == published.anonymous.get(address).content


def test_robots_may_come(published: Service) -> None:
    told = published.anonymous.get("/robots.txt")
    assert told.status_code == 200
    assert not [line for line in told.text.splitlines() if line.startswith("Disallow: ")]


def test_no_log_has_the_address(published: Service, capfd: pytest.CaptureFixture[str]) -> None:
    address = path(make(published))
    secret = address.removeprefix("/feeds/").removesuffix(".ics")
    for asked in (address, address.removesuffix(".ics"), f"{address}x", "/feeds/watchbill_feed_guess.ics"):
        published.anonymous.get(asked)
    said = "".join(capfd.readouterr())
    assert "/feeds/{secret}.ics" in said
    assert secret not in said
    assert "guess" not in said


def test_while_the_database_is_away_what_is_known_goes_on(published: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    known, other = path(make(published)), path(make(published, person="sin-01"))
    before = published.anonymous.get(known)
    feeds = published.client.app.state.feeds  # type: ignore[attr-defined]
    feeds.committed()  # nothing is fresh any more

    def away(*_: object) -> None:
        raise OperationalError("select", {}, Exception("the server is away"))

    monkeypatch.setattr(rendering, "address_of", away)
    assert published.anonymous.get(known).content == before.content
    refused = published.anonymous.get(other)
    assert (refused.status_code, refused.headers["content-type"]) == (503, "application/problem+json")
    assert int(refused.headers["Retry-After"]) > 0


def test_ten_thousand_calendars_cost_one_rendering(published: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[int] = []

    def counting(*said: Any) -> bytes:
        made.append(1)
        return feed(*said)

    monkeypatch.setattr(rendering, "feed", counting)
    address, other = path(make(published)), path(make(published))
    feeds = published.client.app.state.feeds  # type: ignore[attr-defined]
    with ThreadPoolExecutor(8) as pool:
        bodies = set(pool.map(lambda _: published.anonymous.get(address).content, range(50)))
    feeds.committed()
    assert {published.anonymous.get(address).content, published.anonymous.get(other).content} == bodies
    assert len(made) == 1


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
    assert feed["last_program"] == "Other"
    agents = {
        "Google-Calendar-Importer": "Google",
        "macOS/14.5 (23F79) dataaccessd/1.0": "Apple",
        "Microsoft Office/16.0 (Microsoft Outlook 16.0)": "Outlook",
        "Mozilla/5.0 (X11; Linux x86_64; rv:153.0) Gecko/20100101 Thunderbird/153.7": "Thunderbird",
    }
    for agent, name in agents.items():
        published.anonymous.get(path(made), headers={"User-Agent": agent})
        published.services.note_uses()
        (feed,) = published.admin.get(f"/v1/teams/{TEAM}/feeds").json()["items"]
        assert feed["last_program"] == name


def test_a_new_address_is_given_and_the_old_one_says_so(published: Service) -> None:
    made = make(published, person="sin-03")
    old = path(made)
    shifts = events(published, old)
    changed = published.admin.post(f"/v1/teams/{TEAM}/feeds/{made['id']}/rotate")
    assert changed.status_code == 200, changed.text
    new = path(changed.json())
    assert new != old
    assert changed.json()["id"] == made["id"]
    assert [event["UID"] for event in events(published, new)] == [event["UID"] for event in shifts]
    (told,) = events(published, old)
    assert "has changed" in told["SUMMARY"]
    assert published.anonymous.get(old.removesuffix(".ics")).status_code == 404
    published.clock.now += timedelta(days=29)
    assert len(events(published, old)) == 1
    published.clock.now += timedelta(days=1)
    published.services.committed([])
    assert published.anonymous.get(old).status_code == 404
    assert published.anonymous.get(new).status_code == 200


def test_revoking_ends_all_addresses(published: Service) -> None:
    made = make(published)
    again = published.admin.post(f"/v1/teams/{TEAM}/feeds/{made['id']}/rotate").json()
    for address in (path(made), path(again)):
        assert published.anonymous.get(address).status_code == 200
    published.admin.delete(f"/v1/teams/{TEAM}/feeds/{made['id']}")
    for address in (path(made), path(again), path(again).removesuffix(".ics")):
        assert published.anonymous.get(address).status_code == 404
    assert published.admin.post(f"/v1/teams/{TEAM}/feeds/{made['id']}/rotate").status_code == 409


def test_others_do_not_change_my_address(published: Service) -> None:
    made = make(published)
    ana = published.asking("ana", "analyst", TEAM, "sin-03")
    assert ana.post(f"/v1/teams/{TEAM}/feeds/{made['id']}/rotate").status_code == 404


def test_a_feed_ends_with_the_right_to_have_one(published: Service) -> None:
    ana = published.asking("ana", "analyst", TEAM, "sin-03")
    address = path(ana.post(f"/v1/teams/{TEAM}/feeds", json={"person": "sin-03"}).json())
    assert published.anonymous.get(address).status_code == 200
    answer = published.admin.delete(f"/v1/teams/{TEAM}/members/ana")
    assert answer.status_code < 300, answer.text
    assert published.anonymous.get(address).status_code == 404


def test_another_process_sees_at_once_that_a_feed_is_revoked(published: Service) -> None:
    made = make(published)
    services = services_of(published.services.settings, published.clock)
    with TestClient(application(services)) as other:
        assert other.get(path(made)).status_code == 200
        published.admin.delete(f"/v1/teams/{TEAM}/feeds/{made['id']}")
        until = monotonic() + 10
        while other.get(path(made)).status_code != 404:
            assert monotonic() < until


def test_there_is_an_address_for_each_program(service: Service) -> None:
    with serving(service.services.settings.database_url, "boss", public_url="https://rota.example.org/x/") as public:
        publish(public)
        made = make(public)
    secret = made["page"].removeprefix("https://rota.example.org/x/feeds/")
    assert made["url"] == f"{made['page']}.ics"
    assert len(made["url"]) <= 256
    assert made["webcal"] == f"webcal://rota.example.org/x/feeds/{secret}.ics"
    assert made["google"] == (
        f"https://calendar.google.com/calendar/r?cid=webcal%3A%2F%2Frota.example.org%2Fx%2Ffeeds%2F{secret}.ics"
    )


def test_a_page_says_how_to_subscribe(published: Service) -> None:
    made = make(published, person="sin-03", language="zh")
    page = published.anonymous.get(made["page"].removeprefix("http://testserver"))
    assert page.status_code == 200
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    for link in (made["url"], made["webcal"], made["google"]):
        assert escape(link) in page.text
    for program in ("Google Calendar", "Apple Calendar", "iPhone", "Outlook", "Thunderbird"):
        assert program in page.text
    assert "<script" not in page.text
    assert not re.findall(r"(?:src|@import|url\()", page.text)
    style = page.text.partition("<style>")[2].partition("</style>")[0]
    allowed = b64encode(sha256(style.encode()).digest()).decode()
    policy = page.headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'; ")
    assert f"style-src 'sha256-{allowed}'" in policy
    assert (page.headers["Cache-Control"], page.headers["Referrer-Policy"]) == ("no-store", "no-referrer")
    assert published.anonymous.get("/feeds/watchbill_feed_guess").status_code == 404


def test_no_name_breaks_out_of_the_page() -> None:
    text = page("<script>alert(1)</script> & Söhne", Links("https://x/a.ics", 'webcal://x/"onclick="', "g", "p"))
    assert "<script" not in text
    assert 'onclick="' not in text
    assert "&lt;script&gt;" in text


def test_another_site_or_person_is_refused_with_advice(published: Service) -> None:
    answer = published.admin.post(f"/v1/teams/{TEAM}/feeds", json={"person": "sin-33", "site": "sim", "language": "xx"})
    assert answer.status_code == 422
    answer = published.admin.post(f"/v1/teams/{TEAM}/feeds", json={"person": "sin-33", "site": "sim"})
    assert [issue["path"] for issue in answer.json()["issues"]] == ["person", "site"]
    for days in ({"past_days": 61}, {"future_days": 366}, {"future_days": 0}):
        assert published.admin.post(f"/v1/teams/{TEAM}/feeds", json=days).status_code == 422


def test_of_many_who_ask_again_one_looks_it_up(published: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    clock = [100.0]
    monkeypatch.setattr(rendering, "monotonic", lambda: clock[0])
    address = path(make(published))
    published.anonymous.get(address)
    feeds = published.client.app.state.feeds  # type: ignore[attr-defined]
    key = digest(address.split("/")[2].removesuffix(".ics"))

    def at_hand(seconds: float) -> list[bool]:
        clock[0] += seconds
        return [feeds.at_hand(key) is not None for _ in range(3)]

    assert at_hand(0.4) == [True, True, True]
    assert at_hand(0.2) == [False, True, True]
    assert at_hand(3600) == [False, False, False]
    published.anonymous.get(address)
    assert at_hand(0) == [True, True, True]
    feeds.committed()
    assert at_hand(0) == [False, False, False]
