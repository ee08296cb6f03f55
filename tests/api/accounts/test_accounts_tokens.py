"""Accounts, and tokens that can do no more than who made them."""

from __future__ import annotations

import pytest
from starlette.testclient import TestClient

from tests.api.documents.samples import team
from tests.service import Service


@pytest.fixture
def harbour(service: Service) -> Service:
    service.admin.post("/v1/teams", json=team()).raise_for_status()
    return service


def token(client: TestClient, **wanted: object) -> dict[str, object]:
    made = client.post("/v1/tokens", json={"name": "test", **wanted})
    assert made.status_code == 201, made.text
    told: dict[str, object] = made.json()
    return told


def with_token(service: Service, made: dict[str, object]) -> TestClient:
    return TestClient(service.client.app, headers={"Authorization": f"Bearer {made['secret']}"})


def test_the_secret_is_shown_once_and_kept_nowhere(harbour: Service) -> None:
    made = token(harbour.admin)
    listed = harbour.admin.get("/v1/tokens").json()["items"]
    assert made["hint"] in {item["hint"] for item in listed}
    assert all("secret" not in item for item in listed)
    with harbour.services.store.engine.connect() as connection:
        kept = connection.exec_driver_sql("select digest, hint, name from token").all()
    assert all(str(made["secret"]) not in map(str, row) for row in kept)


def test_a_revoked_token_is_worthless(harbour: Service) -> None:
    made = token(harbour.admin)
    client = with_token(harbour, made)
    assert client.get("/v1/me").status_code == 200
    assert harbour.admin.delete(f"/v1/tokens/{made['id']}").status_code == 204
    assert client.get("/v1/me").status_code == 401


def test_an_expired_token_is_worthless(harbour: Service) -> None:
    client = with_token(harbour, token(harbour.admin, expires_at="2026-12-02T00:00:00Z"))
    harbour.clock.set("2026-12-01T23:59:59+00:00")
    assert client.get("/v1/me").status_code == 200
    harbour.clock.set("2026-12-02T00:00:00+00:00")
    assert client.get("/v1/me").status_code == 401


def test_a_token_is_narrowed_to_teams_and_abilities(harbour: Service) -> None:
    manager = harbour.asking("mia", "manager", "harbour")
    narrow = with_token(harbour, token(manager, abilities=["roster:read"]))
    assert narrow.get("/v1/teams/harbour").status_code == 403
    elsewhere = with_token(harbour, token(manager, teams=["another"]))
    assert elsewhere.get("/v1/teams/harbour").status_code == 404


def test_a_narrow_token_makes_no_wider_one(harbour: Service) -> None:
    narrow = with_token(harbour, token(harbour.admin, abilities=["roster:read"], teams=["harbour"]))
    for wider in ({}, {"abilities": ["team:write"], "teams": ["harbour"]}, {"abilities": ["roster:read"]}):
        assert narrow.post("/v1/tokens", json={"name": "wider", **wider}).status_code == 403
    token(narrow, abilities=["roster:read"], teams=["harbour"])


def test_tokens_of_others_are_not_there(harbour: Service) -> None:
    made = token(harbour.admin)
    eve = harbour.asking("eve")
    assert eve.delete(f"/v1/tokens/{made['id']}").status_code == 404
    assert (
        eve.get("/v1/tokens", params={"account": str(made["account"])}).json()["items"][0]["account"] != made["account"]
    )
    assert eve.post("/v1/tokens", json={"name": "x", "account": made["account"]}).status_code == 403


def test_last_use_is_shown(harbour: Service) -> None:
    made = token(harbour.admin)
    with_token(harbour, made).get("/v1/me")
    harbour.services.uses.write(harbour.services.store)
    shown = {item["id"]: item["last_used_at"] for item in harbour.admin.get("/v1/tokens").json()["items"]}
    assert shown[made["id"]] == "2026-12-01T09:00:00Z"


def test_the_last_administrator_stays(service: Service) -> None:
    (root,) = service.admin.get("/v1/accounts").json()["items"]
    for loss in ({"administrator": False}, {"active": False}):
        assert service.admin.patch(f"/v1/accounts/{root['id']}", json=loss).status_code == 409
    service.admin.post("/v1/accounts", json={"login": "second", "administrator": True}).raise_for_status()
    assert service.admin.patch(f"/v1/accounts/{root['id']}", json={"active": False}).status_code == 200
    assert service.admin.get("/v1/me").status_code == 401


def test_accounts_come_in_pages(service: Service) -> None:
    for n in range(5):
        service.admin.post("/v1/accounts", json={"login": f"person{n}"}).raise_for_status()
    seen: list[str] = []
    cursor: str | None = None
    while True:
        page = service.admin.get("/v1/accounts", params={"limit": 2} | ({"cursor": cursor} if cursor else {})).json()
        seen += [item["login"] for item in page["items"]]
        cursor = page["next"]
        if cursor is None:
            break
    assert seen == ["root", *(f"person{n}" for n in range(5))]
    assert service.admin.get("/v1/accounts", params={"cursor": "nonsense"}).status_code == 422
