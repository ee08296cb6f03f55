"""What a shift weighs in points: nights, weekends, holidays and standby on one scale."""

from __future__ import annotations

from datetime import date, time

from scheduler.domain.burden import Points
from scheduler.domain.people import Person
from scheduler.domain.shift import Shift, holds_evening, holds_night
from scheduler.intervals import MINUTES_A_DAY, SATURDAY, clock_minutes, next_day
from scheduler.problem import Problem

WHOLE = 100  # hundredths make a point


def points_of(problem: Problem, person: Person, shift: Shift) -> int:
    """What `shift` weighs for `person`, in hundredths of a point; 0 where the team weighs nothing.

    Of standby, each day from its start on weighs for itself, in whole hundredths for the shift, halves up.
    """
    weights = problem.team.points
    if weights is None:
        return 0
    start, lengths = problem.template(shift.template).start, _days(problem, shift)
    if shift.on_duty:  # whether work is of the night is for the document to say
        return _of_hours(weights, start, lengths[0], night=shift.night) + _of_day(weights, problem, person, shift.day)
    awake = sum(
        _of_hours(weights, start, minutes, night=holds_night(start, minutes))
        + _of_day(weights, problem, person, next_day(shift.day, n))
        for n, minutes in enumerate(lengths)
    )
    return (awake * weights.standby + WHOLE // 2) // WHOLE


def _of_hours(weights: Points, start: time, minutes: int, *, night: bool) -> int:
    if night:
        return weights.night
    return weights.evening if holds_evening(start, minutes) else 0


def _of_day(weights: Points, problem: Problem, person: Person, day: date) -> int:
    public = weights.holiday if day in problem.public_holidays(person) else 0
    own = weights.observance if day in person.observances else 0
    return (weights.weekend if day.weekday() >= SATURDAY else 0) + max(public, own)


def _days(problem: Problem, shift: Shift) -> list[int]:
    """How long each day of the shift is, from its start on, in minutes of the clock's face."""
    template = problem.template(shift.template)
    whole = clock_minutes(template.start, template.end, template.span_days)
    return [min(MINUTES_A_DAY, whole - before) for before in range(0, whole, MINUTES_A_DAY)]
