"""Who is there at which instants: coverage cut into elementary intervals.

`stretches` is for the solver: in which interval which decisions would help. `present` is for the checker and the
report: who is there in a given roster. The two share the time in which a requirement is owed and nothing else. Shifts
of the past that run into that time count in both; whoever is on two shifts at once counts once.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from scheduler.domain.coverage import CoverageRequirement
from scheduler.domain.people import Person
from scheduler.domain.roster import Assignment, Roster
from scheduler.domain.shift import Duty, Shift
from scheduler.intervals import Interval, elementary, local_day, next_day
from scheduler.problem import Problem


@dataclass(frozen=True, slots=True)
class Stretch:
    """An elementary interval in which a requirement is owed, and who would be there by any of which shifts."""

    interval: Interval
    able: tuple[tuple[Person, tuple[Shift, ...]], ...]


def owed(problem: Problem, requirement: CoverageRequirement) -> list[Interval]:
    """When the requirement is owed, within the period."""
    window = problem.coverage_window
    if requirement.when is None:
        return [window]
    zone = requirement.when.zone
    first, last = next_day(local_day(window.start, zone), -1), local_day(window.end, zone)
    parts = (band.clipped(window) for band in requirement.when.intervals(first, last))
    return [part for part in parts if part]


def stretches(problem: Problem, requirement: CoverageRequirement) -> Iterator[Stretch]:
    """The elementary intervals of a requirement, cut only where somebody who counts may come or go."""
    skilled = [p for p in problem.people if requirement.skill is None or requirement.skill in p.skills]
    people = [p for p in skilled if problem.counts(p)]
    sites = {p.site for p in people}
    known = [*problem.past.values(), *(s for s in problem.shifts if s.site in sites)]
    shifts = sorted((s for s in known if _is_meant(requirement, s)), key=lambda s: s.start)
    for wanted in owed(problem, requirement):
        edges = (edge for s in shifts for edge in (s.start, s.end) if wanted.start < edge < wanted.end)
        for interval, there in _sweep(elementary([wanted.start, *edges, wanted.end]), shifts):
            yield Stretch(interval, tuple(_able(problem, people, there)))


def _able(problem: Problem, people: list[Person], there: list[Shift]) -> Iterator[tuple[Person, tuple[Shift, ...]]]:
    """Each of `people` with those of the shifts that are open to them, or that they worked."""
    past = [s for s in there if problem.is_past(s)]
    still_open = {
        site.id: tuple(s for s in there if s.site == site.id and s not in past) for site in problem.team.sites
    }
    for person in people:
        worked = tuple(s for s in past if Assignment(person.id, s.id) in problem.history)
        if shifts := worked + still_open[person.site]:
            yield person, shifts


def _sweep(intervals: list[Interval], shifts: list[Shift]) -> Iterator[tuple[Interval, list[Shift]]]:
    """Each interval with the shifts that cover it; both are in order."""
    running: list[Shift] = []
    coming = iter(shifts)
    following = next(coming, None)
    for interval in intervals:
        running = [s for s in running if s.end > interval.start]
        while following and following.start <= interval.start:
            if following.end > interval.start:
                running.append(following)
            following = next(coming, None)
        yield interval, list(running)


def _is_meant(requirement: CoverageRequirement, shift: Shift) -> bool:
    if requirement.template is not None:
        return shift.template == requirement.template
    return shift.on_duty and requirement.site in (None, shift.site)


def present(
    problem: Problem, roster: Roster, requirement: CoverageRequirement
) -> Iterator[tuple[Interval, frozenset[str]]]:
    """Every interval in which the requirement is owed, with the people who meet it; it ends where the people change."""
    duty = Duty.ON_DUTY if requirement.template is None else problem.template(requirement.template).duty
    stays: list[tuple[datetime, datetime, str]] = []
    for person in problem.people:
        if person.shadows is not None or (requirement.skill and requirement.skill not in person.skills):
            continue
        for shift in problem.worked(person, roster, duty):
            right_place = requirement.site in (None, shift.site) or requirement.template is not None
            if right_place and requirement.template in (None, shift.template):
                stays.append((shift.start, shift.end, person.id))
    stays.sort()
    for wanted in owed(problem, requirement):
        yield from _who(stays, wanted)


def _who(stays: list[tuple[datetime, datetime, str]], wanted: Interval) -> Iterator[tuple[Interval, frozenset[str]]]:
    edges = {edge for start, end, _ in stays for edge in (start, end) if wanted.start < edge < wanted.end}
    since, people = wanted.start, frozenset[str]()
    first = True
    waiting = iter([*stays, None])
    following = next(waiting)
    here: list[tuple[datetime, datetime, str]] = []
    for edge in sorted({wanted.start, *edges}):
        here = [stay for stay in here if stay[1] > edge]
        while following and following[0] <= edge:
            if following[1] > edge:
                here.append(following)
            following = next(waiting)
        now = frozenset(person for _, _, person in here)
        if not first and now != people:
            yield Interval(since, edge), people
            since = edge
        people, first = now, False
    yield Interval(since, wanted.end), people
