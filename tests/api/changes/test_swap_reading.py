"""Swaps in lists, to those who may see them; and suggestions of swaps."""

from __future__ import annotations

from typing import Any

from starlette.testclient import TestClient

from tests.api.changes.crew import DAY, HARBOUR, LATER, Crew, moved, problem

GIVEN, BACK = moved("sin-03", DAY, "sin-04"), moved("sin-04", LATER, "sin-03")
SUGGESTED = f"{HARBOUR}/swaps/suggestions?shift={DAY}"


def ids(client: TestClient, query: str = "") -> list[int]:
    return [row["id"] for row in client.get(f"{HARBOUR}/swaps?{query}").json()["items"]]


def test_the_list_is_filtered_by_state(crew: Crew) -> None:
    crew.option(swap_approval="always")
    swaps = [crew.offered(crew.three, GIVEN) for _ in range(3)] + [crew.offered(crew.four, BACK) for _ in range(2)]
    crew.step(crew.four, swaps[0], "accept")
    crew.step(crew.four, swaps[1], "decline")
    crew.step(crew.four, swaps[3], "withdraw")
    crew.step(crew.three, swaps[4], "accept")
    crew.step(crew.mia, swaps[4], "approve")
    expected = {"accepted": 0, "declined": 1, "offered": 2, "withdrawn": 3, "applied": 4}
    for state, n in expected.items():
        assert ids(crew.two, f"state={state}") == [swaps[n]]
    assert ids(crew.two, "state=expired") == []
    assert ids(crew.two) == swaps[::-1]
    crew.service.clock.set("2027-01-19T00:00:00Z")
    assert ids(crew.two, "state=expired") == [swaps[2], swaps[0]]
    assert ids(crew.two, "state=offered") == []
    assert ids(crew.two, "state=accepted") == []
    assert crew.two.get(f"{HARBOUR}/swaps?state=lost").status_code == 422


def test_the_list_is_filtered_by_person(crew: Crew) -> None:
    given, back = crew.offered(crew.three, GIVEN), crew.offered(crew.four, moved("sin-04", LATER, "sin-01"))
    found = {person: ids(crew.two, f"person={person}") for person in ("sin-01", "sin-02", "sin-03", "sin-04", "sin-0")}
    assert found == {"sin-01": [back], "sin-02": [], "sin-03": [given], "sin-04": [back, given], "sin-0": []}


def test_the_list_comes_in_pages(crew: Crew) -> None:
    one, two = crew.offered(crew.three, GIVEN), crew.offered(crew.three, GIVEN)
    first = crew.two.get(f"{HARBOUR}/swaps?limit=1").json()
    assert [row["id"] for row in first["items"]] == [two]
    assert ids(crew.two, f"limit=1&cursor={first['next']}") == [one]


def test_why_is_for_those_concerned_and_for_managers(crew: Crew) -> None:
    swap = crew.offered(crew.three, GIVEN, reason="A wedding.")
    crew.step(crew.four, swap, "decline", reason="No.")

    def told(client: TestClient) -> tuple[Any, Any]:
        one = client.get(f"{HARBOUR}/swaps/{swap}").json()
        return one["reason"], one["why"]

    assert [told(client) for client in (crew.three, crew.four, crew.mia)] == [("A wedding.", "No.")] * 3
    assert told(crew.two) == (None, None)
    assert crew.pager.get(f"{HARBOUR}/swaps/{swap}").status_code == 403


def test_leave_is_named_without_its_kind(crew: Crew) -> None:
    told = crew.offer(crew.four, moved("sin-04", "sin-day@2027-01-13", "sin-03")).json()
    (leave,) = [row["because"] for row in told["breaks"] if row["rule"] == "leave"]
    assert "medical" not in leave
    assert "approved leave, 2027-01-12 to 2027-01-14" in leave


def test_another_team_has_no_such_swap(crew: Crew) -> None:
    swap = crew.offered(crew.three, GIVEN)
    quay: dict[str, Any] = {"team": "quay", "oncall": {"timezone": "UTC", "people": [], "schedules": []}}
    crew.service.admin.post("/v1/teams", json=quay).raise_for_status()
    assert crew.service.admin.get(f"/v1/teams/quay/swaps/{swap}").status_code == 404
    for step in ("accept", "decline", "approve", "withdraw"):
        answer = crew.service.admin.post(f"/v1/teams/quay/swaps/{swap}/{step}", json={})
        assert answer.status_code == 404
    assert crew.mia.get(f"{HARBOUR}/swaps/{swap + 1}").status_code == 404


def test_suggestions_break_nothing_and_can_be_offered(crew: Crew) -> None:
    answer = crew.three.get(SUGGESTED)
    assert answer.status_code == 200, answer.text
    told = answer.json()
    assert (told["person"], told["shift"]) == ("sin-03", DAY)
    assert told["suggestions"]
    for suggestion in told["suggestions"]:
        assert suggestion["moves"][0]["person"] == "sin-03"
        assert suggestion["moves"][-1]["to"] == "sin-03"
        offered = crew.offer(crew.three, *suggestion["moves"]).json()
        assert offered["breaks"] == []
        (effect,) = offered["consequences"]["effects"]
        assert suggestion["effect"] == {name: effect[name] for name in suggestion["effect"]}
    costs = [[change["by"] for change in s["effect"]["penalty_change"]] for s in told["suggestions"]]
    assert costs == sorted(costs)


def test_suggestions_know_what_changed_since(crew: Crew) -> None:
    before = crew.three.get(SUGGESTED).json()["suggestions"]
    other = before[0]["moves"][1]
    shift = crew.mia.get(f"{HARBOUR}/roster?from=2027-01-04T12:00:00Z&until=2027-01-31T00:00:00Z").json()["rows"]
    (times,) = [(row["start"], row["end"]) for row in shift if row["shift"] == other["shift"]]
    spare = "sin-04" if other["person"] != "sin-04" else "sin-01"
    crew.override(start=times[0], end=times[1], remove=other["person"], add=spare)
    after = crew.three.get(SUGGESTED).json()["suggestions"]
    assert all(move["shift"] != other["shift"] for suggestion in after for move in suggestion["moves"])


def test_suggestions_need_a_shift_to_give_away(crew: Crew) -> None:
    assert problem(crew.four.get(SUGGESTED)) == (409, "not-there")
    assert crew.four.get(f"{SUGGESTED}&person=sin-03").status_code == 403
    assert crew.mia.get(f"{SUGGESTED}&person=sin-03").status_code == 200
    unknown = crew.mia.get(f"{HARBOUR}/swaps/suggestions?shift=x&person=sin-33").json()
    assert [issue["path"] for issue in unknown["issues"]] == ["person", "shift"]
    crew.service.clock.set("2027-01-19T00:00:00Z")
    assert problem(crew.three.get(SUGGESTED)) == (409, "begun")
