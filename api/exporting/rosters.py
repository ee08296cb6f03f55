"""A roster of a known problem as material: a plan's, or a revision's."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from api.exporting.rendering import Material
from exports.chart import Heading
from exports.charting import Shown
from exports.ical import to_ics
from exports.wording import called
from scheduler.burden import Burden
from scheduler.domain.roster import Roster
from scheduler.fairness import Spread, Standing
from scheduler.intervals import local
from scheduler.problem import Problem


def material_of(problem: Problem, roster: Roster, shown: Shown, source: str, made: datetime) -> Material:
    """What is exported of `roster`, which says at `source` where it comes from."""
    team = problem.team.id

    def calendar(person: str | None) -> bytes:
        name = team if person is None else f"{called(problem.person(person))} ({team})"
        return to_ics(problem, roster, person=person, name=name, stamp=made)

    return Material(shown, Heading(team, source, made), calendar)


def as_of(made: datetime) -> str:
    """``23 Nov 2026 09:30 UTC``."""
    instant = local(made, "UTC")
    return f"{instant.day} {instant:%b %Y %H:%M} UTC"


def fairness_in(report: Mapping[str, Any]) -> tuple[tuple[Standing, ...], tuple[Spread, ...]]:
    """What a report that was kept says of fairness; nothing, where it is none of ours."""
    try:
        told = tuple(Standing(**row | {"burden": Burden(row["burden"])}) for row in report.get("fairness", ()))
        apart = tuple(Spread(**row | {"burden": Burden(row["burden"])}) for row in report.get("spreads", ()))
    except (KeyError, TypeError, ValueError, AttributeError):
        return (), ()
    return told, apart
