"""Cancelling and deleting plans."""

from __future__ import annotations

from sqlmodel import select

from api.jobs.runs import abandon, claim_if_any, give_back
from api.store.tables import AuditEntry
from tests.api.jobs.solvable import asked, claimed, row_of, run_of, solved, torn
from tests.api.plans_at_hand import publish
from tests.service import Service


def cancel(service: Service, plan: str) -> str:
    answer = service.admin.delete(f"/v1/plans/{plan}")
    assert answer.status_code == 200, answer.text
    assert answer.json()["plan"] == plan
    return str(answer.json()["done"])


def test_what_waits_is_cancelled_at_once(service: Service) -> None:
    store, plan = service.services.store, asked(service)
    assert cancel(service, plan) == "cancelled"
    row = row_of(store, plan)
    assert (row.state, row.roster, run_of(store, plan).state) == ("cancelled", None, "cancelled")
    assert row.finished_at is not None
    assert claim_if_any(store, 1) is None


def test_what_is_worked_on_is_told_to_stop(service: Service) -> None:
    store, plan = service.services.store, asked(service)
    claimed(store)
    assert cancel(service, plan) == "stopping"
    assert cancel(service, plan) == "stopping"
    told = service.admin.get(f"/v1/plans/{plan}").json()
    assert (told["state"], told["stopping"]) == ("running", True)


def test_the_best_roster_of_a_worker_that_is_gone_is_kept(service: Service) -> None:
    store, best = service.services.store, row_of(service.services.store, solved(service, torn())).roster
    for leave in (give_back, abandon):
        plan = asked(service)
        found = claimed(store)
        give_back(store, found, {"best": best, "spent_seconds": 3.0})
        leave(store, claimed(store))
        assert cancel(service, plan) == "cancelled"
        row = row_of(store, plan)
        assert (row.state, row.status, row.roster, row.seconds) == ("cancelled", "feasible", best, 3.0)
        told = service.admin.get(f"/v1/plans/{plan}").json()
        assert told["penalty"] == sum(tier["penalty"] for tier in told["tiers"]) > 0
        assert told["lower_bound"] == 0


def test_a_best_roster_that_breaks_a_rule_is_not_kept(service: Service) -> None:
    store, plan = service.services.store, asked(service)
    give_back(store, claimed(store), {"best": []})
    assert cancel(service, plan) == "cancelled"
    assert row_of(store, plan).roster is None


def test_what_has_ended_is_deleted(service: Service) -> None:
    plan = solved(service)
    assert cancel(service, plan) == "deleted"
    assert service.admin.get(f"/v1/plans/{plan}").status_code == 404
    assert service.admin.delete(f"/v1/plans/{plan}").status_code == 404


def test_what_was_published_stays(service: Service) -> None:
    publish(service)
    (line,) = service.admin.get("/v1/teams/harbour/plans").json()["items"]
    refused = service.admin.delete(f"/v1/plans/{line['id']}")
    assert refused.status_code == 409
    assert refused.json()["type"].endswith("published")
    assert service.admin.get(f"/v1/plans/{line['id']}").status_code == 200


def test_a_plan_that_others_changed_is_not_deleted(service: Service) -> None:
    plan = solved(service)
    assert service.admin.delete(f"/v1/plans/{plan}", headers={"If-Match": '"1"'}).status_code == 412
    assert service.admin.delete(f"/v1/plans/{plan}", headers={"If-Match": '"2"'}).status_code == 200


def test_both_are_recorded(service: Service) -> None:
    plan = asked(service)
    cancel(service, plan)
    cancel(service, plan)
    with service.services.store.reading() as session:
        entries = session.exec(select(AuditEntry).where(AuditEntry.subject == plan)).all()
    assert [entry.action for entry in entries] == ["plan.create", "plan.cancel", "plan.delete"]
