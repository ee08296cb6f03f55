"""When too few people could be there at all, whatever the roster."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from scheduler.domain.coverage import CoverageRequirement
from scheduler.domain.people import Person
from scheduler.domain.shift import Shift
from scheduler.presence import Stretch, stretches
from scheduler.problem import Problem


@dataclass(frozen=True, slots=True)
class ThinSpot:
    """``[start, end)`` in which fewer people could be there (`able`) than the requirement asks for at least."""

    requirement: str
    start: datetime
    end: datetime
    minimum: int
    able: int


def thin_spots(problem: Problem) -> tuple[ThinSpot, ...]:
    """Every stretch for which too few people are able: employed, not on leave, with a shift there and the skills."""
    return tuple(spot for requirement in problem.team.coverage for spot in _thin(problem, requirement))


def _thin(problem: Problem, requirement: CoverageRequirement) -> list[ThinSpot]:
    joined: list[ThinSpot] = []
    for stretch in stretches(problem, requirement):
        able = _able(problem, stretch)
        if able >= requirement.minimum:
            continue
        start, end = stretch.interval.start, stretch.interval.end
        if joined and joined[-1].end == start and joined[-1].able == able:
            start = joined.pop().start
        joined.append(ThinSpot(requirement.id, start, end, requirement.minimum, able))
    return joined


def _able(problem: Problem, stretch: Stretch) -> int:
    """How many people have a shift there that they could work."""
    return sum(any(could_work(problem, person, shift) for shift in shifts) for person, shifts in stretch.able)


def could_work(problem: Problem, person: Person, shift: Shift) -> bool:
    """Whether nothing that is known of the person keeps them from the shift; one of the past was worked."""
    if problem.is_past(shift):
        return True
    skilled = shift.skill is None or shift.skill in person.skills
    away = any(interval.overlaps(shift.interval) for _, interval in problem.away(person))
    return skilled and person.employed_on(shift.day) and not away
