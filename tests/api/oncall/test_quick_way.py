"""The quick way to an answer, and the ordinary one: they say the same, and the quick one needs no database."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from httpx2 import Response
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from starlette.testclient import TestClient

from api.security.abilities import Ability
from tests.api.oncall.rotating import HANDOVER, rotating
from tests.api.plans_at_hand import publish
from tests.service import Service, serving

TEAMS = ["watch", "harbour", "alpha"]
ODD = ["", " ", "nowhere", "\0", "-", "watch ", "WATCH", "é", "0", "101", "1.5", "+1", "²", "tomorrow", "UTC", "%"]
VALUES = {
    "team": st.sampled_from(TEAMS),
    "duty": st.sampled_from(["standby", "on-duty"]),
    "level": st.sampled_from(["1", "2", "100", "01"]),
    "at": st.sampled_from([HANDOVER, "2027-01-05T09:00:00+08:00", "2026-12-07T08:59:59.999Z", "2035-01-01T00:00:00Z"]),
    "tz": st.sampled_from(["Asia/Singapore", "UTC", "Europe/Dublin", "America/St_Johns"]),
}
PAIRS = st.one_of([st.tuples(st.just(name), value) for name, value in VALUES.items()])
ODD_PAIRS = st.tuples(st.sampled_from([*VALUES, "other", ""]), st.sampled_from(ODD))
QUERIES = st.lists(PAIRS, max_size=5) | st.lists(PAIRS | ODD_PAIRS, max_size=5)


class Ways:
    """One who asks in both ways: for the scheme of a token, HTTP does not tell apart small letters and capitals."""

    def __init__(self, client: TestClient) -> None:
        secret = client.headers["Authorization"].removeprefix("Bearer ")
        self.quick = TestClient(client.app, headers={"Authorization": f"Bearer {secret}"})
        self.ordinary = TestClient(client.app, headers={"Authorization": f"bearer {secret}"})


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory, sqlite_base: Path) -> Iterator[Service]:
    """One for all questions."""
    file = tmp_path_factory.mktemp("quick") / "watchbill.db"
    file.write_bytes(sqlite_base.read_bytes())
    with serving(f"sqlite:///{file}", requests_a_minute=10**9) as found:
        publish(found)
        rotating(found, "watch")
        rotating(found, "alpha")
        yield found


@pytest.fixture(scope="module")
def ways(service: Service) -> list[Ways]:
    mixed = service.asking("mixed", "reader", "watch")
    service.admin.put("/v1/teams/harbour/members/mixed", json={"role": "analyst"}).raise_for_status()
    narrowed: list[dict[str, Any]] = [{"teams": ["alpha"]}, {"abilities": [Ability.ONCALL_READ]}, {"abilities": []}]
    others = [service.asking(f"narrow{n}", administrator=True, **how) for n, how in enumerate(narrowed)]
    return [Ways(client) for client in (service.admin, mixed, service.asking("nobody"), *others)]


def facts(answer: Response) -> tuple[object, ...]:
    """Everything that is said, but for what differs with each request."""
    headers = {name: answer.headers.get(name) for name in ("content-type", "etag", "cache-control", "content-length")}
    return answer.status_code, answer.content if answer.is_success else b"", headers if answer.is_success else {}


@given(query=QUERIES, who=st.integers(0, 5))
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_both_ways_say_the_same(ways: list[Ways], query: list[tuple[str, str]], who: int) -> None:
    address = f"/v1/oncall?{urlencode(query)}"
    assert facts(ways[who].quick.get(address)) == facts(ways[who].ordinary.get(address))


@pytest.mark.parametrize("query", ["", "?team=watch", "?team=watch&team=harbour&duty=standby&level=1&tz=UTC"])
@pytest.mark.parametrize("known", [None, "*", '"other"', "the same"])
def test_both_ways_know_what_is_known(ways: list[Ways], query: str, known: str | None) -> None:
    first = ways[0].quick.get(f"/v1/oncall{query}")
    sent = {"If-None-Match": first.headers["ETag"] if known == "the same" else known} if known else {}
    answers = [way.get(f"/v1/oncall{query}", headers=sent) for way in (ways[0].quick, ways[0].ordinary)]
    assert facts(answers[0])[0] == facts(answers[1])[0] == (304 if known in ("*", "the same") else 200)
    assert answers[0].headers["ETag"] == answers[1].headers["ETag"]
    assert answers[0].content == answers[1].content


@pytest.mark.parametrize(
    "query", ["", "?team=watch", "?team=harbour&team=watch&duty=standby", f"?level=1&tz=Asia/Tokyo&at={HANDOVER}"]
)
def test_the_quick_way_asks_no_database(service: Service, query: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("the database was asked")

    monkeypatch.setattr(service.services.store, "session", refuse)
    assert service.admin.get(f"/v1/oncall{query}").status_code == 200
    with pytest.raises(AssertionError, match="was asked"):
        service.admin.get("/v1/oncall?team=nowhere")


def test_the_quick_way_is_counted_and_has_a_request_id(service: Service) -> None:
    service.admin.get("/v1/oncall?team=watch", headers={"If-None-Match": "*"})
    made = service.admin.get("/v1/oncall?team=watch")
    assert re.fullmatch(r"[0-9a-f]{16}", made.headers["X-Request-Id"])
    sent = service.admin.get("/v1/oncall?team=watch", headers={"X-Request-Id": "proxy-17"})
    assert sent.headers["X-Request-Id"] == "proxy-17"
    told = service.admin.get("/metrics").text
    for status in (200, 304):
        (count,) = re.findall(rf'requests_total{{method="GET",route="/v1/oncall",status="{status}"}} (\S+)', told)
        assert float(count) >= 1


def test_the_use_of_a_token_is_noted(service: Service) -> None:
    client = service.asking("used", "reader", "watch")
    client.get("/v1/oncall?team=watch").raise_for_status()
    service.services.note_uses()
    (token,) = client.get("/v1/tokens").json()["items"]
    assert token["last_used_at"] == "2026-12-01T09:00:00Z"


def test_a_browser_that_is_logged_in_may_ask(service: Service) -> None:
    password = "correct horse battery staple"
    service.admin.post("/v1/accounts", json={"login": "mia", "password": password, "administrator": True})
    browser = TestClient(service.client.app)
    browser.post("/v1/login", json={"login": "mia", "password": password}).raise_for_status()
    assert browser.get("/v1/oncall?team=watch").json() == service.admin.get("/v1/oncall?team=watch").json()


OWN = st.tuples(st.sampled_from(["show", "nobody"]), st.sampled_from(["person", "email", "error", "fallback", "", "x"]))


@given(query=st.lists(PAIRS | ODD_PAIRS | OWN, max_size=5) | st.lists(PAIRS | OWN, max_size=4), who=st.integers(0, 5))
@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_both_ways_say_the_same_in_lines(ways: list[Ways], query: list[tuple[str, str]], who: int) -> None:
    address = f"/v1/oncall.txt?{urlencode(query)}"
    quick, ordinary = ways[who].quick.get(address), ways[who].ordinary.get(address)
    assert facts(quick) == facts(ordinary)
    assert quick.headers.get("Watchbill-Uncovered") == ordinary.headers.get("Watchbill-Uncovered")


def test_lines_ask_no_database(service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("the database was asked")

    monkeypatch.setattr(service.services.store, "session", refuse)
    asked = "/v1/oncall.txt?team=watch&level=1&show=person&nobody=error"
    assert service.admin.get(asked).text == "ana\n"
    tag = service.admin.get(asked).headers["ETag"]
    assert service.admin.get(asked, headers={"If-None-Match": tag}).status_code == 304


@pytest.mark.parametrize("path", ["/v1/oncall", "/v1/oncall.txt"])
def test_both_ways_refuse_a_list_of_tags_that_is_too_long(ways: list[Ways], path: str) -> None:
    for length, status in ((500, 200), (501, 422)):
        sent = {"If-None-Match": '"' + "x" * (length - 2) + '"'}
        assert [way.get(path, headers=sent).status_code for way in (ways[0].quick, ways[0].ordinary)] == [status] * 2
