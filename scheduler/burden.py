"""What is shared out: how much of each burden a shift is, what was carried over, and whose fair share is how large."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from scheduler.domain.people import Person
from scheduler.domain.shift import Duty, Shift
from scheduler.intervals import SATURDAY, each_day
from scheduler.problem import Problem

HOURS_UNIT = 480


class Burden(StrEnum):
    """What is shared out fairly among the people of a site. Each is counted by the day on which a shift starts."""

    HOURS = "hours"
    NIGHTS = "nights"
    WEEKENDS = "weekends"
    HOLIDAYS = "holidays"
    STANDBY = "standby"

    @property
    def unit(self) -> int:
        """Hours are counted in minutes and compared by the shift of eight hours; all else is counted in shifts."""
        return HOURS_UNIT if self is Burden.HOURS else 1

    @property
    def duty(self) -> Duty:
        return Duty.STANDBY if self is Burden.STANDBY else Duty.ON_DUTY


def burden_of(problem: Problem, person: Person, shift: Shift, burden: Burden) -> int:
    """How much of `burden` the shift is for `person`: paid minutes for hours, else 1 or 0."""
    if shift.duty is not burden.duty:
        return 0
    match burden:
        case Burden.HOURS:
            return shift.paid_minutes
        case Burden.NIGHTS:
            return int(shift.night)
        case Burden.WEEKENDS:
            return int(is_weekend(shift.day))
        case Burden.HOLIDAYS:
            return int(shift.day in problem.holidays(person))
        case Burden.STANDBY:
            return 1


def is_weekend(day: date) -> bool:
    return day.weekday() >= SATURDAY


def sharers(problem: Problem, site: str, burden: Burden) -> list[Person]:
    """Who shares a burden at a site: all who can carry it, without those who shadow."""
    people = [p for p in problem.people if p.site == site and problem.counts(p)]
    return [p for p in people if any(_can_carry(problem, p, s, burden) for s in problem.shifts_of(p, burden.duty))]


def _can_carry(problem: Problem, person: Person, shift: Shift, burden: Burden) -> bool:
    skilled = shift.skill is None or shift.skill in person.skills
    return skilled and person.employed_on(shift.day) and burden_of(problem, person, shift, burden) > 0


def share(problem: Problem, person: Person) -> int:
    """The fair share in hundredths of a full-time person's: full-time equivalent times share of the days employed."""
    return max(1, round(100 * person.fte * problem.employed_share(person)))


def carried(problem: Problem, person: Person, burden: Burden) -> int:
    """What `person` did more than a fair share last quarter (less, when negative), in minutes or shifts.

    Newcomers, who have no ledger, start at no debt. For hours, leave in this quarter counts as worked, so that absence
    makes neither debt nor credit.
    """
    entry = _ledger_amount(problem, person, burden)
    before = 0 if entry is None else round(entry - person.fte * _fair_before(problem, person.site, burden))
    return before + (leave_minutes(problem, person) if burden is Burden.HOURS else 0)


def _fair_before(problem: Problem, site: str, burden: Burden) -> int:
    """What a full-time person of the site should have done last quarter."""
    people = [p for p in problem.people if p.site == site and problem.counts(p) and problem.ledger(p)]
    if burden is Burden.STANDBY:
        able = set(sharers(problem, site, burden))
        people = [p for p in people if p in able]
    total = sum(_ledger_amount(problem, p, burden) or 0 for p in people)
    return round(total / sum(p.fte for p in people)) if people else 0


def _ledger_amount(problem: Problem, person: Person, burden: Burden) -> float | None:
    entry = problem.ledger(person)
    if entry is None:
        return None
    match burden:
        case Burden.HOURS:
            return 60 * entry.hours
        case Burden.NIGHTS:
            return entry.night_shifts
        case Burden.WEEKENDS:
            return entry.weekend_shifts
        case Burden.HOLIDAYS:
            return entry.holiday_shifts
        case Burden.STANDBY:
            return entry.standby_weeks


def leave_days(problem: Problem, person: Person) -> set[date]:
    """The days of the horizon on which `person` is employed and on leave."""
    days = set()
    for leave, _ in problem.away(person):
        first, last = max(leave.first_day, problem.first_day), min(leave.last_day, problem.last_day)
        days |= {d for d in each_day(first, last) if person.employed_on(d)}
    return days


def leave_minutes(problem: Problem, person: Person) -> int:
    """The contract time that leave in the horizon stands for: a seventh of a week's for each day."""
    return len(leave_days(problem, person)) * person.contract_minutes // 7


def target_minutes(problem: Problem, person: Person) -> int:
    """The contract time of the horizon, for the days employed and not on leave."""
    days = sum(person.employed_on(day) for day in each_day(problem.first_day, problem.last_day))
    return (days - len(leave_days(problem, person))) * person.contract_minutes // 7
