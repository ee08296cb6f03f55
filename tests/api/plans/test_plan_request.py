"""Asking for plans, listing and reading them."""

from __future__ import annotations

from typing import Any

import pytest
from sqlmodel import select

from api.documents.model import TeamDocument
from api.documents.oncall.examples import EXAMPLE
from api.store.tables import AuditEntry, SolveRun
from tests.api.documents.samples import team
from tests.api.jobs.solvable import asked, claimed, impossible, row_of, run_of, solve_all, solved, tiny
from tests.api.plans_at_hand import publish
from tests.service import Service, serving


def issues(answer: Any) -> set[str]:
    assert answer.status_code == 422, answer.text
    return {issue["path"] for issue in answer.json()["issues"]}


def test_a_plan_is_accepted_and_waits_for_a_worker(service: Service) -> None:
    service.admin.post("/v1/teams", json=tiny()).raise_for_status()
    answer = service.admin.post("/v1/teams/harbour/plans", json={"note": "a first try"})
    assert answer.status_code == 202
    told = answer.json()
    assert answer.headers["Location"] == f"/v1/plans/{told['id']}"
    assert (told["state"], told["note"], told["created_by"]) == ("queued", "a first try", "root")
    run = run_of(service.services.store, told["id"])
    assert (run.state, run.attempt, run.cancel) == ("queued", 0, False)
    read = service.admin.get(answer.headers["Location"])
    assert read.headers["ETag"] == answer.headers["ETag"]
    assert read.json()["request"] == {"seconds": 120, "workers": 2, "seed": 1}
    assert read.json()["roster"] is None
    assert read.json()["report"] is None


def test_the_plan_has_the_whole_document_as_it_was_then(service: Service) -> None:
    plan = asked(service)
    changed = tiny() | {"wishes": [{"person": "sin-01", "day": "2027-01-05", "wish": "off"}]}
    service.admin.put("/v1/teams/harbour", json=changed).raise_for_status()
    kept = row_of(service.services.store, plan).document
    assert kept["wishes"] == []
    assert kept["sites"][0]["holidays"] is not None
    assert TeamDocument.model_validate(kept).model_dump(mode="json").keys() == kept.keys()


def test_a_plan_that_was_solved_is_read_with_all_that_is_known_of_it(service: Service) -> None:
    plan = solved(service)
    told = service.admin.get(f"/v1/plans/{plan}", params={"tz": "Asia/Singapore"}).json()
    assert (told["state"], told["status"], told["gap"], told["stopping"]) == ("done", "optimal", 0, False)
    assert told["penalty"] == told["lower_bound"] == sum(tier["penalty"] for tier in told["tiers"])
    first = told["roster"][0]
    assert first == first | {"shift": "sin-day@2027-01-04", "template": "sin-day", "site": "sin", "duty": "on-duty"}
    assert told["progress"]["id"] >= 1
    assert told["report"]["coverage"][0]["minimum_met"]
    assert "violations" not in told["report"]
    assert {line["person"]: "P-DUTY" in line["limits"] for line in told["report"]["limits"]}["sin-01"]
    assert isinstance(told["violations"], list)
    assert told["revision"] is None


def test_that_there_is_no_roster_is_an_answer_with_reasons(service: Service) -> None:
    told = service.admin.get(f"/v1/plans/{solved(service, impossible())}").json()
    assert (told["state"], told["status"], told["roster"], told["penalty"]) == ("done", "infeasible", None, None)
    assert told["report"]["reasons"]["clash"]


def test_the_list_has_the_newest_first_in_pages(service: Service) -> None:
    made = []
    for hour in range(3):
        service.clock.set(f"2026-12-01T1{hour}:00:00Z")
        made.append(asked(service))
    page = service.admin.get("/v1/teams/harbour/plans", params={"limit": 2}).json()
    assert [line["id"] for line in page["items"]] == [made[2], made[1]]
    rest = service.admin.get("/v1/teams/harbour/plans", params={"limit": 2, "cursor": page["next"]}).json()
    assert [line["id"] for line in rest["items"]] == [made[0]]
    assert rest["next"] is None


def test_more_than_the_service_allows_is_refused_all_at_once(service: Service) -> None:
    service.admin.post("/v1/teams", json=tiny()).raise_for_status()
    answer = service.admin.post("/v1/teams/harbour/plans", json={"seconds": 3601, "workers": 3})
    assert issues(answer) == {"seconds", "workers"}
    assert issues(service.admin.post("/v1/teams/harbour/plans", json={"seconds": 0, "speed": 9})) == {
        "seconds",
        "speed",
    }


@pytest.mark.parametrize("engine", ["sqlite", "postgresql"])
def test_a_team_may_have_only_so_many_that_wait(engine: str, databases: Any) -> None:
    with serving(databases.new(engine), team_queue=2) as service:
        asked(service)
        asked(service)
        refused = service.admin.post("/v1/teams/harbour/plans", json={})
        assert refused.status_code == 409
        assert refused.json()["type"].endswith("queue-full")
        asked(service, tiny("another"))
        claimed(service.services.store)
        assert service.admin.post("/v1/teams/harbour/plans", json={}).status_code == 202


def test_the_same_request_sent_twice_asks_for_one_plan(service: Service) -> None:
    service.admin.post("/v1/teams", json=tiny()).raise_for_status()
    key = {"Idempotency-Key": "once"}
    first = service.admin.post("/v1/teams/harbour/plans", json={}, headers=key)
    again = service.admin.post("/v1/teams/harbour/plans", json={}, headers=key)
    assert again.json() == first.json()
    with service.services.store.reading() as session:
        assert len(session.exec(select(SolveRun)).all()) == 1


def test_a_team_that_has_rotations_only_has_nothing_to_plan(service: Service) -> None:
    service.admin.post("/v1/teams", json={"team": "sre", "oncall": EXAMPLE}).raise_for_status()
    answer = service.admin.post("/v1/teams/sre/plans", json={})
    assert answer.status_code == 409
    assert answer.json()["type"].endswith("nothing-to-plan")


def test_what_is_pinned_in_the_base_stays(service: Service) -> None:
    base = solved(service)
    roster = service.admin.get(f"/v1/plans/{base}").json()["roster"]
    held = roster[0]
    pin = {"do": "pin", "person": held["person"], "shift": held["shift"]}
    service.admin.post(f"/v1/plans/{base}/edits", json={"operations": [pin]}).raise_for_status()
    around, anew = asked(service, base=base, seed=2), asked(service, base=base, keep_pinned=False)
    solve_all(service.services.store)
    told = service.admin.get(f"/v1/plans/{around}").json()
    assert told["base"] == base
    assert [row for row in told["roster"] if row["pinned"]] == [held | {"pinned": True}]
    assert not any(row["pinned"] for row in service.admin.get(f"/v1/plans/{anew}").json()["roster"])


def test_a_base_must_be_a_plan_of_the_team_for_the_same_days(service: Service) -> None:
    service.admin.post("/v1/teams", json=tiny()).raise_for_status()
    foreign = asked(service, tiny("another"))
    for base in ("nothing", foreign):
        assert issues(service.admin.post("/v1/teams/harbour/plans", json={"base": base})) == {"base"}
    base, later = asked(service), tiny()
    later["period"] |= {"last_day": "2027-01-09", "coverage_until": "2027-01-09T12:00:00Z"}
    service.admin.put("/v1/teams/harbour", json=later).raise_for_status()
    assert issues(service.admin.post("/v1/teams/harbour/plans", json={"base": base})) == {"base"}


def test_pins_of_people_who_are_gone_are_named(service: Service) -> None:
    base = asked(service, tiny() | {"pins": [{"person": "sin-02", "day": "2027-01-05", "shift": "sin-day"}]})
    service.admin.put("/v1/teams/harbour", json=tiny() | {"people": tiny()["people"][:1]}).raise_for_status()
    assert issues(service.admin.post("/v1/teams/harbour/plans", json={"base": base})) == {"base.pins[0].person"}
    assert service.admin.post("/v1/teams/harbour/plans", json={"base": base, "keep_pinned": False}).status_code == 202


def test_a_published_plan_says_of_which_revision(service: Service) -> None:
    number = publish(service)
    (line,) = service.admin.get("/v1/teams/harbour/plans").json()["items"]
    assert service.admin.get(f"/v1/plans/{line['id']}").json()["revision"] == number


def test_only_managers_of_the_team_see_plans(service: Service) -> None:
    plan = asked(service)
    service.admin.post("/v1/teams", json=team() | {"team": "another"}).raise_for_status()
    paths = (f"/v1/plans/{plan}", f"/v1/plans/{plan}/events", "/v1/teams/harbour/plans")
    for path in paths:
        assert service.anonymous.get(path).status_code == 401
    for role, place, status in (("analyst", "harbour", 403), ("manager", "another", 404)):
        client = service.asking(f"{role}-{place}", role, place)
        assert {client.get(path).status_code for path in paths} == {status}
    assert service.asking("mia", "manager", "harbour").get(paths[0]).status_code == 200


def test_who_asked_for_what_is_recorded(service: Service) -> None:
    plan = asked(service)
    with service.services.store.reading() as session:
        entry = session.exec(select(AuditEntry).where(AuditEntry.action == "plan.create")).one()
    assert (entry.team_id, entry.subject, entry.actor) == ("harbour", plan, "root")
