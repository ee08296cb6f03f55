"""How many people are owed, with which skill, at which instants."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, time

from scheduler.domain.shift import EVERY_DAY
from scheduler.intervals import Interval, at, each_day, next_day


@dataclass(frozen=True, slots=True)
class TimeBand:
    """A weekly recurring stretch of wall-clock time; it runs into the next day when `end` is not after `start`."""

    weekdays: frozenset[int]
    start: time
    end: time
    zone: str

    def intervals(self, first: date, last: date) -> Iterator[Interval]:
        """Its intervals that start on the local days `first` to `last`, both included."""
        for day in each_day(first, last):
            if day.weekday() in self.weekdays:
                until = day if self.end > self.start else next_day(day)
                yield Interval(at(day, self.start, self.zone), at(until, self.end, self.zone))


@dataclass(frozen=True, slots=True)
class CoverageRequirement:
    """At every instant of `when` (None: always) at least `minimum` and if possible `target` people are there.

    Counted are people on duty at `site` (None: any) with `skill` (None: any); or, where `template` is named, the people
    on that shift. Who shadows does not count. One person may meet several requirements at once.
    """

    id: str
    minimum: int
    target: int | None = None
    maximum: int | None = None
    site: str | None = None
    skill: str | None = None
    template: str | None = None
    when: TimeBand | None = None


def always(zone: str) -> TimeBand:
    """Round the clock, as a band."""
    return TimeBand(EVERY_DAY, time(), time(), zone)
