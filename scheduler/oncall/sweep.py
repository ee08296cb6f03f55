"""Walking through holdings in the order of time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime
from typing import Protocol, TypeVar

from scheduler.intervals import Interval, elementary
from scheduler.oncall.values import Holding


class Timed(Protocol):
    """Anything that lasts from one instant to another."""

    @property
    def interval(self) -> Interval: ...


T = TypeVar("T", bound=Timed)


def sweep(things: Iterable[T], cuts: Iterable[datetime] = ()) -> Iterator[tuple[Interval, list[T]]]:
    """Each interval between neighbouring boundaries or `cuts`, with the things that last through it; gaps have none.

    The intervals are in order and leave nothing out between the first boundary and the last.
    """
    waiting = sorted((t for t in things if t.interval.start < t.interval.end), key=lambda t: t.interval.start)
    boundaries = [bound for t in waiting for bound in (t.interval.start, t.interval.end)]
    waiting.reverse()
    active: list[T] = []
    for piece in elementary([*boundaries, *cuts]):
        while waiting and waiting[-1].interval.start <= piece.start:
            active.append(waiting.pop())
        active = [t for t in active if t.interval.end > piece.start]
        yield piece, active


def joined(holdings: Iterable[Holding]) -> list[Holding]:
    """The same, as few holdings as possible, in order of start; empty ones vanish.

    What touches or overlaps becomes one when nothing but the interval and the revision differs: also two turns of a
    rotation that fall to the same person, and a shift that begins by one revision and ends by the next. The latest
    revision counts, for it says how the shift goes on. Two dated shifts stay two.
    """
    groups: dict[tuple[object, ...], list[Holding]] = defaultdict(list)
    for h in holdings:
        if h.interval.start < h.interval.end:
            groups[h.duty, h.level, h.person, h.site, h.shift, h.source].append(h)
    found = (whole for same in groups.values() for whole in (_whole(same) if len(same) > 1 else same))
    return sorted(found, key=in_order)


def in_order(holding: Holding) -> tuple[datetime, str, int, str, str, str, str]:
    """The order in which schedules list holdings: start, duty, level, person, site, shift, source."""
    h = holding
    return h.interval.start, h.duty, h.level, h.person, h.site or "", h.shift or "", h.source


def _whole(same: Iterable[Holding]) -> list[Holding]:
    """Holdings that may be joined, joined where they touch or overlap."""
    whole: list[Holding] = []
    for h in sorted(same, key=lambda h: h.start):
        if whole and h.start <= whole[-1].end:
            whole[-1] = _both(whole[-1], h)
        else:
            whole.append(h)
    return whole


def _both(one: Holding, other: Holding) -> Holding:
    """`one` and what overlaps or follows it."""
    interval = Interval(one.start, max(one.end, other.end))
    revision = max((h.revision for h in (one, other) if h.revision is not None), default=None)
    return replace(one, interval=interval, revision=revision)
