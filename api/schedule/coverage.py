"""Coverage that is owed and not met by the final schedule: what was published, after swaps and overrides."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from sqlmodel import Session

from api.documents.domain import problem_of
from api.documents.model import TeamDocument
from api.schedule.records import revisions_near
from scheduler.domain.coverage import CoverageRequirement
from scheduler.domain.people import Person
from scheduler.domain.shift import Duty
from scheduler.intervals import Interval, union, without
from scheduler.oncall.layers import clipped
from scheduler.oncall.packed import Packed
from scheduler.oncall.sweep import sweep
from scheduler.oncall.values import Holding
from scheduler.presence import owed
from scheduler.problem import Problem


@dataclass(frozen=True, slots=True)
class Shortfall:
    """In `interval` only `have` people of the `need` that `requirement` asks for are there, for `duty`."""

    requirement: str
    duty: str
    interval: Interval
    have: int
    need: int


def shortfalls(session: Session, team: str, schedule: Packed, window: Interval) -> list[Shortfall]:
    """Where a minimum of a published team document is not met in `window`, in order of start, as long as possible.

    Of each instant the newest revision speaks whose period owes coverage then.
    """
    holdings = schedule.between(window)
    newer: list[Interval] = []
    found: list[Shortfall] = []
    for revision in sorted(revisions_near(session, team, window), key=lambda r: r.number, reverse=True):
        problem = problem_of(TeamDocument.model_validate(revision.document))
        mine = [part for left in without(problem.coverage_window, newer) if (part := left.clipped(window))]
        found += (short for part in mine for short in _short(problem, holdings, part))
        newer = union([*newer, problem.coverage_window])
    return sorted(found, key=lambda s: (s.interval.start, s.requirement))


def _short(problem: Problem, holdings: Sequence[Holding], part: Interval) -> Iterator[Shortfall]:
    people = {person.id: person for person in problem.people}
    for requirement in problem.team.coverage:
        duty = Duty.ON_DUTY if requirement.template is None else problem.template(requirement.template).duty
        there = [h for h in holdings if h.duty == duty and _counts(requirement, h, people.get(h.person))]
        for interval in owed(problem, requirement):
            if wanted := interval.clipped(part):
                yield from _below(requirement, duty, there, wanted)


def _counts(requirement: CoverageRequirement, holding: Holding, person: Person | None) -> bool:
    """Whether who holds it meets the requirement. Somebody added by hand, of no shift, is where the person is at home.

    Who is not in the document, such as a helper from elsewhere, has no skill that is known of.
    """
    if person is not None and person.shadows is not None:
        return False
    if requirement.skill is not None and (person is None or requirement.skill not in person.skills):
        return False
    if requirement.template is not None:
        return holding.shift is None or holding.shift.partition("@")[0] == requirement.template
    return requirement.site in (None, holding.site or (person and person.site))


def _below(
    requirement: CoverageRequirement, duty: str, there: Iterable[Holding], wanted: Interval
) -> Iterator[Shortfall]:
    last: Shortfall | None = None
    for piece, active in sweep(clipped(there, wanted), [wanted.start, wanted.end]):
        have = len({h.person for h in active})
        if last and (have != last.have or last.interval.end != piece.start):
            yield last
            last = None
        if have < requirement.minimum:
            start = last.interval.start if last else piece.start
            last = Shortfall(requirement.id, duty, Interval(start, piece.end), have, requirement.minimum)
    if last:
        yield last
