"""Whatever changes now changes at a whole second, as it is told: who asks about that second asks about who comes."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from api.moving.merging import override_rows
from scheduler.domain.shift import Duty
from scheduler.intervals import Interval, utc_text
from scheduler.oncall.values import Override
from tests.api.changes.crew import DAY_TIMES, HARBOUR, Crew
from tests.api.plans_at_hand import TEAM, harbour, legal, publish, rotating
from tests.api.teams.rotations import rotation_team, rotations
from tests.service import Service

NOW, TOLD = "2027-01-19T02:00:00.400000+00:00", "2027-01-19T02:00:01Z"


def bounds(service: Service, team: str = TEAM) -> set[datetime]:
    """When anybody comes or goes near now."""
    posted = service.services.board.of(team)
    assert posted is not None
    near = Interval(service.clock().replace(day=18), service.clock().replace(day=20))
    return {moment for h in posted.schedule.between(near) for moment in (h.start, h.end) if near.holds(moment)}


def all_whole(service: Service, team: str = TEAM) -> bool:
    found = bounds(service, team)
    return bool(found) and not any(moment.microsecond for moment in found)


def test_an_override_begins_and_ends_at_whole_seconds(crew: Crew) -> None:
    crew.service.clock.set(NOW)
    made = crew.override(end="2027-01-19T04:00:00.300000Z").json()["override"]
    assert (made["start"], made["end"]) == (TOLD, "2027-01-19T04:00:01Z")
    assert crew.holders("2027-01-19T02:00:00Z") == {"sin-03"}
    assert crew.holders(TOLD) == {"sin-04"}
    assert all_whole(crew.service)


def test_an_override_within_one_second_is_refused(crew: Crew) -> None:
    answer = crew.override(start="2027-01-19T02:00:00.100000Z", end="2027-01-19T02:00:00.900000Z")
    assert [issue["path"] for issue in answer.json()["issues"]] == ["end"]


def test_what_ends_in_this_second_is_past(crew: Crew) -> None:
    crew.service.clock.set(NOW)
    assert crew.override(start=DAY_TIMES[0], end=TOLD).json()["type"].endswith(":past")


def test_a_cancelled_override_ends_at_a_whole_second(crew: Crew) -> None:
    crew.override()
    crew.service.clock.set(NOW)
    told = crew.mia.delete(f"{HARBOUR}/overrides/1").json()
    assert told["override"]["cancelled_at"] == TOLD
    assert [row["start"] for row in told["consequences"]["gained"]] == [TOLD]
    assert crew.holders("2027-01-19T02:00:00Z") == {"sin-04"}
    assert crew.holders(TOLD) == {"sin-03"}
    assert all_whole(crew.service)


def test_who_takes_over_comes_at_a_whole_second(crew: Crew) -> None:
    crew.service.clock.set(NOW)
    told: dict[str, Any] = {"duty": "on-duty", "reason": "by telephone", "until": "2027-01-19T04:00:00.300000Z"}
    made = crew.four.post(f"{HARBOUR}/take-over", json=told).json()["override"]
    assert (made["start"], made["end"]) == (TOLD, "2027-01-19T04:00:01Z")
    assert crew.holders(TOLD) == {"sin-04"}
    assert all_whole(crew.service)


def test_a_new_on_call_document_holds_from_a_whole_second_on(crew: Crew) -> None:
    service = crew.service
    service.admin.post("/v1/teams", json=rotation_team()).raise_for_status()
    service.clock.set(NOW)
    one = [{"layers": [{"rotations": [{"people": ["dan"], "start": "2026-11-02T09:00"}]}]}]
    put = service.admin.put("/v1/teams/sre/oncall-schedules", json=rotations(people=[{"id": "dan"}], schedules=one))
    assert put.json()["in_force_from"] == TOLD
    assert all_whole(service, "sre")


def test_a_revision_is_published_at_a_whole_second(crew: Crew) -> None:
    rotating(crew.service, "sin-01")
    crew.service.clock.set(NOW)
    publish(crew.service, legal(harbour()))
    assert crew.mia.get(f"{HARBOUR}/revisions/2").json()["published_at"] == TOLD
    assert all_whole(crew.service)


def test_what_is_imported_begins_and_ends_at_whole_seconds() -> None:
    now, end = (datetime.fromisoformat(f"2027-01-19T0{hour}:00:00.400000+00:00") for hour in (2, 4))
    (row,) = override_rows([Override(Interval(now, end), Duty.STANDBY, add="ana")], TEAM, "mia", now)
    assert (utc_text(row.start), utc_text(row.end)) == (TOLD, "2027-01-19T04:00:01Z")
    assert (row.start.microsecond, row.end.microsecond) == (0, 0)


def test_nobody_is_told_of_the_rest_of_a_second(crew: Crew) -> None:
    crew.service.clock.set(NOW)
    answer = crew.override()
    gained, lost = (answer.json()["consequences"][name] for name in ("gained", "lost"))
    assert [(row["person"], row["start"]) for row in (*gained, *lost)] == [("sin-04", TOLD), ("sin-03", TOLD)]
