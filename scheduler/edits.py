"""Edits of a roster by hand: each makes a new roster, or refuses with a reason. What an edit breaks, `effect` says."""

from __future__ import annotations

from scheduler.domain.roster import Assignment, Roster
from scheduler.errors import AlreadyAssigned, NotAssigned, PartOfShift
from scheduler.oncall.values import Swap

Pins = frozenset[Assignment]


def added(roster: Roster, assignment: Assignment) -> Roster:
    """With one assignment more. Raises AlreadyAssigned."""
    return _replaced(roster, frozenset(), [assignment])


def removed(roster: Roster, assignment: Assignment) -> Roster:
    """With one assignment less. Raises NotAssigned."""
    return _replaced(roster, frozenset([assignment]), [])


def moved(roster: Roster, *moves: tuple[Assignment, Assignment]) -> Roster:
    """Each move's first assignment becomes its second: another person, another shift, or both. All at once.

    Raises NotAssigned when one of the first is not there, AlreadyAssigned when one of the second stays there anyway.
    """
    return _replaced(roster, frozenset(old for old, _ in moves), [new for _, new in moves])


def exchanged(roster: Roster, one: Assignment, other: Assignment) -> Roster:
    """Two people take each other's shift. Raises NotAssigned, and AlreadyAssigned when one of them has both."""
    return swapped(roster, Swap.exchange(one, other))


def swapped(roster: Roster, swap: Swap) -> Roster:
    """The roster after a swap, of two people or more.

    Raises NotAssigned, AlreadyAssigned, and PartOfShift for a swap that hands over a part of a shift.
    """
    for move in swap.moves:
        if move.part is not None:
            raise PartOfShift(f"{move.to} would get a part of {move.assignment.shift} only: make it an override")
    return moved(roster, *((move.assignment, Assignment(move.to, move.assignment.shift)) for move in swap.moves))


def pinned(roster: Roster, pins: Pins, assignment: Assignment) -> Pins:
    """The pins with one more. Raises NotAssigned when the roster does not have it."""
    if assignment not in roster.assignments:
        raise NotAssigned(_missing(assignment))
    return pins | {assignment}


def unpinned(pins: Pins, assignment: Assignment) -> Pins:
    """The pins with one less. Raises NotAssigned when it is not pinned."""
    if assignment not in pins:
        raise NotAssigned(f"{assignment.person} is not pinned to {assignment.shift}")
    return pins - {assignment}


def _replaced(roster: Roster, old: frozenset[Assignment], new: list[Assignment]) -> Roster:
    missing = sorted(old - roster.assignments)
    if missing:
        raise NotAssigned("; ".join(map(_missing, missing)))
    kept = roster.assignments - old
    doubled = sorted({assignment for assignment in new if assignment in kept or new.count(assignment) > 1})
    if doubled:
        raise AlreadyAssigned("; ".join(f"{a.person} has {a.shift} already" for a in doubled))
    return Roster(kept.union(new))


def _missing(assignment: Assignment) -> str:
    return f"{assignment.person} does not have {assignment.shift}"
