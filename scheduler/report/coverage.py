"""Coverage as the report says it: was it met, how long was the target reached, and where are the gaps."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from math import floor

from scheduler.domain.coverage import CoverageRequirement
from scheduler.domain.roster import Roster
from scheduler.intervals import Interval
from scheduler.presence import present
from scheduler.problem import Problem

Presence = list[tuple[Interval, int]]


@dataclass(frozen=True, slots=True)
class CoverageGap:
    """``[start, end)`` in which `missing` people lack to the minimum."""

    start: datetime
    end: datetime
    present: int
    missing: int


@dataclass(frozen=True, slots=True)
class CoverageLine:
    """How one requirement was met. The shares are of the time in which it is owed, rounded down: 1.0 means always.

    The target and its share are None where there is no target.
    """

    requirement: str
    minimum: int
    target: int | None
    owed_hours: float
    minimum_met: bool
    share_at_minimum: float
    share_at_target: float | None
    gaps: tuple[CoverageGap, ...]


def coverage_lines(problem: Problem, roster: Roster) -> tuple[CoverageLine, ...]:
    """One for each requirement, in the order of the document."""
    return tuple(_line(problem, roster, requirement) for requirement in problem.team.coverage)


def _line(problem: Problem, roster: Roster, requirement: CoverageRequirement) -> CoverageLine:
    there = [(interval, len(people)) for interval, people in present(problem, roster, requirement)]
    owed = sum(interval.minutes for interval, _ in there)
    gaps = tuple(_gaps(there, requirement.minimum))
    return CoverageLine(
        requirement.id,
        requirement.minimum,
        requirement.target,
        round(owed / 60, 2),
        not gaps,
        _share(there, requirement.minimum, owed),
        None if requirement.target is None else _share(there, requirement.target, owed),
        gaps,
    )


def _share(there: Presence, wanted: int, owed: int) -> float:
    minutes = sum(interval.minutes for interval, people in there if people >= wanted)
    return floor(10_000 * minutes / owed) / 10_000 if owed else 1.0


def _gaps(there: Presence, minimum: int) -> Iterable[CoverageGap]:
    """The intervals below the minimum, as long as possible."""
    joined: list[CoverageGap] = []
    for interval, people in there:
        if people >= minimum:
            continue
        if joined and joined[-1].end == interval.start and joined[-1].present == people:
            interval = Interval(joined.pop().start, interval.end)
        joined.append(CoverageGap(interval.start, interval.end, people, minimum - people))
    return joined
