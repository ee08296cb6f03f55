"""A recurring pattern of work, and one dated interval of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum

from scheduler.intervals import MINUTES_A_DAY, Interval

EVERY_DAY = frozenset(range(7))
NIGHT_FROM, NIGHT_UNTIL = 23 * 60, 30 * 60  # 23:00 to 06:00 of the next day
LEAST_NIGHT_MINUTES = 180  # after Directive 2003/88/EC, art. 2
EVENING_FROM, EVENING_UNTIL = 18 * 60, NIGHT_FROM
LEAST_EVENING_MINUTES = 180  # a house rule


class Duty(StrEnum):
    """What is done in a shift: work, or being on call from home."""

    ON_DUTY = "on-duty"
    STANDBY = "standby"


@dataclass(frozen=True, slots=True)
class ShiftTemplate:
    """A shift that can start on any of its `weekdays`, by the wall clock of its site.

    `span_days` says how many days after its start day it ends: 0 for a day shift, 1 for a night, 7 for a week of
    standby. `night` marks the shifts that the rules on nights speak of. Standby that `counts_as_work` is no rest.
    """

    id: str
    site: str
    start: time
    end: time
    span_days: int = 0
    unpaid_break_minutes: int = 0
    duty: Duty = Duty.ON_DUTY
    skill: str | None = None
    weekdays: frozenset[int] = EVERY_DAY
    night: bool = False
    counts_as_work: bool = False


@dataclass(frozen=True, slots=True)
class Shift:
    """One dated shift ``[start, end)``. `day` is the local day on which it starts.

    `paid_minutes` is the true elapsed time less the unpaid break: an hour more or less on the nights clocks change. Of
    standby that is rest it is 0, and of standby that `counts_as_work` all of it.
    """

    id: str
    template: str
    site: str
    day: date
    start: datetime
    end: datetime
    paid_minutes: int = 0
    duty: Duty = Duty.ON_DUTY
    skill: str | None = None
    night: bool = False
    counts_as_work: bool = False

    @property
    def interval(self) -> Interval:
        return Interval(self.start, self.end)

    @property
    def on_duty(self) -> bool:
        return self.duty is Duty.ON_DUTY

    @property
    def is_work(self) -> bool:
        """Whether it is working time: on duty, or on standby that counts as work."""
        return self.on_duty or self.counts_as_work


def holds_night(start: time, minutes: int) -> bool:
    """Whether `minutes` from `start` on by the wall clock hold at least three hours of a night."""
    return _within(NIGHT_FROM, NIGHT_UNTIL, start, minutes) >= LEAST_NIGHT_MINUTES


def holds_evening(start: time, minutes: int) -> bool:
    """Whether `minutes` from `start` on by the wall clock hold at least three hours of an evening, 18:00 to 23:00."""
    return _within(EVENING_FROM, EVENING_UNTIL, start, minutes) >= LEAST_EVENING_MINUTES


def _within(first: int, last: int, start: time, minutes: int) -> int:
    """How many of the minutes lie from `first` to `last` of a day."""
    begins = 60 * start.hour + start.minute
    bands = range(first - MINUTES_A_DAY, begins + minutes, MINUTES_A_DAY)
    overlaps = (min(begins + minutes, band + last - first) - max(begins, band) for band in bands)
    return sum(max(0, overlap) for overlap in overlaps)


def shift_id(template: str, day: date) -> str:
    """The name of a dated shift, the same in every plan: ``sin-night@2027-01-04``."""
    return f"{template}@{day.isoformat()}"
