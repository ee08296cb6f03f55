"""PagerDuty's exports, by layers and by shifts."""

from __future__ import annotations

from typing import Any

import pytest

from api.documents.moving import Destination, from_pagerduty
from api.documents.oncall import OncallPersonRow
from api.errors import BadInput, Issue
from scheduler.domain.shift import Duty
from scheduler.intervals import Interval, parse_instant
from tests.api.documents.moving.imports import HERE, YEAR, export, held, noted

NEW_YORK, LONDON = "America/New_York", "Europe/London"


def layered() -> Any:
    return export("pagerduty-layers")


def issues(raw: Any) -> list[Issue]:
    with pytest.raises(BadInput) as caught:
        from_pagerduty(raw, HERE)
    return list(caught.value.issues)


def test_upper_layers_and_overrides_hide_what_lies_below() -> None:
    found = held(from_pagerduty(layered(), HERE), "2026-10-31", "2026-11-07", NEW_YORK)
    assert found == [
        "regina.phalange Thu 20:00-Mon 09:00",  # across the night on which clocks change
        "tim-wright Mon 09:00-Mon 17:00",
        "regina.phalange Mon 17:00-Thu 12:00",
        "a.ng Thu 12:00-Thu 18:00",
        "regina.phalange Thu 18:00-Thu 20:00",
        "a.ng Thu 20:00-Fri 09:00",
        "tim-wright Fri 09:00-Fri 17:00",
        "a.ng Fri 17:00-Mon 09:00",
    ]


def test_the_top_layer_of_the_api_comes_first() -> None:
    layers = from_pagerduty(layered(), HERE).document.schedules[0].layers
    assert [layer.name for layer in layers] == ["Everybody", "Business days"]


def test_people_keep_their_names_and_addresses() -> None:
    people = from_pagerduty(layered(), HERE).people
    assert [(row.id, row.name, row.email) for row in people] == [
        ("regina.phalange", "Regina Phalange", "regina.phalange@example.com"),
        ("a.ng", "Aurélie Ng", "a.ng@example.com"),
        ("tim-wright", "Tim Wright", None),
    ]


def test_people_of_the_team_keep_their_ids() -> None:
    rows = ({"id": "nyc-01", "name": "Tim Wright"}, {"id": "nyc-02", "email": "A.Ng@example.com"})
    team = tuple(OncallPersonRow.model_validate(row) for row in rows)
    imported = from_pagerduty(layered(), Destination(YEAR, people=team))
    assert [row.id for row in imported.people] == ["regina.phalange"]
    found = held(imported, "2026-11-02", "2026-11-07", NEW_YORK)
    assert {who.split()[0] for who in found} == {"nyc-01", "nyc-02", "regina.phalange"}


def test_the_destination_says_duty_level_and_site() -> None:
    into = Destination(YEAR, Duty.ON_DUTY, level=2, site="nyc")
    imported = from_pagerduty(layered(), into)
    (schedule,) = imported.document.schedules
    assert (schedule.duty, schedule.level, schedule.site) == ("on-duty", 2, "nyc")
    assert [(o.duty, o.level) for o in imported.overrides] == [("on-duty", 2)]


def test_what_was_taken_otherwise_is_noted() -> None:
    imported = from_pagerduty(layered(), HERE)
    assert noted(
        imported, "Everybody: turns of 604,800 seconds are taken as a week by the wall clock of America/New_York"
    )
    assert noted(imported, "Left behind: 2 turns, shifts or overrides that ended before 2026-10-01T00:00:00Z")
    assert not noted(imported, "another result")


def test_a_result_that_differs_from_pagerdutys_own_is_noted() -> None:
    raw = layered()
    raw["schedule"]["final_schedule"]["rendered_schedule_entries"][1]["user"]["id"] = "PAM4FGS"
    assert noted(from_pagerduty(raw, HERE), "first at 2026-11-02T14:00:00Z: a.ng answers there, and not here")
    raw["schedule"]["final_schedule"]["rendered_schedule_entries"].pop(1)
    assert noted(from_pagerduty(raw, HERE), "first at 2026-11-02T14:00:00Z: tim-wright answers here, and not there")


@pytest.mark.parametrize(
    ("seconds", "cadence", "length"),
    [(1_209_600, "weekly", 2), (172_800, "daily", 2), (43_200, "hourly", 12), (3_600, "hourly", 1)],
)
def test_turns_are_counted_in_the_largest_unit(seconds: int, cadence: str, length: int) -> None:
    raw = layered()
    raw["schedule"]["schedule_layers"][2]["rotation_turn_length_seconds"] = seconds
    (rotation,) = from_pagerduty(raw, HERE).document.schedules[0].layers[0].rotations
    assert (rotation.cadence, rotation.length) == (cadence, length)


def test_a_turn_that_no_clock_shows_is_refused_unless_it_does_not_matter() -> None:
    raw = layered()
    layer = raw["schedule"]["schedule_layers"][2]
    layer["rotation_turn_length_seconds"] = 5_400
    (found,) = issues(raw)
    assert found.path == "schedule.schedule_layers[2].rotation_turn_length_seconds"
    assert (found.value, found.expected) == ("5,400 seconds", "a whole number of hours, days or weeks")
    layer["users"].pop()
    assert len(from_pagerduty(raw, HERE).document.schedules[0].layers) == 2


def test_restrictions_become_windows() -> None:
    raw = layered()
    raw["schedule"]["schedule_layers"][2]["restrictions"] = [
        {"type": "daily_restriction", "start_time_of_day": "20:00:00", "duration_seconds": 43_200},
        {
            "type": "weekly_restriction",
            "start_day_of_week": 5,
            "start_time_of_day": "17:00:00",
            "duration_seconds": 64 * 3_600,
        },
    ]
    (rotation,) = from_pagerduty(raw, HERE).document.schedules[0].layers[0].rotations
    assert rotation.windows == ("20:00-08:00", "fri 17:00-24:00", "sat-sun 00:00-24:00", "mon 00:00-09:00")


def test_rendered_overrides_are_taken_where_there_is_no_list_of_them() -> None:
    raw = layered()
    raw["schedule"]["overrides_subschedule"]["rendered_schedule_entries"] = raw.pop("overrides")
    imported = from_pagerduty(raw, HERE)
    assert [o.add for o in imported.overrides] == ["a.ng"]
    assert noted(imported, "overrides are those that the export shows")


def test_of_several_schedules_each_has_a_level() -> None:
    second = layered()
    second["schedule"]["name"] = "Payments secondary"
    imported = from_pagerduty([layered(), second], HERE)
    assert [(s.name, s.level) for s in imported.document.schedules] == [
        ("Payments primary", 1),
        ("Payments secondary", 2),
    ]
    assert noted(imported, "2 schedules became the levels 1, 2")
    plain = {"schedules": [layered()["schedule"], second["schedule"]]}
    assert [s.level for s in from_pagerduty(plain, HERE).document.schedules] == [1, 2]


def test_a_layer_without_users_is_left_out() -> None:
    raw = layered()
    raw["schedule"]["schedule_layers"][0]["users"] = []
    imported = from_pagerduty(raw, HERE)
    assert [layer.name for layer in imported.document.schedules[0].layers] == ["Everybody"]
    assert noted(imported, "Business days: has no users and is left out")


def test_everything_that_cannot_be_read_comes_at_once() -> None:
    raw = layered()
    raw["schedule"]["time_zone"] = "Eastern Time (US & Canada)"
    raw["schedule"]["schedule_layers"][0]["start"] = "soon"
    del raw["schedule"]["schedule_layers"][0]["restrictions"][1]["start_time_of_day"]
    raw["users"][1] = "Tim"
    assert [issue.path for issue in issues(raw)] == [
        "users[1]",
        "schedule.schedule_layers[0].restrictions[1].start_time_of_day",
        "schedule.schedule_layers[0].start",
        "schedule.time_zone",
    ]
    raw = layered()
    del raw["schedule"]["schedule_layers"][0]["restrictions"][0]["start_day_of_week"]
    (found,) = issues(raw)
    assert found.path == "schedule.schedule_layers[0].restrictions[0].start_day_of_week"


@pytest.mark.parametrize("raw", [None, {}, [], [5], {"schedule": "x"}, {"schedules": {}}])
def test_what_is_no_schedule_is_refused(raw: Any) -> None:
    (found,) = issues(raw)
    assert found.problem == "is not a schedule of PagerDuty"


def test_shifts_rotate_by_weekday_and_add_up() -> None:
    imported = from_pagerduty(export("pagerduty-shifts"), HERE)
    assert held(imported, "2026-10-30", "2026-11-07", LONDON) == [
        "regina-phalange Fri 09:00-Fri 17:00",
        "tim-wright Mon 09:00-Mon 17:00",
        "aurelie-ng Mon 21:00-Tue 07:00",
        "tim-wright Tue 09:00-Tue 17:00",
        # then the empty member twice, and every second weekend everybody
        "regina-phalange Fri 09:00-Mon 09:00",
        "aurelie-ng Fri 17:00-Mon 09:00",
    ]
    assert held(imported, "2026-12-24", "2026-12-27", LONDON) == ["tim-wright Thu 09:00-Sat 09:00"]


def test_the_last_shift_of_a_rule_is_whole() -> None:
    """UNTIL names the last start, on a Friday on which no turn begins: the one before is the last."""
    imported = from_pagerduty(export("pagerduty-shifts"), HERE)
    assert "aurelie-ng Fri 17:00-Mon 09:00" in held(imported, "2026-12-04", "2026-12-08", LONDON)
    assert "aurelie-ng Fri 17:00-Mon 09:00" not in held(imported, "2026-12-17", "2026-12-22", LONDON)


def test_what_a_rotation_cannot_say_becomes_the_shifts_that_are_shown() -> None:
    raw = export("pagerduty-shifts")
    imported = from_pagerduty(raw, HERE)
    assert noted(imported, "Release night: has a rule that cannot be said here; its shifts until 2026-11-03T07:00:00Z")
    assert not noted(imported, "another result")
    shown = raw["schedule"]["final_schedule"]["computed_shift_assignments"]
    shown.append({**shown[1], "start_time": "2026-12-07T21:00:00Z", "end_time": "2026-12-08T07:00:00Z"})
    assert noted(from_pagerduty(raw, HERE), "its shifts until 2026-12-08T07:00:00Z are carried over")
    del raw["schedule"]["final_schedule"]
    assert noted(from_pagerduty(raw, HERE), "Release night: has a rule that cannot be said here and is left out")


@pytest.mark.parametrize(
    "recurrence", [[], ["RRULE:FREQ=DAILY", "EXDATE:20261225T080000Z"], ["RDATE:20261225"], ["RRULE:FREQ=YEARLY"]]
)
def test_an_event_with_anything_but_one_simple_rule_cannot_be_said(recurrence: list[str]) -> None:
    raw = export("pagerduty-shifts")
    del raw["schedule"]["final_schedule"]
    raw["schedule"]["rotations"][0]["events"][0]["recurrence"] = recurrence
    assert noted(from_pagerduty(raw, HERE), "Weekday business hours: has a rule that cannot be said here")


def test_overridden_shifts_are_noted() -> None:
    raw = export("pagerduty-shifts")
    shown = raw["schedule"]["final_schedule"]["computed_shift_assignments"][0]
    shown["source"]["type"], shown["member"]["user_id"] = "schedule_rotation_override", "PAM4FGS"
    imported = from_pagerduty(raw, HERE)
    assert noted(imported, "1 overridden shifts are not carried over")
    assert noted(imported, "first at 2026-11-02T09:00:00Z: aurelie-ng answers there, and not here")


def test_a_schedule_without_a_name_is_called_so() -> None:
    raw = layered()
    del raw["schedule"]["name"], raw["schedule"]["summary"]
    raw["schedule"]["final_schedule"]["rendered_schedule_entries"][1]["user"]["id"] = "PAM4FGS"
    assert noted(from_pagerduty(raw, HERE), "Schedule: the export shows another result")


def test_a_window_leaves_behind_what_is_over() -> None:
    later = Interval(parse_instant("2027-01-01T00:00:00Z"), parse_instant("2028-01-01T00:00:00Z"))
    assert from_pagerduty(layered(), Destination(later)).overrides == ()
    shifts = from_pagerduty(export("pagerduty-shifts"), Destination(later)).document.schedules[0].layers[0].shifts
    assert shifts == ()
