"""What has to be done so that a pager has what is wanted."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from exports.pager import PagerShift
from scheduler.intervals import Interval


@dataclass(frozen=True, slots=True)
class Difference:
    """Shifts to make, that stay, to take away; and how many are left alone: of those wanted, for they have begun; of
    those that are there, for they are `foreign`: of a form that we never make.
    """

    create: tuple[PagerShift, ...]
    keep: tuple[PagerShift, ...]
    remove: tuple[PagerShift, ...]
    begun: int = 0
    foreign: int = 0

    @property
    def nothing(self) -> bool:
        return not self.create and not self.remove


class Pager(Protocol):
    """A pager's schedule that is to be driven."""

    def difference(self, wanted: Sequence[PagerShift], window: Interval, now: datetime) -> Difference:
        """From what is there in `window` to what is wanted; only what begins at `now` or later. Raises Refused."""

    def carry_out(self) -> Iterator[str]:
        """Do what the last difference says, telling after each step what was done. Raises Refused for the first
        step that fails: those before it are done.
        """
