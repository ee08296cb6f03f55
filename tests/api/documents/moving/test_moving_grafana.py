"""Grafana OnCall's exports."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

import pytest

from api.documents.moving import Destination, from_grafana
from api.documents.oncall import holdings_in
from api.errors import BadInput
from scheduler.intervals import Interval, next_day, parse_instant
from tests.api.documents.moving.imports import HERE, export, held, noted
from tests.oncall_case_documents import CASES

CHICAGO, LONDON = "America/Chicago", "Europe/London"
ROLLING = [case for case in CASES if case["kind"] == "rolling_by_day"]


def grafana() -> Any:
    return export("grafana")


def shift(raw: Any, id: str) -> Any:
    return next(s for s in raw["on_call_shifts"]["results"] if s["id"] == id)


def test_a_higher_level_hides_a_lower_one_and_one_level_adds_up() -> None:
    assert held(from_grafana(grafana(), HERE), "2026-11-02", "2026-11-06", CHICAGO) == [
        "carla Mon 09:00-Mon 09:00",
        "alex Mon 09:00-Mon 09:00",
        "bob Mon 17:00-Tue 20:00",  # office hours hide the week
        "bob Tue 23:00-Wed 09:00",  # so does the migration night
        "bob Wed 17:00-Fri 09:00",
    ]


def test_a_rotation_begins_with_the_group_that_its_index_names() -> None:
    imported = from_grafana(grafana(), HERE)
    found = held(imported, "2026-10-05", "2026-10-21", CHICAGO)
    assert "carla Mon 09:00-Mon 09:00" in found
    assert not [who for who in held(imported, "2026-10-08", "2026-10-10", CHICAGO) if who.startswith(("bob", "carla"))]


def test_a_rotation_of_the_web_begins_in_the_middle_of_a_shift() -> None:
    imported = from_grafana(grafana(), HERE)
    assert held(imported, "2026-10-06", "2026-10-10", "UTC", level=2) == [
        "alex Wed 12:00-Wed 20:00",
        "bob Thu 08:00-Thu 20:00",
        "carla Fri 08:00-Fri 20:00",
    ]
    assert held(imported, "2026-11-06", "2026-11-12", "UTC", level=2) == ["bob Fri 08:00-Fri 20:00"]


def test_elsewhere_a_rotation_begins_with_the_next_shift() -> None:
    raw = grafana()
    raw["schedules"]["results"][1]["type"] = "calendar"
    raw["schedules"]["results"][1]["time_zone"] = "UTC"
    found = held(from_grafana(raw, HERE), "2026-10-06", "2026-10-10", "UTC", level=2)
    assert found == ["alex Thu 08:00-Thu 20:00", "bob Fri 08:00-Fri 20:00"]


def test_an_override_takes_the_place_of_everybody() -> None:
    assert held(from_grafana(grafana(), HERE), "2026-11-02", "2026-11-03", "UTC", level=2) == [
        "alex Mon 08:00-Mon 10:00",
        "bob Mon 10:00-Mon 12:00",
        "carla Mon 10:00-Mon 12:00",
        "alex Mon 12:00-Mon 20:00",
    ]


def test_what_cannot_be_carried_over_is_noted() -> None:
    imported = from_grafana(grafana(), HERE)
    assert noted(imported, "Storage, Invoices: recurs in a way that cannot be said here and is left out")
    assert noted(imported, "Network: Grafana keeps its shifts by the clock of UTC")
    raw = grafana()
    raw["schedules"]["results"][0]["ical_url_overrides"] = "https://calendar.example.com/x.ics"
    assert noted(from_grafana(raw, HERE), "Storage: takes shifts from a calendar elsewhere")
    raw["schedules"]["results"] = [{"id": "S", "name": "Feed", "type": "ical", "ical_url_primary": "https://x"}]
    imported = from_grafana(raw, HERE)
    assert imported.document.schedules == ()
    assert noted(imported, "Feed: takes shifts from a calendar elsewhere")
    shift(raw := grafana(), "O9WTH7CKM3KZW")["users"] = []
    assert noted(from_grafana(raw, HERE), "Storage, Office hours: has no users and is left out")


def test_shifts_have_a_time_zone_of_their_own() -> None:
    raw = grafana()
    shift(raw, "OH3V5FYQEYJ6M")["time_zone"] = "Asia/Tokyo"
    shifts = from_grafana(raw, HERE).document.schedules[0].layers[-1].shifts
    assert [s.start for s in shifts] == [parse_instant("2026-11-03T20:00:00+09:00")]


@pytest.mark.parametrize(
    ("changes", "rotation"),
    [
        ({"frequency": "hourly", "interval": 12, "duration": 43_200}, {"cadence": "hourly", "length": 12}),
        ({"frequency": "monthly", "duration": 30 * 86_400}, {"cadence": "monthly", "length": 1}),
        ({"frequency": "daily", "interval": 2, "duration": 172_800}, {"cadence": "daily", "length": 2}),
        ({"frequency": "daily", "interval": 2, "duration": 3_600}, {"cadence": "daily", "windows": ("09:00-10:00",)}),
        ({"frequency": "weekly", "duration": 5 * 86_400}, {"cadence": "weekly", "length": 1}),
    ],
)
def test_turns_of_every_length(changes: dict[str, Any], rotation: dict[str, Any]) -> None:
    raw = grafana()
    shift(raw, "OROLLINGWEEKS").update(changes)
    (found,) = from_grafana(raw, HERE).document.schedules[0].layers[0].rotations
    assert {name: getattr(found, name) for name in rotation} == rotation


@pytest.mark.parametrize(
    "changes",
    [
        {"frequency": "hourly", "interval": 12, "duration": 3_600},
        {"frequency": "daily", "interval": 3, "duration": 172_800},
        {"frequency": "weekly", "duration": 9 * 86_400},
        {"frequency": "monthly", "duration": 86_400},
        {"frequency": "monthly", "interval": 2, "duration": 40 * 86_400},
        {"type": "recurrent_event", "frequency": "daily", "interval": 2, "by_day": ["MO"], "duration": 3_600},
        {"frequency": "hourly", "interval": 168, "by_day": ["MO"]},
        {"by_month": [12]},
        {"duration": 604_830},
    ],
)
def test_turns_that_cannot_be_said_are_left_out(changes: dict[str, Any]) -> None:
    raw = grafana()
    shift(raw, "OROLLINGWEEKS").update(changes)
    assert noted(from_grafana(raw, HERE), "Storage, Everybody: recurs in a way that cannot be said here")


@pytest.mark.parametrize("case", ROLLING, ids=[case["id"] for case in ROLLING])
def test_turns_fall_as_in_grafanas_own_tests(case: Any) -> None:
    asked, first = case["input"], f"{case['input']['start_date']}T00:00:00"
    rolling = {
        "id": "O1",
        "type": "rolling_users",
        "level": 1,
        "start": first,
        "rotation_start": first,
        "duration": 3_600 * asked["hours"],
        "frequency": asked["frequency"],
        "interval": asked["interval"],
        "by_day": asked["by_day"],
        "week_start": asked["week_start"],
        "rolling_users": [[*group] for group in asked["groups"]],
    }
    days = asked["total_days"]
    start = parse_instant(f"{first}Z")
    window = Interval(start, parse_instant(f"{next_day(start.date(), days)}T00:00:00Z"))
    raw = {"schedule": {"type": "web", "time_zone": "UTC", "shifts": [rolling]}}
    imported = from_grafana(raw, Destination(window))
    by_date: dict[str, str] = defaultdict(str)
    for h in holdings_in(imported.document, window):
        by_date[f"{h.start.date()}"] += h.person.upper()
    assert by_date == case["expected"]["by_date"]


def test_a_start_on_another_weekday_waits_for_the_first_one_of_its_week() -> None:
    """Grafana goes on to Monday, though Friday comes first."""
    rolling = {
        "type": "rolling_users",
        "start": "2026-10-07T09:00:00",
        "duration": 3_600,
        "frequency": "daily",
        "by_day": ["FR", "MO"],
        "week_start": "MO",
        "rolling_users": [["a"], ["b"]],
    }
    imported = from_grafana({"schedule": {"type": "web", "shifts": [rolling]}}, HERE)
    assert held(imported, "2026-10-05", "2026-10-20", "UTC") == [
        "a Mon 09:00-Mon 10:00",
        "b Fri 09:00-Fri 10:00",
        "a Mon 09:00-Mon 10:00",
    ]


def test_a_rotation_of_every_other_week_waits_for_a_week_of_its_own() -> None:
    rolling = {
        "type": "rolling_users",
        "start": "2026-10-05T09:00:00",
        "rotation_start": "2026-10-12T00:00:00",
        "duration": 3_600,
        "frequency": "weekly",
        "interval": 2,
        "by_day": ["MO", "TU"],
        "week_start": "MO",
        "rolling_users": [["a"], ["b"]],
    }
    imported = from_grafana({"schedule": {"type": "calendar", "shifts": [rolling]}}, HERE)
    found = held(imported, "2026-10-12", "2026-11-08", "UTC")
    assert found == [f"{who} {day} 09:00-{day} 10:00" for who in "ab" for day in ("Mon", "Tue")]
    assert held(imported, "2026-10-12", "2026-10-19", "UTC") == []


def test_everything_that_cannot_be_read_comes_at_once() -> None:
    raw = grafana()
    shift(raw, "OH3V5FYQEYJ6M")["start"] = "tonight"
    shift(raw, "O9WTH7CKM3KZW")["by_day"] = ["MO", "WEDNESDAY"]
    raw["schedules"]["results"][1]["time_zone"] = "Londinium"
    raw["schedules"]["results"][0]["shifts"].append("OGONE00000000")
    with pytest.raises(BadInput) as caught:
        from_grafana(raw, HERE)
    assert [issue.path for issue in caught.value.issues] == [
        "on_call_shifts.results[0].start",
        "on_call_shifts.results[1].by_day[1]",
        "schedules.results[1].time_zone",
        "schedules.results[0].shifts[4]",
    ]


@pytest.mark.parametrize("raw", [None, [], {}, {"shifts": []}])
def test_what_is_no_export_is_refused(raw: Any) -> None:
    with pytest.raises(BadInput, match="is not an export of Grafana OnCall"):
        from_grafana(raw, HERE)
