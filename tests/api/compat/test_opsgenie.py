"""Who is on call in Opsgenie's shape."""

from __future__ import annotations

from typing import Any

import pytest
from starlette.testclient import TestClient

from tests.api.compat.crowd import OPSGENIE, Desk, Raw, seat, user

# ben has the first of December from 09:00 in Dublin, ana the second.
SECOND, THIRD = "2026-12-02T09:00:00Z", "2026-12-03T09:00:00Z"


def ask(client: TestClient, path: str, **query: Any) -> Any:
    """The data of an answer."""
    answer = client.get(f"{OPSGENIE}{path}", params=query)
    assert answer.status_code == 200, answer.text
    body = answer.json()
    assert body.keys() == {"data", "took", "requestId"}
    assert body["requestId"] == answer.headers["x-request-id"]
    assert isinstance(body["took"], float)
    return body["data"]


def test_who_is_on_call(watch: Desk) -> None:
    data = ask(watch.admin, f"/v2/schedules/{seat()}/on-calls")
    assert data == {
        "_parent": {"id": seat(), "name": "watch standby 1", "enabled": True},
        "onCallParticipants": [{"id": user("ben"), "name": "ben", "type": "user"}],
    }


def test_names_only(watch: Desk) -> None:
    data = ask(watch.admin, f"/v2/schedules/{seat()}/on-calls", flat="true", date=SECOND)
    assert data["onCallRecipients"] == ["ana@example.com"]
    assert "onCallParticipants" not in data


@pytest.mark.parametrize("parameter", ["scheduleIdentifierType", "identifierType"])
def test_by_name(watch: Desk, parameter: str) -> None:
    data = ask(watch.admin, "/v2/schedules/watch standby 2/on-calls", **{parameter: "name", "flat": "true"})
    assert data["onCallRecipients"] == ["eva"]


@pytest.mark.parametrize(
    ("date", "name"),
    [("2026-12-02T08:59:59Z", "ben"), (SECOND, "ana@example.com"), ("2026-12-02T10:00:00 0100", "ana@example.com")],
)
def test_at_the_second_of_a_handover_only_who_comes(watch: Desk, date: str, name: str) -> None:
    data = ask(watch.admin, f"/v2/schedules/{seat()}/on-calls", flat="true", date=date)
    assert data["onCallRecipients"] == [name]


def test_who_is_next_under_reversed_names(watch: Desk) -> None:
    path = f"/v2/schedules/{seat()}/next-on-calls"
    rich, flat = ask(watch.admin, path), ask(watch.admin, path, flat="true")
    ana = {"id": user("ana"), "name": "ana@example.com", "type": "user"}
    assert rich["nextOnCallRecipients"] == rich["exactNextOnCallRecipients"] == [ana]
    assert flat["nextOnCallParticipants"] == flat["exactNextOnCallParticipants"] == ["ana@example.com"]
    assert rich.keys().isdisjoint({"nextOnCallParticipants", "exactNextOnCallParticipants"})
    later = ask(watch.admin, path, flat="true", date=SECOND)
    assert later["exactNextOnCallParticipants"] == ["ben"]


def test_who_is_next_after_a_long_gap_and_never(desks: dict[str, Desk]) -> None:
    client, path = desks["rare"].admin, f"/v2/schedules/{seat(team='rare')}/next-on-calls"
    for date in ("2026-12-04T00:00:00Z", "2026-09-05T00:00:00Z"):
        assert ask(client, path, flat="true", date=date)["exactNextOnCallParticipants"] == ["ana@example.com"]
    assert ask(client, path, flat="true", date="2026-12-06T00:00:00Z")["exactNextOnCallParticipants"] == []


def test_whoever_has_it_for_good_is_not_next(watch: Desk) -> None:
    data = ask(watch.admin, f"/v2/schedules/{seat(level=2)}/next-on-calls", flat="true")
    assert data["nextOnCallParticipants"] == []


def test_every_schedule_and_who_is_on_call_there(world: Desk) -> None:
    names = ["world standby 1", "world standby 1 dub", "world standby 1 sfo"]
    assert [row["name"] for row in ask(world.admin, "/v2/schedules")] == names
    data: list[Raw] = ask(world.admin, "/v2/schedules/on-calls", flat="true")
    assert [row["onCallRecipients"] for row in data] == [["chi", "ben"], ["ben"], ["chi"]]


def test_a_schedule(world: Desk) -> None:
    id = seat(team="world", site="sfo")
    found = ask(world.admin, f"/v2/schedules/{id}")
    assert (found["id"], found["name"], found["ownerTeam"]["name"]) == (id, "world standby 1 sfo", "world")


@pytest.mark.parametrize(
    ("unit", "count", "end"),
    [("days", 2, THIRD), ("weeks", 1, "2026-12-08T09:00:00Z"), ("months", 1, "2027-01-01T09:00:00Z")],
)
def test_a_timeline(watch: Desk, unit: str, count: int, end: str) -> None:
    path = f"/v2/schedules/{seat()}/timeline"
    data = ask(watch.admin, path, intervalUnit=unit, interval=count, expand="base")
    periods = data["finalTimeline"]["rotations"][0]["periods"]
    assert (data["endDate"], periods[-1]["endDate"]) == (end, end)
    assert [row["recipient"]["name"] for row in periods[:2]] == ["ben", "ana@example.com"]


def test_keys_are_asked_for(watch: Desk) -> None:
    secret = watch.admin.headers["Authorization"].removeprefix("Bearer ")
    for sent, status in ((f"GenieKey {secret}", 200), ("GenieKey guess", 401), (secret, 401), ("", 401)):
        client = TestClient(watch.service.client.app, headers={"Authorization": sent})
        assert client.get(f"{OPSGENIE}/v1/maintenance").status_code == status


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/v2/schedules/PNONE/on-calls", 404),
        (f"/v2/schedules/{seat(team='world')}/on-calls", 404),
        ("/v2/schedules/watch standby 1/on-calls", 404),
        ("/v2/schedules/nobody/on-calls?scheduleIdentifierType=name", 404),
        (f"/v2/schedules/{seat()}/on-calls?date=soon", 422),
        (f"/v2/schedules/{seat()}/on-calls?scheduleIdentifierType=colour", 422),
        (f"/v2/schedules/{seat()}/timeline?interval=500", 422),
        ("/v2/alerts", 404),
    ],
)
def test_refusals_as_opsgenie_words_them(watch: Desk, path: str, status: int) -> None:
    answer = watch.admin.get(OPSGENIE + path)
    assert answer.status_code == status
    assert answer.json().keys() == {"message", "took", "requestId"}
    assert answer.headers["content-type"] == "application/json"


def test_a_token_without_the_ability_gets_no_list(watch: Desk) -> None:
    narrow = watch.service.asking("narrow-genie", administrator=True, abilities=["plans:write"])
    assert narrow.get(f"{OPSGENIE}/v2/schedules/on-calls").status_code == 403
