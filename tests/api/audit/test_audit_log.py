"""The audit log is read by who may, and changed by nobody."""

from __future__ import annotations

import csv
import json
from io import StringIO

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError

from api.store.tables import AuditEntry
from scheduler.intervals import parse_instant
from tests.api.plans_at_hand import harbour, planned, publish
from tests.service import Service

ADDRESS = "/v1/teams/harbour/audit"


def noted(service: Service, *actions: str, team: str | None = "harbour", reason: str = "") -> None:
    """Entries of these actions, a minute apart from noon on the third of January on, by mia and ben in turns."""
    with service.services.store.writing() as session:
        for n, action in enumerate(actions):
            at, actor = parse_instant(f"2027-01-03T12:{n:02}:00Z"), ("mia", "ben")[n % 2]
            entry = AuditEntry(at=at, actor=actor, team_id=team, action=action, subject=str(n), reason=reason)
            session.add(entry)


def actions(service: Service, query: str = "", address: str = ADDRESS) -> list[str]:
    return [entry["action"] for entry in service.admin.get(f"{address}?{query}").json()["items"]]


def test_an_act_is_told_with_everything(service: Service) -> None:
    publish(service, note="final")
    planned(service)
    entry = service.admin.get(f"{ADDRESS}?action=plan.publish").json()["items"][0]
    assert (entry["actor"], entry["team"], entry["subject"], entry["reason"]) == (
        "root",
        "harbour",
        "revision 1",
        "final",
    )
    assert entry["at"] == "2026-12-01T09:00:00Z"
    assert entry["after"]["kept"] == []
    assert entry["token"].startswith("watchbill_api_")
    assert entry["address"] == "testclient"
    assert len(entry["request"]) == 16


def test_filters_and_pages(service: Service) -> None:
    planned(service)
    planned(service, raw=harbour() | {"team": "quay"})
    noted(service, "a", "b", "c", "a", "d")
    noted(service, "x", team="quay")
    noted(service, "login", team=None)
    assert actions(service) == ["d", "a", "c", "b", "a"]
    assert actions(service, "action=a") == ["a", "a"]
    assert actions(service, "actor=mia&action=a") == ["a"]
    assert actions(service, "from=2027-01-03T12:01:00Z&until=2027-01-03T12:03:00Z") == ["c", "b"]
    first = service.admin.get(f"{ADDRESS}?limit=2").json()
    assert [entry["action"] for entry in first["items"]] == ["d", "a"]
    assert actions(service, f"limit=2&cursor={first['next']}") == ["c", "b"]
    assert actions(service, address="/v1/audit") == ["login", "x", "d", "a", "c", "b", "a"]
    assert actions(service, "team=quay", "/v1/audit") == ["x"]


def test_it_is_exported_as_json_lines_and_csv(service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("api.audit.reading.BATCH", 2)
    planned(service)
    noted(service, "a", "b", "c", "d", reason="=cmd()")
    answer = service.admin.get(f"{ADDRESS}?format=jsonl&actor=mia")
    assert answer.headers["content-type"] == "application/x-ndjson"
    assert [json.loads(line)["action"] for line in answer.text.splitlines()] == ["a", "c"]
    answer = service.admin.get("/v1/audit?format=csv")
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    rows = list(csv.DictReader(StringIO(answer.text, newline="")))
    assert [row["action"] for row in rows] == ["a", "b", "c", "d"]
    assert {row["reason"] for row in rows} == {"'=cmd()"}
    assert rows[0]["after"] == ""


def test_managers_read_their_team_and_administrators_everything(service: Service) -> None:
    planned(service)
    manager = service.asking("mia", "manager", "harbour")
    for address in (ADDRESS, "/v1/audit"):
        assert service.anonymous.get(address).status_code == 401
    assert service.asking("eve").get(ADDRESS).status_code == 404
    assert service.asking("ana", "analyst", "harbour").get(ADDRESS).status_code == 403
    assert manager.get(ADDRESS).status_code == 200
    assert manager.get("/v1/audit").status_code == 403
    assert manager.get("/v1/teams/quay/audit").status_code == 404
    assert service.admin.get(f"{ADDRESS}?action=%00").status_code == 422


def test_no_entry_can_be_changed_or_deleted(service: Service) -> None:
    noted(service, "a", team=None)
    changes: list[sa.UpdateBase] = [sa.update(AuditEntry).values(actor="somebody else"), sa.delete(AuditEntry)]
    for change in changes:
        with pytest.raises(DBAPIError, match="the audit log only grows"), service.services.store.writing() as session:
            session.execute(change)
    assert actions(service, address="/v1/audit") == ["a"]
