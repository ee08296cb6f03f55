"""What a change of the document breaks of what is published."""

from __future__ import annotations

from typing import Any

from starlette.testclient import TestClient

from api.store.tables import OverrideRow, SwapRow
from tests.api.documents.samples import Raw
from tests.api.plans_at_hand import harbour, publish
from tests.api.teams.audited import audited
from tests.service import Service

HARBOUR = "/v1/teams/harbour"
FIFTH = "sin-day@2027-01-05"  # sin-03 works it
AWAY = {"person": "sin-03", "first_day": "2027-01-05", "last_day": "2027-01-05"}


def managed(service: Service) -> TestClient:
    """A manager of the harbour, whose January is published."""
    publish(service)
    return service.asking("mia", "manager", "harbour")


def broken(answer: Any) -> list[tuple[str | None, str | None, list[str]]]:
    """The hard breaks of an answer: rule, person, shifts."""
    assert answer.status_code == 200, answer.text
    return [(b["rule"], b["person"], b["shifts"]) for b in answer.json()["breaks"] if b["hard"]]


def leave(*rows: Raw) -> list[Raw]:
    return [*harbour()["leave"], *rows]


def test_leave_for_somebody_who_has_a_shift_is_told_and_stored(service: Service) -> None:
    mia = managed(service)
    answer = mia.put(f"{HARBOUR}/leave", json=leave(AWAY))
    assert broken(answer) == [("leave", "sin-03", [FIFTH])]
    (found,) = [b for b in answer.json()["breaks"] if b["hard"]]
    assert found["revision"] == 1
    assert found["start"] == "2027-01-04T23:00:00Z"
    assert "annual leave" in found["because"]
    assert mia.get(f"{HARBOUR}/leave").json() == leave(AWAY)


def test_what_was_broken_before_is_not_told_again(service: Service) -> None:
    mia = managed(service)
    mia.put(f"{HARBOUR}/leave", json=leave(AWAY))
    again = mia.put(f"{HARBOUR}/leave", json=leave(AWAY, AWAY | {"first_day": "2027-01-06", "last_day": "2027-01-06"}))
    assert broken(again) == [("leave", "sin-03", ["sin-day@2027-01-06"])]
    assert broken(mia.patch(HARBOUR, json={"name": "New"})) == []


def test_a_dry_run_tells_the_same(service: Service) -> None:
    mia = managed(service)
    for answer in (
        mia.put(f"{HARBOUR}/leave", params={"dry_run": 1}, json=leave(AWAY)),
        mia.patch(HARBOUR, params={"dry_run": 1}, json={"leave": leave(AWAY)}),
        mia.put(HARBOUR, params={"dry_run": 1}, json=harbour() | {"leave": leave(AWAY)}),
    ):
        assert broken(answer) == [("leave", "sin-03", [FIFTH])]
        assert answer.json()["stored"] is False
    assert mia.get(f"{HARBOUR}/leave").json() == leave()
    assert audited(service, "team.change") == []


def test_what_has_begun_breaks_no_more(service: Service) -> None:
    mia = managed(service)
    service.clock.set("2027-01-04T23:00:00Z")
    assert broken(mia.put(f"{HARBOUR}/leave", params={"dry_run": 1}, json=leave(AWAY))) == [
        ("leave", "sin-03", [FIFTH])
    ]
    service.clock.set("2027-01-04T23:00:01Z")
    assert broken(mia.put(f"{HARBOUR}/leave", json=leave(AWAY))) == []
    service.clock.set("2027-03-01T00:00:00Z")
    assert mia.delete(f"{HARBOUR}/people/dub-01").json()["breaks"] == []


def test_who_gave_the_shift_away_may_be_on_leave_and_who_took_it_not(service: Service) -> None:
    mia = managed(service)
    for row in (
        OverrideRow(
            team_id="harbour",
            duty="on-duty",
            start=service.clock().replace(year=2027, month=1, day=4, hour=23),
            end=service.clock().replace(year=2027, month=1, day=5, hour=7, minute=30),
            add="sin-04",
            remove="sin-03",
            created_by="mia",
            created_at=service.clock(),
        ),
        SwapRow(
            team_id="harbour",
            state="applied",
            moves=[{"person": "dub-01", "shift": "dub-day@2027-01-04", "to": "dub-02"}],
            offered_by="dub-01",
            created_by="mia",
            created_at=service.clock(),
            starts_at=service.clock(),
            applied_at=service.clock(),
        ),
    ):
        with service.services.store.writing() as session:
            session.add(row)
    on_fifth = {"first_day": "2027-01-05", "last_day": "2027-01-05"}
    on_fourth = {"first_day": "2027-01-04", "last_day": "2027-01-04"}
    rows = [{"person": p} | on_fifth for p in ("sin-03", "sin-04")]
    rows += [{"person": p} | on_fourth for p in ("dub-01", "dub-02")]
    answer = mia.put(f"{HARBOUR}/leave", json=rows)
    assert broken(answer) == [("leave", "dub-02", ["dub-day@2027-01-04"]), ("leave", "sin-04", [FIFTH])]


def test_a_person_who_goes_leaves_shifts_and_coverage_behind(service: Service) -> None:
    mia = managed(service)
    document = harbour() | {"people": [row for row in harbour()["people"] if row["id"] != "sin-03"], "leave": []}
    answer = mia.put(HARBOUR, params={"dry_run": True}, json=document)
    gone, *gaps = broken(answer)
    days = [f"sin-day@2027-01-{day:02}" for day in (4, 5, 6, 7, 8, 18, 19, 20, 21, 22)]
    assert gone == (None, "sin-03", days)
    assert {rule for rule, _, _ in gaps} == {"coverage"}
    sentence = answer.json()["breaks"][0]["because"]
    assert sentence == "sin-03 is not in the team any more, and has 10 shifts that are published"


def test_shifts_that_go_or_move_are_told(service: Service) -> None:
    mia = managed(service)
    document = harbour()
    days, nights, dublin, standby = document["shifts"]
    moved = mia.put(f"{HARBOUR}/shifts/dub-day", params={"dry_run": True}, json=dublin | {"start": "09:00"})
    assert [(rule, len(shifts)) for rule, _, shifts in broken(moved)] == [(None, 8)]
    assert "dub-day@2027-01-04 as Mon 4 Jan 2027 08:00 to" in moved.json()["breaks"][0]["because"]
    dropped = mia.put(f"{HARBOUR}/shifts", params={"dry_run": True}, json=[days, nights, standby])
    assert broken(dropped)[0][2] == [f"dub-day@2027-01-{day:02}" for day in (4, 5, 11, 12, 18, 19, 25, 26)]
    fewer = mia.put(f"{HARBOUR}/shifts/dub-day", params={"dry_run": True}, json=dublin | {"weekdays": ["tue"]})
    assert broken(fewer)[0][2] == [f"dub-day@2027-01-{day:02}" for day in (4, 11, 18, 25)]


def test_stricter_rules_are_held_against_what_is_published(service: Service) -> None:
    mia = managed(service)
    answer = mia.put(f"{HARBOUR}/rules", params={"dry_run": True}, json={"rest_period": {"hours": 16}})
    assert {rule for rule, _, _ in broken(answer)} == {"rest_period"}
    soft = mia.put(f"{HARBOUR}/rules", json={"rest_period": {"hours": 16, "weight": 5}, "complete_weekends": False})
    assert broken(soft) == []
    assert {b["rule"] for b in soft.json()["breaks"]} >= {"rest_period"}
    hard = mia.put(f"{HARBOUR}/rules", json={"rest_period": {"hours": 16}, "complete_weekends": False})
    assert {rule for rule, _, _ in broken(hard)} == {"rest_period"}


def test_the_next_period_breaks_nothing_of_this_one(service: Service) -> None:
    mia = managed(service)
    period = {
        "first_day": "2027-02-01",
        "last_day": "2027-02-28",
        "coverage_from": "2027-02-01T00:00:00Z",
        "coverage_until": "2027-02-28T00:00:00Z",
    }
    answer = mia.patch(HARBOUR, json={"period": period, "previous": [], "ledger": [{"person": "sin-01", "hours": 9}]})
    assert (answer.status_code, answer.json()["breaks"]) == (200, [])
    assert broken(mia.put(f"{HARBOUR}/leave", json=leave(AWAY))) == [("leave", "sin-03", [FIFTH])]


def test_only_the_live_part_of_an_older_revision_counts(service: Service) -> None:
    mia = managed(service)
    raw = harbour()
    raw["period"] = raw["period"] | {"first_day": "2027-01-18", "coverage_from": "2027-01-18T12:00:00Z"}
    raw["leave"] = []
    publish(service, raw=raw)
    row = AWAY | {"first_day": "2027-01-05", "last_day": "2027-01-20"}
    answer = mia.put(f"{HARBOUR}/leave", json=leave(row))
    assert answer.status_code == 200
    found = [(b["revision"], b["shifts"][0]) for b in answer.json()["breaks"] if b["hard"]]
    first = [(1, f"sin-day@2027-01-0{day}") for day in (5, 6, 7, 8)]
    assert [pair for pair in found if pair[0] == 1] == first
    assert {pair[1][-10:] >= "2027-01-18" for pair in found if pair[0] == 2} == {True}


def test_a_document_that_no_published_day_fits_is_told(service: Service) -> None:
    raw = harbour()
    raw["period"] = {
        "first_day": "2027-03-22",
        "last_day": "2027-04-04",
        "coverage_from": "2027-03-22T12:00:00Z",
        "coverage_until": "2027-04-04T12:00:00Z",
    }
    publish(service, raw=raw)
    mia = service.asking("mia", "manager", "harbour")
    assert broken(mia.patch(HARBOUR, json={"period": harbour()["period"]})) == []
    short = raw["shifts"][2] | {"start": "01:30", "end": "02:00", "weekdays": ["sun"]}
    answer = mia.put(f"{HARBOUR}/shifts/dub-day", json=short)
    assert broken(answer) == [(None, None, [])]
    assert "dub-day on 2027-03-28" in answer.json()["breaks"][0]["because"]
    assert broken(mia.put(f"{HARBOUR}/shifts/dub-day", json=raw["shifts"][2])) == []


def test_a_published_team_is_forgotten_only_when_that_is_said(service: Service) -> None:
    managed(service)
    refused = service.admin.delete(HARBOUR)
    assert (refused.status_code, refused.json()["type"]) == (409, "urn:watchbill:problem:published")
    assert service.admin.delete(HARBOUR, params={"even_if_published": True}).status_code == 204
    assert service.admin.get(HARBOUR).status_code == 404
