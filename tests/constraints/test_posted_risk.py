"""The risk index as the solver has it and as the checker walks it are one, whatever the shifts and however they lie."""

from __future__ import annotations

from dataclasses import replace
from datetime import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from constraints.examples import ANA, AUTUMN, DUBLIN, HUB, SPRING, day, instant
from constraints.rules.fatigue_risk import FatigueRisk
from scheduler.domain.roster import Roster, Tier
from scheduler.domain.shift import ShiftTemplate
from scheduler.domain.team import PastShift, Period, Team
from scheduler.fatigue.risk import risks
from scheduler.intervals import Interval, next_day
from tests.constraints.agreement import Trial

SITES = st.sampled_from([HUB, DUBLIN, replace(HUB, zone="America/Los_Angeles")])


@st.composite
def templates(draw: st.DrawFn, id: str) -> ShiftTemplate:
    """Whole hours, so that 11 hours of rest and 36 hours from start to start are met often."""
    start, hours = draw(st.integers(0, 23)), draw(st.sampled_from([3, 4, 8, 10, 12, 13, 24, 30]))
    days, end = divmod(start + hours, 24)
    return ShiftTemplate(id=id, site="hub", start=time(start), end=time(end), span_days=days)


@st.composite
def teams(draw: st.DrawFn) -> Team:
    first = draw(st.sampled_from([0, SPRING - 1, AUTUMN - 1]))
    last = first + draw(st.integers(1, 3))
    known = tuple(draw(templates(id)) for id in draw(st.sampled_from(["ab", "abc"])))
    worked = draw(st.sets(st.tuples(st.integers(1, 15), st.sampled_from([t.id for t in known])), max_size=6))
    return Team(
        id="random",
        period=Period(day(first), day(last), instant(first), instant(last + 1)),
        sites=(draw(SITES),),
        people=(ANA,),
        templates=known,
        previous=tuple(PastShift("ana", next_day(day(first), -ago), id) for ago, id in sorted(worked)),
    )


def test_the_default_cap_is_what_its_source_says() -> None:
    nights = [night for night in range(14) if night % 5 < 3]
    shifts = [Interval(instant(night, 22), instant(night + 1, 7)) for night in nights]
    assert sum(risk.added_points for risk in risks(shifts, "UTC")) == FatigueRisk().most


def test_what_is_priced_decides_where_it_stands_among_the_priorities() -> None:
    tiers = [FatigueRisk.model_validate({"measure": measure}).tier for measure in ("each", "worst", "sum")]
    assert tiers == [Tier.POLICY, Tier.FAIRNESS, Tier.BALANCE]


@settings(max_examples=100, deadline=None)
@given(st.data(), teams(), st.sampled_from([0, 40, 90]), st.sampled_from(["each", "worst", "sum"]))
def test_what_is_posted_is_what_is_found(data: st.DataObject, team: Team, most: int, measure: str) -> None:
    trial = Trial(team, [FatigueRisk.model_validate({"weight": 1, "most": most, "measure": measure})])
    cells = [(ANA.id, shift.id) for shift in trial.problem.shifts]
    rosters = [Roster.of(data.draw(st.sets(st.sampled_from(cells)))) for _ in range(3)]
    assert trial.disagreement([*rosters, Roster.of(cells)]) is None


@pytest.mark.slow
@settings(max_examples=1500, deadline=None)
@given(st.data(), teams(), st.sampled_from([0, 40, 90]))
def test_it_is_so_on_many_more(data: st.DataObject, team: Team, most: int) -> None:
    trial = Trial(team, [FatigueRisk(weight=1, most=most)])
    cells = [(ANA.id, shift.id) for shift in trial.problem.shifts]
    assert trial.disagreement([Roster.of(data.draw(st.sets(st.sampled_from(cells)))), Roster.of(cells)]) is None
