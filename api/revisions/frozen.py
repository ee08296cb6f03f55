"""The frozen past: a shift that has begun stays what is published of it, whatever a new plan says."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from api.revisions.published import Published, Record
from api.schedule.content import shifts_of
from scheduler.domain.roster import Roster
from scheduler.intervals import utc_text
from scheduler.problem import Problem


@dataclass(frozen=True)
class Merged:
    """A roster with the past in it: `records` has its shifts as a revision keeps them, `begun` the ids of the past.

    `kept` says where the past differs from the plan, in order of start: rows of shift, start, kept and planned people.
    """

    roster: Roster
    records: dict[str, Record]
    begun: frozenset[str]
    kept: tuple[dict[str, Any], ...]


def merged(problem: Problem, planned: Roster, published: Published, now: datetime) -> Merged:
    """`planned` for what is to come, `published` for what has begun by `now` of the days that the problem plans.

    A shift whose times the plan changes has begun when it has begun by either. One that has begun and that nobody has
    by what is published stays nobody's.
    """
    begun = frozenset(_begun(problem, published, now))
    past = Roster(frozenset(a for a in published.roster if a.shift in begun))
    coming = frozenset(a for a in planned if a.shift not in begun)
    records = shifts_of(problem, coming) | {id: published.records[id] for id in past.by_shift}
    kept = [_row(problem, planned, past, records, id) for id in begun if _differs(planned, past, id)]
    kept.sort(key=lambda row: (row["start"], row["shift"]))
    return Merged(Roster(past.assignments | coming), records, begun, tuple(kept))


def known_to(problem: Problem, roster: Roster) -> Roster:
    """The assignments that the problem can speak of: the past may have people and shifts that are no more."""
    people, shifts = {person.id for person in problem.people}, {shift.id for shift in problem.shifts}
    return Roster(frozenset(a for a in roster if a.person in people and a.shift in shifts))


def _begun(problem: Problem, published: Published, now: datetime) -> Iterator[str]:
    yield from (shift.id for shift in problem.shifts if shift.start <= now)
    for shift in map(published.shift, published.records):
        if problem.first_day <= shift.day <= problem.last_day and shift.start <= now:
            yield shift.id


def _differs(planned: Roster, past: Roster, id: str) -> bool:
    return planned.by_shift.get(id) != past.by_shift.get(id)


def _row(problem: Problem, planned: Roster, past: Roster, records: dict[str, Record], id: str) -> dict[str, Any]:
    start = records[id]["start"] if id in records else utc_text(problem.shift(id).start)
    return {"shift": id, "start": start, "kept": past.by_shift.get(id, []), "planned": planned.by_shift.get(id, [])}
