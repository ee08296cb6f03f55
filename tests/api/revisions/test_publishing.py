"""Publishing a plan: what it needs, what it refuses, what it leaves behind."""

from __future__ import annotations

from typing import Any

from sqlmodel import col, select

from api.store.tables import AuditEntry
from tests.api.plans_at_hand import another, harbour, legal, planned, publish, published
from tests.service import Service

UNSTAFFED = "sin-03 sin-day@2027-01-05"  # without it the office is empty on that day


def holed(*gone: str) -> list[list[str]]:
    return another(legal(harbour()), *(gone or (UNSTAFFED,)))


def entries(service: Service, action: str) -> list[AuditEntry]:
    with service.services.store.reading() as session:
        query = select(AuditEntry).where(AuditEntry.action == action).order_by(col(AuditEntry.id))
        return list(session.exec(query).all())


def test_a_plan_becomes_the_first_revision_and_is_on_the_board(service: Service) -> None:
    answer = published(service, note="January, final")
    assert answer.status_code == 201, answer.text
    assert answer.headers["Location"] == "/v1/teams/harbour/revisions/1"
    read = service.admin.get(answer.headers["Location"]).json()
    assert read["note"] == "January, final"
    assert sorted([row["person"], row["shift"]] for row in read["assignments"]) == legal(harbour())
    assert answer.json()["revision"].items() <= read.items()
    service.clock.set("2027-01-04T17:00:00Z")
    posted = service.services.board.of("harbour")
    assert posted
    (night, standby) = posted.schedule.at(service.clock())
    assert (standby.shift, night.shift) == ("standby@2027-01-04", "sin-night@2027-01-04")
    assert night.revision == 1


def test_the_answer_says_what_changed(service: Service) -> None:
    publish(service)
    rows = another(legal(harbour()), "sin-03 sin-day@2027-01-20", new="sin-04 sin-day@2027-01-20")
    changes = published(service, rows).json()["changes"]
    assert changes["touched"] == ["sin-03", "sin-04"]
    assert changes["people"][1] == {
        "person": "sin-04",
        "gained": ["sin-day@2027-01-20"],
        "lost": [],
        "retimed": [],
    }
    (shift,) = changes["shifts"]
    assert (shift["had"], shift["has"]) == (["sin-03"], ["sin-04"])


def test_numbers_count_up_in_each_team(service: Service) -> None:
    other = harbour() | {"team": "quay"}
    assert [publish(service), publish(service), publish(service, raw=other), publish(service)] == [1, 2, 1, 3]


def test_a_hard_violation_refuses_and_is_told_in_full(service: Service) -> None:
    refused = published(service, holed())
    assert refused.status_code == 409
    problem = refused.json()
    assert problem["type"] == "urn:watchbill:problem:violations"
    (violation,) = problem["violations"]
    assert violation["rule"] == "coverage"
    assert violation["start"] == "2027-01-05T00:00:00Z"
    assert "office" in violation["because"]
    assert service.admin.get("/v1/teams/harbour/revisions").json()["items"] == []


def test_violations_are_accepted_one_by_one(service: Service) -> None:
    rows = holed(UNSTAFFED, "sin-03 sin-day@2027-01-06")
    first, second = (v["id"] for v in published(service, rows).json()["violations"])
    assert first != second
    accept = [{"violation": first, "reason": "public holiday of the customer"}]
    refused = published(service, rows, accept=accept)
    assert refused.status_code == 409
    assert [v["id"] for v in refused.json()["violations"]] == [second]
    accept.append({"violation": second, "reason": "and the day after"})
    assert published(service, rows, accept=accept).status_code == 201
    kept = service.admin.get("/v1/teams/harbour/revisions/1").json()["accepted"]
    assert [(v["id"], v["reason"]) for v in kept] == [(a["violation"], a["reason"]) for a in accept]
    logged = entries(service, "violation.accept")
    assert [(entry.subject, entry.reason) for entry in logged] == [(a["violation"], a["reason"]) for a in accept]
    assert [entry.actor for entry in logged] == ["root", "root"]


def test_to_accept_what_is_no_violation_is_a_fault(service: Service) -> None:
    refused = published(service, accept=[{"violation": "coverage-000000000000", "reason": "?"}])
    assert refused.status_code == 422
    assert [issue["path"] for issue in refused.json()["issues"]] == ["accept[0].violation"]
    for unreadable in ("", "a\0b"):
        refused = published(service, accept=[{"violation": "coverage-000000000000", "reason": unreadable}])
        assert [issue["path"] for issue in refused.json()["issues"]] == ["accept[0].reason"]


def test_what_the_checker_did_not_confirm_is_refused(service: Service) -> None:
    unsound: list[tuple[dict[str, Any], str]] = [
        ({"roster": None, "digest": None, "status": "infeasible"}, "no-roster"),
        ({"state": "running", "finished_at": None}, "no-roster"),
        ({"roster": [["sin-03", "sin-day@2027-01-05"]]}, "plan-changed"),
        ({"digest": "0" * 64}, "plan-changed"),
    ]
    for fields, kind in unsound:
        plan = planned(service, **fields)
        for refused in (
            service.admin.post(f"/v1/plans/{plan}/publish", json={}),
            service.admin.get(f"/v1/plans/{plan}/diff"),
        ):
            assert refused.status_code == 409
            assert refused.json()["type"] == f"urn:watchbill:problem:{kind}"


def test_a_plan_that_others_changed_since_is_not_published(service: Service) -> None:
    plan = planned(service, version=3)
    address = f"/v1/plans/{plan}/publish"
    assert service.admin.post(address, json={}, headers={"If-Match": '"2"'}).status_code == 412
    assert service.admin.post(address, json={}, headers={"If-Match": '"3"'}).status_code == 201


def test_sent_twice_it_is_published_and_noted_once(service: Service) -> None:
    plan, key, body = planned(service), {"Idempotency-Key": "once"}, {"note": "final"}
    first, second = (service.admin.post(f"/v1/plans/{plan}/publish", json=body, headers=key) for _ in range(2))
    assert (first.status_code, second.status_code) == (201, 201)
    assert second.headers["Location"] == first.headers["Location"]
    assert len(service.admin.get("/v1/teams/harbour/revisions").json()["items"]) == 1
    (entry,) = entries(service, "plan.publish")
    assert (entry.team_id, entry.subject, entry.reason, entry.actor) == ("harbour", "revision 1", "final", "root")
    assert entry.after["plan"] == plan


def test_managers_publish_and_nobody_else(service: Service) -> None:
    plan = planned(service)
    planned(service, raw=harbour() | {"team": "quay"})
    address = f"/v1/plans/{plan}/publish"
    assert service.anonymous.post(address, json={}).status_code == 401
    assert service.asking("eve").post(address, json={}).status_code == 404
    assert service.asking("mo", "manager", "quay").post(address, json={}).status_code == 404
    assert service.asking("pager", "reader", "harbour").post(address, json={}).status_code == 403
    assert service.asking("ana", "analyst", "harbour").post(address, json={}).status_code == 403
    manager = service.asking("mia", "manager", "harbour")
    assert manager.post("/v1/plans/nothing/publish", json={}).status_code == 404
    assert manager.post("/v1/plans/%00/publish", json={}).status_code == 404
    assert manager.post(address, json={}).status_code == 201
