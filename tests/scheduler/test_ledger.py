"""What is carried over from quarter to quarter: by hand, and what is so of any roster."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from constraints.examples import ANA, BEN, CAI, FAR, HUB, day, example
from scheduler.burden import Burden, burdens
from scheduler.carry_over import carried, carry_over, settled
from scheduler.domain.burden import CarryOver, Points
from scheduler.domain.people import LedgerEntry, Person
from scheduler.domain.roster import Roster
from scheduler.domain.team import Team
from scheduler.fairness import standings
from scheduler.ledger import next_ledger
from scheduler.problem import Problem
from tests.constraints.random_cases import Case, cases

HOUSE = CarryOver(keep=0.8, most=2)
CYD = Person("cyd", "hub", fte=0.5)
TERMS = st.builds(CarryOver, st.sampled_from([0.0, 0.5, 0.8, 1.0]), st.sampled_from([None, 0, 0.5, 2]))
WEIGHTS = st.none() | st.builds(Points, night=st.integers(0, 999), standby=st.integers(0, 100))


def made(works: dict[str, str], **brought: Any) -> tuple[Problem, Roster]:
    found = example("", 0, **{"people": (ANA, BEN), "shifts": "DN", "works": works} | brought)
    return Problem(found.team), found.roster


def left(works: dict[str, str], **brought: Any) -> dict[str, LedgerEntry]:
    return {entry.person: entry for entry in next_ledger(*made(works, **brought))}


# -- by hand -----------------------------------------------------------------------------------------------------------


def test_four_fifths_of_what_was_and_was_added_go_on_up_to_two_duties() -> None:
    before = (LedgerEntry("ana", carried_nights=1), LedgerEntry("ben", carried_nights=-1))
    found = left({"ana": "NN", "ben": "---N"}, ledger=before, carry_over=HOUSE)
    # Three nights: 1.5 each is fair. 0.8 * (1 + 2 - 1.5) and the opposite.
    assert {id: entry.carried_nights for id, entry in found.items()} == {"ana": 1.2, "ben": -1.2}
    assert {id: entry.night_shifts for id, entry in found.items()} == {"ana": 2, "ben": 1}
    found = left({"ana": "NNNNNN"}, ledger=before, carry_over=HOUSE)
    assert {id: entry.carried_nights for id, entry in found.items()} == {"ana": 2, "ben": -2}


def test_the_cap_is_a_duty_in_each_burdens_own_measure() -> None:
    works = {"ana": "NNNNNNN"}
    ana = left(works, carry_over=CarryOver(1, 0.5), points=Points(night=300, weekend=500))["ana"]
    assert (ana.hours, ana.night_shifts, ana.weekend_shifts) == (56, 7, 2)
    assert (ana.carried_hours, ana.carried_nights, ana.carried_weekends, ana.carried_points) == (4, 0.5, 0.5, 2.5)


def test_all_of_it_goes_on_where_the_team_says_nothing() -> None:
    found = left({"ana": "NNNNNNN"}, ledger=(LedgerEntry("ana", night_shifts=9), LedgerEntry("ben", night_shifts=1)))
    assert {id: entry.carried_nights for id, entry in found.items()} == {"ana": 7.5, "ben": -7.5}


def test_who_works_half_owes_half() -> None:
    found = left({"ana": "NN", "cyd": "--N"}, people=(ANA, CYD), carry_over=HOUSE)
    assert {id: entry.carried_nights for id, entry in found.items()} == {"ana": 0, "cyd": 0}


def test_who_leaves_is_not_in_it_and_who_comes_later_starts_at_no_debt() -> None:
    people = (ANA, BEN, replace(CYD, last_day=day(6)), replace(CYD, id="dan", first_day=day(7)))
    found = left({"ana": "NNN"}, people=people)
    assert {id: entry.carried_nights for id, entry in found.items()} == {"ana": 1.8, "ben": -1.2, "dan": 0}
    later = (replace(people[3], first_day=None), *people[:2])
    problem, _ = made({}, people=later, ledger=tuple(found.values()))
    assert {p.id: carried(problem, p, Burden.NIGHTS) for p in problem.people} == {"dan": 0, "ana": 2, "ben": -1}


def test_who_shadows_carries_nothing_over() -> None:
    found = left({"ana": "NN", "cyd": "NN"}, people=(ANA, BEN, replace(CYD, shadows="ana")))
    assert (found["cyd"].night_shifts, found["cyd"].carried_nights) == (2, 0)


def test_a_quarter_without_a_holiday_forgets_a_fifth_of_who_worked_on_them() -> None:
    before = (LedgerEntry("ana", carried_holidays=2), LedgerEntry("ben", carried_holidays=-1))
    found = left({"ana": "D"}, ledger=before, carry_over=HOUSE)
    assert {id: entry.carried_holidays for id, entry in found.items()} == {"ana": 1.6, "ben": -0.8}


def test_a_small_debt_fades_away_over_quarters() -> None:
    ledger: tuple[LedgerEntry, ...] = (LedgerEntry("ana", carried_nights=1), LedgerEntry("ben", carried_nights=0))
    seen = []
    for _ in range(5):
        problem, roster = made({"ana": "N", "ben": "-N"}, ledger=ledger, carry_over=HOUSE)
        seen.append(carried(problem, ANA, Burden.NIGHTS))
        ledger = next_ledger(problem, roster)
    assert seen == [1, 1, 1, 1, 0]
    assert ledger[0].carried_nights == pytest.approx(0.8**5, abs=0.01)


def test_what_the_ledger_says_and_what_it_leaves_to_be_made_stand_side_by_side() -> None:
    """Who came over from another team has a carry-over already: the others are compared among themselves."""
    ledger = (
        LedgerEntry("ana", night_shifts=5),
        LedgerEntry("ben", night_shifts=3),
        LedgerEntry("cyd", night_shifts=90, carried_nights=0.6),
    )
    problem, _ = made({}, people=(ANA, BEN, CYD), ledger=ledger)
    assert {p.id: carry_over(problem, p, Burden.NIGHTS) for p in problem.people} == {"ana": 1, "ben": -1, "cyd": 0.6}


def test_points_that_nobody_counted_are_no_debt() -> None:
    ledger = (LedgerEntry("ana", night_shifts=9), LedgerEntry("ben", carried_points=1.25))
    problem, _ = made({}, ledger=ledger, points=Points())
    assert {p.id: carried(problem, p, Burden.POINTS) for p in problem.people} == {"ana": 0, "ben": 125}


def test_each_site_for_itself() -> None:
    found = left({"ana": "D"}, people=(ANA, BEN, CAI), sites=(HUB, FAR), shifts="DF")
    assert {id: entry.carried_hours for id, entry in found.items()} == {"ana": 4, "ben": -4, "cai": 0}


# -- of any roster -----------------------------------------------------------------------------------------------------


def with_terms(case: Case, terms: CarryOver, weights: Points | None) -> Problem:
    return Problem(replace(case.team, carry_over=terms, points=weights))


def next_quarter(problem: Problem, roster: Roster) -> Problem:
    """The same team and days with the ledger that the roster leaves."""
    team: Team = replace(problem.team, ledger=next_ledger(problem, roster))
    return Problem(team)


@settings(max_examples=60, deadline=None)
@given(cases(), TERMS, WEIGHTS)
def test_the_next_quarter_starts_where_this_one_ended(case: Case, terms: CarryOver, weights: Points | None) -> None:
    problem = with_terms(case, terms, weights)
    later = next_quarter(problem, case.roster)
    staying = {entry.person for entry in later.team.ledger}
    for standing in standings(problem, case.roster):
        if standing.after is not None and standing.person in staying:
            person, scale = problem.person(standing.person), standing.burden.scale
            expected = settled(problem, scale * standing.after, standing.burden)
            assert carry_over(later, person, standing.burden) == pytest.approx(expected, abs=0.006 * scale)


@settings(max_examples=60, deadline=None)
@given(cases(), WEIGHTS)
def test_nothing_is_made_or_lost_where_all_of_it_goes_on(case: Case, weights: Points | None) -> None:
    problem = with_terms(replace_people(case), CarryOver(), weights)
    later = next_quarter(problem, case.roster)
    for site in problem.team.sites:
        people = [p for p in problem.people if p.site == site.id and problem.counts(p)]
        for burden in burdens(problem):
            before, after = (sum(carry_over(when, p, burden) for p in people) for when in (problem, later))
            assert after == pytest.approx(before, abs=0.006 * burden.scale * len(people))


def replace_people(case: Case) -> Case:
    """The case with people who all stay."""
    people = tuple(replace(person, last_day=None) for person in case.team.people)
    return replace(case, team=replace(case.team, people=people))


@settings(max_examples=60, deadline=None)
@given(st.integers(-10_000, 10_000), TERMS, WEIGHTS, st.sampled_from(Burden))
def test_what_goes_on_is_a_share_of_it_of_the_same_sign_under_the_cap(
    ahead: int, terms: CarryOver, weights: Points | None, burden: Burden
) -> None:
    problem, _ = made({}, carry_over=terms, points=weights)
    kept = settled(problem, ahead, burden)
    assert abs(kept) <= terms.keep * abs(ahead)
    assert kept * ahead >= 0
    assert settled(problem, -ahead, burden) == -kept
    assert settled(problem, ahead + 1, burden) >= kept
    if terms.most is None:
        assert kept == terms.keep * ahead
    elif burden is not Burden.POINTS:
        assert abs(kept) <= terms.most * burden.unit
