"""Creating, replacing and changing teams: planned ones, those that have only rotations, and both."""

from __future__ import annotations

import json
from typing import Any

from starlette.testclient import TestClient

from api.documents.reading import document_of
from api.documents.writing import to_yaml
from tests.api.documents.samples import changed, team, without
from tests.api.teams.audited import audited
from tests.api.teams.rotations import rotation_team, rotations
from tests.service import Service

HARBOUR = "/v1/teams/harbour"


def created(service: Service, body: dict[str, Any] | None = None) -> TestClient:
    """A manager of the team that is made."""
    body = body or team()
    answer = service.admin.post("/v1/teams", json=body)
    assert answer.status_code == 201, answer.text
    return service.asking("mia", "manager", body["team"])


def test_a_team_that_has_only_rotations(service: Service) -> None:
    made = service.admin.post("/v1/teams", json=rotation_team())
    assert made.status_code == 201, made.text
    assert made.json()["document"] is None
    assert made.json()["name"] == "Site reliability"
    assert service.admin.get("/v1/teams/sre").json()["oncall"] == rotations()


def test_a_planned_team_with_rotations_and_a_name(service: Service) -> None:
    body = team() | {"name": "Harbour watch", "oncall": rotations("sin-01", "dub-01")}
    created(service, body)
    read = service.admin.get(HARBOUR).json()
    assert (read["name"], read["oncall"]) == ("Harbour watch", body["oncall"])
    assert "oncall" not in read["document"]
    assert "name" not in read["document"]


def test_what_is_wrong_with_the_document_and_the_rotations_is_told_at_once(service: Service) -> None:
    body = without("period") | {"oncall": rotations("sin-01", "nobody"), "name": 7}
    refused = service.admin.post("/v1/teams", json=body)
    assert refused.status_code == 422
    paths = {issue["path"] for issue in refused.json()["issues"]}
    assert {"period", "name", "oncall.schedules[0].layers[0].rotations[0].people[1]"} <= paths


def test_a_team_of_neither_document_is_refused(service: Service) -> None:
    nothing = {"team": "sre", "oncall": None}
    bodies: list[Any] = [{"team": "sre"}, nothing, [], None, {"oncall": rotations()}, {"team": "a/b"}]
    for body in bodies:
        assert service.admin.post("/v1/teams", json=body).status_code == 422


def test_yaml_makes_the_same_team_as_json(service: Service) -> None:
    text = to_yaml(document_of(team()))
    headers = {"Content-Type": "application/yaml"}
    made = service.admin.post("/v1/teams", content=text, headers=headers)
    assert made.status_code == 201, made.text
    same = service.admin.put(HARBOUR, json=made.json()["document"])
    assert same.json()["version"] == made.json()["version"]


def test_a_put_replaces_the_document_and_keeps_name_and_rotations(service: Service) -> None:
    mia = created(service, team() | {"name": "Harbour watch", "oncall": rotations("sin-01", "dub-01")})
    put = mia.put(HARBOUR, json=changed("coverage", []))
    assert put.status_code == 200, put.text
    assert put.json()["document"]["coverage"] == []
    assert put.json()["version"] == 2
    assert put.headers["ETag"] == '"2"'
    read = mia.get(HARBOUR).json()
    assert (read["name"], read["oncall"]) == ("Harbour watch", rotations("sin-01", "dub-01"))
    assert read["document"] == put.json()["document"]


def test_a_put_of_rotations_alone_keeps_the_document(service: Service) -> None:
    mia = created(service)
    put = mia.put(HARBOUR, json={"team": "harbour", "name": "Harbour", "oncall": rotations("sin-01")})
    assert put.status_code == 200, put.text
    assert put.json()["document"]["people"] == team()["people"]
    assert put.json()["oncall"] == rotations("sin-01")


def test_a_patch_merges_into_the_document(service: Service) -> None:
    mia = created(service)
    patch = {"name": "Harbour watch", "period": {"last_day": "2027-01-30"}, "ledger": None}
    headers = {"Content-Type": "application/merge-patch+json"}
    answer = mia.request("PATCH", HARBOUR, json=patch, headers=headers)
    assert answer.status_code == 200, answer.text
    assert answer.json()["document"]["period"] == team()["period"] | {"last_day": "2027-01-30"}
    assert "ledger" not in answer.json()["document"]
    assert mia.get(HARBOUR).json()["name"] == "Harbour watch"


def test_a_patch_that_leaves_a_broken_document_changes_nothing(service: Service) -> None:
    mia = created(service)
    refused = mia.patch(HARBOUR, json={"people": team()["people"][1:]})
    assert refused.status_code == 422
    paths = {issue["path"] for issue in refused.json()["issues"]}
    assert {"people[0].shadows", "leave[0].person", "wishes[0].person", "pins[0].person"} <= paths
    assert mia.get(HARBOUR).json()["version"] == 1


def test_a_team_keeps_its_id(service: Service) -> None:
    mia = created(service)
    for answer in (mia.put(HARBOUR, json=team() | {"team": "other"}), mia.patch(HARBOUR, json={"team": "other"})):
        assert answer.status_code == 422
        assert [issue["path"] for issue in answer.json()["issues"]] == ["team"]


def test_neither_document_is_taken_away_by_leaving_it_out(service: Service) -> None:
    mia = created(service, team() | {"oncall": rotations("sin-01")})
    sections = {name: None for name in team() if name != "team"}
    assert mia.patch(HARBOUR, json=sections).status_code == 422
    gone = mia.patch(HARBOUR, json={"oncall": None})
    assert gone.status_code == 422
    assert gone.json()["issues"][0]["path"] == "oncall"


def test_who_is_on_call_cannot_leave_the_team(service: Service) -> None:
    mia = created(service, team() | {"oncall": rotations("sin-01", "dub-01")})
    refused = mia.delete(f"{HARBOUR}/people/dub-01")
    assert refused.status_code == 422
    paths = [issue["path"] for issue in refused.json()["issues"]]
    assert paths == ["oncall.schedules[0].layers[0].rotations[0].people[1]"]


def test_a_lost_update_is_refused(service: Service) -> None:
    mia = created(service)
    read = mia.get(HARBOUR)
    first = mia.patch(HARBOUR, json={"coverage": []}, headers={"If-Match": read.headers["ETag"]})
    assert first.status_code == 200
    for method in ("PATCH", "PUT", "DELETE"):
        asking = service.admin if method == "DELETE" else mia
        second = asking.request(method, HARBOUR, json=team(), headers={"If-Match": read.headers["ETag"]})
        assert second.status_code == 412, method
        assert second.json()["version"] == 2
    assert mia.get(HARBOUR).json()["document"]["coverage"] == []


def test_a_dry_run_answers_and_changes_nothing(service: Service) -> None:
    mia = created(service)
    tried = mia.patch(HARBOUR, params={"dry_run": True}, json={"name": "New", "coverage": []})
    assert tried.status_code == 200
    assert (tried.json()["stored"], tried.json()["name"], tried.json()["document"]["coverage"]) == (False, "New", [])
    read = mia.get(HARBOUR).json()
    assert (read["version"], read["name"], read["document"]["coverage"]) == (1, "", team()["coverage"])
    assert audited(service, "team.change") == []


def test_the_audit_log_has_the_rows_that_changed_and_no_others(service: Service) -> None:
    mia = created(service)
    mia.patch(HARBOUR, json={"name": "New", "leave": [{**team()["leave"][0], "last_day": "2027-01-16"}]})
    mia.patch(HARBOUR, json={"name": "New"})
    (entry,) = audited(service, "team.change")
    assert (entry.actor, entry.team_id) == ("mia", "harbour")
    assert entry.before == {"leave": team()["leave"]}
    assert entry.after == {"name": "New", "leave": [{**team()["leave"][0], "last_day": "2027-01-16"}]}


def test_only_administrators_forget_a_team_and_a_published_one_only_when_told(service: Service) -> None:
    mia = created(service)
    assert mia.delete(HARBOUR).status_code == 403
    assert service.admin.delete(HARBOUR).status_code == 204
    assert service.admin.get(HARBOUR).status_code == 404
    assert service.services.board.of("harbour") is None
    assert audited(service, "team.delete")[0].subject == "harbour"
    assert service.admin.post("/v1/teams", json=team()).status_code == 201


def test_who_sees_which_teams(service: Service) -> None:
    created(service)
    created_sre = service.admin.post("/v1/teams", json=rotation_team())
    assert created_sre.status_code == 201
    both = service.admin.get("/v1/teams").json()
    assert [item["id"] for item in both["items"]] == ["harbour", "sre"]
    assert both["items"][1] == {"id": "sre", "name": "Site reliability", "role": None}
    ana = service.asking("ana", "analyst", "sre")
    assert ana.get("/v1/teams").json()["items"] == [{"id": "sre", "name": "Site reliability", "role": "analyst"}]
    assert service.asking("eve").get("/v1/teams").json()["items"] == []
    narrow = service.asking("bot", administrator=True, teams=["sre"])
    assert [item["id"] for item in narrow.get("/v1/teams").json()["items"]] == ["sre"]


def test_teams_come_in_pages(service: Service) -> None:
    for n in range(5):
        service.admin.post("/v1/teams", json=rotation_team(team=f"team-{n}"))
    found, cursor = [], None
    while True:
        page = service.admin.get("/v1/teams", params={"limit": 2} | ({"cursor": cursor} if cursor else {})).json()
        found += [item["id"] for item in page["items"]]
        cursor = page["next"]
        if cursor is None:
            break
    assert found == [f"team-{n}" for n in range(5)]


def test_what_no_database_keeps_is_refused_with_its_path(service: Service) -> None:
    for text in ("a\0b", "\ud800"):
        refused = service.admin.post("/v1/teams", content=json.dumps(changed("people.0.name", text)))
        assert refused.status_code == 422
        assert [issue["path"] for issue in refused.json()["issues"]] == ["people[0].name"]
    deep = service.admin.post("/v1/teams", content='{"team": ' + "[" * 900 + "]" * 900 + "}")
    assert (deep.status_code, deep.json()["issues"][0]["problem"]) == (422, "is nested too deeply")
    endless = service.admin.post("/v1/teams", content='{"team": "sre", "oncall": 1e999}')
    assert endless.status_code == 422
    assert service.admin.get("/v1/teams/%00").status_code == 404
