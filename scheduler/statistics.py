"""Who did what in a period: hours, pay units by class, nights, weekends and exposure, from a final schedule."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from scheduler.burden import is_weekend
from scheduler.intervals import (
    Interval,
    day_interval,
    days_between,
    each_day,
    local_day,
    minutes_between,
    monday_of,
    shift_by,
    union,
)
from scheduler.oncall.values import Holding
from scheduler.pay import CLASSES, NIGHT, ORDINARY, Classed, PayClass, Place, classed, minutes_by_class, overlapping
from scheduler.problem import Problem

SHORTEST_DAY = 22 * 60  # no zone's clocks go forward by more than two hours
A_NIGHTS_WORK = 180  # minutes between 22:00 and 06:00: EU Directive 2003/88, article 2(4), counts from three hours on


@dataclass(frozen=True, slots=True)
class ClassMinutes:
    """Elapsed minutes of one pay class."""

    pay_class: str
    minutes: int


@dataclass(frozen=True, slots=True)
class Exposure:
    """Time on shifts that ask for a skill: minutes, on how many days, and on how many in a row at the most."""

    skill: str
    minutes: int
    days: int
    longest_run: int


@dataclass(frozen=True, slots=True)
class PersonStatistics:
    """What one person did of one duty in a period, by the clock and the holidays of the person's site.

    A minute held twice counts once; breaks are in it, for a schedule does not know when they are. `shifts` counts those
    whose first part held begins in the period; of what is no dated shift, each stretch. A day counts among `days` when
    something begins on it, or lasts through all of it. A night counts from three hours between 22:00 and 06:00 on; a
    weekend or a public holiday from its first minute on, so that the night from Friday takes the weekend.
    """

    person: str
    duty: str
    shifts: int
    hours: float
    classes: tuple[ClassMinutes, ...]
    days: int
    longest_run: int
    nights: int
    weekends: int
    holidays: int
    exposures: tuple[Exposure, ...]


def statistics(
    holdings: Iterable[Holding],
    places: Mapping[str, Place],
    window: Interval,
    classes: Sequence[PayClass] = CLASSES,
    skills: Mapping[str, str] | None = None,
) -> tuple[PersonStatistics, ...]:
    """One for each person of `places` and each duty that anybody has in `window`, in that order.

    `holdings` are those of a final schedule, with their true bounds. A minute is of the first of `classes` that it is
    in, else ordinary. `skills` names the skill that a dated shift asks for, by its id; others ask for none. Raises
    KeyError for a holder who is not in `places`.
    """
    theirs: dict[tuple[str, str], list[Holding]] = defaultdict(list)
    for holding in holdings:
        if holding.interval.overlaps(window):
            theirs[holding.person, holding.duty].append(holding)
    if strangers := {person for person, _ in theirs} - places.keys():
        raise KeyError(f"no place is known of {', '.join(sorted(strangers))}")
    duties = sorted({duty for _, duty in theirs})
    calendars = {place: _Calendar(place, window, classes) for place in set(places.values())} if duties else {}
    return tuple(
        calendars[places[person]].of(person, duty, theirs[person, duty], skills or {})
        for person in sorted(places)
        for duty in duties
    )


def places_of(problem: Problem) -> dict[str, Place]:
    """The place of everybody in a team."""
    return {p.id: Place(problem.site(p.site).zone, problem.public_holidays(p)) for p in problem.people}


@dataclass(frozen=True, slots=True)
class _Night:
    interval: Interval


class _Calendar:
    """The period at one place."""

    def __init__(self, place: Place, window: Interval, classes: Sequence[PayClass]) -> None:
        self._place, self._window = place, window
        self._names = [*dict.fromkeys(pay_class.name for pay_class in classes), ORDINARY]
        self._time: list[Classed] = classed(window, place, classes)
        self._nights = [_Night(interval) for interval in NIGHT.intervals(window, place)]

    def of(self, person: str, duty: str, held: Sequence[Holding], skills: Mapping[str, str]) -> PersonStatistics:
        parts = self._parts(held)
        minutes = minutes_by_class(parts, self._time)
        days, touched = self._days(held), self._touched(parts)
        return PersonStatistics(
            person,
            duty,
            self._shifts(held),
            round(minutes.total() / 60, 2),
            tuple(ClassMinutes(name, minutes[name]) for name in self._names),
            len(days),
            _longest_run(days),
            self._worked_nights(parts),
            len({monday_of(day) for day in touched if is_weekend(day)}),
            len(touched & self._place.holidays),
            tuple(self._exposures(held, skills)),
        )

    def _parts(self, held: Iterable[Holding]) -> list[Interval]:
        return union(part for h in held if (part := h.interval.clipped(self._window)))

    def _shifts(self, held: Iterable[Holding]) -> int:
        begins: dict[object, Holding] = {}
        for h in sorted(held, key=lambda h: h.start):
            begins.setdefault(h.shift or h.interval, h)
        return sum(self._window.holds(h.start) for h in begins.values())

    def _days(self, held: Iterable[Holding]) -> set[date]:
        begun = {local_day(h.start, self._place.zone) for h in held if self._window.holds(h.start)}
        return begun.union(*(self._whole_days(part) for part in self._parts(held)))

    def _whole_days(self, part: Interval) -> Iterator[date]:
        zone = self._place.zone
        if part.minutes >= SHORTEST_DAY:
            days = each_day(local_day(part.start, zone), local_day(part.end, zone))
            yield from (day for day in days if part.covers(day_interval(day, zone)))

    def _touched(self, parts: Iterable[Interval]) -> set[date]:
        zone = self._place.zone
        spans = ((local_day(i.start, zone), local_day(shift_by(i.end, seconds=-1), zone)) for i in parts)
        return {day for first, last in spans for day in each_day(first, last)}

    def _worked_nights(self, parts: Iterable[Interval]) -> int:
        minutes: Counter[_Night] = Counter()
        for interval in parts:
            for night, part in overlapping(self._nights, interval):
                minutes[night] += minutes_between(part.start, part.end)
        return sum(worked >= A_NIGHTS_WORK for worked in minutes.values())

    def _exposures(self, held: Iterable[Holding], skills: Mapping[str, str]) -> Iterator[Exposure]:
        exposed: dict[str, list[Holding]] = defaultdict(list)
        for h in held:
            if h.shift is not None and h.shift in skills:
                exposed[skills[h.shift]].append(h)
        for skill, those in sorted(exposed.items()):
            days = self._days(those)
            minutes = sum(minutes_between(part.start, part.end) for part in self._parts(those))
            yield Exposure(skill, minutes, len(days), _longest_run(days))


def _longest_run(days: Iterable[date]) -> int:
    """How many days in a row there are at the most."""
    longest, run, before = 0, 0, None
    for day in sorted(days):
        run = run + 1 if before is not None and days_between(before, day) == 1 else 1
        longest, before = max(longest, run), day
    return longest
