from __future__ import annotations

import json
from itertools import pairwise
from typing import Any

import pytest
from jsonschema import Draft7Validator

from exports.custom_shifts import custom_shifts
from exports.goalert import MOST, temporary_schedules
from exports.pager import PagerShift, pager_shifts
from scheduler.intervals import Interval, parse_instant, shift_by
from scheduler.oncall.values import Holding
from tests.api.documents.samples import SHARED

USERS = {"ana": "UANA", "ben": "UBEN"}
STANDBY = ("standby", 1)


def held(person: str, start: str, end: str, level: int = 1, site: str | None = None) -> Holding:
    interval = Interval(parse_instant(f"2027-01-{start}Z"), parse_instant(f"2027-01-{end}Z"))
    return Holding("standby", level, person, interval, site)


def told(shifts: list[PagerShift]) -> list[str]:
    return [f"{s.start:%d %H:%M} {s.end:%d %H:%M} {s.user}" for s in shifts]


def test_only_the_track_asked_for_in_order() -> None:
    holdings = [
        held("ben", "05T00:00", "06T00:00"),
        held("ana", "04T00:00", "05T00:00"),
        held("ana", "04T00:00", "05T00:00", 2),
    ]
    assert told(pager_shifts(holdings, STANDBY, USERS)) == ["04 00:00 05 00:00 UANA", "05 00:00 06 00:00 UBEN"]


def test_who_holds_it_twice_at_once_holds_it_once_and_turns_stay_apart() -> None:
    holdings = [
        held("ana", "04T00:00", "05T00:00", site="sin"),
        held("ana", "04T12:00", "05T12:00", site="dub"),
        held("ana", "05T12:00", "06T00:00"),
        held("ben", "04T06:00", "04T07:00"),
    ]
    assert told(pager_shifts(holdings, STANDBY, USERS)) == [
        "04 00:00 05 12:00 UANA",
        "04 06:00 04 07:00 UBEN",
        "05 12:00 06 00:00 UANA",
    ]


def test_gaps_are_told_on_request() -> None:
    holdings = [held("ana", "04T00:00", "05T00:00"), held("ben", "06T00:00", "07T00:00")]
    assert told(pager_shifts(holdings, STANDBY, USERS, gaps=True))[1] == "05 00:00 06 00:00 "
    assert pager_shifts([], STANDBY, USERS, gaps=True) == []


def test_who_has_no_user_is_an_error() -> None:
    with pytest.raises(KeyError, match="zoe"):
        pager_shifts([held("zoe", "04T00:00", "05T00:00")], STANDBY, USERS)


def test_custom_shifts_are_what_pagerduty_says_they_are() -> None:
    holdings = [held("ana", "04T00:00", "05T00:00"), held("ben", "06T00:00", "07T00:00")]
    body = custom_shifts(pager_shifts(holdings, STANDBY, USERS, gaps=True))
    schema("CreateCustomShiftsRequest").validate(body)
    assert body["custom_shifts"][1] == {
        "type": "custom_shift",
        "start_time": "2027-01-05T00:00:00Z",
        "end_time": "2027-01-06T00:00:00Z",
        "assignments": [{"type": "shift_assignment", "member": {"type": "empty_member"}}],
    }
    assert body["custom_shifts"][0]["assignments"][0]["member"] == {"type": "user_member", "user_id": "UANA"}


def test_a_temporary_schedule_has_the_bounds_of_its_shifts() -> None:
    holdings = [held("ana", "04T00:00", "08T00:00"), held("ben", "06T00:00", "07T00:00")]
    assert temporary_schedules(pager_shifts(holdings, STANDBY, USERS)) == [
        {
            "start": "2027-01-04T00:00:00Z",
            "end": "2027-01-08T00:00:00Z",
            "shifts": [
                {"userID": "UANA", "start": "2027-01-04T00:00:00Z", "end": "2027-01-08T00:00:00Z"},
                {"userID": "UBEN", "start": "2027-01-06T00:00:00Z", "end": "2027-01-07T00:00:00Z"},
            ],
        }
    ]
    with pytest.raises(ValueError, match="no bounds"):
        temporary_schedules([])


def test_too_many_shifts_for_one_temporary_schedule_are_several_that_follow_one_another() -> None:
    hours = [shift_by(parse_instant("2027-01-04T00:00:00Z"), minutes=60 * n) for n in range(501)]
    shifts = [PagerShift(a, b, f"U{n % 7}") for n, (a, b) in enumerate(pairwise(hours))]
    shifts.append(PagerShift(hours[0], hours[-1], "all the time"))
    found = temporary_schedules(shifts)
    assert all(len(one["shifts"]) <= MOST for one in found)
    assert [one["start"] for one in found[1:]] == [one["end"] for one in found[:-1]]
    whole = [s for one in found for s in one["shifts"]]
    assert sum(s["userID"] != "all the time" for s in whole) == 500
    assert sum(s["userID"] == "all the time" for s in whole) == len(found)


def test_what_is_there_all_at_once_is_not_cut() -> None:
    start, end = (parse_instant(f"2027-01-0{day}T00:00:00Z") for day in (4, 5))
    assert len(temporary_schedules([PagerShift(start, end, f"U{n}") for n in range(200)])) == 1


def schema(name: str) -> Draft7Validator:
    """A schema of PagerDuty's public OpenAPI document."""
    file = SHARED / "reference" / "pagerduty-openapi-part.json"
    if not file.exists():
        pytest.skip("PagerDuty's OpenAPI document is not beside the project")
    document: dict[str, Any] = json.loads(file.read_text())
    return Draft7Validator({"$ref": f"#/components/schemas/{name}", "components": document["components"]})
