"""What is planned, and the swaps and overrides that lie over it: as they are, and as they would be."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property

from sqlmodel import Session

from api.schedule.final import base_schedule, overrides_of, swaps_of
from api.schedule.standing import Standings
from scheduler.intervals import MINUTES_A_DAY, Interval, shift_by
from scheduler.oncall.overlay import swapped
from scheduler.oncall.resolve import FinalSchedule, resolve
from scheduler.oncall.values import Holding, Override, Swap, Track

AHEAD_DAYS = 400


@dataclass(frozen=True)
class Laid:
    """Those of one team. `base` is what was planned, `tracks` the duties and levels that are asked for."""

    session: Session
    team: str
    base: Sequence[Holding]
    tracks: frozenset[Track]
    swaps: tuple[Swap, ...]
    overrides: tuple[Override, ...]

    @cached_property
    def swapped(self) -> tuple[Holding, ...]:
        """Who has what by plan and swaps alone: what further swaps can speak of."""
        return tuple(swapped(self.base, self.swaps))

    @cached_property
    def final(self) -> FinalSchedule:
        """Who holds what."""
        return resolve(self.base, self.overrides, self.swaps)

    @cached_property
    def standings(self) -> Standings:
        """The rosters of its revisions by that."""
        return Standings(self.session, self.team, self.final.holdings)

    def with_swap(self, swap: Swap) -> Laid:
        """With one swap more."""
        return replace(self, swaps=(*self.swaps, swap))

    def with_override(self, override: Override) -> Laid:
        """With one override more, made later than all others."""
        latest = max((o.created for o in self.overrides), default=0)
        return replace(self, overrides=(*self.overrides, replace(override, created=latest + 1)))

    def ended(self, override: int, now: datetime) -> Laid:
        """With the override of that number no longer in force from `now` on."""
        return replace(self, overrides=tuple(_ended(self.overrides, override, now)))


def laid_of(session: Session, team: str, window: Interval) -> Laid:
    """That of a team. Rotations have no end, so they are worked out for `window` only."""
    base, tracks = base_schedule(session, team, window)
    return Laid(session, team, base, tracks, tuple(swaps_of(session, team)), tuple(overrides_of(session, team)))


def laid_ahead(session: Session, team: str, now: datetime) -> Laid:
    """The same for whatever holds at `now`, or comes."""
    return laid_of(session, team, Interval(now, shift_by(now, minutes=AHEAD_DAYS * MINUTES_A_DAY)))


def _ended(overrides: Iterable[Override], number: int, now: datetime) -> Iterable[Override]:
    for o in overrides:
        if o.created != number or o.interval.end <= now:
            yield o
        elif o.interval.start < now:
            yield replace(o, interval=Interval(o.interval.start, now))
