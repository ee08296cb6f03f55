"""Edits by hand: what each makes of a roster, and what it refuses."""

from __future__ import annotations

import pytest

from constraints.examples import instant
from scheduler.domain.roster import Assignment, Roster
from scheduler.edits import added, exchanged, moved, pinned, removed, swapped, unpinned
from scheduler.errors import AlreadyAssigned, EditRefused, NotAssigned, PartOfShift, WatchbillError
from scheduler.intervals import Interval
from scheduler.oncall.values import Move, Swap

ROSTER = Roster.of([("ana", "d1"), ("ben", "d2"), ("cai", "d3")])


def a(person: str, shift: str) -> Assignment:
    return Assignment(person, shift)


def pairs(roster: Roster) -> set[tuple[str, str]]:
    return {(assignment.person, assignment.shift) for assignment in roster}


def test_one_more_and_one_less() -> None:
    assert pairs(added(ROSTER, a("ana", "d2"))) == pairs(ROSTER) | {("ana", "d2")}
    assert pairs(removed(ROSTER, a("ana", "d1"))) == {("ben", "d2"), ("cai", "d3")}


def test_what_is_there_is_not_added_and_what_is_not_is_not_removed() -> None:
    with pytest.raises(AlreadyAssigned, match=r"^ana has d1 already$"):
        added(ROSTER, a("ana", "d1"))
    with pytest.raises(NotAssigned, match=r"^ana does not have d2$"):
        removed(ROSTER, a("ana", "d2"))


def test_moved_to_another_person_or_to_another_shift() -> None:
    assert pairs(moved(ROSTER, (a("ana", "d1"), a("dan", "d1")))) == {("dan", "d1"), ("ben", "d2"), ("cai", "d3")}
    assert pairs(moved(ROSTER, (a("ana", "d1"), a("ana", "d2")))) == {("ana", "d2"), ("ben", "d2"), ("cai", "d3")}


def test_moves_are_made_all_at_once() -> None:
    circle = moved(ROSTER, (a("ana", "d1"), a("ben", "d1")), (a("ben", "d2"), a("ana", "d2")))
    assert pairs(circle) == {("ben", "d1"), ("ana", "d2"), ("cai", "d3")}


def test_a_move_names_what_is_there_and_makes_what_is_not() -> None:
    with pytest.raises(NotAssigned, match=r"^ana does not have d2; cai does not have d1$"):
        moved(ROSTER, (a("cai", "d1"), a("dan", "d1")), (a("ana", "d2"), a("dan", "d2")))
    with pytest.raises(AlreadyAssigned, match=r"^ben has d2 already$"):
        moved(ROSTER, (a("ana", "d1"), a("ben", "d2")))
    with pytest.raises(AlreadyAssigned, match=r"^dan has d4 already$"):
        moved(ROSTER, (a("ana", "d1"), a("dan", "d4")), (a("ben", "d2"), a("dan", "d4")))


def test_two_exchange() -> None:
    assert pairs(exchanged(ROSTER, a("ana", "d1"), a("ben", "d2"))) == {("ben", "d1"), ("ana", "d2"), ("cai", "d3")}
    with pytest.raises(NotAssigned, match=r"^ben does not have d3$"):
        exchanged(ROSTER, a("ana", "d1"), a("ben", "d3"))
    both = added(ROSTER, a("ana", "d2"))
    with pytest.raises(AlreadyAssigned, match=r"^ana has d2 already$"):
        exchanged(both, a("ana", "d1"), a("ben", "d2"))


def test_three_swap_in_a_circle() -> None:
    swap = Swap((Move(a("ana", "d1"), "ben"), Move(a("ben", "d2"), "cai"), Move(a("cai", "d3"), "ana")))
    assert pairs(swapped(ROSTER, swap)) == {("ben", "d1"), ("cai", "d2"), ("ana", "d3")}


def test_a_part_of_a_shift_is_no_assignment() -> None:
    part = Move(a("ana", "d1"), "ben", Interval(instant(0), instant(0, 1)))
    with pytest.raises(PartOfShift, match=r"^ben would get a part of d1 only: make it an override$"):
        swapped(ROSTER, Swap((part,)))


def test_pins_name_assignments_that_are_there() -> None:
    pins = pinned(ROSTER, frozenset(), a("ana", "d1"))
    assert pins == {a("ana", "d1")}
    assert pinned(ROSTER, pins, a("ana", "d1")) == pins
    assert unpinned(pins, a("ana", "d1")) == frozenset()
    with pytest.raises(NotAssigned, match=r"^ana does not have d2$"):
        pinned(ROSTER, pins, a("ana", "d2"))
    with pytest.raises(NotAssigned, match=r"^ben is not pinned to d2$"):
        unpinned(pins, a("ben", "d2"))


def test_a_refusal_is_one_kind_of_error_and_changes_nothing() -> None:
    assert all(issubclass(kind, EditRefused) for kind in (NotAssigned, AlreadyAssigned, PartOfShift))
    assert issubclass(EditRefused, WatchbillError)
    assert pairs(ROSTER) == {("ana", "d1"), ("ben", "d2"), ("cai", "d3")}
