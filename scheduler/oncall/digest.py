"""When the next digest is due: a wall-clock time on some days of the week."""

from __future__ import annotations

from datetime import datetime, time

from scheduler.domain.shift import EVERY_DAY
from scheduler.intervals import each_day, first_instant, local_day, next_day


def next_digest(
    after: datetime, clock: time | None, zone: str, weekdays: frozenset[int] = EVERY_DAY
) -> datetime | None:
    """The first instant strictly after `after` at which the clock of `zone` shows `clock` on one of `weekdays`.

    0 is Monday. A time that happens twice means the first, one that never happens the first instant after the gap.
    None without a clock or without any day: there is no digest.
    """
    if clock is None:
        return None
    today = local_day(after, zone)
    days = (day for day in each_day(today, next_day(today, 7)) if day.weekday() in weekdays)
    return next((due for day in days if (due := first_instant(datetime.combine(day, clock), zone)) > after), None)
