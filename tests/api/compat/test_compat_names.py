"""What schedules are called, and by which names they are found."""

from __future__ import annotations

from typing import Any

import pytest
from starlette.testclient import TestClient

from tests.api.compat.crowd import OPSGENIE, Raw, ask, daily, made, seat
from tests.service import Service

DUB = daily("ana", "ben", zone="Europe/Dublin", site="dub")
SFO = daily("chi", "dan", zone="America/Los_Angeles", site="sfo")
ONE, TWO = daily("ana", zone="UTC"), daily("ben", zone="UTC", level=2)


def names(client: TestClient, **query: Any) -> list[str]:
    return [row["name"] for row in ask(client, "/schedules", **query)["schedules"]]


@pytest.mark.parametrize(
    ("schedules", "called"),
    [
        ([ONE | {"name": "Primary"}, TWO], ["watch Primary", "watch standby 2"]),
        ([ONE | {"name": "Primary"}, TWO | {"name": "Backup"}], ["watch Backup", "watch Primary"]),
        (
            [DUB | {"name": "Primary"}, SFO | {"name": "Primary"}],
            ["watch Primary", "watch Primary dub", "watch Primary sfo"],
        ),
        (
            [DUB | {"name": "Irish days"}, SFO | {"name": "Californian days"}],
            ["watch Californian days sfo", "watch Irish days dub", "watch standby 1"],
        ),
        ([DUB | {"name": "Primary"}, SFO], ["watch Primary dub", "watch standby 1", "watch standby 1 sfo"]),
        ([ONE | {"name": "Ours"}, TWO | {"name": "ours"}], ["watch standby 1", "watch standby 2"]),
        ([ONE | {"name": "standby 2"}, TWO], ["watch standby 1", "watch standby 2"]),
        ([ONE | {"name": "Standby 1"}], ["watch Standby 1"]),
    ],
    ids=["one", "both", "sites", "of sites", "of one site", "the same name", "another's name", "its own name"],
)
def test_names_are_those_of_the_document_where_they_tell_schedules_apart(
    service: Service, schedules: list[Raw], called: list[str]
) -> None:
    made(service, *schedules)
    assert names(service.admin) == called
    assert {row["schedule"]["summary"] for row in ask(service.admin, "/oncalls")["oncalls"]} <= {*called}


def test_they_are_found_by_either_name_and_their_ids_stay(service: Service) -> None:
    made(service, ONE | {"name": "Primary"}, TWO, team="other")
    assert names(service.admin, query="other PRIM") == ["other Primary"]
    assert names(service.admin, query="other standby 1") == ["other Primary"]
    for name in ("other Primary", "other standby 1"):
        found = service.admin.get(f"{OPSGENIE}/v2/schedules/{name}", params={"identifierType": "name"}).json()["data"]
        assert (found["id"], found["name"]) == (seat(team="other"), "other Primary")
