"""Overrides in PagerDuty's shape: made by the same code as ours, and seen wherever one looks."""

from __future__ import annotations

from typing import Any

import pytest
from httpx2 import Response
from sqlmodel import col, select
from starlette.testclient import TestClient

from api.store.tables import AuditEntry
from tests.api.compat import crowd
from tests.api.compat.crowd import PAGERDUTY, TEAM, Desk, Raw, ask, final, made, oncalls, schedule, seat, user
from tests.api.compat.published_shapes import must_fit, must_refuse
from tests.service import Service

# ben has the first of December from 09:00, ana the second; the clock shows 2026-12-01T09:00:00Z.
FIRST, SECOND, THIRD = "2026-12-01T09:00:00Z", "2026-12-02T09:00:00Z", "2026-12-03T09:00:00Z"
NOON, EVENING = "2026-12-02T12:00:00Z", "2026-12-02T18:00:00Z"
TEMPLATE = "/schedules/{id}/overrides"
UTC = {"time_zone": "UTC"}


@pytest.fixture
def mia(service: Service) -> TestClient:
    """Who manages the team."""
    made(service)
    return service.asking("mia", "manager", TEAM)


def sent(client: TestClient, *overrides: Raw, id: str | None = None, **headers: str) -> Response:
    return client.post(
        f"{PAGERDUTY}/schedules/{id or seat()}/overrides", json={"overrides": list(overrides)}, headers=headers
    )


def override(person: str = "ben", start: str = NOON, end: str = EVENING) -> Raw:
    return {"start": start, "end": end, "user": {"id": user(person), "type": "user_reference"}}


def done(client: TestClient, *overrides: Raw, id: str | None = None) -> list[Raw]:
    """What came of each."""
    answer = sent(client, *overrides, id=id)
    assert answer.status_code == 201, answer.text
    body: list[Raw] = answer.json()
    must_fit(body, TEMPLATE, "post")
    return body


def listed(client: TestClient, id: str | None = None, **query: Any) -> list[Raw]:
    found: list[Raw] = ask(client, f"/schedules/{id or seat()}/overrides", TEMPLATE, **UTC | query)["overrides"]
    return found


def test_one_that_is_made_is_seen_everywhere(mia: TestClient) -> None:
    (outcome,) = done(mia, override())
    assert outcome["status"] == 201
    one = outcome["override"]
    assert (one["start"], one["end"], one["user"]["id"]) == (
        "2026-12-02T12:00:00+00:00",
        "2026-12-02T18:00:00+00:00",
        user("ben"),
    )
    (known,) = listed(mia)
    assert (known["id"], known["start"], known["end"]) == (one["id"], NOON, EVENING)
    query = {"since": SECOND, "until": THIRD, **UTC}
    assert final(mia, **query) == [("Ana", SECOND, NOON), ("Ben", NOON, EVENING), ("Ana", EVENING, THIRD)]
    found = schedule(mia, **query)
    assert [row["start"] for row in found["overrides_subschedule"]["rendered_schedule_entries"]] == [NOON]
    planned = found["schedule_layers"][0]["rendered_schedule_entries"]
    assert [(row["user"]["id"], row["start"], row["end"]) for row in planned] == [(user("ana"), SECOND, THIRD)]
    assert [row[0] for row in oncalls(mia, since=NOON, until=NOON, **{"schedule_ids[]": seat()})] == ["Ben"]
    ours = mia.get(f"/v1/teams/{TEAM}/overrides").json()["items"]
    assert [(row["add"], row["everybody"], row["created_by"]) for row in ours] == [("ben", True, "mia")]


def test_it_is_audited_as_every_override(service: Service, mia: TestClient) -> None:
    done(mia, override())
    with service.services.store.reading() as session:
        (entry,) = session.exec(select(AuditEntry).where(col(AuditEntry.action) == "override.create")).all()
    assert (entry.actor, entry.reason) == ("mia", "by way of the PagerDuty-compatible API")


def test_each_is_made_or_refused_for_itself(mia: TestClient) -> None:
    backwards = override(start=EVENING, end=NOON)
    outcomes = done(mia, backwards, override(), override("eva", "2026-12-03T12:00", "2026-12-03T13:00"))
    assert [outcome["status"] for outcome in outcomes] == [400, 201, 201]
    assert outcomes[0]["override"]["start"] == EVENING
    assert outcomes[0]["errors"] == [
        "end 2026-12-02T12:00:00Z is not after start: expected an instant after 2026-12-02T18:00:00Z."
    ]
    assert len(listed(mia)) == 2


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        (override("zoe"), "is no user of this team"),
        ({**override(), "user": {"id": user("ana", "world"), "type": "user_reference"}}, "is no user of this team"),
        (override(start="noon"), "is not an instant"),
        (override("ben", "2026-11-20T09:00:00Z", "2026-11-21T09:00:00Z"), "what was, was"),
        (override("ana"), "nothing would change"),
    ],
    ids=["unknown", "of another team", "no time", "past", "idle"],
)
def test_what_is_refused_says_why(mia: TestClient, wrong: Raw, says: str) -> None:
    (outcome,) = sent(mia, wrong).json()
    assert outcome["status"] == 400
    assert outcome["override"] == wrong
    assert says in " ".join(outcome["errors"])
    assert listed(mia) == []


def test_people_of_other_teams_are_nobody_here(service: Service, mia: TestClient) -> None:
    made(service, team="other")
    body = override() | {"user": {"id": user("ben", "other"), "type": "user_reference"}}
    (outcome,) = done(mia, body)
    assert "is no user of this team" in outcome["errors"][0]


def test_naive_times_are_of_the_schedules_zone(service: Service) -> None:
    made(service, crowd.daily("chi", "dan", zone="America/Los_Angeles"))
    (outcome,) = done(service.admin, override("eva", "2026-12-02T12:00", "2026-12-02T13:00"))
    assert outcome["override"]["start"] == "2026-12-02T12:00:00+00:00"  # the team's own zone is Dublin's


def test_what_is_past_of_it_does_not_count(service: Service, mia: TestClient) -> None:
    service.clock.set("2026-12-02T13:30:00Z")
    (outcome,) = done(mia, override())
    assert outcome["override"]["start"] == "2026-12-02T13:30:00+00:00"


def test_where_several_are_on_call_nobody_says_who_goes(service: Service) -> None:
    team = made(service, crowd.daily("ana", "ben", zone="UTC"), crowd.daily("chi", "dan", zone="UTC"))
    (outcome,) = done(service.admin, override("eva"), id=seat(team=team))
    assert outcome["status"] == 400
    assert "would take the place of several: ana, chi" in outcome["errors"][0]


def test_at_one_site_it_takes_the_place_of_who_is_there(service: Service) -> None:
    made(service, *crowd.TEAMS["world"], team="world")
    body = {"start": NOON, "end": EVENING, "user": {"id": user("eva", "world")}}
    (outcome,) = done(service.admin, body, id=seat(team="world", site="sfo"))
    assert outcome["status"] == 201
    at = {"since": NOON, "until": NOON}
    assert [row[0] for row in final(service.admin, seat(team="world"), **at)] == ["Ana", "eva"]
    assert len(listed(service.admin, seat(team="world"))) == 1
    assert listed(service.admin, seat(team="world", site="dub")) == []


def _of_all_sites(service: Service) -> str:
    """The number of an override of a whole duty."""
    made(service, *crowd.TEAMS["world"], team="world")
    body = {"start": NOON, "end": EVENING, "duty": "standby", "add": "eva", "everybody": True, "reason": "ill"}
    service.admin.post("/v1/teams/world/overrides", json=body).raise_for_status()
    (one,) = listed(service.admin, seat(team="world"))
    return str(one["id"])


@pytest.mark.parametrize("site", ["", "dub", "sfo"])
def test_one_of_all_sites_is_listed_at_each(service: Service, site: str) -> None:
    id = _of_all_sites(service)
    assert [row["id"] for row in listed(service.admin, seat(team="world", site=site))] == [id]


def test_one_of_all_sites_is_not_deleted_at_one(service: Service) -> None:
    id, whole = _of_all_sites(service), seat(team="world")
    refused = service.admin.delete(f"{PAGERDUTY}/schedules/{seat(team='world', site='dub')}/overrides/{id}")
    assert refused.status_code == 400
    must_refuse(refused.json())
    (error,) = refused.json()["error"]["errors"]
    assert "concerns more than dub" in error
    assert whole in error
    assert len(listed(service.admin, whole)) == 1
    assert service.admin.delete(f"{PAGERDUTY}/schedules/{whole}/overrides/{id}").status_code == 204
    assert listed(service.admin, whole) == []


def test_all_that_is_wrong_is_told_at_once(mia: TestClient) -> None:
    (outcome,) = sent(mia, override("zoe", "noon", "never")).json()
    assert [error.partition(" ")[0] for error in outcome["errors"]] == ["user", "start", "end"]
    (outcome,) = done(mia, override("zoe", EVENING, NOON))
    assert [error.partition(" ")[0] for error in outcome["errors"]] == ["user", "end"]


def test_parts_of_a_second_are_rounded_up(mia: TestClient) -> None:
    (outcome,) = done(mia, override(start="2026-12-02T12:00:00.4Z", end="2026-12-02T17:59:59.1Z"))
    (ours,) = mia.get(f"/v1/teams/{TEAM}/overrides").json()["items"]
    assert (ours["start"], ours["end"]) == ("2026-12-02T12:00:01Z", EVENING)
    assert outcome["override"]["end"] == "2026-12-02T18:00:00+00:00"


def test_the_same_key_does_it_once(mia: TestClient) -> None:
    first, second = (sent(mia, override(), **{"Idempotency-Key": "k"}) for _ in range(2))
    assert first.json() == second.json()
    assert (first.status_code, second.headers["Idempotent-Replay"]) == (201, "true")
    assert len(listed(mia)) == 1


def test_bounds_and_what_can_still_be_changed(service: Service, mia: TestClient) -> None:
    done(mia, override())
    query = {"since": "2026-12-02T17:00:00Z", "until": THIRD}
    assert [(row["start"], row["end"]) for row in listed(mia, **query)] == [("2026-12-02T17:00:00Z", EVENING)]
    assert [(row["start"], row["end"]) for row in listed(mia, overflow="true", **query)] == [(NOON, EVENING)]
    assert listed(mia, since=EVENING, until=THIRD) == []
    service.clock.set(THIRD)
    assert len(listed(mia, **query)) == 1
    assert listed(mia, editable="true", **query) == []


def test_one_that_is_deleted_ends_now(service: Service, mia: TestClient) -> None:
    id = done(mia, override())[0]["override"]["id"]
    service.clock.set("2026-12-02T15:00:00Z")
    assert mia.delete(f"{PAGERDUTY}/schedules/{seat()}/overrides/{id}").status_code == 204
    query = {"since": SECOND, "until": THIRD}
    assert [row["end"] for row in listed(mia, **query)] == ["2026-12-02T15:00:00Z"]
    assert final(mia, **query, **UTC)[-1] == ("Ana", "2026-12-02T15:00:00Z", THIRD)


def test_one_that_is_over_or_not_there_is_not_deleted(service: Service, mia: TestClient) -> None:
    id = done(mia, override())[0]["override"]["id"]
    path = f"{PAGERDUTY}/schedules/{seat()}/overrides"
    for wrong in (f"{path}/PNONE", f"{PAGERDUTY}/schedules/{seat(level=2)}/overrides/{id}"):
        assert mia.delete(wrong).status_code == 404
    service.clock.set(THIRD)
    late = mia.delete(f"{path}/{id}")
    assert late.status_code == 400
    must_refuse(late.json())


def test_only_managers_make_and_delete_them(service: Service, mia: TestClient) -> None:
    id = done(mia, override())[0]["override"]["id"]
    analyst = service.asking("analyst", "analyst", TEAM, "ana")
    refused = [sent(analyst, override()), analyst.delete(f"{PAGERDUTY}/schedules/{seat()}/overrides/{id}")]
    assert [answer.status_code for answer in refused] == [403, 403]
    assert len(listed(analyst)) == 1


@pytest.mark.parametrize("body", [{}, {"overrides": []}, {"overrides": [{}]}, {"overrides": "x"}, []])
def test_a_body_of_another_shape_is_refused(watch: Desk, body: Any) -> None:
    answer = watch.admin.post(f"{PAGERDUTY}/schedules/{seat()}/overrides", json=body)
    assert answer.status_code == 400
    must_refuse(answer.json())
