"""What is shared out: how much of each burden a shift is, and whose fair share is how large."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from scheduler.domain.people import Person
from scheduler.domain.roster import Roster
from scheduler.domain.shift import Duty, Shift
from scheduler.intervals import SATURDAY, each_day
from scheduler.points import points_of
from scheduler.problem import Problem

HOURS_UNIT = 480
POINTS_UNIT = 100
MINUTES_AN_HOUR = 60


class Burden(StrEnum):
    """What is shared out fairly among the people of a site. Each is counted by the day on which a shift starts.

    `POINTS` weighs all of it, but for hours, on one scale, where the team says how.
    """

    HOURS = "hours"
    NIGHTS = "nights"
    WEEKENDS = "weekends"
    HOLIDAYS = "holidays"
    STANDBY = "standby"
    POINTS = "points"

    @property
    def unit(self) -> int:
        """Hours are counted in minutes and compared by the shift of eight hours; points are counted in hundredths; all
        else is counted in shifts.
        """
        return {Burden.HOURS: HOURS_UNIT, Burden.POINTS: POINTS_UNIT}.get(self, 1)

    @property
    def duties(self) -> tuple[Duty, ...]:
        """In which duties it lies."""
        if self is Burden.POINTS:
            return (Duty.ON_DUTY, Duty.STANDBY)
        return (Duty.STANDBY,) if self is Burden.STANDBY else (Duty.ON_DUTY,)

    def told(self, amount: float) -> float:
        """An amount as people read it: minutes as hours, hundredths as points, to a hundredth."""
        return round(amount if self.scale == 1 else amount / self.scale, 2)

    @property
    def scale(self) -> int:
        """How much of the amount is one of what people read."""
        return {Burden.HOURS: MINUTES_AN_HOUR, Burden.POINTS: POINTS_UNIT}.get(self, 1)


COUNTED = tuple(burden for burden in Burden if burden is not Burden.POINTS)


def burdens(problem: Problem) -> tuple[Burden, ...]:
    """Those that the team shares out: points only where it says what they weigh."""
    return COUNTED if problem.team.points is None else tuple(Burden)


def burden_of(problem: Problem, person: Person, shift: Shift, burden: Burden) -> int:
    """How much of `burden` the shift is for `person`: paid minutes for hours, hundredths for points, else 1 or 0."""
    if shift.duty not in burden.duties:
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
        case Burden.POINTS:
            return points_of(problem, person, shift)


def is_weekend(day: date) -> bool:
    return day.weekday() >= SATURDAY


def sharers(problem: Problem, site: str, burden: Burden) -> list[Person]:
    """Who shares a burden at a site: all who can carry it, without those who shadow."""
    people = [p for p in problem.people if p.site == site and problem.counts(p)]
    return [p for p in people if any(_can_carry(problem, p, s, burden) for s in shifts_with(problem, p, burden))]


def shifts_with(problem: Problem, person: Person, burden: Burden) -> list[Shift]:
    """The shifts of the horizon at `person`'s site in whose duty the burden lies."""
    return [shift for duty in burden.duties for shift in problem.shifts_of(person, duty)]


def done(problem: Problem, person: Person, roster: Roster, burden: Burden) -> int:
    """How much of it `person` has in the roster, without the days before."""
    worked = (s for duty in burden.duties for s in problem.worked(person, roster, duty) if not problem.is_past(s))
    return sum(burden_of(problem, person, shift, burden) for shift in worked)


def _can_carry(problem: Problem, person: Person, shift: Shift, burden: Burden) -> bool:
    skilled = shift.skill is None or shift.skill in person.skills
    return skilled and person.employed_on(shift.day) and burden_of(problem, person, shift, burden) > 0


def share(problem: Problem, person: Person) -> int:
    """The fair share in hundredths of a full-time person's: full-time equivalent times share of the days employed."""
    return max(1, round(100 * person.fte * problem.employed_share(person)))


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
