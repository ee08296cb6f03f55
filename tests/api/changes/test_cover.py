"""Who may cover: for a shift of a published roster, and for a stretch of a rotation."""

from __future__ import annotations

from typing import Any

import pytest

from tests.api.changes.crew import DAY, DAY_TIMES, HARBOUR, NIGHT, Crew, moved, problem
from tests.api.teams.rotations import rotation_team
from tests.oncall_case_documents import CASES, DUTY
from tests.service import Service

SUGGESTED = [case for case in CASES if case["kind"] == "suggest_cover"]


def asked(crew: Crew, query: str = f"shift={DAY}&without=sin-03") -> dict[str, Any]:
    answer = crew.three.get(f"{HARBOUR}/cover?{query}")
    assert answer.status_code == 200, answer.text
    told: dict[str, Any] = answer.json()
    return told


def by_person(told: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {row["person"]: row for row in told["people"]}


def test_everybody_is_ranked_with_numbers_or_reasons(crew: Crew) -> None:
    told = asked(crew)
    assert (told["shift"], told["duty"], told["level"], told["site"]) == (DAY, "on-duty", 1, "sin")
    assert (told["start"], told["end"], told["running"]) == (*DAY_TIMES, False)
    people = by_person(told)
    assert [row["person"] for row in told["people"] if row["may"]] == ["sin-01", "sin-04"]
    four = people["sin-04"]
    assert (four["able"], four["reasons"], four["rest_before"], four["rest_after"]) == (True, [], 87.5, 135.5)
    assert (four["week_hours"], four["contract_hours"], four["period_hours"]) == (8, 40, 88)
    assert four["effect"]["mends"][0]["finding"]["rule"] == "coverage"
    assert (people["sin-02"]["able"], people["sin-02"]["reasons"]) == (False, [f"sin-02 has {NIGHT} at that time"])
    assert people["sin-03"]["reasons"] == ["sin-03 is the one to be covered for"]
    assert people["dub-01"] | {"able": False, "reasons": ["dub-01 is of site dub, not sin"]} == people["dub-01"]


def test_who_is_able_to_may_be_kept_from_it_by_rules(crew: Crew) -> None:
    two = by_person(asked(crew, "shift=sin-day@2027-01-21"))["sin-02"]
    assert (two["may"], two["able"], two["effect"]) == (False, True, None)
    assert two["reasons"][0].startswith("sin-02 has 1 full nights off")


def test_it_knows_swaps_and_overrides(crew: Crew) -> None:
    crew.override(start="2027-01-19T23:00:00Z", end="2027-01-20T07:30:00Z")
    swap = crew.offered(crew.three, moved("sin-03", "sin-day@2027-01-18", "sin-04"))
    crew.step(crew.four, swap, "accept")
    four = by_person(asked(crew))["sin-04"]
    assert (four["rest_before"], four["rest_after"], four["week_hours"]) == (15.5, 15.5, 24)


def test_it_knows_todays_people_and_leave(crew: Crew) -> None:
    leave = crew.mia.get(f"{HARBOUR}/leave").json()
    away = {"person": "sin-04", "first_day": "2027-01-19", "last_day": "2027-01-20", "kind": "parental"}
    crew.mia.put(f"{HARBOUR}/leave", json=[*leave, away]).raise_for_status()
    people = [row for row in crew.mia.get(f"{HARBOUR}/people").json() if row["id"] != "sin-02"]
    newcomer = {"id": "sin-05", "site": "sin", "contract_hours_per_week": 40}
    crew.mia.put(f"{HARBOUR}/people", json=[*people, newcomer]).raise_for_status()
    told = by_person(asked(crew))
    assert told["sin-04"]["reasons"] == ["sin-04 is on leave, 2027-01-19 to 2027-01-20"]
    assert told["sin-05"]["may"] is True
    assert "sin-02" not in told


def test_of_a_shift_that_goes_on_it_says_what_it_would_have_said(crew: Crew) -> None:
    before = asked(crew)
    crew.service.clock.set("2027-01-19T02:00:00Z")
    running = asked(crew)
    assert running["running"] is True
    assert running["people"] == before["people"]
    crew.service.clock.set(DAY_TIMES[1])
    assert problem(crew.three.get(f"{HARBOUR}/cover?shift={DAY}")) == (409, "past")


def test_an_open_shift_has_nobody_to_do_without(crew: Crew) -> None:
    people = by_person(asked(crew, "shift=sin-day@2027-01-23"))
    assert people["sin-04"]["may"] is True


def test_what_is_asked_must_be_something(crew: Crew) -> None:
    wrong = {
        "": ["duty", "start", "end"],
        f"shift={DAY}&duty=on-duty": ["duty"],
        "shift=sin-dya@2027-01-19&without=sin-33": ["shift", "without"],
        "duty=on-duty&level=2&start=2027-01-19T00:00:00Z&end=2027-01-20T00:00:00Z": ["duty"],
        "duty=on-duty&start=2027-01-19T00:00:00Z&end=2027-01-19T00:00:00Z": ["end"],
        "duty=on-duty&start=2027-01-19T00:00:00Z&end=2099-01-19T00:00:00Z": ["end"],
    }
    for query, paths in wrong.items():
        refused = crew.three.get(f"{HARBOUR}/cover?{query}")
        assert [issue["path"] for issue in refused.json()["issues"]] == paths, query


def test_a_stretch_of_a_planned_team_knows_shifts_and_leave(crew: Crew) -> None:
    query = "duty=on-duty&start=2027-01-13T00:00:00Z&end=2027-01-13T04:00:00Z&without=sin-01"
    told = asked(crew, query)
    people = by_person(told)
    assert told["shift"] is None
    assert "on leave" not in str(people["sin-03"]["reasons"])
    assert people["sin-03"]["reasons"][0].startswith("sin-03 is away from 2027-01-11T16:00:00Z")
    assert people["sin-04"]["reasons"][0].startswith("sin-04 has sin-day@2027-01-13")
    assert people["sin-01"]["may"] is False
    assert [row["person"] for row in told["people"] if row["may"]] == ["dub-01", "dub-02"]


def test_a_turn_of_a_rotation(service: Service) -> None:
    service.admin.post("/v1/teams", json=rotation_team()).raise_for_status()
    query = "duty=standby&start=2026-12-07T01:00:00Z&end=2026-12-14T01:00:00Z"
    told = service.admin.get(f"/v1/teams/sre/cover?{query}").json()
    assert [(row["person"], row["may"]) for row in told["people"]] == [("ana", True), ("ben", True), ("chi", False)]
    assert (told["people"][0]["rest_before"], told["people"][0]["effect"]) == (168, None)


@pytest.mark.parametrize("case", SUGGESTED, ids=[case["id"] for case in SUGGESTED])
def test_what_linkedin_oncall_suggests(service: Service, case: dict[str, Any]) -> None:
    asked = case["input"]
    service.clock.set(asked["slot"][0])
    people, events = [{"id": id} for id in asked["roster"]], asked["events"]
    # The fourth member's shift is of another role: of another level.
    rows = [(2 if who == "u4" else 1, {"person": who, "start": start, "end": end}) for who, start, end in events]
    schedules = [
        {"duty": DUTY, "level": level, "layers": [{"shifts": [row for of, row in rows if of == level]}]}
        for level in {level for level, _ in rows}
    ]
    oncall = {"timezone": "UTC", "people": people, "schedules": schedules}
    service.admin.post("/v1/teams", json={"team": "oncall", "oncall": oncall}).raise_for_status()
    start, end = asked["slot"]
    answer = service.admin.get(f"/v1/teams/oncall/cover?duty={DUTY}&start={start}&end={end}").json()
    assert answer["people"][0]["person"] == case["expected"]["suggested"]
    assert {row["person"]: row["may"] for row in answer["people"]}.get("u4", False) is False


def test_it_is_for_those_who_may_know_everybodys_hours(crew: Crew) -> None:
    assert crew.pager.get(f"{HARBOUR}/cover?shift={NIGHT}").status_code == 403
