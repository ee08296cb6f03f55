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
from scheduler.oncall.packed import Packed, pack
from scheduler.oncall.sweep import joined
from scheduler.oncall.values import Answer, Holding, Override, Source, Swap, Track


class Shifts(Protocol):
    """Whoever knows the dated shifts: a Problem does."""

    def shift(self, id: str) -> Shift: ...


def holdings_of(shifts: Shifts, assignments: Iterable[Assignment], revision: int | None = None) -> list[Holding]:
    """A roster as holdings: one an assignment, at level 1 of its shift's duty; `revision` is the roster's number.

    For the days before the period give ``problem.history`` as well. Raises KeyError for a shift that is not known.
    """
    return joined(
        Holding(shift.duty, 1, assignment.person, shift.interval, shift.site, shift.id, Source.REVISION, revision)
        for assignment in assignments
        for shift in [shifts.shift(assignment.shift)]
    )


def resolve(
    holdings: Iterable[Holding], overrides: Iterable[Override] = (), swaps: Iterable[Swap] = ()
) -> FinalSchedule:
    """Lay `swaps` over `holdings` in the order given, then `overrides` in the order of their creation.

    A duty and level that lost everybody stays on the schedule: it is asked for, and answers that nobody is there.
    """
    base = [h for h in holdings if h.start < h.end]
    final = overridden(swapped(base, swaps), overrides)
    return FinalSchedule(tuple(final), frozenset(h.track for h in (*base, *final)))


@dataclass(frozen=True)
class FinalSchedule:
    """Who answers for what and when, all changes applied: `holdings` in order of start, and the `tracks` there are."""

    holdings: tuple[Holding, ...]
    tracks: frozenset[Track]

    def at(self, instant: datetime) -> tuple[Holding, ...]:
        """Who holds anything at `instant`, by duty, level and person. Raises ValueError for a naive instant."""
        return self.packed.at(instant)

    def answer(self, instant: datetime) -> tuple[Answer, ...]:
        """Who answers at `instant`, see `Packed.answer`. Raises ValueError for a naive instant."""
        return self.packed.answer(instant)

    def between(self, window: Interval) -> tuple[Holding, ...]:
        """The holdings that share an instant with `window`, see `Packed.between`. Raises ValueError for a naive one."""
        return self.packed.between(window)

    @cached_property
    def packed(self) -> Packed:
        """The same without `holdings`: what to keep of a schedule that is asked often and for long."""
        return pack(self)
