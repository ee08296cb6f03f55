"""Nights owed and nights that people may work, by hand and by trying every pattern of nights."""

from __future__ import annotations

from dataclasses import replace
from datetime import time
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from constraints.examples import ANA, BEN, day, example
from scheduler.domain.coverage import CoverageRequirement, TimeBand
from scheduler.domain.people import Leave, Person
from scheduler.domain.shift import EVERY_DAY
from scheduler.headcount import NightShifts, Rhythm, night_shifts
from scheduler.problem import Problem

THREE_IN_FIVE = Rhythm(3, 2)
FLOOR = CoverageRequirement("floor", minimum=1)


def nights(*people: Person, shifts: str = "DEN", last: int = 9, **brought: object) -> list[NightShifts]:
    """Ten days; day, evening and night of eight and a half hours overlap by half an hour."""
    wanted = {"coverage": (FLOOR,)} | brought
    made = example("", 0, people=people, last=last, shifts=shifts, **wanted).team  # type: ignore[arg-type]
    rhythms = {person.id: THREE_IN_FIVE for person in people}
    return list(night_shifts(Problem(made), rhythms))


def test_limits_on_nights_leave_fewer_than_hours_do() -> None:
    """Ten nights but for the last minutes; hours allow ana 57.1 h / 8, her rhythm 6."""
    assert nights(ANA) == [NightShifts("floor", 10, 1, 6, 7, 1.7, 1)]
    assert nights(ANA)[0].bound


def test_two_of_them_are_enough() -> None:
    (found,) = nights(ANA, BEN)
    assert (found.available, found.short_by, found.people_needed) == (12, 0, 1.7)


def test_leave_can_leave_fewer_than_either() -> None:
    """A night that runs into leave is none: of the nights of the first eight days one is left, and two after them."""
    (found,) = nights(ANA, leave=(Leave("ana", day(1), day(7)),))
    assert (found.available, found.by_hours, found.bound) == (2, 2, False)


def test_half_a_person_has_half_the_nights_and_counts_half() -> None:
    (found,) = nights(replace(ANA, fte=0.5, contract_minutes=1200))
    assert (found.available, found.people_needed, found.short_by) == (3, 1.7, 2)


@pytest.mark.parametrize("shifts", ["DE", "S"])
def test_where_there_is_no_night_shift_none_is_owed(shifts: str) -> None:
    assert nights(ANA, shifts=shifts) == []


def test_standby_owes_none_and_other_shifts_at_the_same_hours_neither() -> None:
    standby = CoverageRequirement("second", minimum=1, template="standby")
    early = replace(FLOOR, when=TimeBand(EVERY_DAY, time(7), time(7, 30), "UTC"))
    assert nights(ANA, shifts="DENS", coverage=(standby, early)) == []


def test_what_a_night_of_the_past_has_filled_is_not_owed_again() -> None:
    early = replace(FLOOR, when=TimeBand(frozenset({0}), time(0), time(7), "UTC"))
    assert nights(ANA, coverage=(early,), before={"ana": "N"}, last=6) == []


def test_two_seats_owe_twice_the_nights_and_those_who_lack_the_skill_have_none() -> None:
    """Nine times 7.5 h and, on the last evening, half an hour, for two: 19 nights at least."""
    (found,) = nights(ANA, Person("cyd", "hub"), coverage=(replace(FLOOR, minimum=2, skill="lead"),))
    assert (found.owed, found.people, found.available) == (19, 1, 6)


@given(run=st.integers(1, 4), rest=st.integers(1, 4), days=st.integers(0, 9))
def test_the_most_nights_are_those_of_the_best_pattern(run: int, rest: int, days: int) -> None:
    best = max(sum(p) for p in product((0, 1), repeat=days) if _lawful(p, run, rest))
    assert Rhythm(run, rest).most(days) == best


def _lawful(pattern: tuple[int, ...], run: int, rest: int) -> bool:
    text = "".join(map(str, pattern)).strip("0")
    runs, pauses = text.split("0"), text.split("1")
    return all(len(r) <= run for r in runs) and all(not p or len(p) >= rest for p in pauses)
