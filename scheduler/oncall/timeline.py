"""One duty at one level through time, searched by bisection."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from itertools import accumulate, chain, groupby

from scheduler.oncall.columns import narrow
from scheduler.oncall.rows import Rows
from scheduler.oncall.values import Answer, Holding, Next, Track


class Timeline:
    """The holdings of one track. It is asked for instants in microseconds since 1970.

    The breakpoints cut time into pieces, in which all answers stay the same. Piece n comes after the first n
    breakpoints: piece 0 has no start and the last one no end, and nobody holds these two. Who holds which piece is
    worked out when the timeline is made.
    """

    __slots__ = ("_first", "_held", "_latest", "_rows", "track")

    def __init__(self, track: Track, holdings: Iterable[Holding]) -> None:
        self.track = track
        self._rows = Rows(track, holdings)
        pieces = _pieces(self._rows)
        self._held = narrow([*chain.from_iterable(pieces)])  # piece n: from _first[n] to just before _first[n + 1]
        self._first = narrow([*accumulate(map(len, pieces), initial=0)])
        self._latest: tuple[int, tuple[Answer, ...]] = -1, ()

    def at(self, instant: int) -> list[Holding]:
        """Who holds it at `instant`, by person."""
        return [self._rows.holding(row) for row in self._holding(self._piece(instant))]

    def answers(self, instant: int) -> tuple[Answer, ...]:
        """One answer per person at `instant`, by person; or the one that says nobody is there."""
        piece, (known, answers) = self._piece(instant), self._latest
        if piece != known:  # most ask about now, and get what the one before them got
            answers = self._worked_out(piece)
            self._latest = piece, answers
        return answers

    def valid_until(self, instant: int) -> datetime | None:
        """The first breakpoint after `instant`."""
        return self._end(self._piece(instant))

    def between(self, start: int, end: int) -> list[Holding]:
        """The holdings that share an instant with ``[start, end)``, or hold `start` itself, in no order."""
        first, last = self._piece(start), bisect_left(self._rows.breakpoints, end)
        held = self._held[self._first[first] : self._first[max(first, last) + 1]]
        return [self._rows.holding(row) for row in set(held)]

    def of_person(self, person: str, after: int) -> list[Holding]:
        """What `person` holds that ends after the instant `after`, in no order."""
        piece, rows = self._piece(after), self._rows
        return [rows.holding(row) for row in rows.person.rows(person) if rows.end[row] > piece]

    def whereabouts(self) -> Iterator[tuple[str, str | None]]:
        """Who ever holds it, and at which sites."""
        people, sites = self._rows.person, self._rows.site
        return ((people.values[p], sites.values[s]) for p, s in {*zip(people.codes, sites.codes, strict=True)})

    def _piece(self, instant: int) -> int:
        return bisect_right(self._rows.breakpoints, instant)

    def _end(self, piece: int) -> datetime | None:
        return self._rows.bound(piece + 1) if piece < len(self._rows.breakpoints) else None

    def _holding(self, piece: int) -> Sequence[int]:
        return self._held[self._first[piece] : self._first[piece + 1]]

    def _worked_out(self, piece: int) -> tuple[Answer, ...]:
        rows = self._rows
        people = [[*same] for _, same in groupby(self._holding(piece), rows.person.codes.__getitem__)]
        sites = [rows.site.codes[same[0]] for same in people]
        coming = {site: self._next(piece, site) for site in set(sites)}
        answers = (self._covered(same, coming[site]) for same, site in zip(people, sites, strict=True))
        return tuple(answers) or (self._gap(piece),)

    def _covered(self, same: Sequence[int], coming: Next | None) -> Answer:
        """The answer for one person, who holds the rows `same` at once."""
        rows, row = self._rows, same[0]
        return Answer(
            *self.track,
            rows.person[row],
            rows.bound(min(map(rows.start.__getitem__, same))),
            rows.bound(max(map(rows.end.__getitem__, same))),
            coming,
            rows.source[row],
            covered=True,
            site=rows.site[row],
            shift=rows.shift[row],
            revision=rows.revision[row],
        )

    def _gap(self, piece: int) -> Answer:
        since = self._rows.bound(piece) if piece else None
        coming = [n for site in range(len(self._rows.site.values)) if (n := self._next(piece, site))]
        first = min(coming, key=lambda n: (n.start, n.person), default=None)
        return Answer(*self.track, None, since, self._end(piece), first, None, covered=False)

    def _next(self, piece: int, site: int) -> Next | None:
        """Who starts after `piece` at the site of this number: its rows lie together, in order of start."""
        sites = self._rows.site.codes
        last = bisect_right(sites, site)
        row = bisect_right(self._rows.start, piece, bisect_left(sites, site, 0, last), last)
        return self._rows.next(row) if row < last else None


def _pieces(rows: Rows) -> list[list[int]]:
    """The rows that hold each piece, by person, then start."""
    pieces: list[list[int]] = [[] for _ in range(len(rows.breakpoints) + 1)]
    for row in sorted(range(len(rows)), key=lambda row: (rows.person[row], rows.start[row])):
        for piece in range(rows.start[row], rows.end[row]):
            pieces[piece].append(row)
    return pieces
