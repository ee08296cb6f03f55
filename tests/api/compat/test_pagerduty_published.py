"""A published roster of two sites with standby, in PagerDuty's shape."""

from __future__ import annotations

import pytest

from tests.api.compat.crowd import ask, schedule, seat
from tests.api.plans_at_hand import publish
from tests.service import Service

# By the legal roster sin-03 has the days of the week of 18 January in Singapore, dub-01 those of Monday and Tuesday in
# Dublin; sin-01 is on standby. The clock shows 09:10 in Dublin, and 17:10 in Singapore, where the day is over.
NOW = "2027-01-18T09:10:00Z"


@pytest.fixture
def harbour(service: Service) -> Service:
    publish(service)
    service.clock.set(NOW)
    return service


def test_who_works_is_asked_first_then_who_stands_by(harbour: Service) -> None:
    rows = ask(harbour.admin, "/oncalls")["oncalls"]
    brief = [(row["escalation_level"], row["schedule"]["summary"], row["user"]["summary"]) for row in rows]
    assert brief == [(1, "harbour on-duty 1", "dub-01"), (2, "harbour standby 1", "sin-01")]


def test_sites_have_their_own_schedules_and_clocks(harbour: Service) -> None:
    zones = {row["name"]: row["time_zone"] for row in ask(harbour.admin, "/schedules")["schedules"]}
    assert zones == {
        "harbour on-duty 1": "Asia/Singapore",
        "harbour on-duty 1 dub": "Europe/Dublin",
        "harbour on-duty 1 sin": "Asia/Singapore",
        "harbour standby 1": "Asia/Singapore",
    }
    found = schedule(harbour.admin, seat("on-duty", site="dub", team="harbour"), since="2027-01-18", until="2027-01-19")
    (entry,) = found["final_schedule"]["rendered_schedule_entries"]
    assert (entry["start"], entry["end"]) == ("2027-01-18T08:00:00+00:00", "2027-01-18T16:30:00+00:00")
    assert found["schedule_layers"][0]["rotation_turn_length_seconds"] == 30_600
    people = {who["name"]: who["time_zone"] for who in ask(harbour.admin, "/users")["users"]}
    assert (people["dub-01"], people["sin-01"]) == ("Europe/Dublin", "Asia/Singapore")
