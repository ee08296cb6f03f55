"""What swaps move: whole shifts and parts, in twos and threes; and when things are not as they say."""

from __future__ import annotations

from typing import Any

from tests.api.changes.crew import DAY, DAY_TIMES, HARBOUR, LATER, NIGHT, Crew, moved, problem
from tests.api.plans_at_hand import another, harbour, legal, publish
from tests.api.teams.rotations import rotations

GIVEN = moved("sin-03", DAY, "sin-04")
MORNING = {"start": "2027-01-19T00:00:00Z", "end": "2027-01-19T02:00:00Z"}


def apply(crew: Crew, *moves: dict[str, Any]) -> int:
    """A swap of which a manager takes care for everybody."""
    swap = crew.offered(crew.mia, *moves)
    for person in crew.mia.get(f"{HARBOUR}/swaps/{swap}").json()["waits_for"]:
        crew.step(crew.mia, swap, "accept", person=person)
    answer = crew.step(crew.mia, swap, "approve", even_so=True, reason="a test")
    assert answer.json()["state"] == "applied", answer.text
    return swap


def test_three_swap_in_a_circle(crew: Crew) -> None:
    apply(crew, GIVEN, moved("sin-04", LATER, "sin-02"), moved("sin-02", NIGHT, "sin-03"))
    assert crew.holders("2027-01-19T02:00:00Z") == {"sin-04"}
    assert crew.holders("2027-01-28T02:00:00Z") == {"sin-02"}
    assert crew.holders("2027-01-18T16:00:00Z") == {"sin-03"}


def test_a_part_goes_over_and_is_told_as_if_it_were_all(crew: Crew) -> None:
    answer = crew.offer(crew.three, GIVEN | MORNING).json()
    assert answer["consequences"]["partial"] == [DAY]
    assert answer["consequences"]["effects"][0]["burdens"][0] == {
        "person": "sin-03",
        "burden": "hours",
        "before": 80,
        "after": 72,
    }
    assert answer["starts_at"] == MORNING["start"]
    assert crew.step(crew.four, answer["id"], "accept").json()["state"] == "applied"
    found = [crew.holders(at) for at in ("2027-01-18T23:59:59Z", MORNING["start"], MORNING["end"])]
    assert found == [{"sin-03"}, {"sin-04"}, {"sin-03"}]


def test_a_part_is_cut_to_the_shift(crew: Crew) -> None:
    wide = {"start": "2027-01-18T00:00:00Z", "end": "2027-01-20T00:00:00Z"}
    (whole,) = crew.offer(crew.three, GIVEN | wide).json()["moves"]
    assert (whole["start"], whole["end"]) == (None, None)
    (part,) = crew.offer(crew.three, GIVEN | {"start": MORNING["end"]}).json()["moves"]
    assert (part["start"], part["end"]) == (MORNING["end"], DAY_TIMES[1])


def test_a_running_shift_can_be_swapped_for_what_is_left_of_it(crew: Crew) -> None:
    crew.service.clock.set("2027-01-18T23:30:00Z")
    assert problem(crew.offer(crew.three, GIVEN)) == (409, "begun")
    assert problem(crew.offer(crew.three, GIVEN | {"end": MORNING["end"]})) == (409, "begun")
    apply(crew, GIVEN | {"start": MORNING["end"]})
    assert crew.holders(MORNING["end"]) == {"sin-04"}


def test_the_effect_of_a_swap_goes_into_the_next_one(crew: Crew) -> None:
    apply(crew, GIVEN)
    answer = crew.offer(crew.four, moved("sin-04", DAY, "sin-01")).json()
    assert [(b["person"], b["before"], b["after"]) for b in answer["consequences"]["effects"][0]["burdens"]] == [
        ("sin-01", 34, 42),
        ("sin-04", 88, 80),
    ]


def test_swaps_count_in_the_order_in_which_they_are_applied(crew: Crew) -> None:
    """At one instant too, and whichever was offered first."""
    crew.option(swap_approval="always")
    last = crew.offered(crew.three, moved("sin-03", DAY, "sin-01"))
    crew.step(crew.one, last, "accept")
    apply(crew, GIVEN, moved("sin-04", LATER, "sin-03"))
    apply(crew, moved("sin-04", DAY, "sin-03"))
    assert crew.step(crew.mia, last, "approve").json()["state"] == "applied"
    assert crew.holders("2027-01-19T02:00:00Z") == {"sin-01"}
    assert crew.holders("2027-01-28T02:00:00Z") == {"sin-03"}


def test_an_assignment_that_another_swap_took_is_not_there(crew: Crew) -> None:
    crew.option(swap_approval="always")
    swap = crew.offered(crew.three, moved("sin-03", DAY, "sin-01"))
    accepted = crew.offered(crew.three, moved("sin-03", DAY, "sin-01"))
    crew.step(crew.one, accepted, "accept")
    apply(crew, GIVEN)
    told = crew.mia.get(f"{HARBOUR}/swaps/{swap}").json()
    assert told["obstacle"] == f"sin-03 does not have {DAY}."
    assert told["consequences"] is None
    assert problem(crew.step(crew.one, swap, "accept")) == (409, "not-there")
    assert problem(crew.step(crew.mia, accepted, "approve")) == (409, "not-there")
    assert problem(crew.offer(crew.three, moved("sin-03", DAY, "sin-01"))) == (409, "not-there")


def test_parts_that_overlap_contradict_each_other(crew: Crew) -> None:
    apply(crew, GIVEN | MORNING)
    overlapping = {"start": "2027-01-19T01:00:00Z", "end": "2027-01-19T03:00:00Z"}
    assert problem(crew.offer(crew.three, moved("sin-03", DAY, "sin-01", **overlapping))) == (409, "not-there")
    apply(crew, moved("sin-03", DAY, "sin-01", start=MORNING["end"]))
    assert crew.holders("2027-01-19T03:00:00Z") == {"sin-01"}
    wider = moved("sin-03", DAY, "sin-02", end="2027-01-19T01:00:00Z")
    assert problem(crew.offer(crew.three, wider)) == (409, "not-there")
    rest = crew.offer(crew.three, moved("sin-03", DAY, "sin-02")).json()
    assert [(row["start"], row["end"]) for row in rest["consequences"]["lost"]] == [(DAY_TIMES[0], MORNING["start"])]


def test_what_an_override_changed_is_not_swapped(crew: Crew) -> None:
    swap = crew.offered(crew.three, GIVEN)
    crew.override(add="sin-01", start=MORNING["start"], end=MORNING["end"])
    assert problem(crew.step(crew.four, swap, "accept")) == (409, "overridden")
    assert problem(crew.offer(crew.one, moved("sin-01", DAY, "sin-04"))) == (409, "not-there")
    after = crew.offer(crew.three, GIVEN | {"start": MORNING["end"]})
    assert after.status_code == 201
    crew.mia.delete(f"{HARBOUR}/overrides/1")
    assert crew.step(crew.four, swap, "accept").json()["state"] == "applied"


def test_two_on_one_shift(crew: Crew) -> None:
    publish(crew.service, another(legal(harbour()), new=f"sin-04 {DAY}"))
    assert problem(crew.offer(crew.three, GIVEN)) == (409, "has-it")
    assert problem(crew.offer(crew.three, GIVEN | MORNING)) == (409, "has-it")
    assert problem(crew.offer(crew.three, GIVEN, moved("sin-04", DAY, "sin-03"))) == (409, "no-change")
    apply(crew, GIVEN, moved("sin-04", DAY, "sin-01"))
    assert crew.holders("2027-01-19T02:00:00Z") == {"sin-01", "sin-04"}


def test_every_fault_is_told_with_its_path(crew: Crew) -> None:
    faulty: list[tuple[list[dict[str, Any]], list[str]]] = [
        ([moved("sin-33", DAY, "sin-44")], ["moves[0].person", "moves[0].to"]),
        ([GIVEN, moved("sin-04", "sin-dya@2027-01-28", "sin-03")], ["moves[1].shift"]),
        ([moved("sin-03", DAY, "sin-03")], ["moves[0].to"]),
        ([GIVEN, moved("sin-03", DAY, "sin-02")], ["moves[1]"]),
        ([GIVEN | MORNING, moved("sin-03", DAY, "sin-02", start="2027-01-19T01:00:00Z")], ["moves[1]"]),
        ([GIVEN | {"start": MORNING["end"], "end": MORNING["start"]}], ["moves[0].end"]),
        ([GIVEN | {"start": "2027-01-20T00:00:00Z"}], ["moves[0].start"]),
        ([], ["moves"]),
        ([GIVEN | {"start": "tomorrow"}], ["moves[0].start"]),
    ]
    for moves, paths in faulty:
        refused = crew.offer(crew.three, *moves)
        assert refused.status_code == 422, moves
        assert [issue["path"] for issue in refused.json()["issues"]] == paths
    two_parts = [GIVEN | {"end": MORNING["end"]}, moved("sin-03", DAY, "sin-01", start=MORNING["end"])]
    assert crew.offer(crew.three, *two_parts).status_code == 201


def test_fixed_shifts_of_a_rotation_are_swapped_without_rules(crew: Crew) -> None:
    christmas = {"person": "ben", "start": "2026-12-24T01:00:00Z", "end": "2026-12-26T01:00:00Z", "id": "christmas"}
    oncall = rotations()
    oncall["schedules"][0]["layers"].append({"shifts": [christmas]})
    crew.service.admin.post("/v1/teams", json={"team": "sre", "oncall": oncall}).raise_for_status()
    ben, chi = (crew.service.asking(who, "analyst", "sre", who) for who in ("ben", "chi"))
    answer = ben.post("/v1/teams/sre/swaps", json={"moves": [moved("ben", "christmas", "chi")]})
    assert answer.status_code == 201, answer.text
    assert answer.json()["consequences"]["effects"] == []
    address = f"/v1/teams/sre/swaps/{answer.json()['id']}"
    assert chi.post(f"{address}/accept", json={}).json()["state"] == "applied"
    rows = chi.get("/v1/teams/sre/roster?from=2026-12-25T00:00:00Z&until=2026-12-25T01:00:00Z").json()["rows"]
    assert [(row["person"], row["source"]) for row in rows] == [("chi", "swap")]
