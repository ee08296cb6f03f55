"""Leave and wishes that people ask for: changed, withdrawn, granted, refused."""

from __future__ import annotations

from typing import Any

import pytest

from api.requests.asked import bid_weight
from tests.api.documents.samples import team as sample
from tests.api.plans_at_hand import harbour, planned
from tests.api.requests.asking import DAYS, HARBOUR, LEAVE, WISHES, Harbour, asked, kind_of
from tests.api.teams.audited import audited
from tests.api.teams.rotations import rotation_team
from tests.service import Service


def rows(team: Harbour, part: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = team.mia.get(f"{HARBOUR}/{part}").json()
    return found


def test_granted_leave_stands_in_the_document_until_it_is_withdrawn(service: Service) -> None:
    team = Harbour(service)
    team.window()
    id = asked(team.ana, kind="parental", reason="A birth")
    tried = team.mia.post(f"{LEAVE}/{id}/approve", params={"dry_run": True}, json={})
    assert (tried.json()["stored"], tried.json()["request"]["state"]) == (False, "asked")
    assert rows(team, "leave") == harbour()["leave"]
    granted = team.mia.post(f"{LEAVE}/{id}/approve", json={"answer": "All the best"})
    assert granted.status_code == 200, granted.text
    assert granted.json()["request"] == {
        "id": id,
        "person": "sin-03",
        "state": "approved",
        "window": 1,
        "points": 0,
        "answer": "All the best",
        "decided_by": "mia",
        "decided_at": "2026-12-01T09:00:00Z",
        "created_by": "ana",
        "created_at": "2026-12-01T09:00:00Z",
        "version": 2,
        "kind": "parental",
        "reason": "A birth",
        **DAYS,
    }
    assert rows(team, "leave") == [*harbour()["leave"], {"person": "sin-03", "kind": "parental", **DAYS}]
    assert kind_of(team.ana.delete(f"{LEAVE}/{id}")) == (403, "forbidden")
    assert team.mia.delete(f"{LEAVE}/{id}", params={"dry_run": True}).json()["request"]["state"] == "approved"
    assert team.mia.delete(f"{LEAVE}/{id}").json()["request"]["state"] == "withdrawn"
    assert rows(team, "leave") == harbour()["leave"]
    assert kind_of(team.mia.delete(f"{LEAVE}/{id}")) == (409, "decided")
    for step in ("ask", "approve", "withdraw"):
        assert audited(service, f"leave-request.{step}")[0].subject == str(id)
    assert len(audited(service, "team.change")) == 2


def test_a_request_is_decided_once(service: Service) -> None:
    team = Harbour(service)
    team.window()
    id = asked(team.ana)
    read = team.mia.get(f"{LEAVE}/{id}")
    assert team.ana.patch(f"{LEAVE}/{id}", json={"kind": "training"}).headers["ETag"] == '"2"'
    stale = {"If-Match": read.headers["ETag"]}
    for answer in (
        team.mia.post(f"{LEAVE}/{id}/approve", json={}, headers=stale),
        team.mia.post(f"{LEAVE}/{id}/deny", json={}, headers=stale),
        team.ana.patch(f"{LEAVE}/{id}", json={}, headers=stale),
        team.ana.delete(f"{LEAVE}/{id}", headers=stale),
    ):
        assert answer.status_code == 412
    denied = team.mia.post(f"{LEAVE}/{id}/deny", json={"answer": "Too many"})
    assert (denied.json()["state"], denied.json()["answer"]) == ("denied", "Too many")
    for answer in (
        team.mia.post(f"{LEAVE}/{id}/approve", json={}),
        team.mia.post(f"{LEAVE}/{id}/deny", json={}),
        team.ana.patch(f"{LEAVE}/{id}", json={}),
        team.ana.delete(f"{LEAVE}/{id}"),
    ):
        assert kind_of(answer) == (409, "decided")
        assert answer.json()["state"] == "denied"
    assert rows(team, "leave") == harbour()["leave"]


def test_one_changes_and_withdraws_ones_own_only(service: Service) -> None:
    team = Harbour(service)
    team.window()
    id = asked(team.ana)
    assert team.ben.patch(f"{LEAVE}/{id}", json={"kind": "training"}).status_code == 403
    assert team.ben.delete(f"{LEAVE}/{id}").status_code == 403
    assert team.ana.post(f"{LEAVE}/{id}/approve", json={}).status_code == 403
    changed = team.ana.patch(f"{LEAVE}/{id}", json={"last_day": "2027-01-20", "reason": "Shorter"})
    assert (changed.json()["first_day"], changed.json()["last_day"]) == ("2027-01-20", "2027-01-20")
    outside = team.ana.patch(f"{LEAVE}/{id}", json={"last_day": "2027-02-20"})
    assert kind_of(outside) == (409, "closed")
    service.clock.set("2026-12-20T00:00:00Z")
    assert kind_of(team.ana.patch(f"{LEAVE}/{id}", json={"kind": "annual"})) == (409, "closed")
    assert team.mia.patch(f"{LEAVE}/{id}", json={"kind": "training"}).json()["window"] == 1
    assert team.ana.get(f"{LEAVE}/{id}").json()["last_day"] == "2027-01-20"
    withdrawn = team.ana.delete(f"{LEAVE}/{id}").json()
    assert (withdrawn["request"]["state"], withdrawn["breaks"]) == ("withdrawn", [])


def test_what_cannot_be_asked_is_refused_with_its_path(service: Service) -> None:
    team = Harbour(service)
    for path, body, where in (
        (LEAVE, DAYS | {"person": "sin-09"}, "person"),
        (LEAVE, DAYS | {"person": "sin-03", "last_day": "2027-01-19"}, "last_day"),
        (LEAVE, DAYS | {"person": "sin-03", "last_day": "2029-01-19"}, "last_day"),
        (LEAVE, DAYS | {"person": "sin-03", "reason": "a\0b"}, "reason"),
        (WISHES, {"person": "sin-03", "wish": "off"}, "day"),
        (WISHES, {"person": "sin-03", "wish": "off", "day": "2027-01-20", "every": "friday"}, "day"),
        (WISHES, {"person": "sin-03", "wish": "sin-dya", "day": "2027-01-20"}, "wish"),
        (WISHES, {"person": "sin-03", "wish": "off", "day": "2027-01-20", "weight": 4}, "weight"),
    ):
        refused = team.mia.post(path, json=body)
        assert refused.status_code == 422, body
        assert where in [issue["path"] for issue in refused.json()["issues"]]
    assert team.mia.get(f"{LEAVE}/1").status_code == 404
    service.admin.post("/v1/teams", json=rotation_team())
    nothing = service.admin.post("/v1/teams/sre/leave-requests", json=DAYS | {"person": "ana"})
    assert kind_of(nothing) == (409, "no-document")


def test_leave_that_clashes_with_what_is_published_takes_a_reason(service: Service) -> None:
    team = Harbour(service)
    team.window()
    plan = planned(service)
    assert service.admin.post(f"/v1/plans/{plan}/publish", json={}).status_code == 201
    id = asked(team.ana)
    refused = team.mia.post(f"{LEAVE}/{id}/approve", json={})
    assert kind_of(refused) == (409, "breaks-published")
    clash = [(b["rule"], b["person"], b["shifts"]) for b in refused.json()["breaks"] if b["hard"]]
    assert clash == [("leave", "sin-03", [f"sin-day@2027-01-{day}"]) for day in (20, 21)]
    assert team.mia.get(f"{LEAVE}/{id}").json()["state"] == "asked"
    unsaid = team.mia.post(f"{LEAVE}/{id}/approve", json={"even_so": True, "reason": " "})
    assert (unsaid.status_code, unsaid.json()["issues"][0]["path"]) == (422, "reason")
    tried = team.mia.post(f"{LEAVE}/{id}/approve", params={"dry_run": True}, json={})
    assert [b["rule"] for b in tried.json()["breaks"] if b["hard"]] == ["leave", "leave"]
    granted = team.mia.post(f"{LEAVE}/{id}/approve", json={"even_so": True, "reason": "Ben takes them over"})
    assert granted.status_code == 200, granted.text
    assert [b["rule"] for b in granted.json()["breaks"] if b["hard"]] == ["leave", "leave"]
    assert audited(service, "leave-request.approve")[0].reason == "Ben takes them over"
    free = asked(team.ana, first_day="2027-01-13", last_day="2027-01-13")
    assert team.mia.post(f"{LEAVE}/{free}/approve", json={}).status_code == 200


def test_leave_that_the_document_cannot_hold_is_not_granted(service: Service) -> None:
    team = Harbour(service)
    team.mia.put(f"{HARBOUR}/people/sin-03", json=harbour()["people"][2] | {"last_day": "2027-01-15"})
    id = asked(team.mia, person="sin-03")
    refused = team.mia.post(f"{LEAVE}/{id}/approve", json={})
    assert (refused.status_code, refused.json()["issues"][0]["path"]) == (422, "leave[1].first_day")
    assert team.mia.get(f"{LEAVE}/{id}").json()["state"] == "asked"


def test_a_granted_wish_weighs_by_its_bid(service: Service) -> None:
    team = Harbour(service)
    team.window("wishes", points=30)
    bids = [asked(team.ana, WISHES, points=20), asked(team.ana, WISHES, points=10, day="2027-01-22", weight=3)]
    given = asked(team.ben, WISHES, points=0, day=None, every="friday", wish="sin-day")
    for id, body in ((bids[0], {}), (bids[1], {}), (given, {"weight": 3})):
        assert team.mia.post(f"{WISHES}/{id}/approve", json=body).status_code == 200
    assert rows(team, "wishes") == [
        {"person": "sin-03", "day": "2027-01-20", "wish": "off", "weight": 2},
        {"person": "sin-03", "day": "2027-01-22", "wish": "off", "weight": 1},
        {"person": "sin-04", "every": "friday", "wish": "sin-day", "weight": 3},
    ]
    assert team.mia.delete(f"{WISHES}/{bids[0]}").status_code == 200
    assert [row["weight"] for row in rows(team, "wishes")] == [1, 3]


def test_a_wish_without_bidding_weighs_as_asked_and_changes(service: Service) -> None:
    team = Harbour(service)
    team.window("wishes")
    id = asked(team.ana, WISHES, weight=2)
    tried = team.mia.post(f"{WISHES}/{id}/approve", params={"dry_run": True}, json={"weight": 3})
    assert tried.json()["request"]["weight"] == 2
    assert team.mia.get(f"{WISHES}/{id}").json()["weight"] == 2
    changed = team.ana.patch(f"{WISHES}/{id}", json={"every": "friday"}).json()
    assert (changed["day"], changed["every"]) == (None, "friday")
    assert team.ana.patch(f"{WISHES}/{id}", json={"day": "2027-01-25"}).json()["every"] is None
    assert team.mia.post(f"{WISHES}/{id}/approve", json={}).status_code == 200
    assert rows(team, "wishes") == [{"person": "sin-03", "day": "2027-01-25", "wish": "off", "weight": 2}]


@pytest.mark.parametrize(("points", "weight"), [(0, 1), (1, 1), (10, 1), (11, 2), (20, 2), (21, 3), (30, 3), (99, 3)])
def test_the_weight_of_a_bid(points: int, weight: int) -> None:
    assert bid_weight(points, 30) == weight


def test_others_see_the_days_and_neither_reasons_nor_bids(service: Service) -> None:
    team = Harbour(service)
    team.window(points=30)
    waiting, granted, denied = (asked(team.ana, kind="medical", reason="Secret", points=n) for n in (1, 2, 3))
    team.mia.post(f"{LEAVE}/{granted}/approve", json={"answer": "Secret answer"})
    team.mia.post(f"{LEAVE}/{denied}/deny", json={"answer": "Secret answer"})
    listed = team.ben.get(LEAVE)
    assert [row["id"] for row in listed.json()["items"]] == [waiting, granted]
    one = team.ben.get(f"{LEAVE}/{granted}")
    for text in (listed.text, one.text):
        assert "secret" not in text.lower()
        assert "medical" not in text
    assert one.json() | {"created_at": None} == {
        "id": granted,
        "person": "sin-03",
        "state": "approved",
        "window": 1,
        "kind": "away",
        **DAYS,
        "version": 2,
        "created_at": None,
        **dict.fromkeys(["points", "reason", "answer", "decided_by", "decided_at", "created_by"]),
    }
    assert team.ben.get(f"{LEAVE}/{denied}").status_code == 404
    assert team.ben.patch(f"{LEAVE}/{denied}", json={}).status_code == 404
    for asking in (team.ana, team.mia):
        assert [row["reason"] for row in asking.get(LEAVE).json()["items"]] == ["Secret"] * 3
    only = team.mia.get(LEAVE, params={"state": "denied", "person": "sin-03"}).json()["items"]
    assert [row["id"] for row in only] == [denied]
    assert team.mia.get(LEAVE, params={"person": "sin-04"}).json()["items"] == []
    assert service.asking("pager", "reader", "harbour").get(LEAVE).status_code == 403


def test_requests_of_another_team_are_not_there(service: Service) -> None:
    team = Harbour(service)
    team.window()
    id = asked(team.ana)
    service.admin.post("/v1/teams", json=sample() | {"team": "dock"})
    other = service.asking("max", "manager", "dock")
    for method, path in (
        ("GET", f"leave-requests/{id}"),
        ("PATCH", f"leave-requests/{id}"),
        ("DELETE", f"leave-requests/{id}"),
        ("POST", f"leave-requests/{id}/approve"),
        ("GET", "request-windows/1"),
        ("GET", "request-windows/1/ranking"),
    ):
        assert other.request(method, f"/v1/teams/dock/{path}", json={}).status_code == 404
        assert other.request(method, f"/v1/teams/harbour/{path}", json={}).status_code == 404
