"""A small team that is in order, to be broken by the tests."""

from __future__ import annotations

import copy
from pathlib import Path
from typing import Any

# Beside the project where it is developed; no part of it.
SHARED = Path(__file__).parents[4] / "shared"
SCENARIOS = [SHARED / "scenarios" / name for name in ("gsr-2027q1", "single-site-2027q2", "global-2027q4")]
Raw = dict[str, Any]

_TEAM: Raw = {
    "team": "harbour",
    "period": {
        "first_day": "2027-01-04",
        "last_day": "2027-01-31",
        "coverage_from": "2027-01-04T12:00:00Z",
        "coverage_until": "2027-01-31T12:00:00Z",
    },
    "sites": [
        {"id": "sin", "timezone": "Asia/Singapore", "holiday_calendar": "SG"},
        {"id": "dub", "timezone": "Europe/Dublin", "holiday_calendar": "IE"},
    ],
    "shifts": [
        {"id": "sin-day", "site": "sin", "start": "07:00", "end": "15:30", "unpaid_break_minutes": 30},
        {"id": "sin-night", "site": "sin", "start": "23:00", "end": "07:30"},
        {"id": "dub-day", "site": "dub", "start": "08:00", "end": "16:30", "weekdays": ["mon", "tue"]},
        {
            "id": "standby",
            "site": "sin",
            "kind": "standby",
            "start": "10:00",
            "end": "10:00",
            "span_days": 7,
            "weekdays": ["mon"],
            "required_skill": "manager",
        },
    ],
    "coverage": [
        {"id": "floor", "minimum": 1, "target": 2},
        {"id": "office", "minimum": 1, "site": "sin", "when": "mon-fri 08:00-18:00"},
        {"id": "second", "minimum": 1, "shift": "standby"},
    ],
    "people": [
        {"id": "sin-01", "site": "sin", "contract_hours_per_week": 40, "skills": ["fraud", "manager"]},
        {"id": "sin-02", "site": "sin", "contract_hours_per_week": 40, "shadows": "sin-01", "first_day": "2027-01-11"},
        {"id": "dub-01", "site": "dub", "contract_hours_per_week": 24, "fte": 0.6, "last_day": "2027-01-24"},
    ],
    "leave": [{"person": "sin-01", "first_day": "2027-01-09", "last_day": "2027-01-15"}],
    "wishes": [
        {"person": "sin-01", "day": "2027-01-20", "wish": "off", "weight": 3},
        {"person": "sin-02", "every": "friday", "wish": "sin-day"},
    ],
    "ledger": [{"person": "sin-01", "hours": 490.1, "night_shifts": 16}],
    "holidays_worked": [{"person": "sin-01", "holiday": "sg-chinese-new-year", "year": 2026}],
    "previous": [{"person": "sin-01", "day": "2026-12-21", "shift": "sin-night"}],
    "pins": [{"person": "sin-01", "day": "2027-01-05", "shift": "sin-day"}],
    "points": {"night": 3.5},
    "carry_over": {"keep": 0.8},
    "rules": {"rest_period": {"hours": 12}, "complete_weekends": False},
}


def team() -> Raw:
    """The team as plain values, to be changed at will."""
    return copy.deepcopy(_TEAM)


def changed(path: str, value: object, of: Raw | None = None) -> Raw:
    """The team, or `of`, with another value at ``people.1.shadows``; a number one past the end appends."""
    raw: Any = team() if of is None else of
    whole, (*steps, last) = raw, path.split(".")
    for step in steps:
        raw = raw[int(step)] if isinstance(raw, list) else raw.setdefault(step, {})
    if isinstance(raw, list):
        raw[int(last) :] = [value, *raw[int(last) + 1 :]]
    else:
        raw[last] = value
    return dict(whole)


def without(path: str) -> Raw:
    """The team without the value at ``people.1.site``."""
    raw: Any = team()
    whole, (*steps, last) = raw, path.split(".")
    for step in steps:
        raw = raw[int(step)] if isinstance(raw, list) else raw[step]
    del raw[int(last) if isinstance(raw, list) else last]
    return dict(whole)
