"""Shift rows as shift templates: what a row leaves out is derived here."""

from __future__ import annotations

from datetime import time

from api.documents.bands import SHORT_WEEKDAYS
from api.documents.rows import ShiftRow
from scheduler.domain.shift import Duty, ShiftTemplate, holds_night
from scheduler.intervals import MINUTES_A_DAY


def template_of(row: ShiftRow) -> ShiftTemplate:
    """The row with everything derived that it leaves out."""
    return ShiftTemplate(
        id=row.id,
        site=row.site,
        start=row.start,
        end=row.end,
        span_days=span_days(row),
        unpaid_break_minutes=row.unpaid_break_minutes,
        duty=row.kind,
        skill=row.required_skill,
        weekdays=frozenset(SHORT_WEEKDAYS.index(day) for day in row.weekdays),
        night=is_night(row) if row.night is None else row.night,
    )


def span_days(row: ShiftRow) -> int:
    """How many days after its start day the shift ends."""
    return int(row.end <= row.start) if row.span_days is None else row.span_days


def wall_minutes(row: ShiftRow) -> int:
    """How long the shift is by the wall clock, on a day without clock change; not positive when it ends too early."""
    return span_days(row) * MINUTES_A_DAY + _minute(row.end) - _minute(row.start)


def is_night(row: ShiftRow) -> bool:
    """Whether work holds at least three hours of the night. Standby is rest at home: never."""
    return row.kind is Duty.ON_DUTY and holds_night(row.start, wall_minutes(row))


def clock_after(start: time, minutes: int) -> tuple[time, int]:
    """The wall clock `minutes` after `start`, and how many days later that is."""
    days, minute = divmod(_minute(start) + minutes, MINUTES_A_DAY)
    return time(*divmod(minute, 60)), days


def _minute(clock: time) -> int:
    return 60 * clock.hour + clock.minute
