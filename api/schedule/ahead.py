"""Where nobody will be on call."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from scheduler.intervals import Interval, minutes_between, shift_by
from scheduler.oncall.gaps import gaps
from scheduler.oncall.packed import Packed
from scheduler.oncall.values import Track

_DAY = 24 * 60


def gaps_in(schedule: Packed, window: Interval) -> Iterator[tuple[Track, Interval]]:
    """The gaps of every duty and level of the schedule, each in order; one that never has anybody is one gap."""
    holdings = schedule.between(window)
    for track in sorted(schedule.tracks):
        yield from ((track, gap) for gap in gaps(holdings, window, track))


def gap_seconds_ahead(schedule: Packed, now: datetime, days: int) -> int:
    """Seconds of the next `days` days in which a duty and level has nobody, all of them added up."""
    window = Interval(now, shift_by(now, minutes=days * _DAY))
    return sum(60 * minutes_between(gap.start, gap.end) for _, gap in gaps_in(schedule, window))
