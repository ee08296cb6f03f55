"""What both fatigue models say of a roster, as rows for programs."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from scheduler.fatigue.assessment import PersonFatigue, ShiftFatigue
from scheduler.fatigue.risk import Window
from scheduler.intervals import utc_text
from scheduler.problem import Problem


def fatigue_document(problem: Problem, people: Iterable[PersonFatigue]) -> dict[str, Any]:
    """What ``fatigue --json`` writes: people in the order given, each one's shifts in order of start.

    Instants are in UTC. Risks have four digits after the point, KSS too; KSS may leave 1 to 9.
    """
    return {
        "team": problem.team.id,
        "first_day": problem.first_day.isoformat(),
        "last_day": problem.last_day.isoformat(),
        "people": [_person(found) for found in people],
    }


def _person(found: PersonFatigue) -> dict[str, Any]:
    return {
        "person": found.person.id,
        "site": found.person.site,
        "hours": round(found.hours, 2),
        "excess_risk_hours": round(found.excess_risk_hours, 4),
        "mean_relative_risk": round(found.mean_relative_risk, 4),
        "worst_14_days": _window(found.worst) if found.worst else None,
        "shifts": [_shift(shift) for shift in found.shifts],
    }


def _window(window: Window) -> dict[str, Any]:
    return {
        "first_day": window.first_day.isoformat(),
        "last_day": window.last_day.isoformat(),
        "log_points": window.log_points,
    }


def _shift(found: ShiftFatigue) -> dict[str, Any]:
    shift, risk, sleepiness = found.shift, found.risk, found.sleepiness
    return {
        "shift": shift.template,
        "start": utc_text(shift.start),
        "end": utc_text(shift.end),
        "kind": str(risk.load.kind),
        "relative_risk": round(risk.relative_risk, 4),
        "log_points": risk.log_points,
        "excess_risk_hours": round(risk.excess_risk_hours, 4),
        "kss_mean": round(sleepiness.mean, 4),
        "kss_max": round(sleepiness.most, 4),
        "kss_end": round(sleepiness.end, 4),
        "kss_home": round(sleepiness.home, 4),
        "share_kss_7": round(sleepiness.share_sleepy, 4),
    }
