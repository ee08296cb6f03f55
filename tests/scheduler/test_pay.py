"""Pay classes: which minutes are of which class, by the local clock, also on the nights clocks change."""

from __future__ import annotations

from datetime import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from constraints.examples import AUTUMN, SPRING, day, instant
from scheduler.intervals import Interval, shift_by, union
from scheduler.pay import CLASSES, HOLIDAY, NIGHT, WEEKEND, Classed, PayClass, Place, classed, minutes_by_class

UTC = Place("UTC")
DUBLIN = Place("Europe/Dublin")
FAR = Place("Asia/Singapore")


def span(first: int, from_hour: int, last: int, to_hour: int, place: Place = UTC) -> Interval:
    return Interval(instant(first, from_hour, place.zone), instant(last, to_hour, place.zone))


def minutes(interval: Interval, place: Place = UTC, classes: tuple[PayClass, ...] = CLASSES) -> dict[str, int]:
    around = Interval(shift_by(interval.start, minutes=-5000), shift_by(interval.end, minutes=5000))
    return dict(minutes_by_class([interval], classed(around, place, classes)))


def test_a_day_and_a_night_on_weekdays() -> None:
    assert minutes(span(0, 7, 0, 15)) == {"ordinary": 480}
    assert minutes(span(0, 20, 1, 7)) == {"ordinary": 3 * 60, "night": 480}
    assert minutes(span(0, 22, 1, 6)) == {"night": 480}


def test_the_weekend_counts_before_the_night() -> None:
    assert minutes(span(4, 20, 5, 8)) == {"ordinary": 120, "night": 120, "weekend": 480}
    assert minutes(span(6, 20, 7, 8)) == {"weekend": 240, "night": 360, "ordinary": 120}


def test_the_holiday_counts_before_the_weekend() -> None:
    place = Place("UTC", frozenset({day(5)}))
    assert minutes(span(4, 20, 6, 4), place) == {"ordinary": 120, "night": 120, "holiday": 1440, "weekend": 240}


def test_days_are_those_of_the_place() -> None:
    place = Place("Asia/Singapore", frozenset({day(1)}))
    assert minutes(span(0, 12, 0, 20), place) == {"ordinary": 120, "night": 120, "holiday": 240}
    assert minutes(span(4, 16, 4, 17), FAR) == {"weekend": 60}


@pytest.mark.parametrize(("sunday", "night"), [(SPRING, 420), (AUTUMN, 540), (SPRING + 7, 480)])
def test_a_night_on_which_the_clocks_change_has_its_true_minutes(sunday: int, night: int) -> None:
    assert minutes(span(sunday - 1, 22, sunday, 6, DUBLIN), DUBLIN, (NIGHT,)) == {"night": night}
    assert minutes(span(sunday - 1, 22, sunday, 6, DUBLIN), DUBLIN) == {"weekend": night}


def test_the_first_class_that_fits_counts() -> None:
    interval = span(4, 20, 5, 8)
    assert minutes(interval, classes=(NIGHT, WEEKEND)) == {"ordinary": 120, "night": 480, "weekend": 120}
    assert minutes(interval, classes=()) == {"ordinary": 720}


def test_classes_of_ones_own() -> None:
    place = Place("UTC", frozenset({day(1)}))
    evening = PayClass("evening", weekdays=frozenset({0, 1, 2, 3, 4}), start=time(18), end=time(22))
    holiday_night = PayClass("holiday night", start=time(22), end=time(6), holidays=True)
    assert minutes(span(0, 17, 2, 0), place, (holiday_night, evening, HOLIDAY)) == {
        "ordinary": 60 + 120,
        "evening": 240 + 240,
        "holiday": 24 * 60 - 240 - 120,
        "holiday night": 120,
    }


def test_the_whole_window_is_classed_in_order() -> None:
    window = span(4, 21, 5, 1)
    assert classed(window, UTC) == [
        Classed(span(4, 21, 4, 22), "ordinary"),
        Classed(span(4, 22, 5, 0), "night"),
        Classed(span(5, 0, 5, 1), "weekend"),
    ]


def test_seconds_are_not_lost_where_classes_meet() -> None:
    interval = Interval(shift_by(instant(0, 21), seconds=40), shift_by(instant(0, 23), seconds=40))
    assert minutes(interval) == {"ordinary": 59, "night": 61}


starts = st.integers(0, 60 * 60 * 24 * 30)


@given(st.lists(st.tuples(starts, starts)), st.sampled_from([UTC, DUBLIN, FAR, Place("UTC", frozenset({day(90)}))]))
def test_each_minute_is_of_one_class(bounds: list[tuple[int, int]], place: Place) -> None:
    def at(second: int) -> Interval:
        return Interval(shift_by(instant(SPRING - 14), seconds=second), instant(SPRING + 40))

    held = union(Interval(at(min(pair)).start, at(max(pair)).start) for pair in bounds)
    found = minutes_by_class(held, classed(at(0), place))
    assert found.total() == sum(interval.minutes for interval in held)
    assert all(amount >= 0 for amount in found.values())
