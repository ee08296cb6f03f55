"""Every case of fatigue-cases.json: what FIPS 0.2.1 gave for the Three Process Model, and worked index values.

The file is a copy of the project's reference data; its `source` fields say where the numbers come from. Numbers agree
to the digits that it has: six for the model hour by hour, four for KSS of a shift and relative risks, three for hours.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from scheduler.fatigue.assessment import sleepiness
from scheduler.fatigue.risk import risks
from scheduler.fatigue.sleep import HABITS, predicted_sleep
from scheduler.fatigue.three_process import PUBLISHED, RESTED, Course
from scheduler.intervals import Interval

Case = dict[str, Any]

CASES: Case = json.loads(Path(__file__).with_name("fatigue-cases.json").read_text())
HOURLY: dict[str, Case] = CASES["tpm"]["hourly_cases"]
PATTERNS: dict[str, Case] = CASES["tpm"]["roster_patterns"]["patterns"]
RISKS: dict[str, Case] = CASES["rr_score"]["patterns"]
FIRST_WAKING = datetime(2026, 3, 2, 7, tzinfo=UTC)


def instant(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def spans(pairs: list[list[str]]) -> list[Interval]:
    return [Interval(instant(start), instant(end)) for start, end in pairs]


def shifts_of(case: Case) -> list[Interval]:
    return spans([[shift["start"], shift["end"]] for shift in case["duties"]])


def test_the_constants_are_the_published_ones() -> None:
    stated = CASES["tpm"]["params"]
    found = {name: getattr(PUBLISHED, name.lower()) for name in stated if not name.startswith(("KSS", "S0"))}
    assert found == pytest.approx({name: stated[name] for name in found}, abs=1e-12)
    assert len(found) == 12
    assert (PUBLISHED.kss_intercept, PUBLISHED.kss_slope) == (stated["KSS_intercept"], stated["KSS_beta"])


def test_the_fixed_point_of_sleep_from_23_to_07() -> None:
    stated = CASES["tpm"]["steady_state_sleep_23_07"]
    tired = PUBLISHED.awake(stated["S_wake"], 16)
    assert tired == pytest.approx(stated["S_bed"], abs=1e-6)
    assert PUBLISHED.asleep(tired, 8) == pytest.approx(stated["S_wake"], abs=1e-6)
    assert pytest.approx(stated["S_wake"], abs=1e-6) == RESTED
    rate = PUBLISHED.asleep(tired, 1) - tired
    assert rate == pytest.approx(stated["sleep_slope_per_h"], abs=1e-6)
    assert PUBLISHED.asleep(tired, stated["break_time_h"]) == pytest.approx(PUBLISHED.bl, abs=1e-6)


@pytest.mark.parametrize("case", HOURLY.values(), ids=HOURLY)
def test_hour_by_hour(case: Case) -> None:
    course = Course("UTC", instant(case["start"]), spans(case["sleep"]), level=CASES["tpm"]["params"]["S0"])
    for row in case["rows"]:
        state = course.at(instant(row["datetime"]))
        assert state.awake == bool(row["wake"])
        found = (state.s, state.c, state.u, state.w, state.kss, state.alertness)
        stated = [row[name] for name in ("s", "c", "u", "w", "KSS", "alertness")]
        assert found == pytest.approx(stated, abs=1e-6, rel=0), row["datetime"]


@pytest.mark.parametrize("case", PATTERNS.values(), ids=PATTERNS)
def test_predicted_sleep(case: Case) -> None:
    wanted = spans(case["sleep"])
    assert predicted_sleep(shifts_of(case), "UTC", FIRST_WAKING, wanted[-1].end, level=13.85) == wanted


@pytest.mark.parametrize("case", PATTERNS.values(), ids=PATTERNS)
def test_sleepiness_through_a_shift(case: Case) -> None:
    course = Course("UTC", FIRST_WAKING, spans(case["sleep"]), level=CASES["tpm"]["params"]["S0"])
    for shift, stated in zip(shifts_of(case), case["duties"], strict=True):
        found = sleepiness(course, shift, HABITS.commute)
        assert round(found.mean, 4) == stated["KSS_mean"]
        assert round(found.most, 4) == stated["KSS_max"]
        assert round(found.share_sleepy, 4) == stated["frac_KSS_ge7"]


@pytest.mark.parametrize("case", RISKS.values(), ids=RISKS)
def test_relative_risk(case: Case) -> None:
    found = risks(shifts_of(case), "UTC")
    for risk, stated in zip(found, case["duties"], strict=True):
        assert risk.load.kind == stated["kind"]
        assert risk.rest_minutes == (None if stated["rest_before"] is None else 60 * stated["rest_before"])
        factors = (risk.load.hours, risk.load.kind_risk, risk.load.length_risk, risk.run_risk, risk.return_risk)
        assert factors == pytest.approx([stated[name] for name in ("hours", "T", "L", "K", "Q")], abs=1e-6, rel=0)
        assert round(risk.relative_risk, 4) == stated["RR"]
        assert risk.log_points == stated["log_points"]
        assert round(risk.excess_risk_hours, 3) == stated["excess_risk_hours"]
    hours = sum(risk.load.hours for risk in found)
    excess = sum(risk.excess_risk_hours for risk in found)
    assert hours == case["total_hours"]
    assert excess == pytest.approx(case["total_excess_risk_hours"], abs=6e-4)
    assert 1 + excess / hours == pytest.approx(case["mean_RR_hour_weighted"], abs=6e-5)


def test_all_cases_are_there() -> None:
    assert (len(HOURLY), len(PATTERNS), len(RISKS)) == (3, 8, 5)
    assert sum(len(case["rows"]) for case in HOURLY.values()) == 407
    assert sum(len(case["duties"]) for case in PATTERNS.values()) == 49
