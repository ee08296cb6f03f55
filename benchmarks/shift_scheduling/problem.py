"""An instance as a Problem: one site in UTC, a shift template for each kind of shift, and the rules that limit people.

All that costs stands in one tier, so that the penalty of a roster is the objective of the instance.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from datetime import date, time
from typing import TypeVar

from benchmarks.shift_scheduling.instance import Cover, Employee, Instance, Kind
from constraints.base import Rule
from constraints.rules.consecutive_days import ConsecutiveDays
from constraints.rules.hours_in_period import HoursInPeriod
from constraints.rules.leave import Leave
from constraints.rules.one_shift_a_day import OneShiftADay
from constraints.rules.people_on_shift import PeopleOnShift
from constraints.rules.qualified import Qualified
from constraints.rules.shift_count import ShiftCount
from constraints.rules.shortest_runs import ShortestRuns
from constraints.rules.successions import Successions
from constraints.rules.weekends_worked import WeekendsWorked
from constraints.rules.wishes import Wishes
from scheduler.domain.people import Leave as Absence
from scheduler.domain.people import Person, Wish
from scheduler.domain.roster import Roster
from scheduler.domain.shift import ShiftTemplate, shift_id
from scheduler.domain.team import Period, Site, Team
from scheduler.intervals import days_interval, each_day, next_day
from scheduler.problem import Problem

MONDAY = date(2027, 1, 4)
SITE = Site("site", "UTC")

Line = Sequence[str | None]
Key = TypeVar("Key", bound=Hashable)
Thing = TypeVar("Thing")


def problem_of(instance: Instance) -> Problem:
    """The same problem as a team: people have a skill for each kind of shift that they may work."""
    last = day(instance.days - 1)
    window = days_interval(MONDAY, last, SITE.zone)
    team = Team(
        id="instance",
        period=Period(MONDAY, last, window.start, window.end),
        sites=(SITE,),
        people=tuple(_person(employee) for employee in instance.staff),
        templates=tuple(_template(kind) for kind in instance.kinds),
        leave=tuple(Absence(e.id, day(n), day(n), "day off") for e in instance.staff for n in sorted(e.days_off)),
        wishes=tuple(Wish(r.employee, day(r.day), r.kind, r.cost, avoid=not r.wanted) for r in instance.requests),
    )
    return Problem(team, tuple(_rules(instance)))


def day(number: int) -> date:
    """The date of day `number` of an instance."""
    return next_day(MONDAY, number)


def roster_of(lines: Mapping[str, Line]) -> Roster:
    """The roster in which everybody works the kinds of shift of their line, day by day."""
    return Roster.of(
        (person, shift_id(kind, day(number)))
        for person, line in lines.items()
        for number, kind in enumerate(line)
        if kind
    )


def lines_of(problem: Problem, roster: Roster) -> dict[str, Line]:
    """The line of each person: the kind of shift of each day, None for a day off."""
    days = list(each_day(problem.first_day, problem.last_day))
    worked = {(p.id, s.day): s.template for p in problem.people for s in problem.worked(p, roster)}
    return {p.id: [worked.get((p.id, day)) for day in days] for p in problem.people}


def _person(employee: Employee) -> Person:
    may = frozenset(kind for kind, most in employee.most_of.items() if most > 0)
    return Person(employee.id, SITE.id, skills=may)


def _template(kind: Kind) -> ShiftTemplate:
    days, minutes = divmod(kind.minutes, 24 * 60)
    end = time(minutes // 60, minutes % 60)
    return ShiftTemplate(kind.id, SITE.id, time(), end, span_days=days, skill=kind.id)


def _rules(instance: Instance) -> Iterator[Rule]:
    yield from (OneShiftADay(), Qualified(), Leave())
    staff = instance.staff
    for run, people in _grouped(staff, lambda e: e.longest_run):
        yield ConsecutiveDays(most=run, people=people)
    yield from _successions(instance.kinds)
    for kind in instance.kinds:
        for most, people in _grouped(staff, lambda e, id=kind.id: e.most_of.get(id, instance.days)):  # type: ignore[misc]
            if 0 < most < instance.days:
                yield ShiftCount(shifts=frozenset({kind.id}), most=most, people=people)
    for (least, most), people in _grouped(staff, lambda e: (e.least_minutes, e.most_minutes)):
        yield HoursInPeriod(least=least / 60, most=most / 60, people=people)
    for most, people in _grouped(staff, lambda e: e.most_weekends):
        yield WeekendsWorked(most=most, people=people)
    for (work, off), people in _grouped(staff, lambda e: (e.shortest_run, e.shortest_rest)):
        yield ShortestRuns(weight="hard", work=work, off=off, people=people)
    yield Wishes(weight=1)
    yield from _covers(instance.covers)


def _successions(kinds: Iterable[Kind]) -> Iterator[Successions]:
    """One rule for each set of kinds that somebody's next day excludes, with all kinds that exclude it."""
    kinds = tuple(kinds)
    for then in sorted({kind.never_before for kind in kinds} - {frozenset()}, key=sorted):
        first = frozenset(kind.id for kind in kinds if then <= kind.never_before)
        yield Successions(first=first, then=then)


def _covers(covers: Iterable[Cover]) -> Iterator[PeopleOnShift]:
    for (kind, people, under, over), lines in _groups(
        covers, lambda c: (c.kind, c.people, c.cost_under, c.cost_over)
    ).items():
        shifts, on = frozenset({kind}), frozenset(day(line.day) for line in lines)
        if under and people:
            yield PeopleOnShift(shifts=shifts, on=on, least=people, weight=under)
        if over:
            yield PeopleOnShift(shifts=shifts, on=on, most=people, weight=over)


def _grouped(staff: tuple[Employee, ...], key: Callable[[Employee], Key]) -> Iterator[tuple[Key, frozenset[str]]]:
    """Those with the same limit together; no names where all have it."""
    groups = _groups(staff, key)
    for limit, people in groups.items():
        yield limit, frozenset(e.id for e in people) if len(groups) > 1 else frozenset()


def _groups(things: Iterable[Thing], key: Callable[[Thing], Key]) -> dict[Key, list[Thing]]:
    found: dict[Key, list[Thing]] = defaultdict(list)
    for thing in things:
        found[key(thing)].append(thing)
    return dict(found)
