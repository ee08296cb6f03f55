"""Night shifts that nobody but people on nights can fill, against the nights that limits on runs and rest leave."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from math import ceil

from scheduler.domain.coverage import CoverageRequirement
from scheduler.domain.people import Person
from scheduler.domain.shift import Shift
from scheduler.headcount.hours import Count
from scheduler.headcount.thin_spots import could_work
from scheduler.intervals import each_day
from scheduler.presence import stretches
from scheduler.problem import Problem


@dataclass(frozen=True, slots=True)
class Rhythm:
    """At most `run` nights in a row, then at least `rest` days on which none begins."""

    run: int
    rest: int

    def most(self, days: int) -> int:
        """The most nights in that many days."""
        cycles, part = divmod(days, self.run + self.rest)
        return cycles * self.run + min(part, self.run)


@dataclass(frozen=True, slots=True)
class NightShifts:
    """The night shifts that a requirement owes at least, at hours for which there is no other shift.

    `available` is how many the people who count may work, by hours, leave and `Rhythm`; `by_hours` without the last.
    `people_needed` is in full-time people of the usual length, and `short_by` says how many of those lack.
    """

    requirement: str
    owed: int
    people: int
    available: int
    by_hours: int
    people_needed: float
    short_by: int

    @property
    def bound(self) -> bool:
        """Whether limits on nights leave fewer than hours do."""
        return self.available < self.by_hours


def night_shifts(
    problem: Problem, rhythms: Mapping[str, Rhythm], most: Mapping[str, int] | None = None
) -> tuple[NightShifts, ...]:
    """The requirements that owe night shifts, in the order of the document; `most` as for `headcount`."""
    count = Count(problem, most)
    found = (_nights(problem, count, rhythms, requirement) for requirement in problem.team.coverage)
    return tuple(nights for nights in found if nights)


def _nights(
    problem: Problem, count: Count, rhythms: Mapping[str, Rhythm], requirement: CoverageRequirement
) -> NightShifts | None:
    if count.is_standby(requirement):
        return None
    minutes, overlap = 0, dict[Shift, int]()
    for piece, shifts, seats in _only_nights(problem, requirement):
        minutes += piece * seats
        overlap |= {shift: overlap.get(shift, 0) + piece for shift in shifts}
    if not minutes:
        return None
    owed = ceil(minutes / max(overlap.values()))
    people = count.who_count(requirement)
    hours, limited = _by_person(problem, count, rhythms, people, list(overlap))
    full_time = sum(p.fte * problem.employed_share(p) for p in people)
    usual = sum(limited) / full_time if full_time and sum(limited) else 1.0
    missing = owed - sum(limited)
    return NightShifts(
        requirement.id,
        owed,
        sum(number > 0 for number in limited),
        sum(limited),
        sum(hours),
        round(owed / usual, 1),
        max(0, ceil(missing / usual)),
    )


def _only_nights(problem: Problem, requirement: CoverageRequirement) -> Iterator[tuple[int, set[Shift], int]]:
    """Minutes in which whoever could be there is on a night shift, with those shifts and the seats still to fill."""
    for stretch in stretches(problem, requirement):
        open_to = [(p, s) for p, shifts in stretch.able for s in shifts if could_work(problem, p, s)]
        past = {p.id for p, s in open_to if problem.is_past(s)}
        shifts = {s for _, s in open_to if not problem.is_past(s)}
        seats = max(0, requirement.minimum - len(past))
        if seats and shifts and all(shift.night for shift in shifts):
            yield stretch.interval.minutes, shifts, seats


def _by_person(
    problem: Problem, count: Count, rhythms: Mapping[str, Rhythm], people: list[Person], nights: list[Shift]
) -> tuple[list[int], list[int]]:
    """How many of `nights` each person may work: by hours and leave, and with the rhythm too."""
    days = [len({s.day for s in nights if s.site == p.site and could_work(problem, p, s)}) for p in people]
    shortest = min(shift.interval.minutes for shift in nights)
    hours = [min(d, count.available([p]) // shortest) for p, d in zip(people, days, strict=True)]
    horizon = len(list(each_day(problem.first_day, problem.last_day)))
    rhythm = [rhythms[p.id].most(horizon) if p.id in rhythms else horizon for p in people]
    return hours, [min(pair) for pair in zip(hours, rhythm, strict=True)]
