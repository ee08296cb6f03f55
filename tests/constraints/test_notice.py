"""Notice before publication: by month, by week, by roster; for whom, and under which name."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest

from constraints.examples import ANA, BEN, HUB, day, example, instant
from constraints.packs.notice import late
from scheduler.domain.roster import Roster
from scheduler.intervals import shift_by
from scheduler.problem import Problem

TWO_MONTHS = example("", 0, last=55, people=(ANA, BEN))
NOTHING = Roster()


def problem(pack: str | None, *facts: str) -> Problem:
    """Ana and ben at the hub, in UTC, for eight weeks from 4 January 2027 on."""
    people = tuple(replace(person, facts=frozenset(facts)) for person in (ANA, BEN))
    return Problem(replace(TWO_MONTHS.team, sites=(replace(HUB, pack=pack),), people=people))


def working(**days: tuple[int, ...]) -> Roster:
    return Roster.of((person, f"day@{day(n)}") for person, offsets in days.items() for n in offsets)


def found(pack: str | None, published: datetime, fresh: Roster, changed: Roster = NOTHING) -> list[str]:
    """Which numbers of the law are not kept, and where and when."""
    rows = late(problem(pack), published, fresh, changed)
    return [row.violation.about or "" for row in rows if row.number.force == "hard"]


@pytest.mark.parametrize(
    ("published", "months"),
    [
        (instant(-3), []),  # 1 January, at midnight
        (instant(-3, 1), ["January 2027"]),
        (instant(28), ["January 2027"]),
        (instant(28, 1), ["January 2027", "February 2027"]),
    ],
)
def test_singapores_roster_is_known_before_the_month(published: datetime, months: list[str]) -> None:
    told = found("singapore", published, working(ana=(5, 6, 30), ben=(31,)))
    assert told == [f"SG-036-ROSTER, hub, {month}" for month in months]


def test_irelands_week_is_known_a_day_before_its_first_day_of_work() -> None:
    roster = working(ana=(2, 3), ben=(8,))
    assert found("ireland", instant(1), roster) == []
    assert found("ireland", instant(1, 1), roster) == [f"IE-17, hub, the week of {day(0)}"]


def test_irelands_day_is_owed_to_who_is_added_later_too() -> None:
    weeks = [f"IE-17, hub, the week of {day(n)}" for n in (0, 7)]
    assert found("ireland", instant(7, 1), NOTHING, working(ana=(2, 3), ben=(8,))) == weeks


def test_what_is_added_to_days_that_were_published_owes_no_notice_by_the_month() -> None:
    assert found("singapore", instant(10), NOTHING, working(ana=(12,))) == []


def test_who_is_outside_the_law_is_owed_nothing_by_it() -> None:
    rows = late(problem("singapore", "not sg_part4"), instant(10), working(ana=(12,)), NOTHING)
    assert [row.number.id for row in rows] == ["P-ROSTER"]


def test_the_policy_asks_for_four_weeks() -> None:
    roster = working(ana=(30, 31), ben=(29,))
    assert [*late(problem(None), instant(1), roster, NOTHING)] == []
    (row,) = late(problem(None), instant(1, 1), roster, NOTHING)
    assert row.number.force == "soft"
    assert row.violation.because.startswith("ben of hub should have known the shifts of this roster by 2027-01-05T00:")


def test_a_finding_is_the_same_as_time_passes() -> None:
    violations = {
        row.violation
        for hours in (1, 2, 50)
        for row in late(problem("singapore"), shift_by(instant(1), minutes=60 * hours), working(ana=(2,)), NOTHING)
        if row.number.force == "hard"
    }
    assert len(violations) == 1
