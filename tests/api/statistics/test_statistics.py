"""Statistics of the final schedule."""

from __future__ import annotations

import csv
from datetime import timedelta
from io import StringIO
from typing import Any

from api.store.tables import OverrideRow, TeamRow
from scheduler.intervals import parse_instant
from tests.api.plans_at_hand import harbour, publish, rotating
from tests.service import Service

ADDRESS = "/v1/teams/harbour/statistics"
WEEK = f"{ADDRESS}?from=2027-01-17T16:00:00Z&until=2027-01-24T16:00:00Z"  # Monday to Sunday in Singapore


def of(told: dict[str, Any], person: str, duty: str = "on-duty") -> dict[str, Any]:
    (found,) = (row for row in told["people"] if (row["person"], row["duty"]) == (person, duty))
    return dict(found)


def minutes(row: dict[str, Any]) -> dict[str, int]:
    return {each["pay_class"]: each["minutes"] for each in row["classes"] if each["minutes"]}


def override(service: Service, start: str, end: str, add: str, remove: str | None = None) -> None:
    row = OverrideRow(
        team_id="harbour",
        duty="on-duty",
        site="sin",
        start=parse_instant(start),
        end=parse_instant(end),
        created_by="test",
        created_at=service.clock(),
        add=add,
        remove=remove,
    )
    with service.services.store.writing() as session:
        session.add(row)
    service.services.board.refresh(["harbour"])


def test_hours_and_pay_units_by_the_persons_own_clock(service: Service) -> None:
    publish(service)
    told = service.admin.get(WEEK).json()
    night = of(told, "sin-02")
    assert (night["shifts"], night["hours"], night["nights"], night["days"]) == (2, 17.0, 2, 2)
    assert minutes(night) == {"night": 2 * 7 * 60, "ordinary": 2 * 90}
    day = of(told, "sin-03")
    assert (day["shifts"], day["hours"], day["longest_run"], day["weekends"]) == (5, 42.5, 5, 0)
    assert minutes(day) == {"ordinary": 5 * 510}
    standby = of(told, "sin-01", "standby")
    assert (standby["shifts"], standby["weekends"]) == (1, 1)
    assert minutes(standby)["weekend"] == 2 * 24 * 60
    assert standby["exposures"][0]["skill"] == "manager"
    assert of(told, "sin-04")["hours"] == 0  # who does nothing is told too


def test_public_holidays_are_those_of_the_site(service: Service) -> None:
    raw = harbour()
    raw["sites"][0]["holidays"] = [{"day": "2027-01-19", "name": "Harbour day"}]
    publish(service, raw=raw)
    told = service.admin.get(WEEK).json()
    day, dublin = of(told, "sin-03"), of(told, "dub-01")
    assert (day["holidays"], minutes(day)["holiday"]) == (1, 510)
    assert (dublin["holidays"], minutes(dublin)) == (0, {"ordinary": 2 * 510})


def test_what_overrides_changed_counts(service: Service) -> None:
    publish(service)
    override(service, "2027-01-19T00:00:00Z", "2027-01-19T02:00:00Z", add="sin-04", remove="sin-03")
    override(service, "2027-01-20T00:00:00Z", "2027-01-20T01:00:00Z", add="guest")
    told = service.admin.get(WEEK).json()
    hours = [of(told, person)["hours"] for person in ("sin-03", "sin-04", "guest")]
    assert hours == [40.5, 2.0, 1.0]


def test_the_quality_is_told_of_each_duty(service: Service) -> None:
    publish(service)
    week, month = (service.admin.get(address).json()["quality"] for address in (WEEK, ADDRESS))
    assert [(each["duty"], each["level"]) for each in week] == [("on-duty", 1), ("standby", 1)]
    assert (month[1]["coverage_percent"], month[1]["balance_percent"], month[1]["overloaded"]) == (100, 100, [])
    assert week[0]["overloaded"][0]["person"] == "sin-03"


def test_csv_has_the_same_figures(service: Service) -> None:
    publish(service)
    answer = service.admin.get(f"{WEEK}&format=csv")
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    rows = list(csv.DictReader(StringIO(answer.text, newline="")))
    told = service.admin.get(WEEK).json()["people"]
    for row, person in zip(rows, told, strict=True):
        assert (row["person"], row["duty"], float(row["hours"])) == (person["person"], person["duty"], person["hours"])
        assert {c["pay_class"]: c["minutes"] for c in person["classes"]} == {
            name: int(row[f"{name}_minutes"]) for name in ("holiday", "weekend", "night", "ordinary")
        }
    (standby,) = (row for row in rows if (row["person"], row["duty"]) == ("sin-01", "standby"))
    assert standby["exposure_minutes"].startswith("manager: ")


def test_windows(service: Service) -> None:
    publish(service)

    def bounds(query: str) -> tuple[str, str]:
        told = service.admin.get(f"{ADDRESS}?{query}").json()
        return told["start"], told["end"]

    assert bounds("") == ("2027-01-04T12:00:00Z", "2027-01-31T12:00:00Z")
    assert bounds("tz=Asia/Singapore") == ("2027-01-04T20:00:00+08:00", "2027-01-31T20:00:00+08:00")
    assert bounds("from=2027-01-01T00:00:00Z") == ("2027-01-01T00:00:00Z", "2027-01-29T00:00:00Z")
    assert bounds("until=2027-01-29T00:00:00Z") == ("2027-01-01T00:00:00Z", "2027-01-29T00:00:00Z")
    refused = service.admin.get(f"{WEEK[:-1]}&until=2027-01-01T00:00:00Z")
    assert refused.status_code == 422


def test_a_window_that_the_board_lacks_is_worked_out_by_what_was_true_then(service: Service) -> None:
    publish(service)
    near = service.admin.get(WEEK).json()
    service.clock.now += timedelta(days=600)
    service.services.board.refresh(["harbour"])
    with service.services.store.writing() as session:
        row = session.get_one(TeamRow, "harbour")
        assert row.document
        kept = [person for person in row.document["people"] if person["id"] != "dub-01"]
        row.document = row.document | {"people": kept}
    assert service.admin.get(WEEK).json() == near


def test_rotations_have_statistics_too(service: Service) -> None:
    rotating(service, "ana", "ben", timezone="Asia/Tokyo")
    told = service.admin.get(f"{ADDRESS}?from=2027-01-04T00:00:00Z&until=2027-01-18T00:00:00Z").json()
    ana = of(told, "ana", "standby")
    assert (ana["hours"], ana["weekends"], ana["nights"]) == (168.0, 1, 7)
    morning = service.admin.get(f"{ADDRESS}?from=2027-01-04T00:00:00Z&until=2027-01-04T12:00:00Z").json()
    assert minutes(of(morning, "ana", "standby")) == {"ordinary": 720}  # in Tokyo from 9:00 to 21:00
    last = service.admin.get(ADDRESS).json()
    assert (last["start"], last["end"]) == ("2026-11-03T09:00:00Z", "2026-12-01T09:00:00Z")
