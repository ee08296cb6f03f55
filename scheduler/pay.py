"""Pay classes: which minutes are ordinary, at night, at the weekend or on a public holiday, by a person's own clock."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, time
from itertools import islice

from scheduler.domain.coverage import TimeBand
from scheduler.domain.shift import EVERY_DAY
from scheduler.intervals import SATURDAY, Interval, each_day, local_day, minutes_between, next_day
from scheduler.oncall.sweep import T, sweep

ORDINARY = "ordinary"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a person is: the IANA time zone and the public holidays of the site."""

    zone: str
    holidays: frozenset[date] = frozenset()


@dataclass(frozen=True, slots=True)
class PayClass:
    """The minutes from `start` to `end` by the local clock, on `weekdays` (0 is Monday); on public holidays only, where
    it says so. An `end` that is not after the `start` means the next day's: the same twice is a whole day.
    """

    name: str
    weekdays: frozenset[int] = EVERY_DAY
    start: time = time()
    end: time = time()
    holidays: bool = False

    def intervals(self, window: Interval, place: Place) -> Iterator[Interval]:
        """Its intervals that may reach into `window`, in order; they belong to the day on which they start."""
        band = TimeBand(self.weekdays, self.start, self.end, place.zone)
        first, last = next_day(local_day(window.start, place.zone), -1), local_day(window.end, place.zone)
        for day in each_day(first, last):
            if not self.holidays or day in place.holidays:
                yield from band.intervals(day, day)


HOLIDAY = PayClass("holiday", holidays=True)
WEEKEND = PayClass("weekend", weekdays=frozenset({SATURDAY, SATURDAY + 1}))
NIGHT = PayClass("night", start=time(22), end=time(6))
CLASSES = (HOLIDAY, WEEKEND, NIGHT)


@dataclass(frozen=True, slots=True)
class Classed:
    """A stretch of time in which every minute is of one pay class."""

    interval: Interval
    name: str


def classed(window: Interval, place: Place, classes: Sequence[PayClass] = CLASSES) -> list[Classed]:
    """The whole `window` by pay class, in order: of the `classes` that a minute is in, the first; else ORDINARY."""
    ranked = [
        _Ranked(part, rank)
        for rank, pay_class in enumerate(classes)
        for interval in pay_class.intervals(window, place)
        if (part := interval.clipped(window))
    ]
    names = [*(pay_class.name for pay_class in classes), ORDINARY]
    return [
        Classed(piece, names[min((r.rank for r in active), default=-1)])
        for piece, active in sweep(ranked, [window.start, window.end])
    ]


def minutes_by_class(held: Iterable[Interval], time: Sequence[Classed]) -> Counter[str]:
    """The elapsed minutes of `held`, intervals that do not overlap, by pay class.

    The classes of an interval add up to its whole minutes, whatever the seconds at which it starts and ends.
    """
    minutes: Counter[str] = Counter()
    for interval in held:
        for piece, part in overlapping(time, interval):
            minutes[piece.name] += minutes_between(interval.start, part.end) - minutes_between(
                interval.start, part.start
            )
    return minutes


def overlapping(things: Sequence[T], wanted: Interval) -> Iterator[tuple[T, Interval]]:
    """Each of `things` that shares an instant with `wanted`, with the part that it shares.

    The things are in order and do not overlap one another: they are found by bisection.
    """
    first = max(0, bisect_right(things, wanted.start, key=lambda thing: thing.interval.start) - 1)
    for thing in islice(things, first, None):
        if thing.interval.start >= wanted.end:
            return
        if part := thing.interval.clipped(wanted):
            yield thing, part


@dataclass(frozen=True, slots=True)
class _Ranked:
    interval: Interval
    rank: int
