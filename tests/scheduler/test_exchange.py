"""Swaps that break nothing: found, told with their effect, the best first; and none that breaks something."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest
from hypothesis import given, settings

from constraints.base import Rule
from constraints.examples import ANA, BEN, CAI, FAR, HUB, day, example, instant
from constraints.rules.coverage import Coverage
from constraints.rules.rest_period import RestPeriod
from constraints.rules.wishes import Wishes
from scheduler.checked import Checked
from scheduler.cover.eligible import clashes, objections
from scheduler.domain.coverage import CoverageRequirement
from scheduler.domain.people import Leave, Person, Wish
from scheduler.domain.roster import Assignment, Roster
from scheduler.domain.shift import shift_id
from scheduler.edits import swapped
from scheduler.effect import effect
from scheduler.errors import AlreadyAssigned, NotAssigned, PartOfShift
from scheduler.exchange import Bounds, Exchange, effect_of_swap, exchanges
from scheduler.intervals import Interval, shift_by
from scheduler.oncall.values import Move, Swap
from scheduler.problem import Problem
from tests.scheduler.changes import Pair, changes

DAN = Person("dan", "hub")
BEFORE = instant(-1)
GIFT = Swap((Move(Assignment("ana", "day@2027-01-05"), "ben"),))
WIDE = Bounds(days=30, trials=10_000, weighed=10_000)


def a(person: str, letter: str, offset: int) -> Assignment:
    names = {"D": "day", "E": "evening", "N": "night", "S": "standby", "F": "far-day"}
    return Assignment(person, shift_id(names[letter], day(offset)))


def asked(
    given: Assignment,
    works: dict[str, str],
    rules: list[Rule],
    now: datetime = BEFORE,
    bounds: Bounds | None = None,
    **brought: Any,
) -> tuple[Exchange, ...]:
    made = example("", 0, **{"people": (ANA, BEN, DAN), "shifts": "DEN", "works": works} | brought)
    return exchanges(Problem(made.team, rules), made.roster, given, now, bounds)


def partners(found: tuple[Exchange, ...]) -> list[tuple[tuple[str, str], ...]]:
    """Of each swap, the other assignments in it: person and shift."""
    return [tuple((m.assignment.person, m.assignment.shift) for m in exchange.swap.moves[1:]) for exchange in found]


def test_two_people_exchange() -> None:
    (found,) = asked(a("ana", "D", 2), {"ana": "--D", "ben": "---D"}, [])
    assert found.swap == Swap.exchange(a("ana", "D", 2), a("ben", "D", 3))
    assert found.effect.burdens == ()


def test_the_nearest_first_where_nothing_else_decides() -> None:
    found = asked(a("ana", "D", 3), {"ana": "---D", "ben": "D----D", "dan": "--D"}, [])
    assert partners(found) == [(("dan", "day@2027-01-06"),), (("ben", "day@2027-01-09"),), (("ben", "day@2027-01-04"),)]


def test_what_breaks_a_hard_rule_is_not_found() -> None:
    works = {"ana": "--D----", "ben": "-E-D---", "dan": "----D-E"}
    assert partners(asked(a("ana", "D", 2), works, [RestPeriod()], now=instant(2))) == [
        (("dan", "day@2027-01-08"),),
        (("dan", "evening@2027-01-10"),),
    ]


def test_what_was_broken_before_stands_in_nobodys_way() -> None:
    works = {"ana": "--D-ED", "ben": "---D-ED"}
    assert (("ben", "day@2027-01-07"),) in partners(asked(a("ana", "D", 2), works, [RestPeriod()]))


def test_neither_is_what_breaks_a_rule_that_ties_people_together() -> None:
    lead = (CoverageRequirement("lead", minimum=1, skill="lead"),)
    window = (instant(2, 7), instant(2, 15))
    works = {"ana": "--D", "ben": "---D", "dan": "----D"}
    found = asked(a("ana", "D", 2), works, [Coverage()], coverage=lead, coverage_window=window)
    assert partners(found) == [(("ben", "day@2027-01-07"),)]


def test_facts_stand_against_a_swap_whatever_the_rules() -> None:
    people = (ANA, CAI, replace(DAN, id="eve", last_day=day(1)), replace(DAN, id="fay", shadows="ana"), DAN)
    works = {"ana": "--D", "cai": "---F", "eve": "D", "fay": "----D", "dan": "-----D"}
    found = asked(
        a("ana", "D", 2),
        works,
        [],
        people=people,
        sites=(HUB, FAR),
        shifts="DF",
        leave=(Leave("dan", day(2), day(2)),),
    )
    assert found == ()


def test_nobody_works_two_shifts_at_once_even_without_rules() -> None:
    found = asked(a("ana", "E", 2), {"ana": "--E", "ben": "--DE-"}, [], people=(ANA, BEN))
    assert partners(found) == [(("ben", "day@2027-01-06"),)]


def test_what_has_begun_is_not_exchanged() -> None:
    works = {"ana": "--D", "ben": "D---D"}
    assert partners(asked(a("ana", "D", 2), works, [], now=instant(0, 7))) == [(("ben", "day@2027-01-08"),)]
    assert asked(a("ana", "D", 2), works, [], now=instant(2, 7)) == ()


def test_work_is_not_exchanged_for_standby() -> None:
    works = {"ana": "D------", "ben": "S------S"}
    assert asked(a("ana", "D", 0), works, [], shifts="DS", last=13, people=(ANA, BEN)) == ()
    works = {"ana": "S", "ben": "-------S"}
    found = asked(a("ana", "S", 0), works, [], shifts="DS", last=13, people=(ANA, BEN))
    assert partners(found) == [(("ben", "standby@2027-01-11"),)]


def test_standby_does_not_stand_in_the_way_of_work() -> None:
    works = {"ana": "--D----", "ben": "[SD]------"}
    found = asked(a("ana", "D", 2), works, [], shifts="DS", people=(ANA, BEN))
    assert partners(found) == [(("ben", "day@2027-01-04"),)]


def test_three_swap_where_no_two_could() -> None:
    works = {"ana": "--DE---", "ben": "----D--", "dan": "-E---D-"}
    (found,) = asked(a("ana", "D", 2), works, [RestPeriod()], now=instant(1, 16))
    assert found.swap.moves == (
        Move(a("ana", "D", 2), "ben"),
        Move(a("ben", "D", 4), "dan"),
        Move(a("dan", "D", 5), "ana"),
    )


def test_three_do_not_swap_where_two_can() -> None:
    found = asked(a("ana", "D", 2), {"ana": "--D", "ben": "----D--", "dan": "-----D-"}, [RestPeriod()])
    assert [len(exchange.swap.moves) for exchange in found] == [2, 2]


def test_nor_where_one_of_them_could_with_the_giver_alone() -> None:
    works = {"ana": "--DE---", "ben": "----D--", "dan": "-----D-"}
    found = asked(a("ana", "D", 2), works, [RestPeriod()])
    assert partners(found) == [(("dan", "day@2027-01-09"),)]


def test_the_best_is_by_the_penalty_of_the_most_important_tier() -> None:
    works = {"ana": "---D", "ben": "--D", "dan": "-----D"}
    wishes = (Wish("ana", day(2), None), Wish("dan", day(5), None, 3))
    found = asked(a("ana", "D", 3), works, [Wishes(weight=10)], wishes=wishes)
    assert partners(found) == [(("dan", "day@2027-01-09"),), (("ben", "day@2027-01-06"),)]
    assert [exchange.effect.cost for exchange in found] == [(-30,), (10,)]


def test_the_work_is_bounded() -> None:
    works = {"ana": "---D", "ben": "--D-D----", "dan": "-D-----------D"}
    given = a("ana", "D", 3)
    assert len(asked(given, works, [], last=13)) == 3
    assert len(asked(given, works, [], last=13, bounds=Bounds(days=1))) == 2
    assert len(asked(given, works, [], last=13, bounds=Bounds(days=10))) == 4
    assert len(asked(given, works, [], last=13, bounds=Bounds(weighed=1))) == 1
    assert asked(given, works, [], last=13, bounds=Bounds(trials=0)) == ()


def test_an_assignment_that_is_not_there_is_refused() -> None:
    with pytest.raises(NotAssigned, match=r"^ana does not have day@2027-01-05$"):
        asked(a("ana", "D", 1), {"ana": "--D"}, [])


# -- an offered swap ---------------------------------------------------------------------------------------------------


def test_the_effect_of_an_offered_swap() -> None:
    made = example("", 0, people=(ANA, BEN), shifts="DE", works={"ana": "-D", "ben": "E--D"})
    problem = Problem(made.team, [RestPeriod()])
    found = effect_of_swap(problem, made.roster, Swap.exchange(a("ana", "D", 1), a("ben", "D", 3)))
    assert [change.finding.person for change in found.breaks] == ["ben"]
    part = Swap((Move(a("ana", "D", 1), "ben", Interval(instant(1, 7), instant(1, 9))),))
    with pytest.raises(PartOfShift):
        effect_of_swap(problem, made.roster, part)
    with pytest.raises(NotAssigned):
        effect_of_swap(problem, made.roster, Swap.exchange(a("ana", "D", 2), a("ben", "D", 3)))
    with pytest.raises(AlreadyAssigned):
        effect_of_swap(problem, Roster.of([("ana", "day@2027-01-05"), ("ben", "day@2027-01-05")]), GIFT)


# -- any roster --------------------------------------------------------------------------------------------------------


def possible(problem: Problem, known: Checked, given: Assignment, now: datetime) -> Iterator[Swap]:
    """Every swap of two, tried one by one."""
    mine = problem.shift(given.shift)
    for other in sorted(known.roster.assignments):
        theirs = problem.shift(other.shift)
        if theirs.duty is not mine.duty or other.person == given.person or given.shift == other.shift:
            continue
        if Assignment(given.person, other.shift) in known.roster.assignments:
            continue
        if Assignment(other.person, given.shift) in known.roster.assignments:
            continue
        swap = Swap.exchange(given, other)
        then = swapped(known.roster, swap)
        if all(
            not objections(problem, problem.person(id), gets, now) and not clashes_with(problem, then, id, gets.id)
            for id, gets in ((given.person, theirs), (other.person, mine))
        ):
            found = effect(problem, known, then)
            if not found.breaks:
                yield swap


def clashes_with(problem: Problem, roster: Roster, id: str, shift: str) -> bool:
    own = [problem.shift(s) for s in roster.by_person[id] if s != shift]
    return bool(clashes(problem.person(id), problem.shift(shift), own))


@settings(max_examples=40, deadline=None)
@given(changes())
def test_every_swap_of_two_is_found_and_none_breaks_anything(pair: Pair) -> None:
    problem, known = pair.problem, Checked(pair.problem, pair.before)
    now = shift_by(instant(0), minutes=-14 * 24 * 60)
    for given_away in sorted(pair.before.assignments)[:3]:
        found = exchanges(problem, known, given_away, now, WIDE)
        assert all(effect_of_swap(problem, known, e.swap) == e.effect and not e.effect.breaks for e in found)
        two = [e.swap for e in found if len(e.swap.moves) == 2]
        assert sorted(two, key=str) == sorted(possible(problem, known, given_away, now), key=str)
        costs = [e.effect.cost for e in found]
        assert costs == sorted(costs)
