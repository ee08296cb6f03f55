"""The times that PagerDuty's clients ask about."""

from __future__ import annotations

from datetime import datetime

from api.compat.moments import instant, window
from scheduler.intervals import MINUTES_A_DAY, Interval, shift_by

DAYS = 14  # of a schedule, where only one end is said
MOST_ONCALL_DAYS, MOST_DAYS = 90, 400


def now_or(since: str | None, until: str | None, zone: str, now: datetime) -> Interval:
    """From `since` (left out: now) until `until` (left out: now, or `since` where that comes later)."""
    start = instant(since, zone, "since") if since else now
    end = instant(until, zone, "until") if until else max(now, start)
    return window(start, end, MOST_ONCALL_DAYS)


def weeks(since: str | None, until: str | None, zone: str) -> Interval | None:
    """From `since` until `until`, either left out: two weeks from or to the other; None where both are."""
    start = instant(since, zone, "since") if since else None
    end = instant(until, zone, "until") if until else None
    if start is not None:
        return window(start, end if end is not None else _later(start, DAYS), MOST_DAYS)
    return window(_later(end, -DAYS), end, MOST_DAYS) if end is not None else None


def coming(since: str | None, until: str | None, zone: str, now: datetime) -> Interval:
    """The same; the next two weeks where both are left out."""
    return weeks(since, until, zone) or Interval(now, _later(now, DAYS))


def usual(window: Interval) -> Interval:
    """The window; of an instant the two weeks that follow it."""
    return window if window.start < window.end else Interval(window.start, _later(window.start, DAYS))


def _later(instant: datetime, days: int) -> datetime:
    return shift_by(instant, minutes=days * MINUTES_A_DAY)
