"""One duty at one level through time, searched by bisection."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime

from scheduler.intervals import seconds
from scheduler.oncall.sweep import sweep
from scheduler.oncall.values import Answer, Holding, Next, Track


class Timeline:
    """The holdings of one track. Everything between two neighbouring breakpoints is worked out when it is made."""

    def __init__(self, track: Track, holdings: Sequence[Holding]) -> None:
        self.track = track
        self._pieces = [(piece, tuple(sorted(active, key=_by_person))) for piece, active in sweep(holdings)]
        self._bounds = [piece.start for piece, _ in self._pieces] + [piece.end for piece, _ in self._pieces[-1:]]
        self._breakpoints = [seconds(bound) for bound in self._bounds]
        self._anywhere = _Coming(holdings)
        self._at_site = {site: _Coming([h for h in holdings if h.site == site]) for site in {h.site for h in holdings}}

    def at(self, instant: datetime) -> tuple[Holding, ...]:
        """Who holds it at `instant`, by person."""
        found = self._index(instant)
        return self._pieces[found][1] if 0 <= found < len(self._pieces) else ()

    def answers(self, instant: datetime) -> list[Answer]:
        """One answer per person at `instant`, by person; or the one that says nobody is there."""
        groups: dict[str, list[Holding]] = defaultdict(list)
        for holding in self.at(instant):
            groups[holding.person].append(holding)
        return [self._held(instant, same) for same in groups.values()] or [self._gap(instant)]

    def _held(self, instant: datetime, same: Sequence[Holding]) -> Answer:
        since, until = min(h.start for h in same), max(h.end for h in same)
        coming = self._at_site[same[0].site].after(instant)
        h = same[0]
        return Answer(*self.track, h.person, since, until, coming, h.source, covered=True, site=h.site, shift=h.shift)

    def _gap(self, instant: datetime) -> Answer:
        found = self._index(instant)
        since = self._bounds[found] if found >= 0 else None
        until = self._bounds[found + 1] if found + 1 < len(self._bounds) else None
        return Answer(*self.track, None, since, until, self._anywhere.after(instant), None, covered=False)

    def _index(self, instant: datetime) -> int:
        """Of the breakpoints until `instant`, the last: it begins the piece of that number. -1 before the first.

        Raises ValueError for a naive instant.
        """
        return bisect_right(self._breakpoints, seconds(instant)) - 1


class _Coming:
    """The starts of holdings, in order; at the same instant by person."""

    def __init__(self, holdings: Sequence[Holding]) -> None:
        self._queue = [Next(person, start) for start, person in sorted({(h.start, h.person) for h in holdings})]
        self._starts = [seconds(n.start) for n in self._queue]

    def after(self, instant: datetime) -> Next | None:
        found = bisect_right(self._starts, seconds(instant))
        return self._queue[found] if found < len(self._queue) else None


def _by_person(holding: Holding) -> tuple[str, datetime, str, str]:
    return holding.person, holding.start, holding.site or "", holding.shift or ""
