"""Where in the week somebody lacks: worked out by hand, and against every set of sites."""

from __future__ import annotations

from dataclasses import replace
from datetime import time
from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from constraints.examples import ANA, BEN, FAR, HUB, MONDAY, day, example, instant
from scheduler.domain.coverage import CoverageRequirement, TimeBand
from scheduler.domain.people import Leave, Person
from scheduler.domain.shift import EVERY_DAY, ShiftTemplate
from scheduler.domain.team import Period, Site, Team
from scheduler.headcount import Bottleneck, short_weeks
from scheduler.problem import Problem

ALWAYS = CoverageRequirement("floor", minimum=1)
OFFICE = TimeBand(EVERY_DAY, time(8), time(12), "UTC")


def hours(days: range, clock: range) -> set[tuple[int, int]]:
    return {(weekday, hour) for weekday in days for hour in clock}


def test_hours_at_which_nobody_has_a_shift_are_named() -> None:
    """Day shifts end at 15:30, evenings begin at 15:00 and end at 23:30; the hour that is cut counts."""
    (found,) = short_weeks(Problem(example("", 0, people=(ANA,), shifts="DE", coverage=(ALWAYS,)).team))
    assert found.zone == "UTC"
    assert found.able == dict.fromkeys(hours(range(7), range(7)) | hours(range(7), range(23, 24)), 0)


def test_an_hour_that_is_only_begun_counts() -> None:
    late = replace(ALWAYS, when=replace(OFFICE, start=time(16, 30), end=time(18, 15)))
    (found,) = short_weeks(Problem(example("", 0, coverage=(late,)).team))
    assert set(found.able) == hours(range(7), range(16, 19))


def test_the_fewest_of_any_week_counts() -> None:
    """ben is away on the Tuesday of the second week only."""
    two = CoverageRequirement("two", minimum=2, when=OFFICE)
    leave = (Leave("ben", day(8), day(8)),)
    made = example("", 0, people=(ANA, BEN), last=13, coverage=(two,), leave=leave).team
    (found,) = short_weeks(Problem(made))
    assert found.able == dict.fromkeys(hours(range(1, 2), range(8, 12)), 1)


def test_hours_are_those_of_the_requirement_s_clock() -> None:
    tokyo = replace(OFFICE, zone="Asia/Tokyo")  # 23:00 to 03:00 UTC: nobody
    (found,) = short_weeks(Problem(example("", 0, coverage=(replace(ALWAYS, when=tokyo),)).team))
    assert (found.zone, set(found.able)) == ("Asia/Tokyo", hours(range(7), range(8, 12)))


def test_a_team_of_several_sites_is_read_in_utc_and_a_site_by_its_own_clock() -> None:
    at_far = replace(ALWAYS, id="far", site="far")
    team = example("", 0, sites=(HUB, FAR), coverage=(ALWAYS, at_far)).team
    assert [week.zone for week in short_weeks(Problem(team))] == ["UTC", "Asia/Singapore"]


def test_people_of_a_site_that_is_alone_lack_hours() -> None:
    """28 h a week in which only ana can be there, who has 21.25; the two of `far` have plenty, at other hours."""
    ana = replace(ANA, contract_minutes=1200)
    office = replace(ALWAYS, when=OFFICE)
    far = tuple(Person(f"far-{n}", "far") for n in range(2))
    team = example("", 0, people=(ana, *far), sites=(HUB, FAR), coverage=(office,), shifts="DF").team
    (found,) = short_weeks(Problem(team))
    assert found.bottleneck == Bottleneck(("hub",), 28.0, 21.25, 1)
    assert not found.able
    assert found.squeezed == hours(range(7), range(8, 12))


def test_what_the_past_has_filled_is_not_owed_again() -> None:
    """Sunday's night ends at 07:30 on Monday; ana has four paid hours a week."""
    ana = replace(ANA, contract_minutes=240)
    early = replace(ALWAYS, when=TimeBand(frozenset({0}), time(0), time(7, 30), "UTC"))
    team = example("", 0, people=(ana,), shifts="DN", before={"ana": "N"}, coverage=(early,)).team
    assert short_weeks(Problem(team)) == ()
    assert short_weeks(Problem(replace(team, previous=())))[0].able


def test_standby_lacks_people_but_never_hours() -> None:
    week = CoverageRequirement("second", minimum=2, template="standby")
    team = example("", 0, people=(ANA,), shifts="S", coverage=(week,)).team
    (found,) = short_weeks(Problem(team))
    assert found.bottleneck is None
    assert set(found.able.values()) == {0, 1}  # nobody before ten on Monday, then ana alone


@given(
    starts=st.lists(st.integers(0, 20), min_size=3, max_size=3),
    people=st.lists(st.integers(0, 2), min_size=1, max_size=5),
    minimum=st.integers(1, 2),
)
def test_the_bottleneck_is_the_worst_set_of_sites(starts: list[int], people: list[int], minimum: int) -> None:
    """Three sites of one shift each; the hours that no other site can cover, hour by hour, for each set of sites."""
    team = _three_sites(starts, people, minimum)
    open_at = [{hour for hour in range(24) if start <= hour < start + 3} for start in starts]
    staffed = [n for n in range(3) if n in people]
    worst = 0
    for size in range(4):
        for chosen in combinations(range(3), size):
            others = set().union(*(open_at[n] for n in staffed if n not in chosen))
            owed = 7 * minimum * len(set(range(24)) - others)
            worst = max(worst, owed - sum(10 for n in people if n in chosen))
    (found,) = short_weeks(Problem(team)) or (None,)
    lacking = found.bottleneck.owed - found.bottleneck.available if found and found.bottleneck else 0
    assert lacking == worst


def _three_sites(starts: list[int], people: list[int], minimum: int) -> Team:
    sites = tuple(Site(f"s{n}", "UTC") for n in range(3))
    shifts = tuple(ShiftTemplate(f"t{n}", f"s{n}", time(start), time(start + 3)) for n, start in enumerate(starts))
    staff = tuple(Person(f"p{i}", f"s{n}", contract_minutes=600) for i, n in enumerate(people))
    period = Period(MONDAY, day(6), instant(0), instant(7))
    return Team("three", period, sites, staff, shifts, (replace(ALWAYS, minimum=minimum),))
