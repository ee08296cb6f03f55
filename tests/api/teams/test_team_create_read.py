"""Creating a team from its document, and reading it."""

from __future__ import annotations

from tests.api.documents.samples import team
from tests.service import Service


def test_a_team_is_created_and_read_with_its_etag(service: Service) -> None:
    made = service.admin.post("/v1/teams", json=team())
    assert made.status_code == 201, made.text
    assert made.headers["Location"] == "/v1/teams/harbour"
    read = service.admin.get("/v1/teams/harbour")
    assert read.status_code == 200
    assert read.headers["ETag"] == made.headers["ETag"]
    assert read.json()["document"]["people"] == team()["people"]


def test_nobody_sees_teams_of_others(service: Service) -> None:
    service.admin.post("/v1/teams", json=team())
    assert service.anonymous.get("/v1/teams/harbour").status_code == 401
    assert service.asking("eve").get("/v1/teams/harbour").status_code == 404
    assert service.asking("pager", "reader", "harbour").get("/v1/teams/harbour").status_code == 403
    assert service.asking("ana", "analyst", "harbour").get("/v1/teams/harbour").status_code == 200


def test_every_fault_is_told_with_its_path(service: Service) -> None:
    raw = team() | {"people": [], "period": {"first_day": "2027-02-30"}}
    refused = service.admin.post("/v1/teams", json=raw)
    assert refused.status_code == 422
    assert refused.headers["content-type"] == "application/problem+json"
    paths = {issue["path"] for issue in refused.json()["issues"]}
    assert {"people", "period.first_day"} <= paths


def test_the_same_request_sent_twice_makes_one_team(service: Service) -> None:
    key = {"Idempotency-Key": "once"}
    first = service.admin.post("/v1/teams", json=team(), headers=key)
    second = service.admin.post("/v1/teams", json=team(), headers=key)
    assert (first.status_code, second.status_code) == (201, 201)
    assert second.json() == first.json()
    assert second.headers["Idempotent-Replay"] == "true"
    assert service.admin.post("/v1/teams", json=team()).status_code == 409
