"""Edits by hand: answered with what they do, written down with a new report."""

from __future__ import annotations

from typing import Any

import pytest
from httpx2 import Response
from sqlmodel import select

from api.documents.domain import problem_of
from api.documents.reading import document_of
from api.schedule.content import digest_of, roster_of
from api.store.tables import AuditEntry
from scheduler.verify import verify
from tests.api.jobs.solvable import asked, row_of, solve_all, solved
from tests.api.plans_at_hand import harbour, planned, publish
from tests.service import Service

MONDAY, TUESDAY = "sin-day@2027-01-04", "sin-day@2027-01-05"  # sin-03 has the days of this week
HELD = {"person": "sin-03", "shift": TUESDAY}


def send(service: Service, plan: str, *operations: dict[str, Any], **more: Any) -> Response:
    headers = more.pop("headers", {})
    body = {"operations": list(operations)} | more
    answer: Response = service.admin.post(f"/v1/plans/{plan}/edits", json=body, headers=headers)
    return answer


def edited(service: Service, plan: str, *operations: dict[str, Any], **more: Any) -> dict[str, Any]:
    answer = send(service, plan, *operations, **more)
    assert answer.status_code == 200, answer.text
    told: dict[str, Any] = answer.json()
    return told


def rows(service: Service, plan: str) -> list[list[str]]:
    return row_of(service.services.store, plan).roster or []


def test_a_move_is_made_and_answered_with_what_it_does(service: Service) -> None:
    plan = planned(service)
    told = edited(service, plan, {"do": "move", **HELD, "to_person": "sin-04"}, note="a training")
    assert (told["plan"], told["version"], told["applied"]) == (plan, 2, True)
    burdens = {
        (change["person"], change["burden"]): (change["before"], change["after"])
        for change in told["effect"]["burdens"]
    }
    assert burdens["sin-03", "hours"][0] - burdens["sin-03", "hours"][1] == 8
    assert ["sin-04", TUESDAY] in rows(service, plan)
    assert ["sin-03", TUESDAY] not in rows(service, plan)


def test_what_is_kept_is_what_the_checker_says_of_the_new_roster(service: Service) -> None:
    plan = solved(service)
    (alone,) = (person for person, shift in rows(service, plan) if shift == "sin-day@2027-01-06")
    edited(service, plan, {"do": "remove", "person": alone, "shift": "sin-day@2027-01-06"})
    row = row_of(service.services.store, plan)
    assert row.roster is not None
    verdict = verify(problem_of(document_of(row.document)), roster_of(row.roster))
    assert verdict.hard
    assert row.penalty == verdict.penalty
    assert row.digest == digest_of(row.document, row.roster)
    told = service.admin.get(f"/v1/plans/{plan}").json()
    assert (told["state"], told["status"], told["lower_bound"], told["gap"]) == ("done", "edited", None, None)
    assert told["violations"][0]["hard"]
    assert {tier["lower_bound"] for tier in told["tiers"]} == {None}


def test_a_violation_that_is_new_is_named_and_gone_after_the_way_back(service: Service) -> None:
    plan = planned(service)
    there = edited(service, plan, {"do": "remove", **HELD})["effect"]
    assert [change["finding"]["rule"] for change in there["breaks"]] == ["coverage"]
    back = edited(service, plan, {"do": "add", **HELD})["effect"]
    assert back["mends"] == there["breaks"]
    assert [change["by"] for change in back["penalty_change"]] == [-c["by"] for c in there["penalty_change"]]


def test_a_dry_run_only_answers(service: Service) -> None:
    plan = planned(service)
    before = row_of(service.services.store, plan)
    told = edited(service, plan, {"do": "remove", **HELD}, dry_run=True)
    assert not told["applied"]
    assert told["version"] == 1
    assert told["effect"]["breaks"]
    assert row_of(service.services.store, plan) == before


def test_two_exchange_their_shifts(service: Service) -> None:
    plan = planned(service)
    other = {"with_person": "sin-02", "with_shift": "sin-night@2027-01-04"}
    edited(service, plan, {"do": "exchange", **HELD, **other})
    assert ["sin-02", TUESDAY] in rows(service, plan)
    assert ["sin-03", "sin-night@2027-01-04"] in rows(service, plan)


def test_edits_are_made_one_after_the_other(service: Service) -> None:
    plan = planned(service)
    move = {"do": "move", **HELD, "to_person": "sin-04"}
    told = edited(
        service,
        plan,
        move,
        {"do": "pin", "person": "sin-04", "shift": TUESDAY},
        {"do": "pin", **HELD | {"shift": MONDAY}},
    )
    assert told["pins"] == [{"person": "sin-03", "shift": MONDAY}, {"person": "sin-04", "shift": TUESDAY}]
    told = edited(service, plan, {"do": "unpin", **HELD | {"shift": MONDAY}})
    assert told["pins"] == [{"person": "sin-04", "shift": TUESDAY}]


def test_what_an_edit_takes_away_is_pinned_no_more(service: Service) -> None:
    plan = planned(service)
    edited(service, plan, {"do": "pin", **HELD})
    told = edited(service, plan, {"do": "move", **HELD, "to_person": "sin-04"})
    assert told["pins"] == []
    assert not told["effect"]["breaks"]


def test_pins_alone_leave_true_what_was_proven(service: Service) -> None:
    plan = solved(service)
    before = service.admin.get(f"/v1/plans/{plan}").json()
    held = {name: before["roster"][0][name] for name in ("person", "shift")}
    edited(service, plan, {"do": "pin", **held})
    after = service.admin.get(f"/v1/plans/{plan}").json()
    same = ("status", "penalty", "lower_bound", "tiers", "report", "violations")
    assert {name: after[name] for name in same} == {name: before[name] for name in same}
    assert after["roster"][0]["pinned"]
    row = row_of(service.services.store, plan)
    assert row.digest == digest_of(row.document, row.roster or [])
    edited(service, plan, {"do": "unpin", **held})
    assert service.admin.get(f"/v1/plans/{plan}").json()["status"] == "edited"


def test_a_new_search_keeps_what_was_pinned_by_hand(service: Service) -> None:
    base = solved(service)
    roster = service.admin.get(f"/v1/plans/{base}").json()["roster"]
    by_shift = {row["shift"]: [r["person"] for r in roster if r["shift"] == row["shift"]] for row in roster}
    shift, (person,) = next((s, people) for s, people in by_shift.items() if len(people) == 1)
    other = {"sin-01": "sin-02", "sin-02": "sin-01"}[person]
    move = {"do": "move", "person": person, "shift": shift, "to_person": other}
    edited(service, base, move, {"do": "pin", "person": other, "shift": shift})
    plan = asked(service, base=base)
    solve_all(service.services.store)
    assert row_of(service.services.store, plan).status == "optimal"
    assert [other, shift] in rows(service, plan)


def test_one_edit_that_cannot_be_made_stops_all(service: Service) -> None:
    plan = planned(service)
    refused = send(service, plan, {"do": "pin", **HELD}, {"do": "add", **HELD})
    assert refused.status_code == 409
    assert refused.json()["detail"] == f"operations[1]: sin-03 has {TUESDAY} already."
    assert send(service, plan, {"do": "remove", "person": "sin-04", "shift": TUESDAY}).status_code == 409
    assert send(service, plan, {"do": "unpin", **HELD}).status_code == 409
    assert row_of(service.services.store, plan).version == 1


@pytest.mark.parametrize(
    ("operation", "path"),
    [
        ({"do": "move", **HELD}, "operations[0]"),
        ({"do": "pin", **HELD, "to_person": "sin-04"}, "operations[0]"),
        ({"do": "exchange", **HELD, "with_person": "sin-04"}, "operations[0]"),
        ({"do": "add", "person": "sin-05", "shift": TUESDAY}, "operations[0].person"),
        ({"do": "add", "person": "sin-03", "shift": "sin-day@2027-02-05"}, "operations[0].shift"),
        ({"do": "move", **HELD, "to_person": "nobody"}, "operations[0].to_person"),
        ({"do": "burn", **HELD}, "operations[0].do"),
    ],
)
def test_what_makes_no_sense_is_named(service: Service, operation: dict[str, Any], path: str) -> None:
    answer = send(service, planned(service), operation)
    assert answer.status_code == 422
    assert [issue["path"] for issue in answer.json()["issues"]] == [path]


def test_of_two_who_edit_at_once_the_second_is_told(service: Service) -> None:
    plan = planned(service)
    etag = service.admin.get(f"/v1/plans/{plan}").headers["ETag"]
    first = send(service, plan, {"do": "pin", **HELD}, headers={"If-Match": etag})
    assert first.headers["ETag"] == '"2"'
    assert send(service, plan, {"do": "unpin", **HELD}, headers={"If-Match": etag}).status_code == 412


def test_a_published_plan_is_copied_and_the_copy_edited(service: Service) -> None:
    publish(service)
    (line,) = service.admin.get("/v1/teams/harbour/plans").json()["items"]
    before = row_of(service.services.store, line["id"])
    answer = send(service, line["id"], {"do": "move", **HELD, "to_person": "sin-04"})
    copy = answer.json()["plan"]
    assert copy != line["id"]
    assert answer.headers["Location"] == f"/v1/plans/{copy}"
    assert row_of(service.services.store, line["id"]) == before
    told = service.admin.get(f"/v1/plans/{copy}").json()
    assert (told["base"], told["version"], told["state"], told["status"]) == (line["id"], 1, "done", "edited")
    assert ["sin-04", TUESDAY] in rows(service, copy)
    assert service.admin.post(f"/v1/plans/{copy}/publish", json={}).status_code == 201


def test_only_a_sound_roster_is_edited(service: Service) -> None:
    waiting = asked(service)
    assert send(service, waiting, {"do": "pin", "person": "sin-01", "shift": MONDAY}).status_code == 409
    broken = planned(service, raw=harbour() | {"team": "another"}, digest="0" * 64)
    refused = send(service, broken, {"do": "pin", **HELD})
    assert refused.status_code == 409
    assert refused.json()["type"].endswith("plan-changed")


def test_who_edited_what_is_recorded(service: Service) -> None:
    plan = planned(service)
    edited(service, plan, {"do": "remove", **HELD}, note="she is ill")
    with service.services.store.reading() as session:
        entry = session.exec(select(AuditEntry).where(AuditEntry.action == "plan.edit")).one()
    assert (entry.subject, entry.reason) == (plan, "she is ill")
    assert entry.after == {
        "plan": plan,
        "digest": row_of(service.services.store, plan).digest,
        "operations": [{"do": "remove", **HELD}],
    }
