"""Shift rows as shift templates: what a row leaves out is derived here."""

from __future__ import annotations

from datetime import time

from api.documents.bands import SHORT_WEEKDAYS
from api.documents.rows import ShiftRow
from scheduler.domain.shift import Duty, ShiftTemplate
from scheduler.intervals import MINUTES_A_DAY

NIGHT_FROM, NIGHT_UNTIL = 23 * 60, 30 * 60  # 23:00 to 06:00 of the next day
LEAST_NIGHT_MINUTES = 180  # after Directive 2003/88/EC, art. 2


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
    if row.kind is not Duty.ON_DUTY:
        return False
    start = _minute(row.start)
    end = start + wall_minutes(row)
    evenings = (NIGHT_FROM - MINUTES_A_DAY, NIGHT_FROM, NIGHT_FROM + MINUTES_A_DAY)
    length = NIGHT_UNTIL - NIGHT_FROM
    return sum(max(0, min(end, e + length) - max(start, e)) for e in evenings) >= LEAST_NIGHT_MINUTES


def clock_after(start: time, minutes: int) -> tuple[time, int]:
    """The wall clock `minutes` after `start`, and how many days later that is."""
    days, minute = divmod(_minute(start) + minutes, MINUTES_A_DAY)
    return time(*divmod(minute, 60)), days


def _minute(clock: time) -> int:
    return 60 * clock.hour + clock.minute
