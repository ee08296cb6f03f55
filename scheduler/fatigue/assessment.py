"""What the two models say of a roster: per shift, per person, and who has it worst.

Only work counts. Standby is neither a shift of the index nor does it keep anybody awake: what a call-out does is known
afterwards, and not here. The fortnight before the first day counts for what it does to the shifts after it: it is in
runs, in rest, in the sums over a fortnight, and in the sleep before the first shift.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import time
from statistics import fmean

from scheduler.domain.people import Person
from scheduler.domain.roster import Roster
from scheduler.domain.shift import Shift
from scheduler.fatigue.risk import ShiftRisk, Window, risks, worst_window
from scheduler.fatigue.sleep import HABITS, Habits, predicted_sleep
from scheduler.fatigue.three_process import SLEEPY, Course, minute_of
from scheduler.intervals import Interval, at, next_day
from scheduler.problem import Problem

WARM_UP_DAYS = 3  # of habitual sleep, before the first shift that is known
DAYS_AFTER = 3  # until when sleep is predicted: after the last night, too
RISE = time(7)
SAMPLE_MINUTES = 5


@dataclass(frozen=True, slots=True)
class Sleepiness:
    """KSS through one shift, sampled every 5 minutes, its end left out.

    `mean`, `most` and `share_sleepy` (of the time at 7 or more) are of the shift; `end` is at its end; `home` the most
    on the way home.
    """

    mean: float
    most: float
    end: float
    home: float
    share_sleepy: float


@dataclass(frozen=True, slots=True)
class ShiftFatigue:
    """Both models on one shift."""

    shift: Shift
    risk: ShiftRisk
    sleepiness: Sleepiness


@dataclass(frozen=True, slots=True)
class PersonFatigue:
    """The shifts of the period in order of start; `worst` is the fortnight reaching into it that has most.

    `sleeps` are the predicted ones, from three days before the first known shift on; `course` is what they come to.
    """

    person: Person
    shifts: tuple[ShiftFatigue, ...]
    worst: Window | None
    sleeps: tuple[Interval, ...]
    course: Course

    @property
    def hours(self) -> float:
        return sum(shift.risk.load.hours for shift in self.shifts)

    @property
    def excess_risk_hours(self) -> float:
        return sum(shift.risk.excess_risk_hours for shift in self.shifts)

    @property
    def mean_relative_risk(self) -> float:
        """Weighted by hours; 1 without shifts."""
        return 1 + self.excess_risk_hours / self.hours if self.shifts else 1.0


def team_fatigue(problem: Problem, roster: Roster) -> list[PersonFatigue]:
    """Everybody, the worst first: by the worst fortnight, then by excess risk hours, then by id."""
    found = [person_fatigue(problem, roster, person) for person in problem.people]
    return sorted(found, key=lambda f: (-_points(f.worst), -f.excess_risk_hours, f.person.id))


def person_fatigue(problem: Problem, roster: Roster, person: Person, habits: Habits = HABITS) -> PersonFatigue:
    """The shifts, sleeps and sleepiness of `person` in `roster`, by the clock of the person's site."""
    zone = problem.site(person.site).zone
    worked = problem.worked(person, roster)
    intervals = [shift.interval for shift in worked]
    index = risks(intervals, zone)
    first = min([problem.first_day, *(shift.day for shift in worked)])
    woke = at(next_day(first, -WARM_UP_DAYS), RISE, zone)
    sleeps = predicted_sleep(intervals, zone, woke, at(next_day(problem.last_day, DAYS_AFTER), RISE, zone), habits)
    course = Course(zone, woke, sleeps)
    return PersonFatigue(
        person,
        tuple(
            ShiftFatigue(shift, risk, sleepiness(course, shift.interval, habits.commute))
            for shift, risk in zip(worked, index, strict=True)
            if not problem.is_past(shift)
        ),
        worst_window(
            ((shift.day, risk.log_points) for shift, risk in zip(worked, index, strict=True)), problem.first_day
        ),
        tuple(sleeps),
        course,
    )


def sleepiness(course: Course, shift: Interval, commute: int) -> Sleepiness:
    """KSS through `shift` and for `commute` minutes after it."""
    start, end = minute_of(shift.start), minute_of(shift.end)
    during = _kss(course, start, end)
    home = [course.at_minute(end).kss, *_kss(course, end, end + commute), course.at_minute(end + commute).kss]
    return Sleepiness(
        mean=fmean(during),
        most=max(during),
        end=home[0],
        home=max(home),
        share_sleepy=sum(kss >= SLEEPY for kss in during) / len(during),
    )


def _kss(course: Course, start: int, end: int) -> list[float]:
    return [course.at_minute(minute).kss for minute in range(start, end, SAMPLE_MINUTES)]


def _points(window: Window | None) -> int:
    return window.log_points if window else 0
