"""Predicted sleep and the Three Process Model: worked values, a slow step-by-step walk, and what must never happen."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scheduler.fatigue.assessment import Sleepiness, sleepiness
from scheduler.fatigue.sleep import HABITS, predicted_sleep
from scheduler.fatigue.three_process import PUBLISHED, RESTED, Course, local_hour, minute_of
from scheduler.intervals import Interval, local
from tests.scheduler.fatigue import slow_fatigue as slow

WOKE = datetime(2027, 3, 1, 7, tzinfo=UTC)
MIDNIGHT = WOKE - timedelta(hours=7)


def span(start: float, end: float) -> Interval:
    """From hour to hour, counted from the midnight before the first waking."""
    return Interval(MIDNIGHT + timedelta(hours=start), MIDNIGHT + timedelta(hours=end))


def slept(*shifts: Interval, days: int = 7) -> list[tuple[float, float]]:
    """The sleeps in the same hours."""
    hour = timedelta(hours=1)
    found = predicted_sleep(shifts, "UTC", WOKE, MIDNIGHT + timedelta(days=days))
    return [((s.start - MIDNIGHT) / hour, (s.end - MIDNIGHT) / hour) for s in found]


# -- the model ---------------------------------------------------------------------------------------------------------


def test_the_worked_example() -> None:
    """Case B: three nights of sleep from 23:00 to 07:00, then awake, and asleep from 08:00 to 13:00 after a night."""
    sleeps = [span(23, 31), span(47, 55), span(71, 79), span(104, 109), span(128, 133.5)]
    course = Course("UTC", WOKE, sleeps, level=7.96)
    waking, evening = course.at(span(79, 80).start), course.at(span(94, 95).start)
    assert (waking.s, waking.c, waking.u, waking.w) == pytest.approx((13.77743, -2.09668, -0.04323, -5.72), abs=1e-5)
    assert waking.kss == pytest.approx(7.04949, abs=1e-5)
    assert (evening.s, evening.c, evening.u) == pytest.approx((9.1001, 0.5198, -0.2966), abs=1e-4)
    told = {94: 5.0060, 100: 7.796, 102: 7.679, 111: 3.663, 124: 7.971}
    assert {hour: course.at(span(hour, hour + 1).start).kss for hour in told} == pytest.approx(told, abs=5e-4)


def test_a_nap_soon_after_waking_goes_on_from_where_s_is() -> None:
    """FIPS makes S jump from 13.383 to 13.104 there."""
    assert PUBLISHED.asleep(13.383, 0) == 13.383
    assert PUBLISHED.asleep(13.383, 1) == pytest.approx(14.3 - (14.3 - 13.383) * 2.718281828459045**PUBLISHED.g)


@settings(deadline=None)
@given(st.floats(2.4, 14.3), st.floats(0, 12), st.floats(0, 12))
def test_sleep_restores_and_being_awake_tires_and_neither_jumps(level: float, hours: float, more: float) -> None:
    for process in (PUBLISHED.asleep, PUBLISHED.awake):
        assert process(level, 0) == pytest.approx(level)
        assert process(process(level, hours), more) == pytest.approx(process(level, hours + more))
        assert 2.4 - 1e-9 <= process(level, hours) <= 14.3 + 1e-9
    assert PUBLISHED.asleep(level, hours) >= level - 1e-9
    assert PUBLISHED.awake(level, hours) <= level + 1e-9


def test_sleep_inertia_is_gone_after_two_hours() -> None:
    worth = [-0.6 * PUBLISHED.inertia(hours) for hours in (0, 40 / 60, 2)]
    assert worth == pytest.approx([3.43, 1.25, 0.17], abs=0.01)


def test_a_course_has_a_beginning_and_an_order() -> None:
    course = Course("UTC", WOKE, [])
    assert course.at(WOKE).s == RESTED
    with pytest.raises(ValueError, match="begins later"):
        course.at(WOKE - timedelta(minutes=1))
    for wrong in ([span(6, 9)], [span(23, 31), span(30, 33)], [span(47, 55), span(23, 31)], [span(23, 23)]):
        with pytest.raises(ValueError, match="in order"):
            Course("UTC", WOKE, wrong)


def test_waking_and_falling_asleep_belong_to_what_begins() -> None:
    course = Course("UTC", WOKE, [span(23, 31)])
    assert [course.at(span(hour, 99).start).awake for hour in (22.9, 23, 30.9, 31)] == [True, False, False, True]


def test_the_body_keeps_local_time() -> None:
    minute = minute_of(datetime(2027, 3, 1, 7, 45, tzinfo=UTC))
    assert local_hour("Asia/Singapore", minute) == 15.75
    assert local_hour("Asia/Kathmandu", minute) == 13.5


# -- sleepiness through a shift ----------------------------------------------------------------------------------------


def test_sleepiness_is_told_of_the_shift_its_end_and_the_way_home() -> None:
    course = Course("UTC", WOKE, [])
    shift = span(22, 30)
    at = [course.at(shift.start + timedelta(minutes=5 * n)).kss for n in range(97 + 6)]
    found = sleepiness(course, shift, 30)
    share = sum(kss >= 7 for kss in at[:96]) / 96
    assert found == Sleepiness(found.mean, most=max(at[:96]), end=at[96], home=max(at[96:]), share_sleepy=share)
    assert found.mean == pytest.approx(sum(at[:96]) / 96)
    assert 0 < found.share_sleepy < 1
    assert sleepiness(course, shift, 0).home == found.end


def test_the_worst_of_the_way_home_may_lie_on_the_way() -> None:
    course = Course("UTC", WOKE, [])
    peak = max(range(22 * 12, 32 * 12), key=lambda n: course.at(MIDNIGHT + timedelta(minutes=5 * n)).kss) / 12
    found = sleepiness(course, span(22, peak - 0.25), 30)
    assert found.home == course.at(span(peak, 99).start).kss
    assert found.home > max(found.end, course.at(span(peak + 0.25, 99).start).kss)


# -- predicted sleep ---------------------------------------------------------------------------------------------------


def test_a_free_person_sleeps_from_23_to_07() -> None:
    nights = slept()
    assert [start for start, _ in nights] == [23 + 24 * n for n in range(7)]
    assert [round(end - start, 2) for start, end in nights] == [8.08] * 7


def test_after_a_night_by_day_and_before_an_early_shift_early() -> None:
    night = span(46, 54)
    assert slept(night)[1] == pytest.approx((55.5, 60.75))
    early = span(54, 62)
    assert slept(early)[1] == (45, 52.5)


def test_a_late_night_is_preceded_by_a_nap_unless_habits_say_no() -> None:
    night = span(47, 55.5)
    assert slept(night)[1] == (44, 45.5)
    awake = predicted_sleep([night], "UTC", WOKE, MIDNIGHT + timedelta(days=3), replace(HABITS, shortest_early=180))
    assert [s for s in awake if s.overlaps(span(40, 55.5))] == []


def test_who_worked_after_midnight_without_sleep_goes_to_bed_when_awake_for_eight_hours() -> None:
    """Woken at 01:00 for a shift from 02:30 to 05:00, free from 06:30 on, tired enough at 09:00."""
    assert slept(span(26.5, 29))[1][0] == 33


def test_who_wakes_early_and_is_free_does_not_sleep_before_the_evening() -> None:
    early = WOKE - timedelta(hours=5)
    first, *_ = predicted_sleep([], "UTC", early, early + timedelta(days=1))
    assert first.start == MIDNIGHT + timedelta(hours=23)


Shifts = st.lists(st.tuples(st.integers(0, 40), st.integers(1, 14)), max_size=7)


def rostered(pairs: list[tuple[int, int]]) -> list[Interval]:
    """Hours free and hours of work in turn, from the evening after the first waking on."""
    shifts, now = [], MIDNIGHT + timedelta(hours=18)
    for free, work in pairs:
        start = now + timedelta(hours=free)
        now = start + timedelta(hours=work)
        shifts.append(Interval(start, now))
    return shifts


@settings(max_examples=60, deadline=None)
@given(Shifts)
def test_the_same_as_a_walk_in_steps(pairs: list[tuple[int, int]]) -> None:
    shifts = rostered(pairs)
    until = max([MIDNIGHT, *(s.end for s in shifts)]) + timedelta(days=2)
    found = predicted_sleep(shifts, "UTC", WOKE, until)
    naive = [(s.start.replace(tzinfo=None), s.end.replace(tzinfo=None)) for s in shifts]
    sleeps, levels = slow.lived(naive, WOKE.replace(tzinfo=None), until.replace(tzinfo=None), RESTED)
    assert [(s.start.replace(tzinfo=None), s.end.replace(tzinfo=None)) for s in found] == sleeps
    course = Course("UTC", WOKE, found)
    assert {now: course.at(now.replace(tzinfo=UTC)).kss for now in levels} == pytest.approx(levels, abs=1e-9)


@settings(deadline=None)
@given(Shifts, st.integers(0, 59))
def test_nobody_sleeps_at_work_nor_on_the_way(pairs: list[tuple[int, int]], minutes: int) -> None:
    """Also when shifts begin at odd minutes."""
    odd = timedelta(minutes=minutes)
    shifts = [Interval(s.start + odd, s.end + odd) for s in rostered(pairs)]
    sleeps = predicted_sleep(shifts, "Europe/Dublin", WOKE, MIDNIGHT + timedelta(days=9))
    way = timedelta(minutes=90)
    blocked = [Interval(s.start - way, s.end + way) for s in shifts]
    assert not [(s, b) for s in sleeps for b in blocked if s.overlaps(b)]
    assert all(90 <= s.minutes <= 600 for s in sleeps)
    assert all(later.start - earlier.end >= timedelta(hours=4) for earlier, later in pairwise(sleeps))


@settings(deadline=None)
@given(Shifts, st.integers(-20, 20))
def test_whole_weeks_earlier_or_later_change_nothing(pairs: list[tuple[int, int]], weeks: int) -> None:
    later, until = timedelta(weeks=weeks), MIDNIGHT + timedelta(days=8)
    shifts = rostered(pairs)
    moved = [Interval(s.start + later, s.end + later) for s in shifts]
    sleeps = predicted_sleep(shifts, "UTC", WOKE, until)
    assert predicted_sleep(moved, "UTC", WOKE + later, until + later) == [
        Interval(s.start + later, s.end + later) for s in sleeps
    ]


def test_bedtime_follows_the_wall_clock_when_clocks_change() -> None:
    woke = datetime(2027, 3, 26, 7, tzinfo=UTC)  # Dublin's clocks go forward on Sunday 28 March at 01:00
    nights = predicted_sleep([], "Europe/Dublin", woke, woke + timedelta(days=4))
    assert [f"{local(s.start, 'Europe/Dublin'):%d %H:%M}" for s in nights] == [
        "26 23:00",
        "27 23:00",
        "28 23:00",
        "29 23:00",
    ]
    assert [s.minutes for s in nights][1] > nights[0].minutes - 60
    assert [s.start for s in nights][1:3] == [woke.replace(day=27, hour=23), woke.replace(day=28, hour=22)]


def test_overlapping_shifts_block_once() -> None:
    assert slept(span(46, 54), span(50, 56)) == slept(span(46, 56))
