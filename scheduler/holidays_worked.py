"""Who works which holiday, and who worked it in earlier years: remembered by the name that it has in every year."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from scheduler.domain.people import HolidayWorked, Person
from scheduler.domain.roster import Roster
from scheduler.intervals import next_day
from scheduler.problem import Problem

REMEMBERED = 6  # years: a practice note asks for three at least; the rule on turns looks six years back


@dataclass(frozen=True, slots=True)
class WorkedHoliday:
    """The `days` of a holiday of `year` on which `person` has an on-duty shift.

    `before` are the earlier years in which the person worked it, as far as the ledger knows, the latest first.
    """

    person: str
    holiday: str
    name: str
    year: int
    days: tuple[date, ...]
    before: tuple[int, ...]


def worked_holidays(problem: Problem, roster: Roster) -> tuple[WorkedHoliday, ...]:
    """Of everybody, each holiday of the site that has an id and lies in the period; by person, then day."""
    return tuple(worked for person in problem.people for worked in _of_person(problem, roster, person))


def next_holidays_worked(problem: Problem, roster: Roster) -> tuple[HolidayWorked, ...]:
    """What the next quarter is to remember of everybody who stays; by person, holiday and year.

    That is what was remembered, for some years, and what the roster adds.
    """
    after = next_day(problem.last_day)
    staying = {person.id for person in problem.people if person.employed_on(after)}
    known = [w for w in problem.team.holidays_worked if problem.last_day.year - w.year <= REMEMBERED]
    found = [HolidayWorked(w.person, w.holiday, w.year) for w in worked_holidays(problem, roster)]
    kept = {w for w in (*known, *found) if w.person in staying}
    order = {person.id: n for n, person in enumerate(problem.people)}
    return tuple(sorted(kept, key=lambda w: (order[w.person], w.holiday, w.year)))


def _of_person(problem: Problem, roster: Roster, person: Person) -> Iterator[WorkedHoliday]:
    worked = {shift.day for shift in problem.worked(person, roster) if not problem.is_past(shift)}
    days: dict[tuple[str, int], list[date]] = {}
    names: dict[tuple[str, int], str] = {}
    for holiday in sorted(problem.site(person.site).holidays, key=lambda h: h.day):
        if holiday.id and holiday.day in worked:
            key = (holiday.every_year, holiday.day.year)
            names.setdefault(key, holiday.name)
            days.setdefault(key, []).append(holiday.day)
    for (holiday_id, year), on in days.items():
        before = _before(problem, person, holiday_id, year)
        yield WorkedHoliday(person.id, holiday_id, names[holiday_id, year], year, tuple(dict.fromkeys(on)), before)


def _before(problem: Problem, person: Person, holiday: str, year: int) -> tuple[int, ...]:
    mine = (w for w in problem.team.holidays_worked if (w.person, w.holiday) == (person.id, holiday))
    return tuple(sorted({w.year for w in mine if w.year < year}, reverse=True))
