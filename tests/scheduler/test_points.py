"""What shifts weigh in points, worked out by hand, and everybody's points in the report."""

from __future__ import annotations

from dataclasses import replace
from datetime import time
from typing import Any

import pytest

from constraints.examples import ANA, AUTUMN, BEN, CAI, DUBLIN, EVENING, FAR, HUB, SPRING, TEMPLATES, day, example
from scheduler.burden import COUNTED, Burden, burdens, sharers
from scheduler.domain.burden import Points
from scheduler.domain.holidays import Holiday
from scheduler.domain.shift import Duty
from scheduler.effect import effect
from scheduler.fairness import spreads, standings
from scheduler.points import points_of
from scheduler.problem import Problem

FOUNDERS = replace(HUB, holidays=(Holiday(day(2), "Founders' Day"),))
KEEPS = replace(ANA, observances=frozenset({day(1), day(2)}))
ALL = "".join(letter for letter, template in TEMPLATES.items() if template.site == "hub")


def made(**brought: Any) -> Problem:
    known: dict[str, Any] = {"people": (ANA, BEN), "shifts": ALL, "points": Points()}
    return Problem(example("", 0, **known | brought).team)


@pytest.mark.parametrize(
    ("shift", "expected"),
    [
        ("day@2027-01-04", 0),
        ("evening@2027-01-04", 100),
        ("late@2027-01-04", 100),
        ("night@2027-01-04", 300),
        ("night@2027-01-08", 300),  # Friday's: it runs into the weekend, and counts by its start
        ("day@2027-01-09", 200),
        ("evening@2027-01-10", 300),
        ("night@2027-01-10", 500),
        ("day@2027-01-06", 400),
        ("night@2027-01-06", 700),
        ("night@2027-01-05", 300),
        # Seven nights, a weekend and a holiday: a quarter of 21 + 4 + 4.
        ("standby@2027-01-04", 725),
    ],
)
def test_a_shift_weighs_by_its_hours_and_the_day_it_starts_on(shift: str, expected: int) -> None:
    problem = made(sites=(FOUNDERS,))
    assert points_of(problem, ANA, problem.shift(shift)) == expected


@pytest.mark.parametrize(("shift", "expected"), [("day@2027-01-05", 800), ("day@2027-01-06", 800)])
def test_a_day_that_somebody_keeps_weighs_for_that_person_alone_and_once(shift: str, expected: int) -> None:
    problem = made(people=(KEEPS, BEN), sites=(FOUNDERS,))
    assert points_of(problem, KEEPS, problem.shift(shift)) == expected
    assert points_of(problem, BEN, problem.shift(shift)) == (400 if shift.endswith("06") else 0)


@pytest.mark.parametrize(
    ("start", "end", "span", "expected"),
    [
        (time(12), time(20, 59), 0, 0),
        (time(12), time(21), 0, 100),
        (time(20), time(23), 0, 100),
        (time(20, 1), time(23, 30), 0, 0),
        (time(18), time(2), 1, 300),
        (time(9), time(9), 1, 300),
        (time(9), time(9), 2, 600),
        (time(9), time(18), 1, 300),  # a day with its night, and nine hours more
        (time(9), time(21), 1, 400),  # twelve hours more are a day and an evening
    ],
)
def test_standby_weighs_as_duties_of_its_hours_would(start: time, end: time, span: int, expected: int) -> None:
    everyday = replace(EVENING, start=start, end=end, span_days=span, duty=Duty.STANDBY)
    team = replace(made(points=Points(standby=100)).team, templates=(everyday,))
    problem = Problem(team)
    assert points_of(problem, ANA, problem.shift("evening@2027-01-04")) == expected


@pytest.mark.parametrize(("standby", "expected"), [(0, 0), (25, 25), (33, 33), (66, 66), (1, 1)])
def test_standby_has_its_share_to_a_hundredth(standby: int, expected: int) -> None:
    everyday = replace(EVENING, duty=Duty.STANDBY)
    problem = Problem(replace(made(points=Points(standby=standby)).team, templates=(everyday,)))
    assert points_of(problem, ANA, problem.shift("evening@2027-01-04")) == expected


@pytest.mark.parametrize("saturday", [SPRING - 1, AUTUMN - 1])
def test_a_night_on_which_the_clocks_change_weighs_as_any_other(saturday: int) -> None:
    problem = made(first=saturday, last=saturday, sites=(DUBLIN,))
    assert points_of(problem, ANA, problem.shift(f"night@{day(saturday)}")) == 500


def test_holidays_are_those_of_the_persons_site() -> None:
    problem = made(people=(ANA, CAI), sites=(FOUNDERS, FAR), shifts="DF")
    assert points_of(problem, ANA, problem.shift("day@2027-01-06")) == 400
    assert points_of(problem, CAI, problem.shift("far-day@2027-01-06")) == 0


def test_a_team_that_does_not_say_what_duties_weigh_shares_out_no_points() -> None:
    problem = made(points=None)
    assert (burdens(problem), sharers(problem, "hub", Burden.POINTS)) == (COUNTED, [])
    assert {points_of(problem, ANA, shift) for shift in problem.shifts} == {0}
    assert burdens(made()) == tuple(Burden)


def test_the_report_has_everybodys_points_of_work_and_standby() -> None:
    found = example(
        "",
        0,
        people=(ANA, replace(BEN, fte=0.5, skills=frozenset())),
        shifts="DNS",
        works={"ana": "S-N----", "ben": "-----DN"},
        points=Points(),
    )
    problem = Problem(found.team)
    told = {
        s.person: (s.counted, s.target, s.before, s.after)
        for s in standings(problem, found.roster)
        if s.burden is Burden.POINTS
    }
    # ana: a night and a week of standby at 6.25; ben: two for Saturday, five for the night from Sunday
    assert told == {"ana": (9.25, 10.83, 0, -1.58), "ben": (7, 5.42, 0, 1.58)}
    assert not [s for s in spreads(problem, found.roster) if s.burden is Burden.POINTS]  # one person works full time


def test_a_change_says_whose_points_it_changes() -> None:
    before = example("", 0, people=(ANA, BEN), shifts="N", works={"ana": "N"}, points=Points())
    after = example("", 0, people=(ANA, BEN), shifts="N", works={"ben": "N"})
    changes = effect(Problem(before.team), before.roster, after.roster).burdens
    assert [(c.person, c.before, c.after) for c in changes if c.burden is Burden.POINTS] == [
        ("ana", 3, 0),
        ("ben", 0, 3),
    ]
