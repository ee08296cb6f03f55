"""The holdings of one track as rows of columns."""

from __future__ import annotations

from array import array
from collections.abc import Iterable
from datetime import datetime

from scheduler.intervals import Interval, from_microseconds, microseconds
from scheduler.oncall.columns import Column, Texts, narrow
from scheduler.oncall.sweep import in_order
from scheduler.oncall.values import Holding, Next, Track


class Rows:
    """Holdings in order of site, then start, then person; those of no length are left out.

    `breakpoints` has all their bounds, in order, in microseconds since 1970. The columns `start` and `end` count how
    many breakpoints there are until the bound, itself included.
    """

    __slots__ = ("breakpoints", "end", "person", "revision", "shift", "site", "source", "start", "track")

    def __init__(self, track: Track, holdings: Iterable[Holding]) -> None:
        rows = sorted((h for h in holdings if h.start < h.end), key=_by_site)
        starts, ends = [h.interval.start for h in rows], [h.interval.end for h in rows]
        bounds = sorted({*starts, *ends})
        counts = {bound: n for n, bound in enumerate(bounds, start=1)}
        self.track = track
        self.breakpoints = array("q", map(microseconds, bounds))
        self.start, self.end = narrow([counts[bound] for bound in starts]), narrow([counts[bound] for bound in ends])
        self.person, self.site = Column(h.person for h in rows), Column(h.site for h in rows)
        self.source, self.revision = Column(h.source for h in rows), Column(h.revision for h in rows)
        self.shift = Texts(h.shift for h in rows)

    def __len__(self) -> int:
        return len(self.start)

    def bound(self, count: int) -> datetime:
        """The last one of the first `count` breakpoints, in UTC."""
        return from_microseconds(self.breakpoints[count - 1])

    def holding(self, row: int) -> Holding:
        """The holding that this row was made of."""
        return Holding(
            *self.track,
            self.person[row],
            Interval(self.bound(self.start[row]), self.bound(self.end[row])),
            self.site[row],
            self.shift[row],
            self.source[row],
            self.revision[row],
        )

    def next(self, row: int) -> Next:
        """Who comes with this row, and when."""
        return Next(self.person[row], self.bound(self.start[row]))


def _by_site(holding: Holding) -> tuple[object, ...]:
    return holding.site is not None, holding.site or "", in_order(holding)
