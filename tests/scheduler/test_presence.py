"""Who is there at which instants, by elementary intervals, and minute by minute."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime, time
from typing import Any

import pytest
from hypothesis import given, settings

from constraints.examples import ANA, AUTUMN, BEN, CAI, DUBLIN, FAR, HUB, SPRING, example, instant
from scheduler.domain.coverage import CoverageRequirement, TimeBand
from scheduler.domain.roster import Roster
from scheduler.domain.shift import EVERY_DAY, Duty
from scheduler.intervals import Interval, local, shift_by
from scheduler.presence import Stretch, owed, present, stretches
from scheduler.problem import Problem
from tests.constraints.random_cases import Case, cases

FLOOR = CoverageRequirement("floor", minimum=1)


def on(day: int, since: float, until: float) -> Interval:
    """Those hours of that day, in UTC; hours may be halves, or lie beyond midnight."""
    midnight = instant(day)
    return Interval(shift_by(midnight, minutes=round(60 * since)), shift_by(midnight, minutes=round(60 * until)))


def made(**brought: Any) -> tuple[Problem, Roster]:
    case = example("", 0, **brought)
    return Problem(case.team), case.roster


def banded(weekdays: Iterable[int], start: int, end: int, zone: str = "UTC") -> CoverageRequirement:
    return replace(FLOOR, when=TimeBand(frozenset(weekdays), time(start), time(end), zone))


# -- when coverage is owed ---------------------------------------------------------------------------------------------


def test_coverage_is_owed_in_the_whole_window_unless_the_requirement_says_when() -> None:
    problem, _ = made(last=1, coverage_window=(instant(0, 12), instant(1, 12)))
    assert owed(problem, FLOOR) == [Interval(instant(0, 12), instant(1, 12))]


@pytest.mark.parametrize(
    ("requirement", "expected"),
    [
        (banded(EVERY_DAY, 8, 18), [on(0, 12, 18), on(1, 8, 12)]),
        (banded([1], 8, 18), [on(1, 8, 12)]),
        (banded([5], 8, 18), []),
        (banded(EVERY_DAY, 22, 14), [on(0, 12, 14), on(0, 22, 36)]),
        (banded([6], 22, 14), [on(0, 12, 14)]),
        (banded(EVERY_DAY, 0, 0), [on(0, 12, 24), on(1, 0, 12)]),
        (banded(EVERY_DAY, 8, 18, "Asia/Singapore"), [on(1, 0, 10)]),
        (banded([0], 8, 18, "America/Los_Angeles"), [on(0, 16, 26)]),
    ],
    ids=["days", "Tuesdays", "Saturdays", "into the next day", "from the day before", "always", "east", "west"],
)
def test_a_band_is_owed_in_the_part_that_lies_in_the_window(
    requirement: CoverageRequirement, expected: list[Interval]
) -> None:
    problem, _ = made(last=1, coverage_window=(instant(0, 12), instant(1, 12)))
    assert owed(problem, requirement) == expected


@pytest.mark.parametrize(("sunday", "hours"), [(SPRING, 5), (AUTUMN, 7)])
def test_a_band_is_an_hour_shorter_or_longer_when_the_clocks_change(sunday: int, hours: int) -> None:
    problem, _ = made(first=sunday, last=sunday, coverage_window=(instant(sunday - 1, 12), instant(sunday, 12)))
    (interval,) = owed(problem, banded(EVERY_DAY, 0, 6, DUBLIN.zone))
    assert interval.minutes == 60 * hours


# -- for the solver ----------------------------------------------------------------------------------------------------


def cut(problem: Problem, requirement: CoverageRequirement = FLOOR) -> list[tuple[Interval, dict[str, list[str]]]]:
    """The stretches with the templates by which each person may be there."""
    return [
        (s.interval, {p.id: [shift.template for shift in by] for p, by in s.able})
        for s in stretches(problem, requirement)
    ]


def test_shift_boundaries_cut_the_window() -> None:
    problem, _ = made(last=0, shifts="DE", coverage_window=(instant(0, 6), instant(1)))
    assert cut(problem) == [
        (on(0, 6, 7), {}),
        (on(0, 7, 15), {"ana": ["day"]}),
        (on(0, 15, 15.5), {"ana": ["day", "evening"]}),
        (on(0, 15.5, 23.5), {"ana": ["evening"]}),
        (on(0, 23.5, 24), {}),
    ]


TWO_SITES: dict[str, Any] = {
    "last": 0,
    "people": (ANA, CAI),
    "sites": (HUB, FAR),
    "shifts": "DF",
    "coverage_window": (instant(0, 6), instant(0, 16)),
}


def test_shifts_of_all_sites_cut_the_window() -> None:
    problem, _ = made(**TWO_SITES)
    assert cut(problem) == [
        (on(0, 6, 7), {"cai": ["far-day"]}),
        (on(0, 7, 7.5), {"ana": ["day"], "cai": ["far-day"]}),
        (on(0, 7.5, 15.5), {"ana": ["day"]}),
        (on(0, 15.5, 16), {}),
    ]


@pytest.mark.parametrize(
    ("requirement", "people"),
    [
        (replace(FLOOR, site="far"), (ANA, CAI)),
        (replace(FLOOR, skill="lead"), (replace(ANA, skills=frozenset()), CAI)),
        (FLOOR, (replace(ANA, shadows="cai"), CAI)),
    ],
    ids=["at another site", "without the skill", "who shadow"],
)
def test_shifts_of_people_who_do_not_count_neither_count_nor_cut(
    requirement: CoverageRequirement, people: tuple[Any, ...]
) -> None:
    problem, _ = made(**TWO_SITES | {"people": people})
    assert cut(problem, requirement) == [(on(0, 6, 7.5), {"cai": ["far-day"]}), (on(0, 7.5, 16), {})]


def test_a_named_shift_is_the_only_one_that_counts_and_cuts() -> None:
    problem, _ = made(last=0, shifts="DES", coverage_window=(instant(0, 6), instant(1, 6)))
    assert cut(problem, replace(FLOOR, template="standby")) == [
        (on(0, 6, 10), {}),
        (on(0, 10, 30), {"ana": ["standby"]}),
    ]
    assert cut(problem, replace(FLOOR, template="day")) == [
        (on(0, 6, 7), {}),
        (on(0, 7, 15.5), {"ana": ["day"]}),
        (on(0, 15.5, 30), {}),
    ]


def test_a_shift_of_the_past_counts_for_who_worked_it() -> None:
    problem, _ = made(
        last=0, people=(ANA, BEN), shifts="DN", before={"ana": "N"}, coverage_window=(instant(0, 6), instant(0, 8))
    )
    assert cut(problem) == [
        (on(0, 6, 7), {"ana": ["night"]}),
        (on(0, 7, 7.5), {"ana": ["night", "day"], "ben": ["day"]}),
        (on(0, 7.5, 8), {"ana": ["day"], "ben": ["day"]}),
    ]


def test_a_band_cuts_the_window_in_parts() -> None:
    problem, _ = made(last=1)
    assert [s.interval for s in stretches(problem, banded(EVERY_DAY, 6, 8))] == [
        on(0, 6, 7),
        on(0, 7, 8),
        on(1, 6, 7),
        on(1, 7, 8),
    ]


def test_when_clocks_change_the_shift_is_cut_where_it_really_ends() -> None:
    problem, _ = made(
        first=SPRING - 1,
        last=SPRING - 1,
        shifts="N",
        sites=(DUBLIN,),
        coverage_window=(instant(SPRING, 0), instant(SPRING, 12)),
    )
    assert cut(problem) == [(on(SPRING, 0, 6.5), {"ana": ["night"]}), (on(SPRING, 6.5, 12), {})]


# -- for the checker ---------------------------------------------------------------------------------------------------


def seen(problem: Problem, roster: Roster, requirement: CoverageRequirement = FLOOR) -> list[tuple[Interval, set[str]]]:
    return [(interval, set(people)) for interval, people in present(problem, roster, requirement)]


def test_intervals_end_where_the_people_change() -> None:
    problem, roster = made(
        last=1,
        people=(ANA, BEN),
        shifts="DE",
        works={"ana": "D", "ben": "ED"},
        coverage_window=(instant(0, 6), instant(1, 9)),
    )
    assert seen(problem, roster) == [
        (on(0, 6, 7), set()),
        (on(0, 7, 15), {"ana"}),
        (on(0, 15, 15.5), {"ana", "ben"}),
        (on(0, 15.5, 23.5), {"ben"}),
        (on(0, 23.5, 31), set()),
        (on(1, 7, 9), {"ben"}),
    ]


def test_a_hand_over_to_oneself_is_no_change_and_two_shifts_at_once_are_one_person() -> None:
    problem, roster = made(last=0, shifts="DE", works={"ana": "[DE]"}, coverage_window=(instant(0, 8), instant(0, 20)))
    assert seen(problem, roster) == [(on(0, 8, 20), {"ana"})]


def test_with_nobody_there_is_one_empty_interval_for_each_part_that_is_owed() -> None:
    problem, roster = made(last=1)
    assert seen(problem, roster) == [(on(0, 0, 48), set())]
    assert seen(problem, roster, banded(EVERY_DAY, 6, 8)) == [(on(0, 6, 8), set()), (on(1, 6, 8), set())]


@pytest.mark.parametrize(
    ("requirement", "expected"),
    [
        (FLOOR, {"ana", "cai"}),
        (replace(FLOOR, site="hub"), {"ana"}),
        (replace(FLOOR, site="far"), {"cai"}),
        (replace(FLOOR, skill="fraud"), {"cai"}),
        (replace(FLOOR, template="day"), {"ana"}),
        (replace(FLOOR, template="standby"), {"ben"}),
    ],
    ids=["anywhere", "hub", "far", "skill", "shift", "standby"],
)
def test_who_counts(requirement: CoverageRequirement, expected: set[str]) -> None:
    problem, roster = made(
        last=1,
        people=(ANA, BEN, replace(CAI, skills=frozenset({"fraud"})), replace(BEN, id="new", shadows="ana")),
        sites=(HUB, FAR),
        shifts="DSF",
        works={"ana": "-D", "ben": "S", "cai": "-F", "new": "-D"},
        coverage_window=(on(1, 7, 7.5).start, on(1, 7, 7.5).end),
    )
    assert seen(problem, roster, requirement) == [(on(1, 7, 7.5), expected)]


# -- minute by minute --------------------------------------------------------------------------------------------------

STEP = 30  # all boundaries of the random cases lie on half hours


def is_owed(problem: Problem, requirement: CoverageRequirement, instant: datetime) -> bool:
    """By the wall clock: without any interval."""
    if not problem.coverage_window.holds(instant):
        return False
    if requirement.when is None:
        return True
    wall, start, end = local(instant, requirement.when.zone).time(), requirement.when.start, requirement.when.end
    return start <= wall < end if start < end else not end <= wall < start


def is_there(problem: Problem, roster: Roster, requirement: CoverageRequirement, instant: datetime) -> set[str]:
    return {
        person.id
        for person in problem.people
        for duty in Duty
        for shift in problem.worked(person, roster, duty)
        if shift.start <= instant < shift.end
        and person.shadows is None
        and (requirement.skill is None or requirement.skill in person.skills)
        and (requirement.site is None or requirement.site == shift.site)
        and (shift.template == requirement.template if requirement.template else duty is Duty.ON_DUTY)
    }


def there_by(stretch: Stretch, problem: Problem, roster: Roster) -> set[str]:
    """Whom the decisions of a stretch put there in a roster."""
    worked = {(p.id, s.id) for p in problem.people for duty in Duty for s in problem.worked(p, roster, duty)}
    return {person.id for person, shifts in stretch.able if any((person.id, s.id) in worked for s in shifts)}


def half_hours(window: Interval) -> Iterator[datetime]:
    return (shift_by(window.start, minutes=STEP * n) for n in range(-4, window.minutes // STEP + 4))


@settings(max_examples=40, deadline=None)
@given(cases())
def test_both_say_who_is_there_at_every_instant(case: Case) -> None:
    problem = Problem(case.team)
    for requirement in case.team.coverage:
        intervals = list(present(problem, case.roster, requirement))
        pieces = list(stretches(problem, requirement))
        for now in half_hours(problem.coverage_window):
            expected = [is_there(problem, case.roster, requirement, now)] if is_owed(problem, requirement, now) else []
            assert [set(people) for interval, people in intervals if interval.holds(now)] == expected
            assert [there_by(piece, problem, case.roster) for piece in pieces if piece.interval.holds(now)] == expected
