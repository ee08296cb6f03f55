"""Bounds: null for good, the same from day to day, in whole seconds; and how often a team is resolved for them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from starlette.testclient import TestClient

from api.schedule.posted import posted
from api.store.tables import OverrideRow
from scheduler.intervals import parse_instant
from tests.api.compat.crowd import OPSGENIE, PAGERDUTY, TEAM, Desk, Raw, ask, final, made, oncalls, schedule, seat
from tests.service import Service

FIRST, SECOND, THIRD = "2026-12-01T09:00:00Z", "2026-12-02T09:00:00Z", "2026-12-03T09:00:00Z"
UTC = {"time_zone": "UTC"}
GOOD = {"schedule_ids[]": seat(level=2)}  # eva has it for good
# Ordinary days, a part of a second, and a question about what is not in memory.
DAYS = [FIRST, "2026-12-01T17:30:00.400000Z", "2026-12-02T09:00:00Z", "2027-02-01T00:00:00Z"]


def moved(service: Service, now: str) -> None:
    """Another day, on which what is in memory was worked out anew."""
    service.clock.set(now)
    service.services.board.refresh([TEAM])


@pytest.fixture
def alone(service: Service) -> TestClient:
    """Who asks about a team of his own, whose schedule may be moved."""
    made(service)
    return service.admin


def test_who_has_it_for_good_has_no_bounds_and_the_same_etag_every_day(service: Service, alone: TestClient) -> None:
    tags = set()
    for now in DAYS:
        moved(service, now)
        assert oncalls(alone, **GOOD) == [("eva", None, None)]
        row = ask(alone, "/oncalls", **GOOD)["oncalls"][0]
        assert (row["start"], row["end"]) == (None, None)  # there, and null
        tags.add(alone.get(f"{PAGERDUTY}/oncalls", params=GOOD).headers["etag"])
    assert len(tags) == 1


@pytest.mark.parametrize("overflow", ["true", "false"])
@pytest.mark.parametrize("since", ["2026-11-20T00:00:00Z", "2024-05-01T00:00:00Z"])
def test_entries_for_good_have_the_bounds_that_are_asked_for_every_day(
    service: Service, alone: TestClient, since: str, overflow: str
) -> None:
    until = since.replace("-20T", "-27T").replace("-01T", "-08T")
    query = {"since": since, "until": until, "overflow": overflow, **UTC}
    tags = set()
    for now in DAYS:
        moved(service, now)
        found = schedule(alone, seat(level=2), **query)
        (layer,) = found["schedule_layers"]
        for view in (found["final_schedule"], layer):
            (entry,) = view["rendered_schedule_entries"]
            assert (entry["start"], entry["end"]) == (since, until)
            assert view["rendered_coverage_percentage"] == 100
        assert layer["rotation_turn_length_seconds"] == 86_400
        tags.add(alone.get(f"{PAGERDUTY}/schedules/{seat(level=2)}", params=query).headers["etag"])
    assert len(tags) == 1


def test_at_an_instant_an_entry_for_good_lasts_the_usual_two_weeks(watch: Desk) -> None:
    found = final(watch.admin, seat(level=2), since=FIRST, until=FIRST, **UTC)
    assert found == [("eva", FIRST, "2026-12-15T09:00:00Z")]


def test_ordinary_turns_have_their_bounds_whatever_is_in_memory(watch: Desk) -> None:
    for day in ("2026-08-24", "2026-10-12", "2026-10-13", "2027-11-15", "2027-11-16", "2028-01-04"):
        found = oncalls(watch.admin, since=f"{day}T12:00Z", until=f"{day}T12:00Z", **{"schedule_ids[]": seat()})
        (_, start, end), lasts = found[0], 86_400
        assert start.startswith(day)
        assert (parse_instant(end) - parse_instant(start)).total_seconds() == lasts


@pytest.mark.parametrize(("since", "until"), [("11:00", "11:30"), ("13:00", "13:30"), ("14:30", "15:00")])
def test_views_overflow_alike(desks: dict[str, Desk], since: str, until: str) -> None:
    query = {"since": f"2026-12-05T{since}Z", "until": f"2026-12-05T{until}Z", "overflow": "true", **UTC}
    found = schedule(desks["runs"].admin, seat(team="runs"), **query)
    for view in (found["final_schedule"], *found["schedule_layers"]):
        (entry,) = view["rendered_schedule_entries"]
        assert (entry["start"], entry["end"]) == ("2026-12-05T10:00:00Z", "2026-12-05T16:00:00Z")
    assert found["overrides_subschedule"]["rendered_schedule_entries"] == []


def test_who_walks_through_old_overrides_of_parts_of_seconds_comes_to_the_end(
    service: Service, alone: TestClient
) -> None:
    start, end = (datetime.fromisoformat(f"2026-12-02T1{hour}:00:00.400000+00:00") for hour in (0, 2))
    with service.services.store.writing() as session:
        row: Raw = {"duty": "standby", "add": "chi", "everybody": True, "reason": "", "created_by": "mia"}
        session.add(OverrideRow(team_id=TEAM, start=start, end=end, created_at=start, **row))
    service.services.board.refresh([TEAM])
    met, at = [], "2026-12-02T09:30:00Z"
    while at < THIRD:
        ((name, begun, until),) = oncalls(alone, since=at, until=at, **{"schedule_ids[]": seat()})
        assert begun <= at < until
        met.append((name, begun))
        at = until
    assert met == [("Ana", SECOND), ("Chi", "2026-12-02T10:00:01Z"), ("Ana", "2026-12-02T12:00:01Z")]
    assert final(alone, since=SECOND, until=THIRD, **UTC) == [
        ("Ana", SECOND, met[1][1]),
        ("Chi", met[1][1], met[2][1]),
        ("Ana", met[2][1], THIRD),
    ]
    query = {"since": SECOND, "until": THIRD, **UTC}
    (listed,) = ask(alone, f"/schedules/{seat()}/overrides", "/schedules/{id}/overrides", **query)["overrides"]
    assert (listed["start"], listed["end"]) == (met[1][1], met[2][1])


@pytest.fixture
def resolved(watch: Desk, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The teams that are resolved while somebody asks, in order."""
    done: list[str] = []

    def counted(session: Any, row: Any, window: Any, now: Any) -> Any:
        done.append(row.id)
        return posted(session, row, window, now)

    monkeypatch.setattr("api.schedule.board.posted", counted)
    return done


@pytest.mark.parametrize(
    ("path", "query"),
    [
        (f"{PAGERDUTY}/oncalls", {"since": "2024-07-01", "until": "2024-07-02"}),
        (f"{PAGERDUTY}/schedules", {"since": "2024-07-01T00:00Z", "include[]": "final_schedule,schedule_layers"}),
        (f"{OPSGENIE}/v2/schedules/on-calls", {"date": "2024-07-01T00:00:00Z"}),
    ],
)
def test_what_is_not_in_memory_is_worked_out_once(
    watch: Desk, resolved: list[str], path: str, query: dict[str, str]
) -> None:
    assert watch.admin.get(path, params=query).status_code == 200
    assert resolved == [TEAM]


def test_who_is_next_is_answered_from_memory(watch: Desk, resolved: list[str]) -> None:
    watch.clock.set("2026-12-01T10:00:00Z")  # after which four hundred days reach beyond what is in memory
    answer = watch.admin.get(f"{OPSGENIE}/v2/schedules/{seat(level=2)}/next-on-calls", params={"flat": "true"})
    assert answer.json()["data"]["exactNextOnCallParticipants"] == []
    assert resolved == []
