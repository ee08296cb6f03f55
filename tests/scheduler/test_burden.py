"""What each shift weighs, who shares a burden, whose share is how large, and what was carried over."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from constraints.examples import ANA, AUTUMN, BEN, CAI, DUBLIN, FAR, HUB, SPRING, day, example
from scheduler.burden import (
    Burden,
    burden_of,
    is_weekend,
    leave_days,
    leave_minutes,
    share,
    sharers,
    target_minutes,
)
from scheduler.carry_over import carried
from scheduler.domain.holidays import Holiday
from scheduler.domain.people import Leave, LedgerEntry, Person
from scheduler.problem import Problem

TRIO = (ANA, BEN, Person("dan", "hub", fte=0.5, contract_minutes=1200))
DAN = TRIO[2]


def made(**brought: Any) -> Problem:
    return Problem(example("", 0, **{"people": TRIO, "shifts": "DN"} | brought).team)


# -- what a shift weighs -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("shift", "expected"),
    [
        ("day@2027-01-04", {Burden.HOURS: 480}),
        ("night@2027-01-04", {Burden.HOURS: 480, Burden.NIGHTS: 1}),
        ("night@2027-01-08", {Burden.HOURS: 480, Burden.NIGHTS: 1}),
        ("day@2027-01-09", {Burden.HOURS: 480, Burden.WEEKENDS: 1}),
        ("night@2027-01-10", {Burden.HOURS: 480, Burden.NIGHTS: 1, Burden.WEEKENDS: 1}),
        ("day@2027-01-06", {Burden.HOURS: 480, Burden.HOLIDAYS: 1}),
        ("night@2027-01-05", {Burden.HOURS: 480, Burden.NIGHTS: 1}),
        ("standby@2027-01-04", {Burden.STANDBY: 1}),
    ],
)
def test_a_shift_counts_by_the_day_it_starts_on(shift: str, expected: dict[Burden, int]) -> None:
    problem = made(shifts="DNS", sites=(replace(HUB, holidays=(Holiday(day(2), "Founders' Day"),)),))
    found = {burden: burden_of(problem, ANA, problem.shift(shift), burden) for burden in Burden}
    assert {burden: amount for burden, amount in found.items() if amount} == expected


@pytest.mark.parametrize(("saturday", "minutes"), [(SPRING - 1, 420), (AUTUMN - 1, 540)])
def test_a_night_on_which_the_clocks_change_counts_its_true_hours(saturday: int, minutes: int) -> None:
    problem = made(first=saturday, last=saturday, sites=(DUBLIN,))
    assert burden_of(problem, ANA, problem.shift(f"night@{day(saturday)}"), Burden.HOURS) == minutes


def test_holidays_are_those_of_the_persons_own_site() -> None:
    holiday = (Holiday(day(0), "Founders' Day"),)
    problem = made(people=(ANA, CAI), sites=(HUB, replace(FAR, holidays=holiday)), shifts="DF")
    shift = problem.shift("day@2027-01-04")
    assert [burden_of(problem, person, shift, Burden.HOLIDAYS) for person in (ANA, CAI)] == [0, 1]


def test_the_weekend_is_saturday_and_sunday() -> None:
    assert [n for n in range(7) if is_weekend(day(n))] == [5, 6]


# -- who shares, and how much ------------------------------------------------------------------------------------------


def names(people: list[Person]) -> list[str]:
    return [person.id for person in people]


def test_those_share_who_can_carry_the_burden() -> None:
    early = replace(DAN, last_day=day(3))
    problem = made(people=(ANA, BEN, early, CAI, replace(BEN, id="new", shadows="ana")), sites=(HUB, FAR), shifts="DNS")
    assert names(sharers(problem, "hub", Burden.NIGHTS)) == ["ana", "ben", "dan"]
    assert names(sharers(problem, "hub", Burden.WEEKENDS)) == ["ana", "ben"]  # dan left on Thursday
    assert names(sharers(problem, "hub", Burden.STANDBY)) == ["ana", "ben"]  # dan is no lead
    assert names(sharers(problem, "far", Burden.HOURS)) == []  # no shift there
    assert names(sharers(problem, "hub", Burden.HOLIDAYS)) == []  # no holiday


@pytest.mark.parametrize(
    ("person", "expected"),
    [
        (ANA, 100),
        (DAN, 50),
        (replace(ANA, first_day=day(5)), 50),
        (replace(ANA, last_day=day(1)), 20),
        (replace(DAN, first_day=day(5)), 25),
        (replace(ANA, fte=0.001), 1),
        (replace(ANA, first_day=day(90)), 1),
    ],
    ids=["full-time", "half", "joins", "leaves", "half and joins", "hardly any", "not yet here"],
)
def test_the_share_is_in_proportion_to_work_and_employment(person: Person, expected: int) -> None:
    assert share(made(people=(person,), last=9), person) == expected


# -- carry-over --------------------------------------------------------------------------------------------------------


def carry(burden: Burden, *ledger: LedgerEntry, people: tuple[Person, ...] = TRIO, **more: Any) -> dict[str, int]:
    problem = made(people=people, ledger=ledger, **more)
    return {person.id: carried(problem, person, burden) for person in people}


def test_who_did_more_than_the_fair_share_carries_it_over() -> None:
    entries = (
        LedgerEntry("ana", night_shifts=10),
        LedgerEntry("ben", night_shifts=6),
        LedgerEntry("dan", night_shifts=4),
    )
    assert carry(Burden.NIGHTS, *entries) == {"ana": 2, "ben": -2, "dan": 0}


def test_differences_between_full_time_people_stay_whole() -> None:
    entries = LedgerEntry("ana", night_shifts=7), LedgerEntry("ben", night_shifts=6)
    found = carry(Burden.NIGHTS, *entries, people=(ANA, BEN))
    assert found["ana"] - found["ben"] == 1


def test_newcomers_without_a_ledger_start_at_no_debt() -> None:
    found = carry(Burden.NIGHTS, LedgerEntry("ana", night_shifts=10), LedgerEntry("dan", night_shifts=2))
    assert found == {"ana": 2, "ben": 0, "dan": -2}


def test_nobody_carries_anything_when_there_is_no_ledger() -> None:
    assert all(set(carry(burden).values()) == {0} for burden in Burden)


def test_who_shadows_does_not_move_the_fair_level() -> None:
    people = (ANA, BEN, replace(DAN, shadows="ana"))
    entries = [LedgerEntry(name, weekend_shifts=n) for name, n in (("ana", 5), ("ben", 3), ("dan", 30))]
    found = carry(Burden.WEEKENDS, *entries, people=people)
    assert (found["ana"], found["ben"]) == (1, -1)


def test_each_site_has_a_level_of_its_own() -> None:
    entries = LedgerEntry("ana", holiday_shifts=4), LedgerEntry("cai", holiday_shifts=1)
    found = carry(Burden.HOLIDAYS, *entries, people=(ANA, CAI), sites=(HUB, FAR))
    assert found == {"ana": 0, "cai": 0}


def test_weeks_of_standby_are_shared_by_those_who_can_take_them() -> None:
    entries = [LedgerEntry(name, standby_weeks=n) for name, n in (("ana", 4), ("ben", 2), ("dan", 0))]
    found = carry(Burden.STANDBY, *entries, shifts="DS")
    assert (found["ana"], found["ben"]) == (1, -1)


def test_hours_are_carried_in_minutes() -> None:
    entries = LedgerEntry("ana", hours=500.5), LedgerEntry("ben", hours=499.5), LedgerEntry("dan", hours=250)
    assert carry(Burden.HOURS, *entries) == {"ana": 30, "ben": -30, "dan": 0}


def test_leave_counts_as_hours_worked_and_as_nothing_else() -> None:
    leave = (Leave("ana", day(1), day(2)), Leave("dan", day(6), day(20)))
    assert carry(Burden.HOURS, leave=leave) == {"ana": 2 * 2400 // 7, "ben": 0, "dan": 1200 // 7}
    assert carry(Burden.NIGHTS, leave=leave) == {"ana": 0, "ben": 0, "dan": 0}


# -- leave and the hours of the contract -------------------------------------------------------------------------------


def test_days_of_leave_count_once_within_the_period_and_employment() -> None:
    person = replace(ANA, first_day=day(1), last_day=day(5))
    leave = (Leave("ana", day(-3), day(2)), Leave("ana", day(2), day(2), "parental"), Leave("ana", day(5), day(9)))
    problem = made(people=(person,), leave=leave)
    assert leave_days(problem, person) == {day(1), day(2), day(5)}
    assert leave_minutes(problem, person) == 3 * 2400 // 7


@pytest.mark.parametrize(
    ("person", "leave", "expected"),
    [
        (ANA, (), 4800),
        (DAN, (), 2400),
        (replace(ANA, first_day=day(7)), (), 2400),
        (replace(ANA, last_day=day(6)), (), 2400),
        (ANA, (Leave("ana", day(0), day(6)),), 2400),
        (ANA, (Leave("ana", day(0), day(13)),), 0),
        (replace(ANA, first_day=day(30)), (), 0),
    ],
    ids=["two weeks", "half", "joins", "leaves", "a week of leave", "nothing but leave", "not yet here"],
)
def test_the_hours_of_the_period_are_the_contracts_for_days_employed_and_not_on_leave(
    person: Person, leave: tuple[Leave, ...], expected: int
) -> None:
    assert target_minutes(made(people=(person,), last=13, leave=leave), person) == expected
