"""Logging in by a real OpenID Connect provider."""

from __future__ import annotations

from collections.abc import Iterator

import httpx2
import pytest
from joserfc.jwk import RSAKey
from starlette.testclient import TestClient

from tests.oidc_provider import Provider, running
from tests.service import Service, serving


@pytest.fixture(scope="module")
def a_provider() -> Iterator[Provider]:
    with running() as found:
        yield found


@pytest.fixture
def provider(a_provider: Provider) -> Iterator[Provider]:
    user, key = dict(a_provider.user), a_provider.signed_with
    yield a_provider
    a_provider.user, a_provider.signed_with = user, key


@pytest.fixture
def service(database_url: str, provider: Provider) -> Iterator[Service]:
    settings = {
        "oidc_issuer": provider.issuer,
        "oidc_client_id": "watchbill",
        "oidc_client_secret": "secret",
        "public_url": "http://testserver",
    }
    with serving(database_url, **settings) as found:
        yield found


def log_in(browser: TestClient) -> httpx2.Response:
    sent = browser.get("/login/oidc/start", follow_redirects=False)
    assert sent.status_code == 302, sent.text
    back = httpx2.get(sent.headers["location"])
    return browser.get(back.headers["location"], follow_redirects=False)


def test_who_the_provider_knows_is_logged_in_without_any_role(service: Service) -> None:
    browser = service.anonymous
    assert log_in(browser).status_code == 303
    me = browser.get("/v1/me").json()
    assert (me["login"], me["name"], me["teams"], me["administrator"]) == ("mia@example.org", "Mia Tan", [], False)
    assert me["csrf"]


def test_the_same_person_is_the_same_account(service: Service, provider: Provider) -> None:
    log_in(service.anonymous)
    provider.user["email"] = "mia.lim@example.org"
    log_in(service.anonymous)
    logins = [item["login"] for item in service.admin.get("/v1/accounts").json()["items"]]
    assert logins == ["root", "mia@example.org"]


def test_a_prepared_account_is_taken_over_by_a_verified_address_only(service: Service, provider: Provider) -> None:
    service.admin.post("/v1/accounts", json={"login": "mia@example.org", "administrator": True}).raise_for_status()
    browser = service.anonymous
    provider.user |= {"email_verified": False, "sub": "stranger"}
    log_in(browser)
    assert browser.get("/v1/me").json()["administrator"] is False
    provider.user |= {"email_verified": True, "sub": "42"}
    log_in(browser)
    assert browser.get("/v1/me").json()["administrator"] is True


def test_a_forged_answer_is_refused(service: Service) -> None:
    browser = service.anonymous
    assert browser.get("/login/oidc/callback?code=x&state=y").status_code == 401
    assert browser.get("/v1/me").status_code == 401


def test_a_token_that_another_key_signed_is_refused(service: Service, provider: Provider) -> None:
    provider.signed_with = RSAKey.generate_key(2048, {"kid": "k1", "use": "sig", "alg": "RS256"})
    browser = service.anonymous
    assert log_in(browser).status_code == 401
    assert browser.get("/v1/me").status_code == 401


def test_a_closed_account_is_refused(service: Service) -> None:
    log_in(service.anonymous)
    (_, mia) = service.admin.get("/v1/accounts").json()["items"]
    service.admin.patch(f"/v1/accounts/{mia['id']}", json={"active": False}).raise_for_status()
    browser = service.anonymous
    assert log_in(browser).status_code == 401
    assert browser.get("/v1/me").status_code == 401


def test_a_provider_that_is_away_is_said_so(database_url: str) -> None:
    settings = {"oidc_issuer": "http://127.0.0.1:9", "oidc_client_id": "watchbill", "oidc_client_secret": "secret"}
    with serving(database_url, **settings) as service:
        assert service.anonymous.get("/login/oidc/start").status_code == 503
