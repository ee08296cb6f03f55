"""Parts of the team document, and single rows of it."""

from __future__ import annotations

from typing import Any

from api.teams.parts import PARTS
from tests.api.documents.samples import team
from tests.api.teams.rotations import rotation_team
from tests.api.teams.test_team_whole import created
from tests.service import Service

HARBOUR = "/v1/teams/harbour"
CARA = {"id": "dub-02", "site": "dub", "contract_hours_per_week": 40.0}


def test_every_part_is_read_and_put_back_as_it_was(service: Service) -> None:
    mia = created(service, team() | {"callouts": []})
    for part in PARTS:
        read = mia.get(f"{HARBOUR}/{part.name}")
        assert read.status_code == 200, part.name
        assert read.json() == mia.get(HARBOUR).json()["document"][part.name], part.name
        assert read.headers["ETag"] == '"1"'
        put = mia.put(f"{HARBOUR}/{part.name}", json=read.json())
        assert put.json() == {"version": 1, "stored": True, "breaks": [], "breaks_left_out": 0}, part.name


def test_rows_in_another_order_are_another_document(service: Service) -> None:
    mia = created(service)
    put = mia.put(f"{HARBOUR}/shifts", json=team()["shifts"][::-1])
    assert put.json()["version"] == 2
    assert [row["id"] for row in mia.get(f"{HARBOUR}/shifts").json()] == [row["id"] for row in team()["shifts"]][::-1]


def test_parts_that_were_left_out_are_empty(service: Service) -> None:
    mia = created(service, {n: v for n, v in team().items() if n not in ("ledger", "rules")})
    assert mia.get(f"{HARBOUR}/ledger").json() == []
    assert mia.get(f"{HARBOUR}/rules").json() == {}


VALUES: dict[str, Any] = {
    "coverage": [],
    "leave": [{"person": "dub-01", "first_day": "2027-01-05", "last_day": "2027-01-05"}],
    "wishes": [],
    "ledger": [{"person": "dub-01", "night_shifts": 3}],
    "previous": [],
    "callouts": [{"person": "dub-01", "start": "2027-01-05T02:00:00Z", "end": "2027-01-05T03:00:00Z"}],
    "pins": [],
    "rules": {"rest_period": [{"hours": 11.0, "sites": ["dub", "sin"]}, {"hours": 13.0}], "isolated_days": False},
    "people": [*team()["people"], CARA],
}


def test_parts_are_replaced_one_by_one(service: Service) -> None:
    mia, expected = created(service), team()
    for version, (part, value) in enumerate(VALUES.items(), 2):
        put = mia.put(f"{HARBOUR}/{part}", json=value)
        assert put.status_code == 200, put.text
        assert put.headers["ETag"] == f'"{version}"'
        assert mia.get(f"{HARBOUR}/{part}").json() == value
        expected[part] = value
        assert mia.get(HARBOUR).json()["document"] == expected


def test_a_part_is_checked_with_the_whole_document(service: Service) -> None:
    mia = created(service)
    people = [{**row, "site": "sin"} for row in team()["people"][:2]] + [{"id": "x", "site": "moon"}]
    refused = mia.put(f"{HARBOUR}/people", json=people)
    assert refused.status_code == 422
    paths = {issue["path"] for issue in refused.json()["issues"]}
    assert {"people[2].contract_hours_per_week"} <= paths
    assert mia.put(f"{HARBOUR}/period", json=None).status_code == 422
    assert mia.put(f"{HARBOUR}/leave", json="none").status_code == 422
    assert mia.get(HARBOUR).json()["version"] == 1


def test_a_row_is_added_changed_and_taken_away(service: Service) -> None:
    mia = created(service)
    path = f"{HARBOUR}/people/dub-02"
    assert mia.get(path).status_code == 404
    assert mia.put(path, json={n: v for n, v in CARA.items() if n != "id"}).status_code == 200
    assert mia.get(path).json() == CARA
    assert mia.put(path, json=CARA | {"fte": 0.5}).json()["version"] == 3
    people = mia.get(f"{HARBOUR}/people").json()
    assert people == [*mia.get(HARBOUR).json()["document"]["people"][:3], CARA | {"fte": 0.5}]
    assert mia.delete(path, headers={"If-Match": '"1"'}).status_code == 412
    assert mia.delete(path, params={"dry_run": True}).json()["stored"] is False
    assert mia.delete(path).status_code == 200
    assert mia.delete(path).status_code == 404
    assert [row["id"] for row in mia.get(f"{HARBOUR}/people").json()] == ["sin-01", "sin-02", "dub-01"]


def test_a_row_keeps_its_place_and_its_id(service: Service) -> None:
    mia = created(service)
    first = team()["shifts"][0] | {"start": "07:30"}
    assert mia.put(f"{HARBOUR}/shifts/sin-day", json=first).status_code == 200
    assert [row["id"] for row in mia.get(f"{HARBOUR}/shifts").json()] == [row["id"] for row in team()["shifts"]]
    renamed = mia.put(f"{HARBOUR}/shifts/sin-day", json=first | {"id": "other"})
    assert renamed.status_code == 422
    assert renamed.json()["issues"][0]["path"] == "shifts[0].id"
    assert mia.put(f"{HARBOUR}/shifts/sin-day", json=[]).json()["issues"][0]["path"] == "shifts[0]"


def test_a_row_that_others_name_cannot_go(service: Service) -> None:
    mia = created(service)
    refused = mia.delete(f"{HARBOUR}/shifts/sin-day")
    assert refused.status_code == 422
    assert {"wishes[1].wish", "pins[0].shift"} == {issue["path"] for issue in refused.json()["issues"]}


def test_only_who_may_write_the_team_writes_parts(service: Service) -> None:
    created(service)
    ana = service.asking("ana", "analyst", "harbour", person="sin-01")
    assert ana.get(f"{HARBOUR}/coverage").status_code == 200
    assert ana.put(f"{HARBOUR}/coverage", json=[]).status_code == 403
    assert ana.put(f"{HARBOUR}/people/sin-01", json={}).status_code == 403


def test_a_team_that_has_only_rotations_has_no_parts(service: Service) -> None:
    mia = created(service, rotation_team())
    assert mia.get("/v1/teams/sre/people").status_code == 404
    assert mia.put("/v1/teams/sre/people", json=[]).status_code == 404
    assert mia.get("/v1/teams/sre/people/ana").status_code == 404
    planned = mia.patch("/v1/teams/sre", json={n: v for n, v in team().items() if n != "team"})
    assert planned.status_code == 200, planned.text
    assert mia.get("/v1/teams/sre/people").status_code == 200


def test_why_others_are_away_is_for_managers(service: Service) -> None:
    body = team() | {
        "leave": [
            {"person": "sin-01", "first_day": "2027-01-09", "last_day": "2027-01-15", "kind": "parental"},
            {"person": "dub-01", "first_day": "2027-01-09", "last_day": "2027-01-15", "kind": "medical"},
        ]
    }
    mia = created(service, body)
    dublin = service.asking("dan", "analyst", "harbour", person="dub-01")
    pager = service.asking("pager", "reader", "harbour")
    narrow = service.asking("bot", "manager", "harbour", abilities=["team:read"])
    for path in (f"{HARBOUR}/leave", HARBOUR):
        assert pager.get(path).status_code == 403
        for asking, kinds in (
            (mia, ["parental", "medical"]),
            (dublin, ["away", "medical"]),
            (narrow, ["away", "away"]),
        ):
            answer = asking.get(path).json()
            leave = answer["document"]["leave"] if path == HARBOUR else answer
            assert [row["kind"] for row in leave] == kinds
