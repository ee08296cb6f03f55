"""Weeks of primary and secondary: the rules of on-call weeks together, as a document would ask for them."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

from constraints.catalog import RuleBook
from constraints.examples import ANA, BEN, example, instant
from scheduler.domain.coverage import CoverageRequirement
from scheduler.domain.people import Person
from scheduler.model import RosterModel
from scheduler.outcome import Budget, Outcome, Status
from scheduler.problem import Problem
from scheduler.solve import solve

LEAD = frozenset({"lead"})
PEOPLE = (ANA, BEN, Person("dan", "hub", skills=LEAD), Person("eve", "hub", skills=LEAD))
SEATS = tuple(CoverageRequirement(seat, minimum=1, template=seat) for seat in ("standby", "second"))
FROM_THE_FIRST_SHIFT = (instant(0, 10), instant(35))
SECONDARY_FOLLOWS = {"first": ["standby"], "then": ["second"], "days": 7}
IN_TURN = {"shifts": ["standby"], "least": 3}


def planned(**rules: Any) -> Outcome:
    """Five weeks in which both seats are taken and these rules hold."""
    asked = example(
        "five weeks",
        0,
        last=34,
        people=PEOPLE,
        shifts="SB",
        coverage=SEATS,
        coverage_window=FROM_THE_FIRST_SHIFT,
    )
    problem = Problem(asked.team, RuleBook.model_validate({"fairness": False} | rules).rules())
    return solve(RosterModel(problem), Budget(seconds=10, workers=1))


def holders(outcome: Outcome, seat: str) -> list[str]:
    """Who has the seat, week by week."""
    assert outcome.roster
    return [a.person for a in sorted(outcome.roster, key=lambda a: a.shift) if a.shift.startswith(seat)]


def test_the_primary_of_a_week_is_the_secondary_of_the_next() -> None:
    outcome = planned(standby_weeks={"in_a_row": True}, follows=SECONDARY_FOLLOWS, weeks_between=IN_TURN)
    primaries, secondaries = holders(outcome, "standby"), holders(outcome, "second")
    assert primaries[:-1] == secondaries[1:]
    assert set(primaries[:4]) == {person.id for person in PEOPLE}
    assert primaries[4] == primaries[0]


def test_primary_and_secondary_are_two_people_and_no_week_touches_the_next() -> None:
    outcome = planned()
    weeks = list(zip(holders(outcome, "standby"), holders(outcome, "second"), strict=True))
    assert all(len({*one, *other}) == 4 for one, other in pairwise(weeks))


def test_who_may_not_have_two_weeks_in_a_row_cannot_be_secondary_after_primary() -> None:
    assert planned(follows=SECONDARY_FOLLOWS).status is Status.INFEASIBLE
