"""How far somebody's own shifts are from one that is to be covered."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from math import inf

from scheduler.intervals import Interval, minutes_between


@dataclass(frozen=True, slots=True)
class Rest:
    """Elapsed hours from the end of the last own shift, and to the start of the next; None where there is none."""

    before: float | None
    after: float | None

    @property
    def least(self) -> float:
        """The shorter of the two: what LinkedIn's oncall maximises. Without any own shift, infinite."""
        return min(hours for hours in (self.before, self.after, inf) if hours is not None)


def rest_around(wanted: Interval, own: Iterable[Interval]) -> Rest:
    """The rest around `wanted` for who has the intervals `own`. Those that overlap it have no distance."""
    shifts = list(own)
    before = [minutes_between(i.end, wanted.start) for i in shifts if i.end <= wanted.start]
    after = [minutes_between(wanted.end, i.start) for i in shifts if wanted.end <= i.start]
    return Rest(*(round(min(gaps) / 60, 2) if gaps else None for gaps in (before, after)))
