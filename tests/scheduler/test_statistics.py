"""Who did what in a period: examples by the clock and the calendar, and what Grafana's export counts (GF-API-01)."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import datetime, time
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from constraints.examples import ANA, AUTUMN, CAI, FAR, HUB, SPRING, day, example, instant
from scheduler.domain.coverage import TimeBand
from scheduler.domain.holidays import Holiday
from scheduler.intervals import Interval, parse_instant, shift_by, union, wall_after
from scheduler.oncall.grid import Cadence, Grid
from scheduler.oncall.resolve import resolve
from scheduler.oncall.rotation import Rotation
from scheduler.oncall.values import Holding
from scheduler.pay import NIGHT, PayClass, Place
from scheduler.problem import Problem
from scheduler.report import plain
from scheduler.statistics import Exposure, PersonStatistics, places_of, statistics

UTC = Place("UTC")
QUARTER = Interval(instant(0), instant(91))


def held(
    person: str, first: int, from_hour: int, last: int, to_hour: int, shift: str | None = None, **more: Any
) -> Holding:
    zone = more.pop("zone", "UTC")
    interval = Interval(instant(first, from_hour, zone), instant(last, to_hour, zone))
    return Holding(more.pop("duty", "on-duty"), more.pop("level", 1), person, interval, shift=shift, **more)


def one(*holdings: Holding, place: Place = UTC, window: Interval = QUARTER, **more: Any) -> PersonStatistics:
    (found,) = statistics(holdings, {"ana": place}, window, **more)
    return found


def minutes(found: PersonStatistics) -> dict[str, int]:
    return {c.pay_class: c.minutes for c in found.classes if c.minutes}


def test_a_week_of_work() -> None:
    found = one(*(held("ana", n, 7, n, 15, f"d{n}") for n in (0, 1, 2, 5)), held("ana", 3, 22, 4, 6, "n"))
    assert (found.person, found.duty, found.shifts, found.hours) == ("ana", "on-duty", 5, 40)
    assert minutes(found) == {"ordinary": 1440, "weekend": 480, "night": 480}
    assert [c.pay_class for c in found.classes] == ["holiday", "weekend", "night", "ordinary"]
    assert (found.days, found.longest_run, found.nights, found.weekends, found.holidays) == (5, 4, 1, 1, 0)


def test_grafanas_export_of_final_shifts() -> None:
    cases = json.loads((Path(__file__).parent / "oncall" / "oncall-cases.json").read_text())["cases"]
    case = next(case for case in cases if case["id"] == "GF-API-01")
    asked = case["input"]
    start = datetime.fromisoformat(asked["start"].removesuffix("Z"))
    days = frozenset(["MO", "TU", "WE", "TH", "FR", "SA", "SU"].index(code) for code in asked["by_day"])
    rotation = Rotation(
        tuple((member,) for member in asked["members"]),
        Grid(start, "UTC", Cadence.DAILY, weekdays=days),
        "standby",
        windows=(TimeBand(days, start.time(), wall_after(start, hours=asked["hours"]).time(), "UTC"),),
        span=Interval(parse_instant(asked["start"]), parse_instant(asked["until"])),
    )
    window = Interval(*map(parse_instant, asked["query"]))
    final = resolve(rotation.holdings(window))
    found = statistics(final.holdings, dict.fromkeys(asked["members"], UTC), window)
    assert {row.person: row.hours for row in found} == case["expected"]["hours"]
    assert sum(row.shifts for row in found) == case["expected"]["shifts"]


def test_rows_are_by_person_then_duty_and_who_did_nothing_has_them_too() -> None:
    found = statistics(
        [held("cai", 0, 7, 0, 8), held("ana", 0, 7, 0, 8, duty="standby")], dict.fromkeys(("cai", "ana"), UTC), QUARTER
    )
    assert [(row.person, row.duty, row.shifts) for row in found] == [
        ("ana", "on-duty", 0),
        ("ana", "standby", 1),
        ("cai", "on-duty", 1),
        ("cai", "standby", 0),
    ]
    assert found[0].hours == 0
    assert statistics([], {"ana": UTC}, QUARTER) == ()


def test_somebody_without_a_place_is_refused() -> None:
    with pytest.raises(KeyError, match="zoe"):
        statistics([held("zoe", 0, 7, 0, 8)], {"ana": UTC}, QUARTER)


def test_holidays_and_nights_are_those_of_the_persons_site() -> None:
    sites = (replace(HUB, holidays=(Holiday(day(0), "Founders' Day"),)), FAR)
    places = places_of(Problem(example("", 0, people=(ANA, CAI), sites=sites, shifts="DF").team))
    assert places == {"ana": Place("UTC", frozenset({day(0)})), "cai": Place("Asia/Singapore")}
    ana, cai = statistics([held(person, 0, 20, 1, 2) for person in ("ana", "cai")], places, QUARTER)
    assert (minutes(ana), ana.holidays) == ({"holiday": 240, "night": 120}, 1)
    assert (minutes(cai), cai.holidays) == ({"night": 120, "ordinary": 240}, 0)


@pytest.mark.parametrize(("sunday", "hours"), [(SPRING, 7), (AUTUMN, 9)])
def test_clock_changes_count_true_hours(sunday: int, hours: int) -> None:
    window = Interval(instant(0), instant(360))
    night = held("ana", sunday - 1, 22, sunday, 6, "n", zone="Europe/Dublin")
    found = one(night, place=Place("Europe/Dublin"), window=window)
    assert (found.hours, minutes(found), found.nights, found.weekends) == (hours, {"weekend": hours * 60}, 1, 1)


def test_a_week_of_standby_is_seven_days_and_nights() -> None:
    found = one(held("ana", 0, 10, 7, 10, "s", duty="standby"), skills={"s": "lead"})
    assert (found.shifts, found.hours, found.days, found.longest_run, found.nights) == (1, 168, 7, 7, 7)
    assert (found.weekends, minutes(found)) == (1, {"weekend": 2880, "night": 5 * 480, "ordinary": 168 * 60 - 5280})
    assert found.exposures == (Exposure("lead", 168 * 60, 7, 7),)


# -- what counts as one ------------------------------------------------------------------------------------------------


def test_a_shift_held_in_parts_is_one_for_each_who_held_some_of_it() -> None:
    parts = [held("ana", 0, 7, 0, 9, "d"), held("ben", 0, 9, 0, 11, "d"), held("ana", 0, 11, 0, 15, "d")]
    found = statistics(parts, {"ana": UTC, "ben": UTC}, QUARTER)
    assert [(row.shifts, row.hours) for row in found] == [(1, 6), (1, 2)]
    assert one(held("ana", 0, 7, 0, 9), held("ana", 0, 11, 0, 15)).shifts == 2


def test_a_minute_held_twice_counts_once() -> None:
    found = one(held("ana", 0, 7, 0, 9, level=1), held("ana", 0, 8, 0, 10, level=2))
    assert (found.hours, minutes(found)) == (3, {"ordinary": 180})


def test_periods_add_up() -> None:
    holdings = [held("ana", n, 22, n + 1, 6, f"n{n}") for n in range(-2, 9)]
    first, second, both = (Interval(instant(a), instant(b)) for a, b in ((0, 3), (3, 7), (0, 7)))
    rows = [one(*holdings, window=window) for window in (first, second, both)]
    assert [row.shifts for row in rows] == [3, 4, 7]
    assert [row.hours for row in rows] == [24, 32, 56]
    assert [row.days for row in rows] == [3, 4, 7]


def test_only_the_window_counts() -> None:
    holdings = [held("ana", -1, 22, 0, 6, "n"), held("ana", 2, 22, 3, 6, "m"), held("ana", 5, 7, 5, 15, "d")]
    found = one(*holdings, window=Interval(instant(0), instant(3)))
    assert (found.shifts, found.hours, found.days, found.nights, found.weekends) == (1, 8, 1, 1, 0)


def test_three_hours_make_a_night() -> None:
    assert one(held("ana", 0, 19, 1, 1)).nights == 1
    assert one(held("ana", 0, 19, 1, 0)).nights == 0
    assert one(held("ana", 0, 23, 1, 1), held("ana", 1, 5, 1, 12)).nights == 1
    assert one(held("ana", 0, 4, 0, 6), held("ana", 0, 22, 1, 0)).nights == 0


def test_the_night_from_friday_takes_the_weekend_and_both_days_are_one() -> None:
    assert one(held("ana", 4, 22, 5, 6)).weekends == 1
    assert one(held("ana", 4, 16, 5, 0)).weekends == 0
    assert one(held("ana", 5, 7, 5, 15), held("ana", 6, 7, 6, 15)).weekends == 1
    assert one(held("ana", 5, 7, 5, 15), held("ana", 13, 7, 13, 15)).weekends == 2


def test_exposure_is_by_the_skill_of_the_shift() -> None:
    holdings = [held("ana", n, 7, n, 15, f"x{n}") for n in (0, 1, 3, 4, 5)] + [held("ana", 2, 7, 2, 15, "y")]
    skills = {f"x{n}": "fraud" for n in range(6)} | {"z": "lead"}
    found = one(*holdings, skills=skills)
    assert found.exposures == (Exposure("fraud", 5 * 480, 5, 3),)
    assert found.longest_run == 6
    assert one(*holdings).exposures == ()


def test_classes_of_ones_own_are_listed_in_their_order() -> None:
    small_hours = PayClass("small hours", start=time(0), end=time(4))
    found = one(held("ana", 0, 22, 1, 6), classes=(small_hours, NIGHT))
    assert [(c.pay_class, c.minutes) for c in found.classes] == [("small hours", 240), ("night", 240), ("ordinary", 0)]


def test_it_has_a_plain_form() -> None:
    assert plain(one(held("ana", 0, 7, 0, 8)))["classes"][3] == {"pay_class": "ordinary", "minutes": 60}


@given(
    st.lists(
        st.tuples(st.sampled_from(["ana", "ben"]), st.integers(0, 30 * 86400), st.integers(1, 3 * 86400)), max_size=12
    )
)
def test_minutes_add_up_to_those_held(turns: list[tuple[str, int, int]]) -> None:
    window = Interval(instant(SPRING - 14), instant(SPRING + 14))
    holdings = [
        Holding("standby", 1, person, Interval(begin, shift_by(begin, seconds=length)))
        for person, after, length in turns
        for begin in [shift_by(window.start, seconds=after - 86400)]
    ]
    places = {"ana": Place("Europe/Dublin", frozenset({day(SPRING + 1)})), "ben": Place("Asia/Singapore")}
    for row in statistics(holdings, places, window):
        mine = [part for h in holdings if h.person == row.person and (part := h.interval.clipped(window))]
        assert sum(c.minutes for c in row.classes) == sum(interval.minutes for interval in union(mine))
        assert row.hours == round(sum(c.minutes for c in row.classes) / 60, 2)
