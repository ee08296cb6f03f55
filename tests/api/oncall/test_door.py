"""Tokens in memory: they open what they open in the database, and stop opening it at once."""

from __future__ import annotations

from typing import Any

from api.security.door import Door
from api.security.principal import by_token
from tests.api.oncall.rotating import rotating
from tests.processes import until
from tests.service import Service, serving


def door(service: Service) -> Door:
    (found,) = (one for one in service.services.beside if isinstance(one, Door))
    return found


def token(service: Service, **wanted: Any) -> tuple[int, str]:
    made = service.admin.post("/v1/tokens", json={"name": "test", **wanted}).json()
    return int(made["id"]), str(made["secret"])


def test_the_door_knows_whom_the_database_knows(service: Service) -> None:
    rotating(service)
    service.asking("mia", "manager", "watch", "ana")
    secrets = [token(service, **how)[1] for how in ({}, {"teams": ["watch"]}, {"abilities": ["oncall:read"]})]
    mia = service.admin.post("/v1/tokens", json={"name": "hers", "account": 2}).json()["secret"]
    for secret in (*secrets, mia, "watchbill_api_guess"):
        with service.services.store.reading() as session:
            known = by_token(session, secret, service.clock())
        assert door(service).principal(secret.encode()) == known


def test_a_token_that_is_revoked_here_stops_at_once(service: Service) -> None:
    id, secret = token(service)
    assert door(service).principal(secret.encode()) is not None
    service.admin.delete(f"/v1/tokens/{id}").raise_for_status()
    assert door(service).principal(secret.encode()) is None


def test_a_closed_account_has_no_token(service: Service) -> None:
    account = service.admin.post("/v1/accounts", json={"login": "mia"}).json()["id"]
    _, secret = token(service, account=account)
    assert door(service).principal(secret.encode()) is not None
    service.admin.patch(f"/v1/accounts/{account}", json={"active": False}).raise_for_status()
    assert door(service).principal(secret.encode()) is None


def test_a_token_expires_to_the_second(service: Service) -> None:
    _, secret = token(service, expires_at="2026-12-01T10:00:00Z")
    service.clock.set("2026-12-01T09:59:59+00:00")
    assert door(service).principal(secret.encode()) is not None
    service.clock.set("2026-12-01T10:00:00+00:00")
    assert door(service).principal(secret.encode()) is None


def test_what_another_process_revokes_stops_here_too(database_url: str) -> None:
    with serving(database_url) as one, serving(database_url, root="another") as two:
        id, secret = token(one)
        until(lambda: door(two).principal(secret.encode()) is not None)
        one.admin.delete(f"/v1/tokens/{id}").raise_for_status()
        until(lambda: door(two).principal(secret.encode()) is None)
