"""Reading revisions, and what differs between two."""

from __future__ import annotations

import sqlalchemy as sa
from sqlmodel import col

from api.store.tables import RevisionRow
from tests.api.plans_at_hand import another, harbour, legal, planned, publish
from tests.service import Service

THURSDAY = "sin-03 sin-day@2027-01-21"


def exchanged() -> list[list[str]]:
    return another(legal(harbour()), THURSDAY, new="sin-04 sin-day@2027-01-21")


def february() -> dict[str, object]:
    raw = harbour() | {"leave": [], "coverage": []}
    raw["period"] = {
        "first_day": "2027-02-01",
        "last_day": "2027-02-28",
        "coverage_from": "2027-02-01T12:00:00Z",
        "coverage_until": "2027-02-28T12:00:00Z",
    }
    return raw


def test_revisions_come_in_pages_the_newest_first(service: Service) -> None:
    for _ in range(3):
        publish(service)
    first = service.admin.get("/v1/teams/harbour/revisions?limit=2").json()
    assert [line["number"] for line in first["items"]] == [3, 2]
    second = service.admin.get(f"/v1/teams/harbour/revisions?limit=2&cursor={first['next']}").json()
    assert [line["number"] for line in second["items"]] == [1]
    assert second["next"] is None


def test_a_revision_differs_from_the_one_before_by_what_it_changed(service: Service) -> None:
    publish(service)
    publish(service, exchanged())
    publish(service, [["sin-03", "sin-day@2027-02-03"]], february())
    told = service.admin.get("/v1/teams/harbour/revisions/2/diff").json()
    assert (told["before"], told["after"]) == (1, 2)
    assert told["touched"] == ["sin-03", "sin-04"]
    later = service.admin.get("/v1/teams/harbour/revisions/3/diff").json()
    assert (later["gained"], later["lost"]) == (1, 0)  # January is as it was
    assert later["people"][0]["gained"] == ["sin-day@2027-02-03"]
    both = service.admin.get("/v1/teams/harbour/revisions/3/diff?with=1").json()
    assert (both["gained"], both["lost"], both["touched"]) == (2, 1, ["sin-03", "sin-04"])
    back = service.admin.get("/v1/teams/harbour/revisions/1/diff?with=3").json()
    assert (back["gained"], back["lost"]) == (1, 2)
    everything = service.admin.get("/v1/teams/harbour/revisions/1/diff").json()
    assert (everything["before"], everything["gained"]) == (0, len(legal(harbour())))


def test_a_shift_at_other_times_is_retimed(service: Service) -> None:
    publish(service)
    raw = harbour()
    raw["shifts"][0]["end"] = "15:00"
    told = service.admin.get(f"/v1/plans/{planned(service, raw=raw)}/diff").json()
    assert (told["gained"], told["lost"], told["retimed"]) == (0, 0, 20)
    assert told["touched"] == ["sin-03", "sin-04"]


def test_a_plan_says_beforehand_what_publishing_it_does(service: Service) -> None:
    publish(service)
    plan = planned(service, another(legal(harbour()), THURSDAY))
    told = service.admin.get(f"/v1/plans/{plan}/diff").json()
    assert (told["gained"], told["lost"], told["touched"]) == (0, 1, ["sin-03"])
    assert [v["rule"] for v in told["violations"]] == ["coverage"]
    assert told["kept"] == told["notice"] == []
    assert [line["number"] for line in service.admin.get("/v1/teams/harbour/revisions").json()["items"]] == [1]


def test_what_managers_know_others_are_not_told(service: Service) -> None:
    publish(service, raw=harbour() | {"coverage": []})
    rows = another(legal(harbour()), new="sin-03 sin-day@2027-01-13")  # in the leave of sin-03
    refused = service.admin.post(f"/v1/plans/{planned(service, rows)}/publish", json={}).json()
    accept = [{"violation": v["id"], "reason": "came in for a day"} for v in refused["violations"]]
    assert "medical" in str(refused["violations"])
    publish(service, rows, accept=accept)
    address = "/v1/teams/harbour/revisions/2"
    manager = service.asking("mia", "manager", "harbour").get(address)
    assert "medical" in str(manager.json()["accepted"])
    assert manager.json()["report"]["coverage"]
    for login, role in (("ana", "analyst"), ("pager", "reader")):
        told = service.asking(login, role, "harbour").get(address)
        assert "medical" not in told.text
        assert told.json()["assignments"] == manager.json()["assignments"]
        assert (told.json()["accepted"], told.json()["consents"], told.json()["report"]) == (None, None, None)


def test_who_may_read(service: Service) -> None:
    plan = planned(service)
    publish(service)
    for address in ("revisions", "revisions/1", "revisions/1/diff"):
        path = f"/v1/teams/harbour/{address}"
        assert service.anonymous.get(path).status_code == 401
        assert service.asking(f"eve {address}").get(path).status_code == 404
        assert service.asking(f"pager {address}", "reader", "harbour").get(path).status_code == 200
    for missing in ("revisions/9", "revisions/9/diff", "revisions/1/diff?with=9"):
        assert service.admin.get(f"/v1/teams/harbour/{missing}").status_code == 404
    assert service.anonymous.get(f"/v1/plans/{plan}/diff").status_code == 401
    assert service.asking("eve").get(f"/v1/plans/{plan}/diff").status_code == 404
    assert service.asking("ana", "analyst", "harbour").get(f"/v1/plans/{plan}/diff").status_code == 403


def test_a_revision_never_changes(service: Service) -> None:
    publish(service)
    address = "/v1/teams/harbour/revisions/1"
    before = service.admin.get(address).json()
    for method in ("PUT", "PATCH", "DELETE", "POST"):
        assert service.admin.request(method, address, json={}).status_code == 405
    publish(service, exchanged())
    assert service.admin.get(address).json() == before


def test_one_that_was_tampered_with_is_not_served(service: Service) -> None:
    publish(service)
    plan = planned(service, exchanged())
    with service.services.store.writing() as session:
        forged = another(legal(harbour()), THURSDAY)
        session.execute(sa.update(RevisionRow).where(col(RevisionRow.number) == 1).values(assignments=forged))
    for refused in (
        service.admin.get("/v1/teams/harbour/revisions/1"),
        service.admin.get("/v1/teams/harbour/revisions/1/diff"),
        service.admin.get(f"/v1/plans/{plan}/diff"),
        service.admin.post(f"/v1/plans/{plan}/publish", json={}),
    ):
        assert refused.status_code == 409
        assert "Changed since it was published: harbour revision 1" in refused.json()["detail"]
    assert len(service.admin.get("/v1/teams/harbour/revisions").json()["items"]) == 1
