"""What differs between two rosters, of one revision or of two, and which changes come at short notice."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import time

import pytest
from hypothesis import given, settings

from constraints.examples import ANA, BEN, DAY, example, instant
from scheduler.difference import (
    AssignmentChange,
    Difference,
    Kind,
    PersonChange,
    ShiftChange,
    ShortNotice,
    difference,
    short_notice,
)
from scheduler.domain.roster import Assignment, Roster
from scheduler.domain.shift import Shift
from scheduler.intervals import shift_by
from scheduler.problem import Problem
from scheduler.report import plain
from tests.scheduler.changes import Pair, changes

PROBLEM = Problem(example("", 0, last=13, people=(ANA, BEN), shifts="DE").team)


def roster(**works: str) -> Roster:
    return example("", 0, last=13, people=(ANA, BEN), shifts="DE", works=works).roster


def between(before: Roster, after: Roster) -> Difference:
    return difference(before, after, PROBLEM)


def test_one_takes_over_from_the_other() -> None:
    found = between(roster(ana="DD"), roster(ana="D", ben="-D"))
    tuesday, start = "day@2027-01-05", instant(1, 7)
    assert found == Difference(
        changes=(
            AssignmentChange("ana", tuesday, Kind.LOST, start),
            AssignmentChange("ben", tuesday, Kind.GAINED, start),
        ),
        people=(PersonChange("ana", (), (tuesday,), ()), PersonChange("ben", (tuesday,), (), ())),
        shifts=(ShiftChange(tuesday, start, ("ana",), ("ben",)),),
        gained=1,
        lost=1,
        retimed=0,
    )


def test_one_more_and_one_less() -> None:
    found = between(roster(ana="D"), roster(ana="D", ben="D"))
    assert found.shifts == (ShiftChange("day@2027-01-04", instant(0, 7), ("ana",), ("ana", "ben")),)
    assert (found.gained, found.lost) == (1, 0)
    found = between(roster(ana="D"), roster())
    assert found.shifts == (ShiftChange("day@2027-01-04", instant(0, 7), ("ana",), ()),)
    assert (found.gained, found.lost) == (0, 1)


def test_everything_comes_in_the_order_of_time() -> None:
    found = between(roster(ana="-[DE]--------D"), roster(ben="-[DE]--------D"))
    ids = ["day@2027-01-05", "evening@2027-01-05", "day@2027-01-14"]
    assert [(c.shift, c.person) for c in found.changes] == [(id, person) for id in ids for person in ("ana", "ben")]
    assert [shift.shift for shift in found.shifts] == ids
    assert [person.gained + person.lost for person in found.people] == [tuple(ids), tuple(ids)]


def test_a_shift_with_other_times_in_the_next_revision_is_told_to_those_who_keep_it() -> None:
    later = replace(DAY, start=time(9), end=time(17, 30))
    team = replace(PROBLEM.team, templates=(later, *PROBLEM.team.templates[1:]))
    found = difference(roster(ana="DE", ben="D"), roster(ana="DE"), PROBLEM, Problem(team))
    assert found.changes == (
        AssignmentChange("ana", "day@2027-01-04", Kind.RETIMED, instant(0, 7)),
        AssignmentChange("ben", "day@2027-01-04", Kind.LOST, instant(0, 7)),
    )
    assert found.people[0] == PersonChange("ana", (), (), ("day@2027-01-04",))
    assert [(shift.had, shift.has) for shift in found.shifts] == [(("ana", "ben"), ("ana",))]
    assert found.retimed == 1
    kept = difference(roster(ana="D"), roster(ana="D"), PROBLEM, Problem(team))
    assert (len(kept.changes), kept.shifts) == (1, ())


def test_each_revision_knows_its_own_shifts() -> None:
    @dataclass(frozen=True)
    class Only:
        id: str

        def shift(self, id: str) -> Shift:
            return {self.id: PROBLEM.shift(self.id)}[id]

    first, second = Only("day@2027-01-04"), Only("day@2027-01-05")
    found = difference(roster(ana="D"), roster(ana="-D"), first, second)
    assert [(c.shift, c.kind) for c in found.changes] == [(first.id, Kind.LOST), (second.id, Kind.GAINED)]
    with pytest.raises(KeyError):
        difference(roster(ana="D"), roster(ana="-D"), first)


def test_it_has_a_plain_form() -> None:
    found = plain(between(roster(ana="D"), roster()))
    assert found["changes"] == [
        {"person": "ana", "shift": "day@2027-01-04", "kind": "lost", "start": "2027-01-04T07:00:00Z"}
    ]


# -- notice ------------------------------------------------------------------------------------------------------------


def test_changes_within_so_many_days_come_at_short_notice() -> None:
    found = between(roster(ana="D-----DD"), roster(ben="D-----DD"))
    now = instant(0, 7)
    told = short_notice(found.changes, now, 7)
    assert {(notice.change.shift, notice.hours) for notice in told} == {("day@2027-01-04", 0), ("day@2027-01-10", 144)}
    assert [notice.change for notice in told] == list(found.changes[:4])


def test_the_limit_itself_is_notice_enough() -> None:
    change = AssignmentChange("ana", "day@2027-01-11", Kind.LOST, instant(7, 7))
    assert short_notice([change], instant(0, 7), 7) == ()
    assert short_notice([change], shift_by(instant(0, 7), seconds=60), 7) == (ShortNotice(change, 167.98),)
    assert short_notice([change], instant(0, 7), 0) == ()


def test_what_has_begun_has_no_notice_at_all() -> None:
    change = AssignmentChange("ana", "day@2027-01-04", Kind.GAINED, instant(0, 7))
    assert short_notice([change], instant(0, 9), 0) == (ShortNotice(change, -2),)


# -- any two rosters ---------------------------------------------------------------------------------------------------


@settings(max_examples=50, deadline=None)
@given(changes())
def test_it_leads_from_the_one_to_the_other_and_back(pair: Pair) -> None:
    there = difference(pair.before, pair.after, pair.problem)
    back = difference(pair.after, pair.before, pair.problem)
    assert pair.before.assignments - of(there, Kind.LOST) | of(there, Kind.GAINED) == pair.after.assignments
    assert (of(there, Kind.LOST), of(there, Kind.GAINED)) == (of(back, Kind.GAINED), of(back, Kind.LOST))
    assert (there.gained, there.lost, there.retimed) == (back.lost, back.gained, 0)
    assert [(p.gained, p.lost) for p in there.people] == [(p.lost, p.gained) for p in back.people]
    assert [(s.had, s.has) for s in there.shifts] == [(s.has, s.had) for s in back.shifts]


@settings(max_examples=20, deadline=None)
@given(changes())
def test_a_roster_does_not_differ_from_itself(pair: Pair) -> None:
    assert difference(pair.before, pair.before, pair.problem) == Difference((), (), (), 0, 0, 0)


def of(found: Difference, kind: Kind) -> frozenset[Assignment]:
    return frozenset(Assignment(c.person, c.shift) for c in found.changes if c.kind is kind)
