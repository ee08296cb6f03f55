"""A team that was never solved: ana and ben take turns by the week, chi has Christmas at level 2."""

from __future__ import annotations

from typing import Any

from starlette.testclient import TestClient

from tests.service import Service

Raw = dict[str, Any]
TEAM = "watch"
HANDOVER = "2026-12-07T09:00:00Z"  # from ana to ben; the clock of a new service shows 2026-12-01T09:00:00Z
CHRISTMAS = {"person": "chi", "start": "2026-12-24T09:00:00Z", "end": "2026-12-26T09:00:00Z", "id": "christmas"}


def document(**parts: Any) -> Raw:
    """The on-call document, with other parts where they are given."""
    first = {"duty": "standby", "layers": [{"rotations": [{"people": ["ana", "ben"], "start": "2026-11-02T09:00"}]}]}
    second = {"duty": "standby", "level": 2, "layers": [{"shifts": [CHRISTMAS]}]}
    people = [{"id": "ana", "name": "Ana Maria Reyes"}, {"id": "ben", "name": "Ben Tan"}, {"id": "chi"}]
    whole = {"timezone": "Europe/Dublin", "people": people, "fallback": [{"person": "ben", "level": 2}]}
    return {**whole, "schedules": [first, second], **parts}


def rotating(service: Service, team: str = TEAM, **parts: Any) -> str:
    """Make the team; its id."""
    service.admin.post("/v1/teams", json={"team": team, "oncall": document(**parts)}).raise_for_status()
    return team


def ask(client: TestClient, **query: Any) -> list[Raw]:
    """The answers to `GET /v1/oncall`."""
    answer = client.get("/v1/oncall", params=query)
    assert answer.status_code == 200, answer.text
    found: list[Raw] = answer.json()["answers"]
    return found


def people(client: TestClient, **query: Any) -> list[str | None]:
    """Only who it is."""
    return [row["person"] for row in ask(client, **query)]
