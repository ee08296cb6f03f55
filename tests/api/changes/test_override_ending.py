"""Overrides: cancelled, listed, read; and who may know why."""

from __future__ import annotations

from typing import Any

from tests.api.changes.crew import DAY_TIMES, HARBOUR, Crew, problem

NOON = "2027-01-19T04:00:00Z"
LATER: dict[str, Any] = {
    "start": "2027-01-24T23:00:00Z",
    "end": "2027-01-25T07:30:00Z",
    "add": "sin-03",
    "remove": "sin-04",
}


def ids(crew: Crew, query: str = "") -> list[int]:
    return [row["id"] for row in crew.mia.get(f"{HARBOUR}/overrides?{query}").json()["items"]]


def test_before_it_begins_all_of_it_goes(crew: Crew) -> None:
    crew.override()
    answer = crew.mia.delete(f"{HARBOUR}/overrides/1")
    assert answer.status_code == 200, answer.text
    told = answer.json()
    assert (told["override"]["cancelled_by"], told["override"]["cancelled_at"]) == ("mia", "2026-12-01T09:00:00Z")
    assert [row["person"] for row in told["consequences"]["gained"]] == ["sin-03"]
    assert told["consequences"]["effects"][0]["burdens"][0]["after"] == 80
    assert crew.holders(NOON) == {"sin-03"}
    (entry,) = crew.audited("override.cancel")
    assert (entry.before["cancelled_at"], entry.after["cancelled_at"]) == (None, "2026-12-01T09:00:00Z")


def test_what_was_true_until_then_stays(crew: Crew) -> None:
    crew.override()
    crew.service.clock.set("2027-01-19T03:00:00Z")
    told = crew.mia.delete(f"{HARBOUR}/overrides/1").json()
    assert [(row["person"], row["start"]) for row in told["consequences"]["gained"]] == [
        ("sin-03", "2027-01-19T03:00:00Z")
    ]
    assert crew.holders("2027-01-19T02:59:59Z") == {"sin-04"}
    assert crew.holders("2027-01-19T03:00:00Z") == {"sin-03"}


def test_what_is_over_stays(crew: Crew) -> None:
    crew.override()
    crew.service.clock.set(DAY_TIMES[1])
    assert problem(crew.mia.delete(f"{HARBOUR}/overrides/1")) == (409, "past")


def test_twice_is_like_once(crew: Crew) -> None:
    crew.override()
    crew.mia.delete(f"{HARBOUR}/overrides/1")
    crew.service.clock.set("2027-01-25T00:00:00Z")
    again = crew.one.delete(f"{HARBOUR}/overrides/1")
    assert again.status_code == 200
    assert again.json()["override"]["cancelled_by"] == "mia"
    assert again.json()["consequences"]["gained"] == []
    assert len(crew.audited("override.cancel")) == 1


def test_a_dry_run_cancels_nothing(crew: Crew) -> None:
    crew.override()
    told = crew.mia.delete(f"{HARBOUR}/overrides/1?dry_run=true").json()
    assert (told["stored"], told["override"]["cancelled_at"]) == (False, None)
    assert [row["person"] for row in told["consequences"]["lost"]] == ["sin-04"]
    assert crew.holders(NOON) == {"sin-04"}


def test_the_list_has_those_of_a_time(crew: Crew) -> None:
    crew.override()
    crew.override(**LATER)
    assert ids(crew) == [2, 1]
    assert ids(crew, f"from={DAY_TIMES[1]}") == [2]
    assert ids(crew, f"until={LATER['start']}") == [1]
    assert ids(crew, "from=2027-01-19T00:00:00Z&until=2027-01-19T00:00:01Z") == [1]
    crew.mia.delete(f"{HARBOUR}/overrides/1")
    assert ids(crew) == [2]
    assert ids(crew, "cancelled=true") == [2, 1]


def test_the_list_comes_in_pages(crew: Crew) -> None:
    crew.override()
    crew.override(**LATER)
    first = crew.mia.get(f"{HARBOUR}/overrides?limit=1").json()
    assert [row["id"] for row in first["items"]] == [2]
    assert ids(crew, f"limit=1&cursor={first['next']}") == [1]


def test_why_is_for_those_concerned_and_for_managers(crew: Crew) -> None:
    crew.override()

    def reason(client: Any) -> Any:
        one = client.get(f"{HARBOUR}/overrides/1").json()
        (listed,) = client.get(f"{HARBOUR}/overrides").json()["items"]
        assert listed == one
        return one["reason"]

    assert [reason(client) for client in (crew.mia, crew.three, crew.four)] == ["is ill"] * 3
    assert [reason(client) for client in (crew.two, crew.eve, crew.pager)] == [None] * 3


def test_another_team_has_no_such_override(crew: Crew) -> None:
    crew.override()
    quay: dict[str, Any] = {"team": "quay", "oncall": {"timezone": "UTC", "people": [], "schedules": []}}
    crew.service.admin.post("/v1/teams", json=quay).raise_for_status()
    for call in (crew.service.admin.get, crew.service.admin.delete):
        assert call("/v1/teams/quay/overrides/1").status_code == 404
        assert call(f"{HARBOUR}/overrides/2").status_code == 404


def test_analysts_cancel_none(crew: Crew) -> None:
    crew.override()
    assert crew.three.delete(f"{HARBOUR}/overrides/1").status_code == 403
