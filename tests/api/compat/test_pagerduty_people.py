"""Users, escalation policies, teams; keys, refusals, slashes: what all of PagerDuty's routes have in common."""

from __future__ import annotations

from typing import Any

import pytest
from sqlmodel import select
from starlette.testclient import TestClient

from api.store.tables import Account
from tests.api.compat.crowd import OPSGENIE, PAGERDUTY, TEAM, Desk, ask, made, seat, user
from tests.api.compat.published_shapes import must_be, must_refuse
from tests.service import Service, serving

PATHS = [
    "/oncalls",
    "/schedules",
    f"/schedules/{seat()}",
    f"/schedules/{seat()}/users",
    f"/schedules/{seat()}/overrides",
    "/users",
    f"/users/{user('ana')}",
    "/escalation_policies",
    "/teams",
]


def asking(service: Service, login: str, role: str, person: str | None = None, **narrowed: Any) -> TestClient:
    """Somebody of the team."""
    return service.asking(login, role, TEAM, person, **narrowed)


def test_users_are_the_people_of_the_documents(watch: Desk) -> None:
    page = ask(watch.admin, "/users", total="true")
    assert [who["name"] for who in page["users"]] == ["Ana Maria Reyes", "Ben Tan", "Chi Ng", "Dan Ó Briain", "eva"]
    assert page["total"] == 5
    ana = page["users"][0]
    assert (ana["email"], ana["time_zone"], ana["id"]) == ("ana@example.com", "Europe/Dublin", user("ana"))
    assert ask(watch.admin, f"/users/{user('ana')}", "/users/{id}")["user"] == ana


def test_a_mail_address_that_is_not_known_is_one_that_cannot_be(watch: Desk) -> None:
    ben = ask(watch.admin, f"/users/{user('ben')}", "/users/{id}")["user"]
    assert ben["email"] == f"{user('ben').lower()}@watchbill.invalid"


@pytest.mark.parametrize(("query", "names"), [("tan", ["Ben Tan"]), ("ANA@example", ["Ana Maria Reyes"]), ("x@", [])])
def test_users_by_name_or_mail(watch: Desk, query: str, names: list[str]) -> None:
    assert [who["name"] for who in ask(watch.admin, "/users", query=query)["users"]] == names


def test_nothing_says_a_telephone_number(watch: Desk) -> None:
    assert "contact_methods" in watch.admin.get(f"{PAGERDUTY}/users").json()["users"][0]
    assert "phone" not in watch.admin.get(f"{PAGERDUTY}/users?include[]=contact_methods").text


def test_mail_addresses_are_for_who_may_read_the_documents(service: Service) -> None:
    made(service)
    pager = asking(service, "pager", "reader")
    analyst = asking(service, "analyst", "analyst")
    narrow = asking(service, "narrow", "manager", abilities=["oncall:read", "roster:read"])
    seen = [ask(client, f"/users/{user('ana')}", "/users/{id}")["user"]["email"] for client in (pager, analyst, narrow)]
    hidden = f"{user('ana').lower()}@watchbill.invalid"
    assert seen == [hidden, "ana@example.com", hidden]
    assert ask(pager, "/users", query="ana@")["users"] == []


def test_mail_addresses_of_accounts_are_for_managers_and_those_of_documents_count_more(service: Service) -> None:
    made(service)
    analyst, manager = asking(service, "ben", "analyst", "ben"), asking(service, "ana", "manager", "ana")
    with service.services.store.writing() as session:
        for account in session.exec(select(Account)).all():
            account.email = f"{account.login}@accounts.example.com"
    seen = [[who["email"] for who in ask(client, "/users")["users"][:3]] for client in (analyst, manager)]
    unknown = [f"{user(person).lower()}@watchbill.invalid" for person in ("ben", "chi")]
    assert seen[0] == ["ana@example.com", *unknown]
    assert seen[1] == ["ana@example.com", "ben@accounts.example.com", unknown[1]]


def test_who_asks(service: Service) -> None:
    made(service)
    me = ask(asking(service, "ben", "analyst", "ben"), "/users/me")["user"]
    assert (me["id"], me["name"]) == (user("ben"), "Ben Tan")
    for nobody in (service.admin, asking(service, "pager", "reader")):
        answer = nobody.get(f"{PAGERDUTY}/users/me")
        assert answer.status_code == 400
        assert "account-level access token" in answer.json()["error"]


def test_one_policy_of_each_team_with_its_levels_in_order(watch: Desk) -> None:
    (policy,) = ask(watch.admin, "/escalation_policies")["escalation_policies"]
    assert policy["name"] == TEAM
    assert [rule["targets"][0]["id"] for rule in policy["escalation_rules"]] == [seat(), seat(level=2)]
    path = f"/escalation_policies/{policy['id']}"
    assert ask(watch.admin, path, "/escalation_policies/{id}")["escalation_policy"] == policy
    assert ask(watch.admin, "/escalation_policies", query="nothing")["escalation_policies"] == []


def test_teams(watch: Desk) -> None:
    (team,) = ask(watch.admin, "/teams", query="WAT")["teams"]
    assert (team["name"], team["type"]) == (TEAM, "team")
    one = watch.admin.get(f"{PAGERDUTY}/teams/{team['id']}").json()["team"]
    must_be(one, "Team")
    assert one == team
    assert ask(watch.admin, "/teams", query="nothing")["teams"] == []


@pytest.mark.parametrize("how", ["Token token={}", "Bearer {}", "{}", "token token={}"])
def test_keys_as_they_are_sent(watch: Desk, how: str) -> None:
    secret = watch.admin.headers["Authorization"].removeprefix("Bearer ")
    client = TestClient(watch.service.client.app, headers={"Authorization": how.format(secret)})
    assert client.get(f"{PAGERDUTY}/oncalls").status_code == 200
    assert client.get("/v1/me").status_code == (200 if how.startswith("Bearer") else 401)


@pytest.mark.parametrize("path", PATHS)
def test_a_key_that_is_no_good(watch: Desk, path: str) -> None:
    for headers in ({}, {"Authorization": "Token token=guess"}, {"Authorization": "Basic YTpi"}):
        answer = TestClient(watch.service.client.app, headers=headers).get(PAGERDUTY + path)
        assert answer.status_code == 401
        assert answer.headers["content-type"] == "application/json"
        assert int(answer.headers["content-length"]) == len(answer.content)
        must_refuse(answer.json())


@pytest.mark.parametrize("path", [*PATHS, "/users/me", "/nothing", ""])
@pytest.mark.parametrize("slash", ["", "/"])
def test_no_address_is_a_redirect(watch: Desk, path: str, slash: str) -> None:
    answer = watch.admin.get(f"{PAGERDUTY}{path}{slash}", follow_redirects=False)
    assert answer.status_code // 100 in (2, 4)
    assert answer.headers["content-type"] == "application/json"
    assert watch.admin.get(f"{OPSGENIE}/v2/schedules{slash}", follow_redirects=False).status_code == 200


@pytest.mark.parametrize("path", PATHS)
def test_a_slash_at_the_end_is_the_same_address(watch: Desk, path: str) -> None:
    assert watch.admin.get(f"{PAGERDUTY}{path}/").content == watch.admin.get(PAGERDUTY + path).content


def test_a_token_of_one_team_sees_one_team(desks: dict[str, Desk], watch: Desk) -> None:
    assert {row["team"] for row in _teams(watch)} == {TEAM}
    assert watch.admin.get(f"{PAGERDUTY}/users/{user('ana', 'world')}").status_code == 404
    elsewhere = watch.service.asking("stranger-of-all")
    assert ask(elsewhere, "/oncalls")["oncalls"] == []
    assert ask(elsewhere, "/users")["users"] == []


def _teams(desk: Desk) -> list[dict[str, str]]:
    found = ask(desk.admin, "/schedules")["schedules"]
    return [{"team": row["teams"][0]["summary"]} for row in found]


@pytest.mark.parametrize("path", ["/oncalls", "/schedules", "/users", "/escalation_policies", "/teams"])
def test_a_token_without_the_ability_gets_no_list(watch: Desk, path: str) -> None:
    narrow = watch.service.asking(f"narrow{path}", administrator=True, abilities=["plans:write"])
    answer = narrow.get(PAGERDUTY + path)
    assert answer.status_code == 403
    must_refuse(answer.json())
    assert answer.json()["error"]["code"] == 2010


def test_a_method_that_is_not_there(watch: Desk) -> None:
    answer = watch.admin.delete(f"{PAGERDUTY}/oncalls")
    assert answer.status_code == 405
    must_refuse(answer.json())


def test_too_many_requests_say_when_to_come_again(databases: Any) -> None:
    with serving(databases.new("sqlite"), requests_a_minute=3) as service:
        answers = [service.admin.get(f"{PAGERDUTY}/oncalls") for _ in range(4)]
    assert [answer.status_code for answer in answers] == [200, 200, 200, 429]
    must_refuse(answers[-1].json())
    assert answers[-1].json()["error"]["code"] == 2020
    assert int(answers[-1].headers["retry-after"]) > 0


@pytest.mark.parametrize(
    ("public", "root"),
    [
        ("", "http://testserver"),
        ("https://testserver", "https://testserver"),
        ("https://testserver/rota/", "https://testserver/rota"),
        ("https://other.example.org", "http://testserver"),
    ],
)
def test_references_begin_as_the_address_that_was_asked(databases: Any, public: str, root: str) -> None:
    with serving(databases.new("sqlite"), public_url=public) as service:
        made(service)
        row = ask(service.admin, "/oncalls")["oncalls"][0]
    assert row["user"]["self"] == f"{root}{PAGERDUTY}/users/{user('ben')}"
    assert row["user"]["html_url"] == f"{root}/v1/teams/{TEAM}/people/ben/next"


def test_references_lead_to_what_they_name(watch: Desk) -> None:
    row = ask(watch.admin, "/oncalls")["oncalls"][0]
    for name in ("user", "schedule", "escalation_policy"):
        assert watch.admin.get(row[name]["self"]).json()[name]["id"] == row[name]["id"]
        assert watch.admin.get(row[name]["html_url"]).status_code == 200


@pytest.mark.parametrize("public", ["", "https://rota.example.org"])
def test_an_odd_host_does_no_harm(databases: Any, public: str) -> None:
    with serving(databases.new("sqlite"), public_url=public) as service:
        odd = ["[", "a b", "x:y:z", ""]
        answers = [service.admin.get(f"{PAGERDUTY}/oncalls", headers={"Host": host}) for host in odd]
    assert {answer.status_code for answer in answers} <= {200, 400}
