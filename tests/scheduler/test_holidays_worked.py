"""Who works which holiday, what is remembered of it over the years, and whom a plan spares for it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from constraints.examples import ANA, BEN, HUB, day, example
from constraints.rules.coverage import Coverage
from constraints.rules.holiday_turns import PRICES, HolidayTurns
from constraints.rules.one_shift_a_day import OneShiftADay
from scheduler.domain.coverage import CoverageRequirement
from scheduler.domain.holidays import Holiday, every_year
from scheduler.domain.people import HolidayWorked, Person
from scheduler.domain.roster import Roster
from scheduler.holidays_worked import REMEMBERED, WorkedHoliday, next_holidays_worked, worked_holidays
from scheduler.outcome import Budget
from scheduler.plan import plan
from scheduler.problem import Problem

CYD = Person("cyd", "hub")
FESTIVAL = "sg-spring-festival"
SITE = replace(
    HUB,
    holidays=(
        Holiday(day(1), "Spring Festival", id=f"{FESTIVAL}-2027"),
        Holiday(day(2), "Spring Festival", id=f"{FESTIVAL}-2-2027"),
        Holiday(day(3), "A day off"),
    ),
)


def made(works: dict[str, str], *known: HolidayWorked, **brought: Any) -> tuple[Problem, Roster]:
    start: dict[str, Any] = {"people": (ANA, BEN, CYD), "sites": (SITE,), "shifts": "DNS", "last": 6}
    found = example("", 0, works=works, holidays_worked=known, **start | brought)
    return Problem(found.team), found.roster


@pytest.mark.parametrize(
    ("id", "expected"),
    [
        ("sg-chinese-new-year-2027", "sg-chinese-new-year"),
        ("sg-chinese-new-year-2-2027", "sg-chinese-new-year"),
        ("founders-day", "founders-day"),
        ("sg-chinese-new-year", "sg-chinese-new-year"),
        ("", ""),
    ],
)
def test_a_holiday_has_one_name_for_all_years_and_days(id: str, expected: str) -> None:
    assert every_year(id) == expected


def test_the_report_says_who_works_what_and_when_before() -> None:
    known = (
        HolidayWorked("ana", FESTIVAL, 2024),
        HolidayWorked("ana", FESTIVAL, 2026),
        HolidayWorked("cyd", "x", 2026),
    )
    found = worked_holidays(*made({"ana": "-DD-", "ben": "--ND", "cyd": "S---"}, *known))
    assert found == (
        WorkedHoliday("ana", FESTIVAL, "Spring Festival", 2027, (day(1), day(2)), (2026, 2024)),
        WorkedHoliday("ben", FESTIVAL, "Spring Festival", 2027, (day(2),), ()),
    )


def test_the_next_quarter_remembers_what_was_and_what_is_added_of_who_stays() -> None:
    known = (
        HolidayWorked("ben", "ie-christmas-day", 2021),
        HolidayWorked("ben", "ie-christmas-day", 2020),
        HolidayWorked("ana", FESTIVAL, 2027),
        HolidayWorked("ana", FESTIVAL, 2024),
        HolidayWorked("cyd", FESTIVAL, 2026),
    )
    people = (ANA, BEN, replace(CYD, last_day=day(6)))
    assert next_holidays_worked(*made({"ana": "--D", "ben": "-N", "cyd": "-D"}, *known, people=people)) == (
        HolidayWorked("ana", FESTIVAL, 2024),
        HolidayWorked("ana", FESTIVAL, 2027),
        HolidayWorked("ben", "ie-christmas-day", 2021),
        HolidayWorked("ben", FESTIVAL, 2027),
    )


def test_what_was_worked_before_the_period_is_for_the_ledger_to_say() -> None:
    problem, roster = made({}, first=2, before={"ana": "D"})
    assert worked_holidays(problem, roster) == ()


def test_as_much_is_remembered_as_has_a_price_and_three_years_at_least() -> None:
    assert max(PRICES) == REMEMBERED >= 3
    assert all(PRICES[years] == 64 * 0.5**years for years in PRICES)


@settings(max_examples=50, deadline=None)
@given(st.sets(st.builds(HolidayWorked, st.sampled_from(["ana", "ben"]), st.just(FESTIVAL), st.integers(2010, 2027))))
def test_remembering_twice_is_remembering_once(known: set[HolidayWorked]) -> None:
    problem, roster = made({"ana": "-D"}, *known)
    once = next_holidays_worked(problem, roster)
    assert HolidayWorked("ana", FESTIVAL, 2027) in once
    assert {w for w in known if w.year >= 2021} <= set(once)
    assert next_holidays_worked(Problem(replace(problem.team, holidays_worked=once)), roster) == once


@pytest.mark.parametrize(
    ("known", "spared"),
    [
        ({"ana": [2026], "ben": [2025]}, {"ana", "ben"}),
        ({"ana": [2026], "ben": [2025], "cyd": [2024]}, {"ana", "ben"}),
        ({"cyd": [2026], "ben": [2022], "ana": [2021]}, {"cyd", "ben"}),
        ({"ana": [2025, 2024], "ben": [2026], "cyd": [2025]}, {"ana", "ben"}),
    ],
)
def test_whose_turn_is_longest_ago_works(known: dict[str, list[int]], spared: set[str]) -> None:
    rows = [HolidayWorked(person, FESTIVAL, year) for person, years in known.items() for year in years]
    problem, _ = made(
        {}, *rows, shifts="D", last=2, coverage=(CoverageRequirement("floor", minimum=1, template="day"),)
    )
    window = replace(problem.team.period, coverage_from=problem.shifts[1].start, coverage_until=problem.shifts[2].end)
    team = replace(problem.team, period=replace(window, first_day=day(1), coverage_until=problem.shifts[1].end))
    found = plan(Problem(team, (OneShiftADay(), Coverage(), HolidayTurns())), Budget(seconds=20, workers=1, seed=1))
    assert found.outcome.roster is not None
    assert {p.id for p in problem.people} - set(found.outcome.roster.by_person) == spared
