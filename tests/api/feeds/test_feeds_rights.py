"""Feeds show nobody more than they may see; their addresses are kept nowhere; who guesses them is slowed down."""

from __future__ import annotations

from typing import Any

import pytest
import sqlalchemy as sa
from starlette.testclient import TestClient

from api.feeds import rendering
from api.feeds.addresses import address_of
from api.feeds.service import SHOWN
from tests.api.plans_at_hand import TEAM, publish
from tests.service import Service, serving

FEEDS = f"/v1/teams/{TEAM}/feeds"


@pytest.fixture
def published(service: Service) -> Service:
    publish(service)
    return service


def kind(answer: Any) -> tuple[int, str]:
    return answer.status_code, answer.json()["type"].rpartition(":")[2]


@pytest.mark.parametrize("lacking", SHOWN)
def test_a_token_makes_no_feed_of_what_it_may_not_see(published: Service, lacking: str) -> None:
    abilities = ["feeds:write", *(ability for ability in SHOWN if ability != lacking)]
    narrow = published.asking("narrow", "analyst", TEAM, "sin-02", abilities=abilities)
    refused = narrow.post(FEEDS, json={"person": "sin-02"})
    assert kind(refused) == (403, "forbidden")
    assert lacking in refused.json()["detail"]
    with published.services.store.reading() as session:
        secret = session.execute(sa.text("select count(*) from feed_secret")).scalar()
    assert secret == 0


def test_a_token_gives_no_address_to_a_feed_of_what_it_may_not_see(published: Service) -> None:
    service = published
    account = service.asking("ana", "analyst", TEAM, "sin-02")
    id = account.post(FEEDS, json={}).json()["id"]
    narrow = narrowed(account, service)
    assert kind(narrow.post(f"{FEEDS}/{id}/rotate")) == (403, "forbidden")
    assert narrow.get(FEEDS).status_code == 200
    assert narrow.delete(f"{FEEDS}/{id}").status_code == 204


def narrowed(account: TestClient, service: Service) -> TestClient:
    """The same account with another token, which may only make feeds."""
    made = account.post("/v1/tokens", json={"name": "narrow", "abilities": ["feeds:write"]}).json()
    return TestClient(service.client.app, headers={"Authorization": f"Bearer {made['secret']}"})


def everything(service: Service) -> str:
    """All that stands in the database."""
    metadata = sa.MetaData()
    with service.services.store.engine.connect() as connection:
        metadata.reflect(connection)
        return "\n".join(str(row) for table in metadata.sorted_tables for row in connection.execute(table.select()))


def test_the_database_never_has_an_address(published: Service) -> None:
    once = {"Idempotency-Key": "one"}
    made = published.admin.post(FEEDS, json={}, headers=once)
    assert (made.status_code, made.headers["Cache-Control"]) == (201, "no-store")
    rotate = f"{FEEDS}/{made.json()['id']}/rotate"
    changed = published.admin.post(rotate, headers={"Idempotency-Key": "two"})
    assert (changed.status_code, changed.headers["Cache-Control"]) == (200, "no-store")
    kept = everything(published)
    for answer in (made, changed):
        assert answer.json()["hint"] in kept
        assert answer.json()["page"].rpartition("/")[2] not in kept


def test_a_feed_is_made_once_and_its_address_shown_once(published: Service) -> None:
    once = {"Idempotency-Key": "one"}
    made = published.admin.post(FEEDS, json={}, headers=once).json()
    for _ in range(2):
        assert kind(published.admin.post(FEEDS, json={}, headers=once)) == (409, "done-already")
    assert kind(published.admin.post(FEEDS, json={"busy": True}, headers=once)) == (422, "key-reused")
    assert [feed["id"] for feed in published.admin.get(FEEDS).json()["items"]] == [made["id"]]
    rotate = f"{FEEDS}/{made['id']}/rotate"
    changed = published.admin.post(rotate, headers={"Idempotency-Key": "two"}).json()
    assert kind(published.admin.post(rotate, headers={"Idempotency-Key": "two"})) == (409, "done-already")
    assert published.anonymous.get(f"/feeds/{changed['url'].rpartition('/')[2]}").status_code == 200


def test_who_guesses_is_refused_before_the_database_is_asked(
    published: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def looking(session: Any, digest: str, now: Any) -> Any:
        asked.append(digest)
        return address_of(session, digest, now)

    monkeypatch.setattr(rendering, "address_of", looking)
    with serving(published.services.settings.database_url, "boss", requests_a_minute=10) as service:
        address = "/feeds/" + service.admin.post(FEEDS, json={}).json()["url"].rpartition("/")[2]
        assert service.anonymous.get(address).status_code == 200
        found = [
            service.anonymous.get(f"/feeds/watchbill_feed_guess{n}{end}").status_code
            for n in range(6)
            for end in (".ics", "")
        ]
        assert found == [404] * 9 + [429] * 3
        assert len(asked) == 10
        assert service.anonymous.get(address).status_code == 200  # it is known here


def test_who_asks_too_often_for_a_feed_is_refused_before_the_database_is_asked(
    published: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    with serving(published.services.settings.database_url, "boss", requests_a_minute=5) as service:
        address = "/feeds/" + service.admin.post(FEEDS, json={}).json()["url"].rpartition("/")[2]
        found = [service.anonymous.get(address).status_code for _ in range(6)]
        assert found == [200] * 6  # the first one counts for who asks
        monkeypatch.setattr(rendering, "address_of", None)  # whoever asked it now would fail
        for asked in (address, address.removesuffix(".ics")):
            refused = service.anonymous.get(asked)
            assert refused.status_code == 429
            assert int(refused.headers["Retry-After"]) > 0
