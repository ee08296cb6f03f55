"""Overrides: what they do, what is told of that, and what is refused."""

from __future__ import annotations

from typing import Any

from tests.api.changes.crew import DAY, DAY_TIMES, HARBOUR, Crew, problem
from tests.service import Service

NOON = "2027-01-19T04:00:00Z"


def turn(person: str, **other: str | None) -> dict[str, Any]:
    own = {"person": person, "duty": "on-duty", "level": 1, "site": "sin", "shift": DAY}
    return own | dict(zip(("start", "end"), DAY_TIMES, strict=True)) | other


def test_somebody_stands_in_at_once(crew: Crew) -> None:
    answer = crew.override()
    assert answer.status_code == 201, answer.text
    assert answer.headers["Location"] == f"{HARBOUR}/overrides/1"
    assert crew.holders(NOON) == {"sin-04"}
    told = answer.json()
    assert told["stored"] is True
    assert told["consequences"]["lost"] == [turn("sin-03")]
    assert told["consequences"]["gained"] == [turn("sin-04")]
    assert (told["consequences"]["gaps"], told["consequences"]["partial"]) == ([], [])
    (made,) = crew.audited("override.create")
    assert (made.actor, made.subject, made.reason) == ("mia", "1", "is ill")
    assert made.after["start"] == DAY_TIMES[0]


def test_the_burden_goes_over_with_a_whole_shift(crew: Crew) -> None:
    (effect,) = crew.override().json()["consequences"]["effects"]
    assert effect["revision"] == 1
    assert effect["burdens"] == [
        {"person": "sin-03", "burden": "hours", "before": 80, "after": 72},
        {"person": "sin-04", "burden": "hours", "before": 80, "after": 88},
    ]
    assert effect["breaks"] == []


def test_a_part_is_told_as_if_it_were_the_whole_shift(crew: Crew) -> None:
    answer = crew.override(end="2027-01-19T03:00:00Z").json()["consequences"]
    assert answer["partial"] == [DAY]
    assert answer["effects"][0]["burdens"][0] == {"person": "sin-03", "burden": "hours", "before": 80, "after": 72}
    assert answer["gained"] == [turn("sin-04", end="2027-01-19T03:00:00Z")]
    assert crew.holders(NOON) == {"sin-03"}


def test_later_answers_build_on_earlier_overrides(crew: Crew) -> None:
    crew.override()
    (effect,) = crew.override(add="sin-02", remove="sin-04").json()["consequences"]["effects"]
    assert [(b["person"], b["before"], b["after"]) for b in effect["burdens"]] == [
        ("sin-02", 34, 42),
        ("sin-04", 88, 80),
    ]
    assert crew.holders(NOON) == {"sin-02"}


def test_broken_rules_are_told_and_do_not_refuse(crew: Crew) -> None:
    answer = crew.override(add="sin-02", start="2027-01-19T23:00:00Z", end="2027-01-20T07:30:00Z")
    assert answer.status_code == 201
    breaks = answer.json()["consequences"]["effects"][0]["breaks"]
    assert breaks[0]["finding"]["person"] == "sin-02"
    assert breaks[0]["finding"]["hard"] is True


def test_nobody_stands_in_and_a_gap_opens(crew: Crew) -> None:
    answer = crew.override(duty="standby", remove="sin-01", add=None, end="2027-01-18T23:30:00Z").json()
    (gap,) = answer["consequences"]["gaps"]
    assert gap == {"duty": "standby", "level": 1, "start": DAY_TIMES[0], "end": "2027-01-18T23:30:00Z"}
    assert answer["consequences"]["effects"][0]["breaks"][0]["finding"]["rule"] == "coverage"
    assert crew.holders("2027-01-18T23:00:00Z", "standby") == set()


def test_no_gap_opens_where_others_are_there(crew: Crew) -> None:
    crew.override(add="sin-04", remove=None)
    assert crew.holders(NOON) == {"sin-03", "sin-04"}
    assert crew.override(add=None).json()["consequences"]["gaps"] == []


def test_one_more_person_is_on_no_shift(crew: Crew) -> None:
    told = crew.override(remove=None).json()["consequences"]
    assert told["lost"] == []
    assert told["gained"] == [turn("sin-04", shift=None, site=None)]
    assert told["effects"] == []


def test_one_more_person_on_a_shift_is_on_it_while_it_lasts(crew: Crew) -> None:
    answer = crew.override(remove=None, shift=DAY, start="2027-01-18T00:00:00Z", end="2027-01-30T00:00:00Z").json()
    assert (answer["override"]["start"], answer["override"]["end"]) == DAY_TIMES
    assert answer["override"]["site"] == "sin"
    assert answer["consequences"]["gained"] == [turn("sin-04")]
    assert len(answer["consequences"]["effects"]) == 1


def test_a_published_shift_that_nobody_has_can_be_given(crew: Crew) -> None:
    saturday: dict[str, Any] = {"start": "2027-01-22T23:00:00Z", "end": "2027-01-23T07:30:00Z"}
    answer = crew.override(remove=None, shift="sin-day@2027-01-23", **saturday)
    assert answer.status_code == 201, answer.text
    assert answer.json()["consequences"]["gained"][0]["shift"] == "sin-day@2027-01-23"
    assert crew.holders("2027-01-23T00:00:00Z") == {"sin-04"}


def test_everybody_goes(crew: Crew) -> None:
    crew.override(add="sin-04", remove=None)
    crew.override(add="sin-01", remove=None)
    everybody: dict[str, Any] = {"remove": None, "everybody": True, "add": "sin-02", "end": "2027-01-19T09:00:00Z"}
    answer = crew.override(**everybody, site="sin").json()
    assert {row["person"] for row in answer["consequences"]["lost"]} == {"sin-03"}
    answer = crew.override(**everybody).json()
    assert {row["person"] for row in answer["consequences"]["lost"]} == {"sin-01", "sin-04", "dub-01"}
    assert crew.holders("2027-01-19T08:30:00Z") == {"sin-02"}  # nobody was there: the day ends an hour before


def test_a_dry_run_changes_nothing(crew: Crew) -> None:
    answer = crew.override(dry=True)
    assert answer.status_code == 200
    told = answer.json()
    assert (told["stored"], told["override"]["id"]) == (False, None)
    assert told["consequences"] == crew.override().json()["consequences"]
    assert len(crew.audited("override.create")) == 1


def test_the_past_stays_and_the_rest_counts(crew: Crew) -> None:
    crew.service.clock.set("2027-01-19T01:00:00Z")
    answer = crew.override()
    assert answer.json()["override"]["start"] == "2027-01-19T01:00:00Z"
    assert crew.holders("2027-01-19T00:59:00Z") == {"sin-03"}
    assert crew.holders("2027-01-19T01:00:00Z") == {"sin-04"}


def test_what_is_past_is_refused(crew: Crew) -> None:
    for now in (DAY_TIMES[1], "2027-02-01T00:00:00Z"):
        crew.service.clock.set(now)
        assert problem(crew.override()) == (409, "past")


def test_what_changes_nothing_is_refused(crew: Crew) -> None:
    idle: list[dict[str, Any]] = [
        {"remove": "sin-01"},
        {"remove": "sin-01", "add": None},
        {"remove": None, "add": "sin-03"},
        {"remove": None, "add": None, "everybody": True, "duty": "standby", "site": "dub"},
        {"remove": "sin-03", "duty": "standby"},
        {"remove": "sin-03", "site": "dub"},
    ]
    for body in idle:
        refused = crew.override(**body)
        assert problem(refused) == (409, "no-change"), body
        assert refused.json()["detail"].endswith("nothing would change.")


def test_what_is_said_already_is_refused(crew: Crew) -> None:
    crew.override()
    refused = crew.override(reason="the same for another reason")
    assert problem(refused) == (409, "exists")
    assert refused.json()["override"] == 1
    crew.mia.delete(f"{HARBOUR}/overrides/1")
    assert crew.override().status_code == 201


def test_every_fault_is_told_with_its_path(crew: Crew) -> None:
    faulty: list[tuple[dict[str, Any], list[str]]] = [
        ({"add": "sin-44"}, ["add"]),
        ({"remove": "sin-44", "shift": "sin-dya@2027-01-19", "site": "sun"}, ["remove", "shift", "site"]),
        ({"level": 2}, ["level"]),
        ({"add": "sin-03"}, ["add"]),
        ({"add": None, "remove": None}, ["add"]),
        ({"everybody": True}, ["remove"]),
        ({"end": DAY_TIMES[0]}, ["end"]),
        ({"end": "2029-01-01T00:00:00Z"}, ["end"]),
        ({"shift": DAY, "duty": "standby", "site": "dub"}, ["duty", "site"]),
        ({"shift": DAY, "start": "2027-01-20T00:00:00Z", "end": "2027-01-21T00:00:00Z"}, ["start"]),
        ({"end": "2098-01-01T00:00:00Z", "add": "sin-44"}, ["add", "end"]),
        ({"reason": None}, ["reason"]),
        ({"reason": ""}, ["reason"]),
        ({"duty": "dinner"}, ["duty"]),
    ]
    for body, paths in faulty:
        refused = crew.override(**body)
        assert refused.status_code == 422, body
        assert sorted(issue["path"] for issue in refused.json()["issues"]) == paths


def test_a_name_that_is_nearly_right_is_guessed(crew: Crew) -> None:
    refused = crew.override(add="sin-44", shift="sin-dya@2027-01-19", site="sun").json()
    assert [issue["advice"] for issue in refused["issues"]] == ["Maybe sin-04?", "Maybe sin?", f"Maybe {DAY}?"]


def test_who_left_the_team_can_be_stood_in_for(crew: Crew) -> None:
    people = [row for row in crew.mia.get(f"{HARBOUR}/people").json() if row["id"] != "sin-03"]
    crew.mia.put(f"{HARBOUR}/leave", json=[])
    assert crew.mia.put(f"{HARBOUR}/people", json=people).status_code == 200
    assert crew.override().status_code == 201
    assert crew.override(add="sin-03", remove="sin-04").status_code == 422


def test_managers_make_overrides(crew: Crew) -> None:
    for client in (crew.three, crew.pager):
        assert crew.override(client).status_code == 403


def test_a_team_without_roster_and_rotation_has_nothing_to_override(service: Service) -> None:
    team: dict[str, Any] = {"team": "sre", "oncall": {"timezone": "UTC", "people": [{"id": "ana"}], "schedules": []}}
    service.admin.post("/v1/teams", json=team).raise_for_status()
    body = {"start": DAY_TIMES[0], "end": DAY_TIMES[1], "duty": "standby", "add": "ana", "reason": "a test"}
    (issue,) = service.admin.post("/v1/teams/sre/overrides", json=body).json()["issues"]
    assert issue["path"] == "level"
