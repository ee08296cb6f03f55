"""Teams whose people take turns, as other services' clients see them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from starlette.testclient import TestClient

from api.compat.ids import opaque
from api.compat.seats import user_id
from tests.api.compat.published_shapes import must_fit
from tests.service import Clock, Service

Raw = dict[str, Any]
TEAM = "watch"
PAGERDUTY, OPSGENIE = "/compat/pagerduty", "/compat/opsgenie"
# Dublin changes hands every day at 09:00 by its clock, San Francisco at 09:00 by its own; the clock of a new service
# shows 2026-12-01T09:00:00Z. Whoever has the second level has it for good.
PEOPLE = [
    {"id": "ana", "name": "Ana Maria Reyes", "email": "ana@example.com"},
    {"id": "ben", "name": "Ben Tan"},
    {"id": "chi", "name": "Chi Ng"},
    {"id": "dan", "name": "Dan Ó Briain"},
    {"id": "eva"},
]


def daily(*people: str, zone: str, site: str | None = None, level: int = 1, duty: str = "standby") -> Raw:
    """A schedule of people who take turns of a day; the first has the second of November 2026."""
    rotation = {"people": list(people), "start": "2026-11-02T09:00", "timezone": zone, "cadence": "daily"}
    return {"duty": duty, "level": level, "site": site, "layers": [{"rotations": [rotation]}]}


def document(*schedules: Raw) -> Raw:
    """An on-call document."""
    usual = (daily("ana", "ben", zone="Europe/Dublin"), daily("eva", zone="Europe/Dublin", level=2))
    return {"timezone": "Europe/Dublin", "people": PEOPLE, "schedules": list(schedules or usual)}


def made(service: Service, *schedules: Raw, team: str = TEAM) -> str:
    """Make the team; its id."""
    body = {"team": team, "oncall": document(*schedules)}
    service.admin.post("/v1/teams", json=body).raise_for_status()
    return team


SHIFT = {"person": "ana", "start": "2026-12-05T00:00:00Z", "end": "2026-12-06T00:00:00Z"}
RUN = [
    {"person": person, "id": f"s{hour}", "start": f"2026-12-05T{hour}:00:00Z", "end": f"2026-12-05T{hour + 2}:00:00Z"}
    for hour, person in ((10, "ana"), (12, "ana"), (14, "ana"), (16, "ben"), (20, "ana"))
]
TEAMS: dict[str, tuple[Raw, ...]] = {
    TEAM: (),
    "world": (
        daily("ana", "ben", zone="Europe/Dublin", site="dub"),
        daily("chi", "dan", zone="America/Los_Angeles", site="sfo"),
    ),
    "rare": ({"duty": "standby", "layers": [{"shifts": [SHIFT]}]},),
    "yard": (daily("ana", zone="UTC", site="dub"), daily("ben", zone="UTC", duty="on-duty", level=2)),
    "runs": ({"duty": "standby", "layers": [{"shifts": RUN}]},),
}


@dataclass(frozen=True)
class Desk:
    """A service, and somebody who asks it about one team."""

    service: Service
    admin: TestClient

    @property
    def clock(self) -> Clock:
        return self.service.clock


def seat(duty: str = "standby", level: int = 1, site: str = "", team: str = TEAM) -> str:
    """The id of a schedule."""
    return opaque("schedule", team, duty, str(level), site)


def user(person: str, team: str = TEAM) -> str:
    """The id of a user."""
    return user_id(team, person)


def ask(client: TestClient, path: str, template: str | None = None, **query: Any) -> Raw:
    """PagerDuty's answer, which fits its document; `template` is the path there."""
    answer = client.get(f"{PAGERDUTY}{path}", params=query)
    assert answer.status_code == 200, answer.text
    body: Raw = answer.json()
    must_fit(body, template or path)
    return body


def oncalls(client: TestClient, **query: Any) -> list[tuple[str, Any, Any]]:
    """Who is on call, from when until when (None: for good)."""
    return [_brief(row) for row in ask(client, "/oncalls", **query)["oncalls"]]


def schedule(client: TestClient, id: str | None = None, **query: Any) -> Raw:
    """A schedule."""
    found: Raw = ask(client, f"/schedules/{id or seat()}", "/schedules/{id}", **query)["schedule"]
    return found


def final(client: TestClient, id: str | None = None, **query: Any) -> list[tuple[str, str, str]]:
    """Who has a schedule, from when until when."""
    return [_brief(row) for row in schedule(client, id, **query)["final_schedule"]["rendered_schedule_entries"]]


def _brief(row: Raw) -> tuple[str, str, str]:
    return row["user"]["summary"].split()[0], row["start"], row["end"]
