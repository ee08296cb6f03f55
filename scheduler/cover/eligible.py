"""Who could work a shift at all, whatever the rules: the facts that stand against it, as sentences."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime

from scheduler.domain.people import Person
from scheduler.domain.shift import Shift
from scheduler.intervals import utc_text
from scheduler.problem import Problem


def objections(problem: Problem, person: Person, shift: Shift, asked: datetime) -> tuple[str, ...]:
    """What stands against `person` on `shift`, seen from the instant `asked`; empty when nothing does.

    The reason for a leave is nobody's business here.
    """
    return tuple(_objections(problem, person, shift, asked))


def _objections(problem: Problem, person: Person, shift: Shift, asked: datetime) -> Iterator[str]:
    id = person.id
    if shift.start <= asked:
        yield f"{shift.id} began at {utc_text(shift.start)}"
    if person.site != shift.site:
        yield f"{id} is of site {person.site}, not {shift.site}"
    if shift.skill is not None and shift.skill not in person.skills:
        yield f"{id} lacks the skill {shift.skill}"
    if person.shadows is not None:
        yield f"{id} shadows {person.shadows} and does not count towards coverage"
    if person.first_day is not None and shift.day < person.first_day:
        yield f"{id} starts work on {person.first_day} only"
    if person.last_day is not None and shift.day > person.last_day:
        yield f"{id} left on {person.last_day}"
    for leave, away in problem.away(person):
        if away.overlaps(shift.interval):
            yield f"{id} is on leave, {leave.first_day} to {leave.last_day}"


def clashes(person: Person, shift: Shift, own: Iterable[Shift]) -> tuple[str, ...]:
    """Which of the person's `own` shifts of the same duty run at the same time, as sentences."""
    same = (other for other in own if other.duty is shift.duty and other.interval.overlaps(shift.interval))
    return tuple(f"{person.id} has {other.id} at that time" for other in same)
