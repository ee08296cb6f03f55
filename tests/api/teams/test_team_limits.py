"""The limits of a team's people over HTTP: who sees whose."""

from __future__ import annotations

from typing import Any

from tests.api.documents.samples import team
from tests.service import Service

HARBOUR = "/v1/teams/harbour"


def harbour(**facts: list[str]) -> dict[str, Any]:
    """The team under Singapore's and Ireland's packs, with what is said of people."""
    raw = team()
    packs = {"sin": "singapore", "dub": "ireland"}
    raw["sites"] = [site | {"rule_pack": packs[site["id"]]} for site in raw["sites"]]
    raw["people"] = [p | ({"facts": facts[p["id"]]} if p["id"] in facts else {}) for p in raw["people"]]
    return raw


def test_managers_see_everybodys_limits_and_others_their_own(service: Service) -> None:
    assert service.admin.post("/v1/teams", json=harbour()).status_code == 201
    everybody = service.asking("mia", "manager", "harbour").get(f"{HARBOUR}/limits").json()
    mine = service.asking("ana", "analyst", "harbour", "sin-01").get(f"{HARBOUR}/limits").json()
    assert {limit["person"] for limit in everybody["limits"]} == {person["id"] for person in harbour()["people"]}
    assert mine["limits"] == [limit for limit in everybody["limits"] if limit["person"] == "sin-01"]
    assert mine["unsaid"] == {"sin-01": ["sg_part4", "sg_shift_worker"]}
    assert {limit["id"]: limit["covered_by"] for limit in everybody["limits"]}["EU-6"] == "IE-15"


def test_what_is_said_of_people_decides_and_is_seen_by_them_and_managers_alone(service: Service) -> None:
    said = harbour(**{"sin-01": ["not sg_part4"], "sin-02": ["not sg_part4"]})
    assert service.admin.post("/v1/teams", json=said).status_code == 201
    mia = service.asking("mia", "manager", "harbour")
    ana = service.asking("ana", "analyst", "harbour", "sin-01")
    limits = mia.get(f"{HARBOUR}/limits").json()["limits"]
    assert not [limit for limit in limits if limit["person"] == "sin-01" and limit["pack"] == "singapore"]

    def told(client: Any) -> set[str]:
        return {person["id"] for person in client.get(f"{HARBOUR}/people").json() if person.get("facts")}

    assert told(mia) == {"sin-01", "sin-02"}
    assert told(ana) == {"sin-01"}


def test_a_team_without_a_document_has_no_limits(service: Service) -> None:
    rotations = {"team": "watch", "oncall": {"timezone": "UTC", "people": [{"id": "ana"}], "schedules": []}}
    made = service.admin.post("/v1/teams", json=rotations)
    assert made.status_code == 201, made.text
    assert service.admin.get("/v1/teams/watch/limits").status_code == 404
