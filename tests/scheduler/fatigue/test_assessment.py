"""Both models on a roster: what counts, what came before, who has it worst."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from constraints.base import Example
from constraints.examples import ANA, BEN, CAI, FAR, HUB, example
from scheduler.fatigue.assessment import PersonFatigue, person_fatigue, team_fatigue
from scheduler.fatigue.risk import Kind, Window
from scheduler.problem import Problem


def fatigue_of(made: Example) -> list[PersonFatigue]:
    return team_fatigue(Problem(made.team), made.roster)


def one(made: Example) -> PersonFatigue:
    (found,) = fatigue_of(made)
    return found


def points(found: PersonFatigue) -> list[int]:
    return [shift.risk.log_points for shift in found.shifts]


def test_what_was_worked_before_counts_for_what_comes_after_but_is_not_told() -> None:
    fresh = one(example("", 0, shifts="N", works={"ana": "N------"}))
    tired = one(example("", 0, shifts="N", works={"ana": "N------"}, before={"ana": "NNN"}))
    assert [shift.shift.id for shift in tired.shifts] == ["night@2027-01-04"]
    assert (points(fresh), points(tired)) == ([29], [60])
    assert tired.worst == Window(date(2027, 1, 1), date(2027, 1, 14), 29 + 35 + 45 + 60)
    assert fresh.worst == Window(date(2027, 1, 4), date(2027, 1, 17), 29)
    assert tired.shifts[0].sleepiness.mean > fresh.shifts[0].sleepiness.mean


def test_a_last_night_before_the_first_day_delays_sleep() -> None:
    """The sleep after the night that ends on the first day is in the prediction, and so is its shift."""
    found = one(example("", 0, shifts="N", before={"ana": "N"}))
    assert found.shifts == ()
    assert found.worst is None
    assert [f"{s.start:%d %H:%M}" for s in found.sleeps][3:5] == ["03 20:00", "04 09:00"]


def test_standby_is_neither_work_nor_awake() -> None:
    found = one(example("", 0, shifts="DS", works={"ana": "SD-----"}))
    assert [shift.shift.template for shift in found.shifts] == ["day"]
    alone = one(example("", 0, shifts="DS", works={"ana": "-D-----"}))
    assert (found.shifts, found.worst, found.sleeps) == (alone.shifts, alone.worst, alone.sleeps)


def test_who_has_no_shift_has_no_risk_and_comes_last() -> None:
    found = fatigue_of(example("", 0, people=(ANA, BEN), works={"ben": "D------"}))
    assert [f.person.id for f in found] == ["ben", "ana"]
    assert (found[1].shifts, found[1].worst, found[1].hours) == ((), None, 0)
    assert (found[1].mean_relative_risk, found[1].excess_risk_hours) == (1, 0)


def test_the_worst_person_comes_first_then_by_excess_then_by_id() -> None:
    found = fatigue_of(example("", 0, shifts="DN", people=(ANA, BEN), works={"ana": "DDD----", "ben": "NN-----"}))
    assert [f.person.id for f in found] == ["ben", "ana"]
    alike = fatigue_of(example("", 0, shifts="DN", people=(BEN, ANA), works={"ana": "DN-----", "ben": "DN-----"}))
    assert [f.person.id for f in alike] == ["ana", "ben"]


def test_of_two_with_the_same_worst_fortnight_the_one_with_more_excess_comes_first() -> None:
    works = {"ana": "D--------------------", "ben": "D-------------------D"}
    found = fatigue_of(example("", 0, last=20, people=(ANA, BEN), works=works))
    assert [(f.person.id, f.worst and f.worst.log_points) for f in found] == [("ben", 3), ("ana", 3)]


def test_each_by_the_clock_of_the_own_site() -> None:
    made = example("", 0, shifts="DF", people=(ANA, CAI), sites=(HUB, FAR), works={"ana": "D------", "cai": "F------"})
    found = {f.person.id: f for f in fatigue_of(made)}
    kinds = [shift.risk.load.kind for person in found.values() for shift in person.shifts]
    assert kinds == [Kind.DAY, Kind.DAY]
    sleepiness = [found[id].shifts[0].sleepiness for id in ("ana", "cai")]
    assert sleepiness[0] == sleepiness[1]
    bedtimes = {id: {f"{s.start:%H:%M}" for s in f.sleeps} for id, f in found.items()}
    assert "23:00" in bedtimes["ana"]
    assert "15:00" in bedtimes["cai"]


def test_hours_and_excess_add_up() -> None:
    made = example("", 0, shifts="DN", works={"ana": "D-NN---"})
    found = one(made)
    assert found.hours == 3 * 8.5
    assert found.excess_risk_hours == pytest.approx(sum(s.risk.excess_risk_hours for s in found.shifts))
    assert found.mean_relative_risk == pytest.approx(
        sum(s.risk.relative_risk * s.risk.load.hours for s in found.shifts) / found.hours
    )
    assert person_fatigue(Problem(made.team), made.roster, ANA).shifts == found.shifts


def test_the_prediction_goes_on_beyond_the_last_shift() -> None:
    found = one(example("", 0, shifts="N", works={"ana": "------N"}))
    (last,) = found.shifts
    assert found.sleeps[-1].end > last.shift.end + timedelta(days=1)
