"""Opsgenie's exports."""

from __future__ import annotations

from typing import Any

import pytest

from api.documents.moving import from_opsgenie
from api.errors import BadInput
from tests.api.documents.moving.imports import HERE, export, held, noted

ISTANBUL = "Europe/Istanbul"


def opsgenie() -> Any:
    return export("opsgenie")


def test_rotations_add_up_and_overrides_take_their_place() -> None:
    assert held(from_opsgenie(opsgenie(), HERE), "2026-11-03", "2026-11-10", ISTANBUL) == [
        "mert.kaya Mon 09:00-Wed 09:00",
        "mert.kaya Wed 09:00-Wed 15:00",  # an override
        "mert.kaya Wed 15:00-Thu 09:00",  # then an override by nobody
        "mert.kaya Thu 11:00-Fri 17:30",
        "mert.kaya Fri 22:00-Sat 06:30",
        "selin Mon 09:00-Fri 17:30",
    ]


def test_people_are_known_by_their_user_names() -> None:
    imported = from_opsgenie(opsgenie(), HERE)
    assert [(row.id, row.name) for row in imported.people] == [("selin", "Selin Demir"), ("mert.kaya", "Mert Kaya")]


def test_what_cannot_be_carried_over_is_noted() -> None:
    imported = from_opsgenie(opsgenie(), HERE)
    assert noted(imported, "Platform_schedule, Nights: the turns of the team Payments are left to nobody")
    assert noted(imported, "Left behind: 1 turn, shift or override that ended")
    (rotation,) = [r for r in imported.document.schedules[0].layers[0].rotations if r.cadence == "daily"]
    assert rotation.people == (("mert.kaya",), (), ())


def test_restrictions_become_windows() -> None:
    rotations = from_opsgenie(opsgenie(), HERE).document.schedules[0].layers[0].rotations
    assert [r.windows for r in rotations] == [
        ("mon 09:00-24:00", "tue-thu 00:00-24:00", "fri 00:00-17:30"),
        ("22:00-06:30",),
    ]
    raw = opsgenie()
    raw["data"]["rotations"][0]["timeRestriction"]["restrictions"] = [
        {"startDay": "SATURDAY", "startHour": 10, "endDay": "saturday", "endHour": 14},
        {"startDay": "friday", "startHour": 17, "startMin": 30, "endDay": "monday", "endHour": 9},
    ]
    rotation = from_opsgenie(raw, HERE).document.schedules[0].layers[0].rotations[0]
    assert rotation.windows == ("sat 10:00-14:00", "fri 17:30-24:00", "sat-sun 00:00-24:00", "mon 00:00-09:00")


def test_an_override_of_one_rotation_lies_over_that_one_only() -> None:
    raw = opsgenie()
    raw["data"]["rotations"][1]["participants"] = [{"type": "user", "username": "ada@example.com"}]
    raw["data"]["rotations"][1].pop("timeRestriction")
    raw["overrides"] = [
        {
            "user": {"type": "user", "username": "can@example.com"},
            "startDate": "2026-11-04T06:00:00Z",
            "endDate": "2026-11-04T12:00:00Z",
            "rotations": [{"id": "f6a2b9d1-0c3e-4f5a-8b7c-1d2e3f4a5b6c"}],
        },
        {
            "user": {"type": "none"},
            "startDate": "2026-11-04T08:00:00Z",
            "endDate": "2026-11-04T09:00:00Z",
            "rotations": [{"name": "Business hours"}],
        },
    ]
    imported = from_opsgenie(raw, HERE)
    assert imported.overrides == ()
    assert [(s.name, s.level) for s in imported.document.schedules] == [
        ("Platform_schedule, Business hours", 1),
        ("Platform_schedule, Nights", 1),
    ]
    found = held(imported, "2026-11-04", "2026-11-05", ISTANBUL)
    assert [who for who in found if not who.startswith("ada")] == [
        "mert.kaya Mon 09:00-Wed 09:00",
        "can Wed 09:00-Wed 11:00",
        "can Wed 12:00-Wed 15:00",
        "mert.kaya Wed 15:00-Fri 17:30",
    ]
    assert [who for who in found if who.startswith("ada")] == ["ada Tue 09:00-Thu 09:00"]


def test_a_disabled_schedule_is_left_out() -> None:
    raw = opsgenie()
    second = {**raw["data"], "name": "Weekend", "enabled": False, "timezone": "UTC"}
    imported = from_opsgenie({**raw, "data": [raw["data"], second]}, HERE)
    assert [s.name for s in imported.document.schedules] == ["Platform_schedule"]
    assert noted(imported, "Weekend: is disabled in Opsgenie and is left out")


def test_overrides_may_stand_in_the_schedule() -> None:
    raw = opsgenie()
    raw["data"]["overrides"] = raw.pop("overrides")["data"]
    assert len(from_opsgenie(raw["data"], HERE).overrides) == 2


def test_everything_that_cannot_be_read_comes_at_once() -> None:
    raw = opsgenie()
    raw["data"]["timezone"] = "Mars/Olympus_Mons"
    raw["data"]["rotations"][0]["type"] = "fortnightly"
    raw["data"]["rotations"][1]["timeRestriction"]["restriction"]["startHour"] = 25
    raw["overrides"]["data"][0]["endDate"] = None
    with pytest.raises(BadInput) as caught:
        from_opsgenie(raw, HERE)
    assert [issue.path for issue in caught.value.issues] == [
        "data.rotations[0].type",
        "data.rotations[1].timeRestriction.restriction.startHour",
        "data.timezone",
        "overrides.data[0].endDate",
    ]


@pytest.mark.parametrize("raw", [None, {}, [], {"data": []}, {"data": [5]}, {"data": {"name": "x"}}])
def test_what_is_no_schedule_is_refused(raw: Any) -> None:
    with pytest.raises(BadInput, match="schedule of Opsgenie"):
        from_opsgenie(raw, HERE)
