"""What people on shifts are owed for a public holiday on which they are off anyway: per person, from the roster.

A calendar that moves a holiday from Sunday to Monday is right for who works from Monday to Friday, and wrong for who
has Tuesday off. So holidays stay on the day that the law names, and this derives the rest.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from scheduler.domain.holidays import COMPANY, Holiday
from scheduler.domain.people import Person
from scheduler.domain.roster import Roster
from scheduler.domain.team import Site
from scheduler.intervals import SATURDAY, each_day, monday_of, next_day
from scheduler.problem import Problem


@dataclass(frozen=True, slots=True)
class InLieu:
    """What `person` is owed for a holiday; `observed` is the day on which it is kept instead, where the law names one
    and the roster knows it. `because` says why, and by which law.
    """

    person: str
    holiday: str
    day: date
    observed: date | None
    because: str


@dataclass(frozen=True, slots=True)
class Days:
    """The days of one person: those on which a shift begins, and those on leave."""

    worked: frozenset[date]
    away: frozenset[date]
    last: date

    def is_rest_day(self, day: date) -> bool:
        """The last day off of the week from Monday to Sunday: Sunday, where it is off, as the law has it if nobody said
        otherwise (Employment Act 1968, Singapore, section 36).
        """
        monday = monday_of(day)
        off = [d for d in each_day(monday, min(next_day(monday, 6), self.last)) if d not in self.worked]
        return bool(off) and off[-1] == day

    def next_worked(self, day: date, but: frozenset[date]) -> date | None:
        """The next day after `day` on which a shift begins, other than on one of `but`; None: none is planned."""
        return next((d for d in each_day(next_day(day), self.last) if d in self.worked and d not in but), None)


Owed = Callable[[Days, Holiday, frozenset[date]], tuple[date | None, str] | None]


def in_lieu(problem: Problem, roster: Roster) -> tuple[InLieu, ...]:
    """For everybody and each public holiday of the period on which the person neither works nor is on leave; by person,
    then day. Nothing where the law of the site's calendar says nothing; work on a holiday is a matter of pay.
    """
    return tuple(owed for person in problem.people for owed in _of_person(problem, roster, person))


def _of_person(problem: Problem, roster: Roster, person: Person) -> Iterator[InLieu]:
    site = problem.site(person.site)
    law = LAWS.get((site.holiday_calendar or "").partition("-")[0])
    if law is None:
        return
    days = _days_of(problem, roster, person)
    taken = frozenset(holiday.day for holiday in site.holidays)
    told: set[str] = set()  # a disputed holiday has several days, and is owed once
    for holiday in _holidays(problem, site, person):
        free = holiday.day not in days.worked | days.away
        owed = law(days, holiday, taken) if free or law in SAME_FOR_ALL else None
        if owed is not None:
            observed, because = owed
            taken |= frozenset({observed} if observed else ())
            if free and holiday.id not in told:
                told |= {holiday.id} if holiday.id else set()
                yield InLieu(person.id, holiday.name, holiday.day, observed, because)


def _holidays(problem: Problem, site: Site, person: Person) -> Sequence[Holiday]:
    """The public holidays of the period while the person is employed, in order."""
    inside = (h for h in site.holidays if problem.first_day <= h.day <= problem.last_day and h.status != COMPANY)
    return sorted((h for h in inside if person.employed_on(h.day)), key=lambda h: h.day)


def _days_of(problem: Problem, roster: Roster, person: Person) -> Days:
    worked = frozenset(shift.day for shift in problem.worked(person, roster))
    spans = (each_day(leave.first_day, leave.last_day) for leave, _ in problem.away(person))
    return Days(worked, frozenset(day for span in spans for day in span), problem.last_day)


def _singapore(days: Days, holiday: Holiday, taken: frozenset[date]) -> tuple[date | None, str]:
    """Employment Act 1968, section 88(1)(b) and (c)."""
    if not days.is_rest_day(holiday.day):
        return None, "it falls on a day off that is not the rest day: a day's pay or another day off (EA s.88(1)(c))"
    observed = days.next_worked(holiday.day, taken)
    when = f", {observed}," if observed else ""
    return observed, f"it falls on the rest day: the next working day{when} is the paid holiday (EA s.88(1)(b))"


def _ireland(days: Days, holiday: Holiday, taken: frozenset[date]) -> tuple[date | None, str]:
    """Organisation of Working Time Act 1997, section 21: the employer chooses."""
    return None, (
        "a paid day off on the day or within a month, a day of annual leave, or a day's pay (OWTA 1997 s.21); "
        "who works part time, after 40 hours in the 5 weeks before"
    )


def _united_kingdom(days: Days, holiday: Holiday, taken: frozenset[date]) -> tuple[date | None, str] | None:
    """The weekday that substitutes for a bank holiday at a weekend; whether it is owed is for the contract to say."""
    if holiday.day.weekday() < SATURDAY:
        return None
    weekdays = (d for d in each_day(next_day(holiday.day), next_day(holiday.day, 14)) if d.weekday() < SATURDAY)
    observed = next(d for d in weekdays if d not in taken)
    return observed, f"it falls at a weekend: {observed} is its substitute day, as far as the contract gives it"


LAWS: dict[str, Owed] = {"SG": _singapore, "IE": _ireland, "GB": _united_kingdom}
SAME_FOR_ALL = {_united_kingdom}  # whose days in lieu are the same for who works on the holiday
