"""Ruin and recreate: what it reckons with is what the checker finds, and it finds what is best."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import time
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from constraints.examples import ANA, BEN, HUB, day, example, instant
from constraints.rules.consecutive_days import ConsecutiveDays
from constraints.rules.coverage import Coverage
from constraints.rules.coverage_target import CoverageTarget
from constraints.rules.one_shift_a_day import OneShiftADay
from constraints.rules.rest_period import RestPeriod
from constraints.rules.standby_nights import StandbyNights
from constraints.rules.wishes import Wishes
from scheduler.domain.coverage import CoverageRequirement, TimeBand
from scheduler.domain.people import Person, Wish
from scheduler.domain.roster import Roster, Tier
from scheduler.domain.shift import EVERY_DAY
from scheduler.problem import Problem
from scheduler.solve.columns.generation import Generation
from scheduler.solve.columns.posted import Posted, Requirement
from scheduler.solve.columns.ruin import RuinAndRecreate
from scheduler.solve.columns.search import ColumnSearch
from scheduler.solve.columns.shared import Shared
from scheduler.verify import verify

PEOPLE = (ANA, BEN, Person("dan", "hub"))
DEAR = 10**6


def week(minimum: int = 0, shifts: str = "DN") -> Problem:
    """Three people who need two shifts a day filled for a week, and would all be off on Wednesday."""
    team = example(
        "",
        0,
        shifts=shifts,
        people=PEOPLE,
        coverage=(
            CoverageRequirement("desk", minimum=0, target=1),
            CoverageRequirement("morning", minimum=minimum, when=TimeBand(EVERY_DAY, time(8), time(14), HUB.zone)),
        ),
        coverage_window=(instant(0, 7), instant(7, 7)),
        wishes=tuple(Wish(person.id, day(2), None, 3) for person in PEOPLE),
    ).team
    return Problem(
        team, (OneShiftADay(), RestPeriod(), ConsecutiveDays(most=3), CoverageTarget(), Coverage(), Wishes())
    )


def steps(most: int) -> Callable[[], float]:
    """Time that is spent step by step."""
    asked = iter(range(most))
    return lambda: next(asked, most) / most


def test_what_is_reckoned_is_what_the_requirements_say() -> None:
    posted = Posted(week(minimum=1))
    common = [r for r in posted.requirements if posted.owner(r.atoms) is None]
    shared = Shared(posted, common, DEAR)
    owed = shared.owed
    rng = Random(1)
    chosen: set[int] = set()
    for person in PEOPLE:
        decisions = [a for a in range(len(posted.decisions)) if posted.owners[a] == person.id]
        works = {atom for atom in decisions if rng.random() < 0.4}
        facts = {fact for fact in posted.facts if posted.owners[fact] == person.id and posted.true(fact, works)}
        chosen |= works
        owed += shared.add(person.id, shared.brings(person.id, works | facts))
        assert owed == shared.owed == sum(price(posted, r, chosen) for r in common)


def price(posted: Posted, requirement: Requirement, chosen: set[int]) -> int:
    """What is owed for it; of what must hold, by person."""
    units = posted.owed(requirement, chosen)
    if requirement.price is not None:
        return requirement.price * units
    return DEAR * units // max(abs(amount) for _, terms in requirement.bounds for amount, _ in terms)


@given(st.randoms(use_true_random=False))
def test_an_atoms_price_is_what_it_changes_alone(rng: Random) -> None:
    posted = Posted(week())
    shared = Shared(posted, [r for r in posted.requirements if posted.owner(r.atoms) is None], DEAR)
    owner, other = rng.sample([person.id for person in PEOPLE], 2)
    mine = [a for a, name in enumerate(posted.owners) if name == owner]
    theirs = [a for a, name in enumerate(posted.owners) if name == other]
    shared.add(other, shared.brings(other, rng.sample(theirs, 5)))
    prices, atom = shared.prices(owner), rng.choice(mine)
    assert prices[atom] == shared.add(owner, shared.brings(owner, [atom]))


def test_what_is_taken_away_again_leaves_nothing() -> None:
    posted = Posted(week())
    shared = Shared(posted, [r for r in posted.requirements if posted.owner(r.atoms) is None], DEAR)
    before, brought = shared.owed, shared.brings("ana", [0, 3])
    assert shared.add("ana", brought) + shared.add("ana", -brought) == 0
    assert shared.owed == before


@pytest.mark.parametrize("minimum", [0, 1])
def test_it_ends_at_the_optimum_of_a_small_problem(minimum: int) -> None:
    problem = week(minimum)
    bounds: list[int] = []
    bound = ColumnSearch(problem).run(Tier.SERVICE, {}, None, lambda: True, bounds.append, lambda _: None)
    found = ColumnSearch(problem).recreate(Tier.SERVICE, {}, Roster(frozenset()), 100, steps(300))
    assert found is not None
    verdict = verify(problem, found)
    assert not verdict.hard
    assert verdict.penalties[Tier.SERVICE] == bound


def searching(warmth: float, start: Roster) -> tuple[Problem, Posted, RuinAndRecreate]:
    problem = week()
    generation = Generation(posted := Posted(problem), Tier.SERVICE, {})
    assert generation.open(lambda: True)
    chosen = {posted.atom((a.person, a.shift)) for a in start}
    return problem, posted, RuinAndRecreate(generation, generation.seed(chosen), warmth, seed=3)


@pytest.mark.parametrize("warmth", [0.0, 5000.0])
def test_its_cost_is_the_checkers_and_the_least_it_came_by(warmth: float) -> None:
    problem, posted, search = searching(warmth, Roster(frozenset()))
    assert search.cost == verify(problem, Roster(frozenset())).penalties[Tier.SERVICE]
    costs: list[float] = []

    def spent() -> float:
        costs.append(search.cost)
        return float(len(costs) == 30)  # one that is not the least, where it is warm

    columns = search.run(spent)
    roster = Roster.of(posted.decisions[atom] for column in columns for atom in column.decisions)
    assert not verify(problem, roster).hard
    assert verify(problem, roster).penalties[Tier.SERVICE] == min(costs)
    assert (costs == sorted(costs, reverse=True)) == (warmth == 0)


def test_nothing_is_owed_in_tiers_above() -> None:
    evening = TimeBand(frozenset({0}), time(16), time(22), HUB.zone)
    morning = TimeBand(frozenset({1}), time(8), time(14), HUB.zone)
    both = tuple(CoverageRequirement("desk", 0, target=3, when=when) for when in (evening, morning))
    softened = Problem(
        replace(week(shifts="DE").team, coverage=both),
        (OneShiftADay(), RestPeriod(weight=1), CoverageTarget(), Wishes()),
    )
    found = ColumnSearch(softened).recreate(Tier.SERVICE, {Tier.POLICY: 0}, Roster(frozenset()), 100, steps(50))
    assert found is not None
    assert RestPeriod.TIER < Tier.SERVICE
    assert not verify(softened, found).penalties.get(RestPeriod.TIER)


def test_what_the_start_breaks_is_dear_and_is_mended() -> None:
    every_day = Roster.of(("ana", shift.id) for shift in week().shifts if shift.template == "day")
    problem, posted, search = searching(0.0, every_day)
    assert verify(problem, every_day).hard
    assert search.cost > 1e7
    columns = search.run(steps(40))
    roster = Roster.of(posted.decisions[atom] for column in columns for atom in column.decisions)
    assert not verify(problem, roster).hard
    assert search.cost == verify(problem, roster).penalties[Tier.SERVICE]


def test_nothing_is_found_in_no_time() -> None:
    assert ColumnSearch(week()).recreate(Tier.SERVICE, {}, Roster(frozenset()), 0, lambda: 1.0) is None


def test_the_same_seed_finds_the_same() -> None:
    first, second = (
        ColumnSearch(week(), seed=5).recreate(Tier.SERVICE, {}, Roster(frozenset()), 100, steps(7)) for _ in range(2)
    )
    assert first == second


def test_the_tier_that_people_share_is_the_last_they_owe_in_together() -> None:
    assert ColumnSearch(week()).shared_tier is Tier.SERVICE
    alone = Problem(week().team, (OneShiftADay(), Wishes(), StandbyNights()))
    assert ColumnSearch(alone).shared_tier is None
