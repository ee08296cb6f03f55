"""Ids by which other services' APIs name what the harbour has, for tests that ask every endpoint."""

from __future__ import annotations

from typing import Any

from api.compat.ids import opaque
from api.compat.seats import user_id

# Something to be on call for, without a published roster.
ROTATING: dict[str, Any] = {
    "oncall": {
        "timezone": "Asia/Singapore",
        "schedules": [
            {
                "duty": "standby",
                "layers": [{"rotations": [{"people": ["sin-01", "sin-02"], "start": "2026-11-02T09:00"}]}],
            }
        ],
    }
}
SEAT = opaque("schedule", "harbour", "standby", "1", "")
COMPATIBLE = {
    "schedule_id": SEAT,
    "identifier": SEAT,
    "user_id": user_id("harbour", "sin-01"),
    "policy_id": opaque("escalation_policy", "harbour"),
    "team_id": opaque("team", "harbour"),
    "override_id": opaque("override", "harbour", "1"),
}
