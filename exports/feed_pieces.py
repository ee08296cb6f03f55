"""From a final schedule to what its people are to be told: who has which place when, with and after whom."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from exports.feed_events import Piece, Said
from exports.vcalendar import stem
from scheduler.intervals import MINUTES_A_DAY, Interval, day_interval, local_day, microseconds, next_day, utc_text
from scheduler.oncall.sweep import joined
from scheduler.oncall.values import Holding, Source, Track

LONGEST_DAYS = 31  # a turn that lasts longer is told of month by month
MOST_WITH = 12  # people who are named as being on at the same time; of the rest the number is told
MOST_HANDING = 6  # people who hand over; more of them are a crowd
_OVERLAP = 60 * 60 * 10**6  # microseconds for which people may stand side by side at a handover


_FAR = 35 * 24 * 60 * 60 * 10**6  # microseconds for which a note waits for who takes over


@dataclass(frozen=True, slots=True)
class Note:
    """What was written for who takes over `track` at the instant `at`, at `site` (None: at any), by `author`."""

    track: Track
    site: str | None
    at: datetime
    author: str | None
    text: str


def pieces(
    team: str,
    holdings: Iterable[Holding],
    *,
    called: Callable[[str], str],
    zone: Callable[[str | None], str],
    notes: Sequence[Note] = (),
) -> list[Piece]:
    """What everybody is to be told of `holdings`, which are all that touch some window; in order of start.

    A turn of a rotation that lasts more than `LONGEST_DAYS` is told of by calendar months of its site's `zone`: it may
    have neither beginning nor end, and what is known of them moves with the window. So everything is told the same
    from any window, except within `LONGEST_DAYS` of its ends.
    """
    whole = list(_cut(joined(map(_from_wherever, holdings)), zone))
    others, neighbours, told = _others(whole), _Neighbours(whole), _noted(whole, notes)
    found = []
    for n, h in enumerate(whole):
        with_me, before, after = others[n], neighbours.before(h), neighbours.after(h)
        said = Said(
            h.duty,
            h.level,
            h.interval,
            called(h.person),
            h.site,
            h.shift,
            _names(with_me, called)[:MOST_WITH],
            max(0, len(with_me) - MOST_WITH),
            _names(before, called) if len(before) <= MOST_HANDING else (),
            _names(after, called) if len(after) <= MOST_HANDING else (),
            told.get(n, ""),
            zone=zone(h.site),
        )
        found.append(Piece(_stem(team, h), h.person, said))
    return found


def _from_wherever(h: Holding) -> Holding:
    """The same, as if published: where it comes from is not told. (dataclasses.replace takes four times as long.)"""
    if h.source is Source.REVISION:
        return h
    return Holding(h.duty, h.level, h.person, h.interval, h.site, h.shift, Source.REVISION, h.revision)


def _stem(team: str, h: Holding) -> str:
    """A dated shift by its duty, site, template and day; a turn by what it is, and when it begins.

    A feed may show one duty or one site: a shift that goes to another is cancelled there, and another event elsewhere.
    """
    site = h.site or ""
    if h.shift is None:
        return stem(team, h.duty, str(h.level), site, utc_text(h.start))
    template, separator, day = h.shift.rpartition("@")
    return stem(team, h.duty, site, template, day) if separator else stem(team, h.duty, site, h.shift)


def _cut(holdings: Iterable[Holding], zone: Callable[[str | None], str]) -> Iterator[Holding]:
    for h in holdings:
        if h.shift is not None or h.interval.minutes <= LONGEST_DAYS * MINUTES_A_DAY:
            yield h
        else:
            yield from (replace(h, interval=part) for part in _months(h.interval, zone(h.site)))


def _months(whole: Interval, zone: str) -> Iterator[Interval]:
    """The parts of `whole` that lie in one month of the calendar each."""
    start = whole.start
    while start < whole.end:
        first = local_day(start, zone).replace(day=1)
        end = min(whole.end, day_interval(next_day(first, 31).replace(day=1), zone).start)
        yield Interval(start, end)
        start = end


def _others(holdings: Sequence[Holding]) -> list[set[str]]:
    """Who else is there at some time of each holding: on the same dated shift, or in the rotations of the same duty."""
    groups: dict[tuple[str | None, ...], list[int]] = defaultdict(list)
    for n, h in enumerate(holdings):
        groups[(h.shift,) if h.shift else (h.duty, h.site)].append(n)
    found: list[set[str]] = [set() for _ in holdings]
    for group in groups.values():
        there: list[int] = []
        for n in group:  # in order of start
            h = holdings[n]
            there = [other for other in there if holdings[other].end > h.start]
            for other in there:
                if holdings[other].person != h.person:
                    found[n].add(holdings[other].person)
                    found[other].add(h.person)
            there.append(n)
    return found


class _Neighbours:
    """Who hands over to whom: on the same duty and level, at the same site, or else where anybody does."""

    def __init__(self, holdings: Iterable[Holding]) -> None:
        at_site: dict[tuple[Track, str | None], list[Holding]] = defaultdict(list)
        anywhere: dict[Track, list[Holding]] = defaultdict(list)
        for h in holdings:
            at_site[h.track, h.site].append(h)
            anywhere[h.track].append(h)
        self._at_site = {key: _Line(found) for key, found in at_site.items()}
        self._anywhere = {key: _Line(found) for key, found in anywhere.items()}

    def before(self, h: Holding) -> set[str]:
        return self._at_site[h.track, h.site].before(h) or self._anywhere[h.track].before(h)

    def after(self, h: Holding) -> set[str]:
        return self._at_site[h.track, h.site].after(h) or self._anywhere[h.track].after(h)


class _Line:
    """Holdings by their starts, and by their ends."""

    def __init__(self, holdings: Sequence[Holding]) -> None:
        self._starts, self._by_start = _sorted((microseconds(h.start), h) for h in holdings)
        self._ends, self._by_end = _sorted((microseconds(h.end), h) for h in holdings)
        self._before: dict[datetime, list[Holding]] = {}
        self._after: dict[datetime, list[Holding]] = {}

    def before(self, h: Holding) -> set[str]:
        """Who goes when `h` begins, or within the overlap after it."""
        if h.start not in self._before:
            start = microseconds(h.start)
            near = slice(bisect_left(self._ends, start), bisect_right(self._ends, start + _OVERLAP))
            self._before[h.start] = self._by_end[near]
        return {o.person for o in self._before[h.start] if o.start < h.start and o.end <= h.end} - {h.person}

    def after(self, h: Holding) -> set[str]:
        """Who comes when `h` ends, or within the overlap before it."""
        if h.end not in self._after:
            end = microseconds(h.end)
            near = slice(bisect_left(self._starts, end - _OVERLAP), bisect_right(self._starts, end))
            self._after[h.end] = self._by_start[near]
        return {o.person for o in self._after[h.end] if o.end > h.end and o.start >= h.start} - {h.person}


def _sorted(found: Iterable[tuple[int, Holding]]) -> tuple[list[int], list[Holding]]:
    pairs = sorted(found, key=lambda pair: pair[0])
    return [moment for moment, _ in pairs], [holding for _, holding in pairs]


def _noted(holdings: Sequence[Holding], notes: Sequence[Note]) -> Mapping[int, str]:
    """What was written down for those who take over, by the number of their holding."""
    tracks: dict[Track, list[int]] = defaultdict(list)
    for n, h in enumerate(holdings if notes else ()):
        tracks[h.track].append(n)  # in order of start
    starts = {track: [microseconds(holdings[n].start) for n in numbers] for track, numbers in tracks.items()}
    found: dict[int, list[str]] = defaultdict(list)
    for note in sorted(notes, key=lambda note: (note.at, note.text)):
        for n in _coming(holdings, tracks.get(note.track, []), starts.get(note.track, []), note):
            found[n].append(note.text)
    return {n: "\n".join(texts) for n, texts in found.items()}


def _coming(holdings: Sequence[Holding], numbers: Sequence[int], starts: Sequence[int], note: Note) -> list[int]:
    """All who are there then, else whoever comes first after it; but not the author."""

    def fits(n: int) -> bool:
        return note.site in (None, holdings[n].site) and holdings[n].person != note.author

    at = microseconds(note.at)
    earliest, now, latest = bisect_left(starts, at - _FAR), bisect_right(starts, at), bisect_right(starts, at + _FAR)
    there = [n for n in numbers[earliest:now] if fits(n) and holdings[n].end > note.at]
    later = [n for n in numbers[now:latest] if fits(n)]
    return there or [n for n in later if holdings[n].start == holdings[later[0]].start]


def _names(people: set[str], called: Callable[[str], str]) -> tuple[str, ...]:
    """In the order of their ids."""
    if len(people) > 1:
        return tuple(called(id) for id in sorted(people))
    return tuple(map(called, people))
