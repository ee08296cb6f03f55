"""Comparing two plans of a team."""

from __future__ import annotations

from tests.api.jobs.solvable import asked, solved
from tests.api.plans_at_hand import another, harbour, legal, planned
from tests.service import Service

TUESDAY = "sin-day@2027-01-05"


def test_who_gained_and_lost_what(service: Service) -> None:
    before = planned(service)
    after = planned(service, another(legal(harbour()), f"sin-03 {TUESDAY}", new=f"sin-04 {TUESDAY}"))
    told = service.admin.get(f"/v1/plans/{after}/compare", params={"with": before}).json()
    assert (told["before"]["id"], told["after"]["id"]) == (before, after)
    assert told["touched"] == ["sin-03", "sin-04"]
    assert [(change["had"], change["has"]) for change in told["shifts"]] == [(["sin-03"], ["sin-04"])]
    assert (told["gained"], told["lost"], told["retimed"]) == (1, 1, 0)


def test_penalties_and_fairness_side_by_side(service: Service) -> None:
    before, copy = solved(service), solved(service)
    first = service.admin.get(f"/v1/plans/{copy}").json()["roster"][0]
    remove = {"do": "remove", "person": first["person"], "shift": first["shift"]}
    service.admin.post(f"/v1/plans/{copy}/edits", json={"operations": [remove]}).raise_for_status()
    told = service.admin.get(f"/v1/plans/{copy}/compare", params={"with": before}).json()
    was, now = (service.admin.get(f"/v1/plans/{plan}").json() for plan in (before, copy))
    for side, plan in (("before", was), ("after", now)):
        assert {tier["tier"]: tier[side] for tier in told["tiers"]} == {t["tier"]: t["penalty"] for t in plan["tiers"]}
        spreads = {(s["site"], s["burden"]): s["spread"] for s in plan["report"]["spreads"]}
        assert {(s["site"], s["burden"]): s[side] for s in told["spreads"]} == spreads
    assert any(tier["before"] != tier["after"] for tier in told["tiers"])


def test_a_plan_is_compared_with_others_of_its_team_only(service: Service) -> None:
    plan = planned(service)
    foreign = planned(service, raw=harbour() | {"team": "another"})
    for other in ("nothing", foreign):
        assert service.admin.get(f"/v1/plans/{plan}/compare", params={"with": other}).status_code == 404
    assert service.admin.get(f"/v1/plans/{plan}/compare").status_code == 422


def test_a_plan_without_a_roster_cannot_be_compared(service: Service) -> None:
    plan, waiting = planned(service), asked(service, harbour())
    answer = service.admin.get(f"/v1/plans/{plan}/compare", params={"with": waiting})
    assert answer.status_code == 409
    assert answer.json()["type"].endswith("no-roster")
