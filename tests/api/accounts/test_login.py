"""Logins of browsers by password: cookie, CSRF, ends."""

from __future__ import annotations

import pytest
from starlette.testclient import TestClient

from api.security.guard import COOKIE
from tests.service import Service

PASSWORD = "correct horse battery staple"


@pytest.fixture
def browser(service: Service) -> TestClient:
    service.admin.post("/v1/accounts", json={"login": "mia", "password": PASSWORD}).raise_for_status()
    return TestClient(service.client.app)


def log_in(browser: TestClient, password: str = PASSWORD) -> str:
    answer = browser.post("/v1/login", json={"login": "mia", "password": password})
    answer.raise_for_status()
    csrf: str = answer.json()["csrf"]
    return csrf


def test_a_login_lets_in_until_it_ends(browser: TestClient) -> None:
    csrf = log_in(browser)
    assert browser.get("/v1/me").json()["login"] == "mia"
    assert browser.post("/v1/logout", headers={"X-CSRF-Token": csrf}).status_code == 204
    assert browser.get("/v1/me").status_code == 401


def test_the_cookie_is_out_of_reach_of_scripts(browser: TestClient) -> None:
    answer = browser.post("/v1/login", json={"login": "mia", "password": PASSWORD})
    flags = answer.headers["set-cookie"].lower()
    assert "httponly" in flags
    assert "samesite=lax" in flags


@pytest.mark.parametrize("headers", [{}, {"X-CSRF-Token": "guess"}])
def test_a_cookie_alone_changes_nothing(browser: TestClient, headers: dict[str, str]) -> None:
    log_in(browser)
    assert browser.post("/v1/tokens", json={"name": "x"}, headers=headers).status_code == 403
    assert browser.get("/v1/tokens").json()["items"] == []


def test_another_site_changes_nothing_even_with_the_token(browser: TestClient) -> None:
    headers = {"X-CSRF-Token": log_in(browser), "Sec-Fetch-Site": "cross-site"}
    assert browser.post("/v1/tokens", json={"name": "x"}, headers=headers).status_code == 403


def test_with_cookie_and_token_it_changes(browser: TestClient) -> None:
    headers = {"X-CSRF-Token": log_in(browser), "Sec-Fetch-Site": "same-origin"}
    assert browser.post("/v1/tokens", json={"name": "x"}, headers=headers).status_code == 201


def test_a_wrong_password_and_an_unknown_login_are_told_apart_by_nothing(browser: TestClient) -> None:
    wrong = browser.post("/v1/login", json={"login": "mia", "password": "not the password"})
    unknown = browser.post("/v1/login", json={"login": "nobody", "password": "not the password"})
    assert (wrong.status_code, unknown.status_code) == (401, 401)
    assert wrong.json()["detail"] == unknown.json()["detail"]


def test_guessing_is_slowed_down(browser: TestClient) -> None:
    statuses = [browser.post("/v1/login", json={"login": "mia", "password": "guess"}).status_code for _ in range(12)]
    assert statuses[:10] == [401] * 10
    assert statuses[-1] == 429


def test_a_login_ends_by_itself(service: Service, browser: TestClient) -> None:
    log_in(browser)
    service.clock.set("2026-12-01T21:00:00+00:00")
    assert browser.get("/v1/me").status_code == 401


def test_a_new_password_ends_all_logins(browser: TestClient) -> None:
    headers = {"X-CSRF-Token": log_in(browser)}
    new = {"current": PASSWORD, "new": "another long password"}
    assert browser.put("/v1/me/password", json=new | {"current": "wrong"}, headers=headers).status_code == 403
    assert browser.put("/v1/me/password", json=new, headers=headers).status_code == 204
    assert browser.get("/v1/me").status_code == 401
    log_in(browser, "another long password")


def test_a_closed_account_cannot_log_in(service: Service, browser: TestClient) -> None:
    log_in(browser)
    mia = next(item for item in service.admin.get("/v1/accounts").json()["items"] if item["login"] == "mia")
    service.admin.patch(f"/v1/accounts/{mia['id']}", json={"active": False}).raise_for_status()
    assert browser.get("/v1/me").status_code == 401
    assert browser.post("/v1/login", json={"login": "mia", "password": PASSWORD}).status_code == 401
    assert COOKIE not in TestClient(service.client.app).cookies
