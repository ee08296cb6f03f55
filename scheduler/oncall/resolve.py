"""The final schedule: a revision or rotations, with their swaps and overrides. The only answer to "who"."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Protocol

from scheduler.domain.roster import Assignment
from scheduler.domain.shift import Shift
from scheduler.intervals import Interval
from scheduler.oncall.overlay import overridden, swapped
from scheduler.oncall.sweep import joined
from scheduler.oncall.timeline import Timeline
from scheduler.oncall.values import Answer, Holding, Override, Source, Swap, Track


class Shifts(Protocol):
    """Whoever knows the dated shifts: a Problem does."""

    def shift(self, id: str) -> Shift: ...


def holdings_of(shifts: Shifts, assignments: Iterable[Assignment]) -> list[Holding]:
    """A roster as holdings: one an assignment, at level 1 of its shift's duty.

    For the days before the period give ``problem.history`` as well. Raises KeyError for a shift that is not known.
    """
    return joined(
        Holding(shift.duty, 1, assignment.person, shift.interval, shift.site, shift.id, Source.REVISION)
        for assignment in assignments
        for shift in [shifts.shift(assignment.shift)]
    )


def resolve(
    holdings: Iterable[Holding], overrides: Iterable[Override] = (), swaps: Iterable[Swap] = ()
) -> FinalSchedule:
    """Lay `swaps` over `holdings` in the order given, then `overrides` in the order of their creation.

    A duty and level that lost everybody stays on the schedule: it is asked for, and answers that nobody is there.
    """
    base = joined(holdings)
    final = overridden(swapped(base, swaps), overrides)
    return FinalSchedule(tuple(final), frozenset(h.track for h in (*base, *final)))


@dataclass(frozen=True)
class FinalSchedule:
    """Who answers for what and when, all changes applied: `holdings` in order of start, and the `tracks` there are."""

    holdings: tuple[Holding, ...]
    tracks: frozenset[Track]

    def at(self, instant: datetime) -> tuple[Holding, ...]:
        """Who holds anything at `instant`, by duty, level and person. Raises ValueError for a naive instant."""
        return tuple(holding for line in self._timelines for holding in line.at(instant))

    def answer(self, instant: datetime) -> tuple[Answer, ...]:
        """Who answers at `instant`: one answer per duty, level and person, in that order.

        Where nobody holds a duty and level of this schedule, the answer says so. `next` is whoever starts after
        `instant` on the same duty, level and site (in a gap: at any site). Raises ValueError for a naive instant.
        """
        return tuple(answer for line in self._timelines for answer in line.answers(instant))

    def between(self, window: Interval) -> tuple[Holding, ...]:
        """The holdings that share an instant with `window`, with their true bounds, in order of start.

        A window of no length means its instant: who is there now, since when, and until when.
        """
        if window.start == window.end:
            return tuple(h for h in self.holdings if h.interval.holds(window.start))
        return tuple(h for h in self.holdings if h.interval.overlaps(window))

    @cached_property
    def _timelines(self) -> tuple[Timeline, ...]:
        """One a track, in order."""
        return tuple(Timeline(track, [h for h in self.holdings if h.track == track]) for track in sorted(self.tracks))
