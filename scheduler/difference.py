"""What differs between two rosters: who gained and lost what, which shifts changed hands, and how soon they begin."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from itertools import groupby

from scheduler.domain.roster import Assignment, Roster
from scheduler.intervals import MINUTES_A_DAY, minutes_between, shift_by
from scheduler.oncall.resolve import Shifts


class Kind(StrEnum):
    """What became of an assignment."""

    GAINED = "gained"
    LOST = "lost"
    RETIMED = "retimed"


@dataclass(frozen=True, slots=True)
class AssignmentChange:
    """An assignment gained, lost, or kept while its shift has other times. `start` is the earlier one of those."""

    person: str
    shift: str
    kind: Kind
    start: datetime


@dataclass(frozen=True, slots=True)
class PersonChange:
    """The shifts that a person gained and lost, and those that now have other times, by start."""

    person: str
    gained: tuple[str, ...]
    lost: tuple[str, ...]
    retimed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ShiftChange:
    """A shift that changed hands: who had it and who has it, both sorted; empty for nobody."""

    shift: str
    start: datetime
    had: tuple[str, ...]
    has: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """All changes by start, then shift, then person; the people touched, sorted; the shifts with other holders."""

    changes: tuple[AssignmentChange, ...]
    people: tuple[PersonChange, ...]
    shifts: tuple[ShiftChange, ...]
    gained: int
    lost: int
    retimed: int


@dataclass(frozen=True, slots=True)
class ShortNotice:
    """A change of a shift that begins soon: so many hours after the instant asked for; negative when it has begun."""

    change: AssignmentChange
    hours: float


def difference(before: Roster, after: Roster, had: Shifts, has: Shifts | None = None) -> Difference:
    """From `before` to `after`. `had` knows the shifts of the one, `has` of the other (None: the same knows both).

    Shifts of two revisions are the same when they have the same id, which is of template and day. Raises KeyError for
    one that is not known.
    """
    has = has or had
    lost = [_change(a, Kind.LOST, had) for a in before.assignments - after.assignments]
    gained = [_change(a, Kind.GAINED, has) for a in after.assignments - before.assignments]
    kept = before.assignments & after.assignments
    retimed = [_retimed(a, had, has) for a in kept if had.shift(a.shift).interval != has.shift(a.shift).interval]
    changes = tuple(sorted([*lost, *gained, *retimed], key=lambda c: (c.start, c.shift, c.person)))
    return Difference(changes, _people(changes), _shifts(changes, before, after), len(gained), len(lost), len(retimed))


def short_notice(changes: Iterable[AssignmentChange], now: datetime, days: int) -> tuple[ShortNotice, ...]:
    """Those of `changes` whose shift begins less than `days` times 24 hours after `now`, or has begun already."""
    limit = shift_by(now, minutes=days * MINUTES_A_DAY)
    return tuple(ShortNotice(c, round(minutes_between(now, c.start) / 60, 2)) for c in changes if c.start < limit)


def _change(assignment: Assignment, kind: Kind, shifts: Shifts) -> AssignmentChange:
    return AssignmentChange(assignment.person, assignment.shift, kind, shifts.shift(assignment.shift).start)


def _retimed(assignment: Assignment, had: Shifts, has: Shifts) -> AssignmentChange:
    start = min(shifts.shift(assignment.shift).start for shifts in (had, has))
    return AssignmentChange(assignment.person, assignment.shift, Kind.RETIMED, start)


def _people(changes: Iterable[AssignmentChange]) -> tuple[PersonChange, ...]:
    ordered = sorted(changes, key=lambda c: c.person)
    return tuple(_person(person, list(theirs)) for person, theirs in groupby(ordered, key=lambda c: c.person))


def _person(person: str, theirs: list[AssignmentChange]) -> PersonChange:
    gained, lost, retimed = (tuple(c.shift for c in theirs if c.kind is kind) for kind in Kind)
    return PersonChange(person, gained, lost, retimed)


def _shifts(changes: Iterable[AssignmentChange], before: Roster, after: Roster) -> tuple[ShiftChange, ...]:
    starts: dict[str, datetime] = {}
    for change in changes:
        if change.kind is not Kind.RETIMED:
            starts.setdefault(change.shift, change.start)
    return tuple(
        ShiftChange(id, start, tuple(before.by_shift.get(id, ())), tuple(after.by_shift.get(id, ())))
        for id, start in starts.items()
    )
