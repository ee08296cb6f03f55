"""A roster pattern: a cycle of days that repeats, which several crews follow, each some days behind the other."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import time
from enum import StrEnum

from scheduler.domain.shift import Duty

FREE = "-"


class Status(StrEnum):
    """How far the definition is to be trusted."""

    SECONDARY = "secondary source"
    COMPUTED = "computed here"
    REMEMBERED = "remembered"


@dataclass(frozen=True, slots=True)
class WorkedShift:
    """What a letter of a cycle means, by the wall clock of `zone` (None: that of the team's site).

    It ends on the next day when `end` is not after `start`.
    """

    letter: str
    start: time
    end: time
    duty: Duty = Duty.ON_DUTY
    zone: str | None = None

    @property
    def hours(self) -> float:
        """By the clock's face."""
        minutes = (self.end.hour - self.start.hour) * 60 + self.end.minute - self.start.minute
        return (minutes if minutes > 0 else minutes + 24 * 60) / 60


@dataclass(frozen=True, slots=True)
class Pattern:
    """`cycle` has a letter a day, ``-`` for a free one, and begins on a Monday where weekends matter.

    `crews` follow it with equal distances; of a pattern over several sites, that many at all sites together. `shifts`
    may have a letter several times: then each site has its own.
    """

    id: str
    title: str
    cycle: str
    shifts: tuple[WorkedShift, ...]
    crews: int
    covers: str
    source: str
    status: Status
    note: str = ""

    @property
    def turns(self) -> int:
        """How many crews of one site follow the cycle one after the other; 1 where each site has shifts of its own."""
        return self.crews if len({shift.letter for shift in self.shifts}) == len(self.shifts) else 1
