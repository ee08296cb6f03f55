"""Who has which role in a team."""

from __future__ import annotations

from tests.api.documents.samples import team
from tests.api.teams.audited import audited
from tests.api.teams.rotations import rotation_team, rotations
from tests.api.teams.test_team_whole import created
from tests.service import Service

MEMBERS = "/v1/teams/harbour/members"


def test_roles_are_given_changed_and_taken(service: Service) -> None:
    mia, ana = created(service), service.asking("ana")
    assert ana.get("/v1/teams/harbour").status_code == 404
    made = mia.put(f"{MEMBERS}/ana", json={"role": "analyst", "person": "sin-01"})
    assert (made.status_code, made.json()) == (
        201,
        {"login": "ana", "name": "Ana", "role": "analyst", "person": "sin-01"},
    )
    assert ana.get("/v1/teams/harbour").status_code == 200
    assert mia.put(f"{MEMBERS}/ana", json={"role": "reader"}).status_code == 200
    assert ana.get("/v1/teams/harbour").status_code == 403
    listed = mia.get(MEMBERS).json()["items"]
    assert [(row["login"], row["role"], row["person"]) for row in listed] == [
        ("ana", "reader", None),
        ("mia", "manager", None),
    ]
    assert mia.delete(f"{MEMBERS}/ana").status_code == 204
    assert mia.delete(f"{MEMBERS}/ana").status_code == 404
    assert ana.get("/v1/teams/harbour").status_code == 404
    given, changed = audited(service, "member.put")
    assert (given.subject, given.before, given.after) == ("ana", None, {"role": "analyst", "person": "sin-01"})
    assert (changed.before, changed.after) == (given.after, {"role": "reader", "person": None})
    assert audited(service, "member.delete")[0].before == {"role": "reader", "person": None}


def test_the_person_is_one_of_the_documents_and_has_one_account(service: Service) -> None:
    mia = created(service, team() | {"oncall": rotations("sin-01", "dora", people=[{"id": "dora"}])})
    service.asking("ana")
    service.asking("dora")
    unknown = mia.put(f"{MEMBERS}/ana", json={"role": "analyst", "person": "sin-11"})
    assert unknown.status_code == 422
    assert unknown.json()["issues"][0]["path"] == "person"
    assert unknown.json()["issues"][0]["advice"] == "Maybe sin-01?"
    assert mia.put(f"{MEMBERS}/ana", json={"role": "analyst", "person": "sin-01"}).status_code == 201
    taken = mia.put(f"{MEMBERS}/dora", json={"role": "analyst", "person": "sin-01"})
    assert (taken.status_code, taken.json()["type"]) == (409, "urn:watchbill:problem:taken")
    assert mia.put(f"{MEMBERS}/dora", json={"role": "analyst", "person": "dora"}).status_code == 201
    assert mia.put(f"{MEMBERS}/nobody", json={"role": "analyst"}).status_code == 404
    assert mia.put(f"{MEMBERS}/%00", json={"role": "analyst"}).status_code == 422


def test_the_last_manager_stays_unless_an_administrator_says_otherwise(service: Service) -> None:
    mia = created(service)
    for answer in (mia.put(f"{MEMBERS}/mia", json={"role": "analyst"}), mia.delete(f"{MEMBERS}/mia")):
        assert (answer.status_code, answer.json()["type"]) == (409, "urn:watchbill:problem:last-manager")
    assert mia.put(f"{MEMBERS}/mia", json={"role": "manager", "person": "sin-01"}).status_code == 200
    service.asking("max", "manager", "harbour")
    assert mia.put(f"{MEMBERS}/mia", json={"role": "analyst"}).status_code == 200
    assert service.admin.delete(f"{MEMBERS}/max").status_code == 204
    assert [row["login"] for row in service.admin.get(MEMBERS).json()["items"]] == ["mia"]


def test_who_sees_and_who_gives_roles(service: Service) -> None:
    created(service)
    service.admin.post("/v1/teams", json=rotation_team())
    for role in ("analyst", "reader"):
        asking = service.asking(role, role, "harbour")
        assert asking.get(MEMBERS).status_code == 200
        assert asking.put(f"{MEMBERS}/{role}", json={"role": "manager"}).status_code == 403
        assert asking.delete(f"{MEMBERS}/mia").status_code == 403
    assert service.asking("sue", "manager", "sre").put(f"{MEMBERS}/sue", json={"role": "reader"}).status_code == 404
