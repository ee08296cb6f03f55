"""Changes at short notice need the consent of the people they touch."""

from __future__ import annotations

from typing import Any

from sqlmodel import col, select

from api.store.tables import AuditEntry
from tests.api.plans_at_hand import another, harbour, legal, planned, publish, published
from tests.service import Service

FRIDAY, LATE = "sin-03 sin-day@2027-01-22", "sin-04 sin-day@2027-01-29"


def exchanged() -> list[list[str]]:
    """Friday of the third week goes to sin-04, Friday of the fourth to sin-03."""
    return another(legal(harbour()), FRIDAY, LATE, new="sin-04 sin-day@2027-01-22, sin-03 sin-day@2027-01-29")


def owing(service: Service, days: int) -> None:
    assert service.admin.put("/v1/teams/harbour/options", json={"notice_days": days}).status_code == 200


def test_without_the_option_none_is_owed(service: Service) -> None:
    publish(service)
    service.clock.set("2027-01-21T22:59:00Z")
    assert published(service, exchanged()).status_code == 201


def singaporean() -> dict[str, Any]:
    """The harbour, where people of Singapore are owed the roster before the month begins."""
    raw = harbour()
    raw["sites"][0]["rule_pack"] = "singapore"
    return raw


def test_a_roster_after_its_month_began_is_accepted_by_name(service: Service) -> None:
    service.clock.set("2027-01-01T00:00:00Z")
    refused = published(service, raw=singaporean())
    assert refused.status_code == 409
    (finding,) = refused.json()["violations"]
    assert (finding["rule"], finding["past"]) == ("notice", False)
    assert "should have known the shifts of January 2027 by 2026-12-31T16:00:00Z (SG-036-ROSTER" in finding["because"]
    accept = [{"violation": finding["id"], "reason": "the team is new"}]
    service.clock.set("2027-01-02T00:00:00Z")
    answer = published(service, raw=singaporean(), accept=accept)
    assert answer.status_code == 201, answer.text
    assert answer.json()["accepted"] == [{**finding, "reason": "the team is new"}]


def test_what_policy_asks_for_is_a_warning(service: Service) -> None:
    service.clock.set("2026-12-06T15:00:00Z")
    assert published(service).json()["warnings"] == []
    service.clock.set("2026-12-07T00:01:00Z")
    plan = planned(service, raw=harbour() | {"team": "quay"})
    (sin, dub) = service.admin.get(f"/v1/plans/{plan}/diff").json()["warnings"]
    assert " of sin should have known the shifts of this roster by 2026-12-06T16:" in sin
    assert "dub-01 of dub" in dub


def test_the_people_touched_have_to_agree(service: Service) -> None:
    publish(service)
    owing(service, 7)
    service.clock.set("2027-01-20T12:00:00Z")
    refused = published(service, exchanged())
    assert refused.status_code == 409
    assert refused.json()["type"] == "urn:watchbill:problem:notice"
    assert refused.json()["violations"] == []
    assert refused.json()["notice"] == [
        {
            "person": person,
            "shift": "sin-day@2027-01-22",
            "change": change,
            "start": "2027-01-21T23:00:00Z",
            "hours": 35.0,
        }
        for person, change in (("sin-03", "lost"), ("sin-04", "gained"))
    ]
    assert (
        service.admin.get(f"/v1/plans/{planned(service, exchanged())}/diff").json()["notice"]
        == (refused.json()["notice"])
    )
    consents = [{"person": "sin-03", "reason": "asked for it"}]
    half = published(service, exchanged(), consents=consents)
    assert [late["person"] for late in half.json()["notice"]] == ["sin-04"]
    consents += [{"person": "sin-04", "reason": "by telephone"}, {"person": "sin-01", "reason": "needless"}]
    assert published(service, exchanged(), consents=consents).status_code == 201
    assert service.admin.get("/v1/teams/harbour/revisions/2").json()["consents"] == consents[:2]
    with service.services.store.reading() as session:
        query = select(AuditEntry).where(AuditEntry.action == "notice.consent").order_by(col(AuditEntry.id))
        logged = session.exec(query).all()
    assert [(entry.subject, entry.reason) for entry in logged] == [(c["person"], c["reason"]) for c in consents[:2]]
    assert logged[0].after[0]["shift"] == "sin-day@2027-01-22"


def test_notice_ends_to_the_minute_and_is_owed_for_changes_only(service: Service) -> None:
    publish(service)
    owing(service, 2)
    service.clock.set("2027-01-19T23:00:00Z")  # two days before the shift
    plan = planned(service, exchanged())
    assert service.admin.get(f"/v1/plans/{plan}/diff").json()["notice"] == []
    service.clock.set("2027-01-19T23:01:00Z")
    assert len(service.admin.get(f"/v1/plans/{plan}/diff").json()["notice"]) == 2
    unchanged = planned(service)
    assert service.admin.get(f"/v1/plans/{unchanged}/diff").json()["notice"] == []


def test_the_first_roster_of_some_days_owes_none(service: Service) -> None:
    planned(service)
    owing(service, 366)
    assert published(service).status_code == 201
