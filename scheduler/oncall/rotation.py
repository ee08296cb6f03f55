"""Rotations: people in order, a handover grid, and the weekly windows in which somebody answers at all."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from scheduler.domain.coverage import TimeBand
from scheduler.intervals import Interval, local_day, next_day, union
from scheduler.oncall.grid import Grid
from scheduler.oncall.values import Holding, Source


@dataclass(frozen=True, slots=True)
class Rotation:
    """Turn number n of `grid` belongs to the group `order[n % len(order)]`; the people of a group answer together.

    An empty group leaves its turns to nobody. Without `windows` a turn counts round the clock, else only inside one of
    them. Outside `span` (None: always) the rotation is not in force.
    """

    order: tuple[tuple[str, ...], ...]
    grid: Grid
    duty: str
    level: int = 1
    site: str | None = None
    windows: tuple[TimeBand, ...] = ()
    span: Interval | None = None

    def holdings(self, window: Interval) -> list[Holding]:
        """Whoever's turn shares an instant with `window`, with its true bounds, in order of start."""
        found = [
            Holding(self.duty, self.level, person, part, site=self.site, source=Source.ROTATION)
            for turn, whole in (self.grid.turns(window) if self.order else ())
            for part in self._in_force(whole)
            if part.overlaps(window)
            for person in self.order[turn % len(self.order)]
        ]
        return sorted(found, key=lambda h: (h.start, h.person))

    def _in_force(self, turn: Interval) -> Iterator[Interval]:
        for part in _open(self.windows, turn) if self.windows else [turn]:
            inside = part.clipped(self.span) if self.span else part
            if inside:
                yield inside


def window_active(window: TimeBand, instant: datetime) -> bool:
    """Whether `instant` lies in one of the weekly intervals of `window`, which belong to the day they start on."""
    return any(band.holds(instant) for band in _bands(window, Interval(instant, instant)))


def _open(windows: tuple[TimeBand, ...], turn: Interval) -> list[Interval]:
    """The parts of `turn` inside a window."""
    return union(part for window in windows for band in _bands(window, turn) if (part := band.clipped(turn)))


def _bands(window: TimeBand, around: Interval) -> Iterator[Interval]:
    """The dated intervals of `window` that may reach into `around`: one of the evening before may."""
    first, last = (local_day(instant, window.zone) for instant in (around.start, around.end))
    return window.intervals(next_day(first, -1), last)
