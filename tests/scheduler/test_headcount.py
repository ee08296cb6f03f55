"""Hours owed against hours had, worked out by hand; and the stretches that nobody could cover."""

from __future__ import annotations

from dataclasses import replace
from datetime import time
from typing import Any

import pytest

from constraints.examples import ANA, BEN, FAR, HUB, day, example, instant
from scheduler.domain.coverage import CoverageRequirement, TimeBand
from scheduler.domain.holidays import Holiday
from scheduler.domain.people import Leave, Person
from scheduler.domain.shift import ShiftTemplate
from scheduler.domain.team import Site
from scheduler.headcount import RequirementHours, SiteHours, SkillPeople, ThinSpot, headcount, thin_spots
from scheduler.problem import Problem

FLOOR = CoverageRequirement("floor", minimum=1, target=2)
PRESENCE = 510 / 480  # the unpaid half hour of an eight-hour shift


def problem(*coverage: CoverageRequirement, **brought: Any) -> Problem:
    """A week; coverage is owed from Monday to Sunday, 168 hours."""
    brought = {"people": (ANA, BEN), "shifts": "DEN"} | brought
    return Problem(example("", 0, coverage=coverage, **brought).team)


def line(made: Problem) -> RequirementHours:
    return headcount(made).requirements[0]


def test_two_people_have_two_weeks_of_contract_with_the_breaks() -> None:
    found = line(problem(FLOOR))
    assert (found.people, found.owed_at_minimum, found.owed_at_target) == (2, 168.0, 336.0)
    assert found.available == 2 * 40 * PRESENCE
    assert found.people_needed == 4.0  # 168 / 42.5
    assert found.short_by == 2  # 83 hours lack, 42.5 a person


def test_enough_people_are_not_short() -> None:
    five = tuple(Person(f"p{n}", "hub") for n in range(5))
    assert line(problem(FLOOR, people=five)).short_by == 0


def test_leave_and_employment_count_in_days() -> None:
    """ana is away for 3 days of 7, ben is there for the last 2."""
    people = (ANA, replace(BEN, first_day=day(5)))
    found = line(problem(FLOOR, people=people, leave=(Leave("ana", day(0), day(2)),)))
    minutes = int(4 * 2400 // 7 * PRESENCE) + int(2 * 2400 // 7 * PRESENCE)
    assert found.available == round(minutes / 60, 2)


def test_only_who_counts_is_counted() -> None:
    people = (ANA, Person("new", "hub", skills=ANA.skills, shadows="ana"), Person("cyd", "hub"))
    found = line(problem(replace(FLOOR, skill="lead"), people=people))
    assert (found.people, found.skill) == (1, "lead")


def test_a_skill_that_nobody_has_lacks_people_of_the_usual_length() -> None:
    found = line(problem(replace(FLOOR, skill="fraud")))
    assert (found.people, found.available, found.short_by) == (0, 0.0, 4)


def test_standby_needs_four_for_a_quarter_each_and_is_short_only_when_nobody_can() -> None:
    second = CoverageRequirement("second", minimum=1, template="standby")
    found = line(problem(second, shifts="DS"))
    assert (found.people, found.available, found.people_needed, found.short_by) == (2, None, 4, 0)
    nobody = line(problem(second, shifts="DS", people=(Person("cyd", "hub"),)))
    assert (nobody.people, nobody.short_by) == (0, 1)


def test_a_band_owes_its_hours_only() -> None:
    office = replace(FLOOR, when=TimeBand(frozenset(range(5)), time(8), time(18), "UTC"))
    assert line(problem(office)).owed_at_minimum == 50.0


def test_a_site_owes_the_largest_of_its_minimums_not_their_sum() -> None:
    made = headcount(problem(FLOOR, CoverageRequirement("lead", minimum=2, skill="lead", site="hub")))
    assert made.sites == (
        SiteHours("hub", 2, 2.0, 336.0, 85.0),
        SiteHours(None, 2, 2.0, 336.0, 85.0),
    )


def test_the_team_owes_what_its_sites_owe_together_or_the_common_minimum() -> None:
    team = problem(FLOOR).team
    far = Site("far", "Asia/Tokyo")
    two = replace(
        team,
        sites=(HUB, far),
        templates=(*team.templates, ShiftTemplate("far-day", "far", time(8), time(16))),
        coverage=(
            replace(FLOOR, minimum=3),
            CoverageRequirement("a", minimum=1, site="hub"),
            CoverageRequirement("b", minimum=1, site="far"),
        ),
    )
    owed = {s.site: s.owed for s in headcount(Problem(two)).sites}
    assert owed == {"hub": 168.0, "far": 168.0, None: 504.0}


def test_a_rule_may_allow_less_than_the_contract() -> None:
    """ana may work half her contract, ben more than his, which he does not."""
    found = headcount(problem(FLOOR), {"ana": 1200, "ben": 3000})
    assert found.requirements[0].available == 60 * PRESENCE


def test_public_holidays_are_told_and_not_taken_off() -> None:
    """Two holidays in the week, one of them in ana's leave, and one after it; a day off is a fifth of a week."""
    days = tuple(Holiday(day(n), "feast") for n in (1, 3, 9))
    team = problem(FLOOR, leave=(Leave("ana", day(3), day(3)),)).team
    hub = headcount(Problem(replace(team, sites=(replace(HUB, holidays=days),)))).sites[0]
    assert hub.holidays == 3 * 8 * PRESENCE
    assert hub.available == headcount(Problem(team)).sites[0].available


def test_skills_that_somebody_asks_for_are_counted_by_site() -> None:
    """`lead` is asked for by coverage and by standby; nobody asks for `fraud`."""
    people = (ANA, BEN, Person("cyd", "far", skills=frozenset({"lead", "fraud"})), Person("dot", "hub"))
    team = problem(replace(FLOOR, skill="lead"), people=people, shifts="DS", sites=(HUB, FAR)).team
    assert headcount(Problem(team)).skills == (SkillPeople("lead", (2, 1), 2 * 40 * PRESENCE),)


def test_a_stretch_without_able_people_is_named() -> None:
    """Both are away from Wednesday on, and the night of Tuesday runs into Wednesday."""
    leave = (Leave("ana", day(2), day(6)), Leave("ben", day(2), day(6)))
    assert thin_spots(problem(FLOOR, leave=leave)) == (
        ThinSpot("floor", instant(0), instant(0, 7), minimum=1, able=0),  # no shift begins before seven
        ThinSpot("floor", *_wall(1, 23, 30, 7), minimum=1, able=0),
    )


def _wall(first: int, hour: int, minute: int, last: int) -> tuple[Any, Any]:
    return instant(first, hour).replace(minute=minute), instant(last)


def test_the_night_before_the_first_day_covers_its_morning() -> None:
    made = problem(FLOOR, before={"ana": "N"}, people=(ANA, BEN))
    assert not thin_spots(made)


@pytest.mark.parametrize(("first", "able"), [(None, 2), (4, 1)])
def test_who_is_not_employed_is_not_able(first: int | None, able: int) -> None:
    ben = replace(BEN, first_day=day(first) if first else None)
    spots = thin_spots(problem(CoverageRequirement("three", minimum=3), people=(ANA, ben), shifts="DEN"))
    at_noon = [s for s in spots if s.start <= instant(1, 12) < s.end]
    assert [s.able for s in at_noon] == [able]
