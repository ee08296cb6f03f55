"""Moving here from other tools, through the API: what comes in answers at once."""

from __future__ import annotations

from typing import Any

import pytest
from starlette.testclient import TestClient

from tests.api.documents.moving.imports import export
from tests.api.plans_at_hand import TEAM, harbour
from tests.service import Service

ROTATION = {"people": ["zoe"], "start": "2026-01-05T09:00", "cadence": "weekly"}
OWN = {
    "timezone": "Asia/Singapore",
    "people": [{"id": "zoe"}],
    "schedules": [{"duty": "standby", "level": 3, "layers": [{"rotations": [ROTATION]}]}],
}
EVENTS = """\
BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//test
BEGIN:VEVENT
UID:1
DTSTAMP:20261201T000000Z
DTSTART:20261207T090000Z
DTEND:20261207T170000Z
RRULE:FREQ=DAILY;COUNT=3
SUMMARY:Zoe
END:VEVENT
END:VCALENDAR
""".replace("\n", "\r\n")
AWAY = EVENTS.replace("DTSTART:20261207T090000Z", "DTSTART;VALUE=DATE:20270106").replace(
    "DTEND:20261207T170000Z", "DTEND;VALUE=DATE:20270107"
)


@pytest.fixture
def sre(service: Service) -> Service:
    service.admin.post("/v1/teams", json={"team": "sre", "oncall": OWN}).raise_for_status()
    return service


def take(client: TestClient, tool: str, sample: str, **params: str) -> dict[str, Any]:
    answer = client.post(f"/v1/teams/sre/import/schedules/{tool}", json=export(sample), params=params)
    assert answer.status_code == 201, answer.text
    told: dict[str, Any] = answer.json()
    return told


def answers(service: Service) -> dict[int, str | None]:
    told = service.admin.get("/v1/oncall", params={"team": "sre"}).raise_for_status().json()
    return {answer["level"]: answer["person"] for answer in told["answers"]}


@pytest.mark.parametrize(
    ("tool", "sample"), [("pagerduty", "pagerduty-layers"), ("opsgenie", "opsgenie"), ("grafana", "grafana")]
)
def test_schedules_of_other_tools_answer_beside_our_own(sre: Service, tool: str, sample: str) -> None:
    told = take(sre.admin, tool, sample)
    assert told["stored"]
    assert 3 in answers(sre)
    assert len(answers(sre)) > 1
    assert {person["id"] for person in told["document"]["people"]} > {"zoe"}


def test_a_second_import_replaces_the_first(sre: Service) -> None:
    first = take(sre.admin, "pagerduty", "pagerduty-layers")
    second = take(sre.admin, "pagerduty", "pagerduty-layers")
    assert second["document"] == first["document"]


def test_a_dry_run_changes_nothing(sre: Service) -> None:
    told = take(sre.admin, "pagerduty", "pagerduty-layers", dry_run="true")
    assert not told["stored"]
    assert answers(sre) == {3: "zoe"}


def test_what_is_no_export_is_refused_with_its_faults(sre: Service) -> None:
    answer = sre.admin.post("/v1/teams/sre/import/schedules/grafana", json={"hello": "world"})
    assert answer.status_code == 422
    assert answer.json()["issues"]


def test_a_calendar_answers_as_fixed_shifts(sre: Service) -> None:
    answer = sre.admin.post("/v1/teams/sre/import/calendar", content=EVENTS)
    assert answer.status_code == 201, answer.text
    sre.clock.set("2026-12-09T12:00:00+00:00")
    assert answers(sre)[1] == "zoe"
    sre.clock.set("2026-12-10T12:00:00+00:00")
    assert answers(sre)[1] is None


def test_a_calendar_becomes_leave_once(service: Service) -> None:
    service.admin.post("/v1/teams", json=harbour()).raise_for_status()
    params = {"person": "sin-01", "kind": "training"}
    first = service.admin.post(f"/v1/teams/{TEAM}/import/leave", content=AWAY, params=params)
    assert first.status_code == 201, first.text
    expected = {"person": "sin-01", "first_day": "2027-01-06", "last_day": "2027-01-08", "kind": "training"}
    assert first.json()["rows"] == [expected]
    assert expected in service.admin.get(f"/v1/teams/{TEAM}").json()["document"]["leave"]
    again = service.admin.post(f"/v1/teams/{TEAM}/import/leave", content=AWAY, params=params)
    assert again.json()["rows"] == []
