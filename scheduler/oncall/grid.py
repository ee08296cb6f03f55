"""Handover times: a grid on the wall clock, whatever the clocks do."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from scheduler.domain.shift import EVERY_DAY
from scheduler.intervals import Interval, first_instant, minutes_between, next_day, wall_after


class Cadence(StrEnum):
    """The unit of a turn's length."""

    HOURLY = "hourly"
    DAILY = "daily"
    WEEKLY = "weekly"
    MONTHLY = "monthly"


# How long a unit is on average, in minutes: where the search for a turn begins.
_TYPICAL = {Cadence.HOURLY: 60, Cadence.DAILY: 1440, Cadence.WEEKLY: 10080, Cadence.MONTHLY: 43829}


@dataclass(frozen=True, slots=True)
class Grid:
    """Handover number n falls n x `length` units after `start`, as the wall clock of `zone` counts; n may be negative.

    `start` is naive local time. So a daily turn lasts 23 or 25 hours when clocks change. A wall time that happens
    twice means the first; one that never happens means the first instant after the gap. A monthly handover on a day
    that the month lacks falls on its last one. Of a daily grid only `weekdays` count (0 is Monday): a turn of two days
    that begins on a Friday then ends on Tuesday.

    Raises ValueError for an aware start, a length under 1, and weekdays that are empty or not of a daily grid.
    """

    start: datetime
    zone: str
    cadence: Cadence
    length: int = 1
    weekdays: frozenset[int] = EVERY_DAY

    def __post_init__(self) -> None:
        if self.start.tzinfo is not None:
            raise ValueError(f"{self.start} has an offset: a grid starts at a wall-clock time")
        if self.length < 1:
            raise ValueError(f"a turn has at least one unit, not {self.length}")
        if not self.weekdays or (self.weekdays != EVERY_DAY and self.cadence is not Cadence.DAILY):
            raise ValueError("only a daily grid can count certain weekdays, and it needs at least one")

    def wall(self, turn: int) -> datetime:
        """The local wall-clock time, naive, at which `turn` begins."""
        units = turn * self.length
        match self.cadence:
            case Cadence.HOURLY:
                return wall_after(self.start, hours=units)
            case Cadence.DAILY:
                return self._counted_day(units)
            case Cadence.WEEKLY:
                return wall_after(self.start, days=7 * units)
            case Cadence.MONTHLY:
                return wall_after(self.start, months=units)

    def handover(self, turn: int) -> datetime:
        """The instant at which `turn` begins."""
        return first_instant(self.wall(turn), self.zone)

    def turn_at(self, instant: datetime) -> int:
        """The number of the turn that holds `instant`: of the handovers until then, the last."""
        elapsed = minutes_between(self.handover(0), instant)
        turn = elapsed * len(self.weekdays) // (7 * self.length * _TYPICAL[self.cadence])
        while self.handover(turn) > instant:
            turn -= 1
        while self.handover(turn + 1) <= instant:
            turn += 1
        return turn

    def turns(self, window: Interval) -> Iterator[tuple[int, Interval]]:
        """The turns that share an instant with `window`, whole, with their numbers.

        A turn that lies in a clock gap altogether has no instant and is left out; nobody makes up for it.
        """
        turn = self.turn_at(window.start)
        start = self.handover(turn)
        while start < window.end:
            end = self.handover(turn + 1)
            if start < end:
                yield turn, Interval(start, end)
            turn, start = turn + 1, end

    def _counted_day(self, units: int) -> datetime:
        """`units` counted days after the first one; the same time of day."""
        weeks, left = divmod(units, len(self.weekdays))
        ahead = [n for n in range(7) if next_day(self.start.date(), n).weekday() in self.weekdays]
        return wall_after(self.start, days=7 * weeks + ahead[left])
