"""The final schedule as rows."""

from __future__ import annotations

import csv
from datetime import timedelta
from io import StringIO

from api.store.tables import OverrideRow
from scheduler.intervals import parse_instant
from tests.api.plans_at_hand import publish, rotating
from tests.service import Service

WEEK = "/v1/teams/harbour/roster?from=2027-01-18T00:00:00Z&until=2027-01-25T00:00:00Z"


def override(service: Service, start: str, end: str, add: str, remove: str) -> None:
    row = OverrideRow(
        team_id="harbour",
        duty="on-duty",
        start=parse_instant(start),
        end=parse_instant(end),
        add=add,
        remove=remove,
        created_by="test",
        created_at=service.clock(),
    )
    with service.services.store.writing() as session:
        session.add(row)
    service.services.board.refresh(["harbour"])


def test_rows_have_everything_and_the_zone_asked_for(service: Service) -> None:
    publish(service)
    told = service.admin.get(f"{WEEK}&tz=Asia/Singapore&person=sin-02").json()
    assert (told["start"], told["end"]) == ("2027-01-18T08:00:00+08:00", "2027-01-25T08:00:00+08:00")
    assert told["rows"][1] == {
        "person": "sin-02",
        "shift": "sin-night@2027-01-18",
        "site": "sin",
        "duty": "on-duty",
        "level": 1,
        "start": "2027-01-18T23:00:00+08:00",
        "end": "2027-01-19T07:30:00+08:00",
        "source": "revision",
        "revision": 1,
    }
    assert told["rows"][0]["shift"] == "standby@2027-01-11"  # it runs into the window, and keeps its true bounds
    assert told["rows"][0]["start"] == "2027-01-11T10:00:00+08:00"


def test_overrides_are_in_it(service: Service) -> None:
    publish(service)
    override(service, "2027-01-19T00:00:00Z", "2027-01-19T02:00:00Z", add="sin-04", remove="sin-03")
    rows = service.admin.get(f"{WEEK}&person=sin-04").json()["rows"]
    assert [(row["shift"], row["start"], row["source"]) for row in rows] == [
        ("sin-day@2027-01-19", "2027-01-19T00:00:00Z", "override"),
        ("sin-day@2027-01-25", "2027-01-24T23:00:00Z", "revision"),
    ]


def test_filters_narrow_it(service: Service) -> None:
    publish(service)
    whole = service.admin.get(WEEK).json()["rows"]
    for name in ("person", "site", "duty"):
        for value in {row[name] for row in whole}:
            narrowed = service.admin.get(f"{WEEK}&{name}={value}").json()["rows"]
            assert narrowed == [row for row in whole if row[name] == value]
    assert service.admin.get(f"{WEEK}&person=nobody").json()["rows"] == []


def test_csv_has_the_same_rows(service: Service) -> None:
    publish(service)
    answer = service.admin.get(f"{WEEK}&format=csv&tz=Europe/Dublin")
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert 'filename="harbour-roster.csv"' in answer.headers["content-disposition"]
    rows = list(csv.DictReader(StringIO(answer.text, newline="")))
    told = service.admin.get(f"{WEEK}&tz=Europe/Dublin").json()["rows"]
    assert rows == [{name: "" if value is None else str(value) for name, value in row.items()} for row in told]


def test_a_window_that_the_board_lacks_is_worked_out(service: Service) -> None:
    rotating(service, "ana", "ben")
    near = service.admin.get(WEEK).json()["rows"]
    assert [row["person"] for row in near] == ["ben", "ana"]
    service.clock.now += timedelta(days=600)
    service.services.board.refresh(["harbour"])
    posted = service.services.board.of("harbour")
    assert posted
    assert posted.window.start > parse_instant("2027-01-25T00:00:00Z")
    assert service.admin.get(WEEK).json()["rows"] == near


def test_without_bounds_it_is_the_coming_four_weeks(service: Service) -> None:
    publish(service)
    service.clock.set("2027-01-04T00:00:00Z")
    told = service.admin.get("/v1/teams/harbour/roster").json()
    assert (told["start"], told["end"]) == ("2027-01-04T00:00:00Z", "2027-02-01T00:00:00Z")


def test_a_window_is_some_time_and_not_too_much(service: Service) -> None:
    publish(service)
    for bounds in ("until=2026-11-30T00:00:00Z", "until=2026-12-01T09:00:00Z", "until=2029-01-01T00:00:00Z"):
        refused = service.admin.get(f"/v1/teams/harbour/roster?{bounds}")
        assert [issue["path"] for issue in refused.json()["issues"]] == ["until"]
    assert service.admin.get("/v1/teams/harbour/roster?from=2027-01-04").status_code == 422
