"""An on-call document that uses everything, and its parts: what the API shows as examples."""

from __future__ import annotations

from typing import Any

ROTATION: dict[str, Any] = {"people": ["ana", "ben", "chi"], "start": "2026-11-02T09:00"}
OFFICE_HOURS: dict[str, Any] = {
    "people": [["ana", "chi"], "ben"],
    "start": "2026-11-02T09:00",
    "cadence": "daily",
    "weekdays": ["mon", "tue", "wed", "thu", "fri"],
    "windows": ["mon-fri 09:00-17:00"],
}
SHIFT: dict[str, Any] = {"person": "ben", "start": "2026-12-24T01:00:00Z", "end": "2026-12-26T01:00:00Z"}
SPAN: dict[str, Any] = {"start": "2026-12-24T01:00:00Z", "end": "2026-12-27T01:00:00Z"}
LAYERS: list[dict[str, Any]] = [
    {"rotations": [ROTATION]},
    {"name": "Office hours", "rotations": [OFFICE_HOURS]},
    {"name": "Christmas", "shifts": [SHIFT], "spans": [SPAN]},
]
SCHEDULE: dict[str, Any] = {"duty": "standby", "level": 1, "name": "Primary", "layers": LAYERS}
PEOPLE: list[dict[str, Any]] = [
    {"id": "ana", "name": "Ana Maria Reyes", "email": "ana@example.com"},
    {"id": "ben", "name": "Ben Tan"},
    {"id": "chi", "name": "Chi Nguyen"},
]
EXAMPLE: dict[str, Any] = {
    "timezone": "Asia/Singapore",
    "people": PEOPLE,
    "fallback": [{"person": "ana"}],
    "schedules": [SCHEDULE],
}
