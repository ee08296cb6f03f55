"""Shifts as PagerDuty's version 3 schedules take them: the body of ``POST /v3/schedules/{id}/custom_shifts``.

Source: PagerDuty's public OpenAPI document, operation createCustomShifts.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from exports.pager import PagerShift
from scheduler.intervals import utc_text


def custom_shifts(shifts: Iterable[PagerShift]) -> dict[str, Any]:
    """The body that makes these shifts, in their order. Each has exactly one member; nobody is an empty one."""
    return {"custom_shifts": [_shift(shift) for shift in shifts]}


def _shift(shift: PagerShift) -> dict[str, Any]:
    member = {"type": "user_member", "user_id": shift.user} if shift.user else {"type": "empty_member"}
    return {
        "type": "custom_shift",
        "start_time": utc_text(shift.start),
        "end_time": utc_text(shift.end),
        "assignments": [{"type": "shift_assignment", "member": member}],
    }
