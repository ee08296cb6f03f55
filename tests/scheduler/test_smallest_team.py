"""The smallest team found is the one that trying every roster finds, and what is called proven is."""

from __future__ import annotations

from dataclasses import replace
from datetime import time
from itertools import product
from threading import Event
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from constraints.catalog import RuleBook
from constraints.examples import ANA, FAR, FAR_DAY, TEMPLATES, day, example
from constraints.weekly_hours import most_in_one
from scheduler.domain.coverage import CoverageRequirement, TimeBand
from scheduler.domain.people import Leave, Person
from scheduler.domain.roster import Assignment, Roster
from scheduler.domain.shift import EVERY_DAY
from scheduler.domain.team import Team
from scheduler.headcount import SitePeople, SmallestTeam
from scheduler.outcome import Budget
from scheduler.problem import Problem
from scheduler.smallest_team import House, newcomers, smallest_team
from scheduler.verify import verify

HOUSE = House(lambda team: Problem(team, RuleBook().rules()), most_in_one)
THREE = tuple(Person(f"p{n}", "hub") for n in range(3))


def budget(**more: Any) -> Budget:
    return Budget(**{"seconds": 20, "workers": 1} | more)


def on(letter: str, minimum: int = 1) -> CoverageRequirement:
    """So many people on the shift of that letter while it lasts."""
    shift = TEMPLATES[letter]
    band = TimeBand(EVERY_DAY, shift.start, shift.end, "UTC")
    return CoverageRequirement(f"on {shift.id}", minimum, template=shift.id, when=band)


def team(*people: Person, last: int = 2, shifts: str = "D", minimum: int = 1, **brought: Any) -> Team:
    """Each of the shifts needs `minimum` people on each day from the first to the one with the number `last`."""
    coverage = tuple(on(letter, minimum) for letter in shifts)
    return example("", 0, people=people, last=last, shifts=shifts, coverage=coverage, **brought).team


def found(made: Team, house: House = HOUSE, **more: Any) -> SmallestTeam:
    return smallest_team(made, house, budget(**more))


def fewest_by_trying(made: Team, free: tuple[Person, ...], paid: tuple[Person, ...]) -> int | None:
    """The fewest of `paid` with whom, beside `free`, every seat is filled: each lawful week of each person is tried."""
    problem = HOUSE.problem(replace(made, people=(*free, *paid)))
    alone = problem.with_rules([r for r in problem.rules if r.weight == "hard" and r.name != "coverage"])
    seats = [shift.id for shift in problem.shifts]
    cheapest = {0: 0}
    known: dict[Person, set[int]] = {}  # people without leave are alike, but for their contracts
    for person in (*free, *paid):
        alike = person if problem.away(person) else replace(person, id="")
        weeks = known[alike] = known.get(alike) or _lawful(alone, person, seats)
        cost = int(person in paid)
        reached = dict(cheapest)
        for filled, price in cheapest.items():
            for week in weeks:
                reached[filled | week] = min(price + cost, reached.get(filled | week, 99))
        cheapest = reached
    return cheapest.get(2 ** len(seats) - 1)


def _lawful(alone: Problem, person: Person, seats: list[str]) -> set[int]:
    """Which seats the person may fill together, a bit for each."""
    masks = set()
    for choice in product((False, True), repeat=len(seats)):
        taken = [seat for seat, yes in zip(seats, choice, strict=True) if yes]
        if not verify(alone, Roster(frozenset(Assignment(person.id, seat) for seat in taken))).hard:
            masks.add(sum(2**n for n, yes in enumerate(choice) if yes))
    return masks


@settings(max_examples=12, deadline=None)
@given(
    contracts=st.lists(st.sampled_from([480, 960, 1440]), min_size=2, max_size=3),
    away=st.sets(st.tuples(st.integers(0, 3), st.integers(0, 2)), max_size=3),
    shifts=st.sampled_from(["D", "DE"]),
)
def test_it_finds_what_trying_everything_finds(contracts: list[int], away: set[tuple[int, int]], shifts: str) -> None:
    people = tuple(Person(f"p{n}", "hub", contract_minutes=minutes) for n, minutes in enumerate(contracts))
    leave = tuple(Leave(f"p{n}", day(on), day(on)) for n, on in sorted(away) if n < len(people))
    made = team(*people, shifts=shifts, leave=leave)
    smallest = found(made)
    fewest = fewest_by_trying(made, (), people)
    if fewest is None:
        assert smallest.exists is False
        fewest = fewest_by_trying(made, people, tuple(newcomers(made, 6)))  # one for each seat, at the most
    else:
        assert smallest.exists is True
        assert len(smallest.not_needed) == len(people) - fewest
    assert (smallest.fewest, smallest.proven) == (fewest, True)


def test_who_is_not_needed_is_named() -> None:
    """Three days of one seat: ben has three shifts a week, ana one."""
    ana, ben = replace(ANA, contract_minutes=480), Person("ben", "hub")
    assert found(team(ana, ben)) == SmallestTeam(True, 1, 1, (SitePeople("hub", 2, 1),), ("ana",))


def test_newcomers_are_counted_beside_everybody_of_the_team() -> None:
    """Two seats a day; of the three newcomers that two people lack, none is at the site that has no seat."""
    far = replace(FAR_DAY, weekdays=frozenset({0}))
    made = team(Person("p", "hub"), minimum=4)
    made = replace(made, sites=(*made.sites, FAR), templates=(*made.templates, far))
    smallest = found(made)
    assert (smallest.exists, smallest.fewest, smallest.at_least, smallest.most_tried) == (False, 3, 3, 4)
    assert smallest.sites == (SitePeople("hub", 1, 3), SitePeople("far", 0, 0))


def test_what_newcomers_cannot_mend_is_said_to_be_so() -> None:
    """Nobody has a shift at noon of the fourth day, however many there are."""
    noon = TimeBand(EVERY_DAY, time(18), time(19), "UTC")
    made = team(*THREE)
    made = replace(made, coverage=(*made.coverage, CoverageRequirement("noon", 1, when=noon)))
    assert found(made) == SmallestTeam(False, None, 17, most_tried=16)


def test_who_shadows_is_neither_counted_nor_needed() -> None:
    made = team(ANA, Person("new", "hub", shadows="ana"))
    assert found(made) == SmallestTeam(True, 1, 1, (SitePeople("hub", 1, 1),), ())


def test_a_soft_rule_keeps_nobody_in_the_team() -> None:
    soft = House(
        lambda team: Problem(team, RuleBook.model_validate({"contract_hours": {"weight": 5}}).rules()), most_in_one
    )
    busy = team(*(replace(p, contract_minutes=480) for p in THREE))
    assert (found(busy).fewest, found(busy, soft).fewest) == (3, 1)


def test_overtime_that_a_hard_rule_allows_is_counted_on() -> None:
    more = House(
        lambda team: Problem(team, RuleBook.model_validate({"contract_hours": {"overtime": 16}}).rules()), most_in_one
    )
    assert found(team(*(replace(p, contract_minutes=480) for p in THREE)), more).fewest == 1


def test_cancelled_before_it_begins_it_claims_nothing() -> None:
    cancel = Event()
    cancel.set()
    smallest = found(team(*THREE), cancel=cancel)
    assert smallest.exists is not False
    assert not smallest.at_least


def test_newcomers_have_the_usual_week_every_skill_and_names_of_their_own() -> None:
    part_time = Person("hub-new-1", "hub", fte=0.5, contract_minutes=1140, skills=frozenset({"fraud"}))
    others = (replace(part_time, id="p"), Person("q", "hub", contract_minutes=2400, facts=frozenset({"opt_out"})))
    made = team(part_time, *others)
    made = replace(made, coverage=(replace(made.coverage[0], skill="lead"),))
    first, second = newcomers(made, 2)
    assert first == Person("hub-new-1-", "hub", contract_minutes=2280, skills=frozenset({"fraud", "lead"}))
    assert second == replace(first, id="hub-new-2")


def test_newcomers_of_each_site_have_its_week() -> None:
    far = (Person("f", "far", contract_minutes=2100), Person("g", "far", contract_minutes=2100))
    made = team(Person("p", "hub", contract_minutes=2280), *far)
    made = replace(made, sites=(*made.sites, FAR), templates=(*made.templates, FAR_DAY))
    assert [(p.site, p.contract_minutes) for p in newcomers(made, 1)] == [("hub", 2280), ("far", 2100)]


def test_what_is_said_of_everybody_at_a_site_holds_for_newcomers() -> None:
    people = [replace(p, facts=frozenset({"opt_out", p.id})) for p in THREE]
    assert [p.facts for p in newcomers(team(*people), 1)] == [frozenset({"opt_out"})]


@pytest.mark.parametrize(("fewest", "at_least", "proven"), [(None, 3, False), (3, 3, True), (3, 2, False)])
def test_proven_is_what_nothing_can_beat(fewest: int | None, at_least: int, proven: bool) -> None:
    assert SmallestTeam(True, fewest, at_least).proven is proven
