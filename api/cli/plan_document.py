"""A plan as plan.json.

Its keys, in this order: `team`, `first_day`, `last_day`; `status`, `penalty`, `lower_bound`, `gap` (a share of the
penalty), `seconds`, `seed`: how the search ended; `assignments`: rows as in roster.csv; `violations`; `report`;
`tiers`; `versions`; `made`: the instant; `document`: the period, sites with their holidays,
shifts, names and leave of the team document, so that the plan can be read without it. Penalties are the checker's.
Without a roster, penalty and gap are null, and `report` has the `reasons`.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from api.cli.versions import versions
from api.documents.model import TeamDocument
from exports.document import assignment_rows
from scheduler.domain.roster import Roster
from scheduler.domain.team import Site
from scheduler.explain import Reasons
from scheduler.intervals import utc_text
from scheduler.plan import Plan
from scheduler.problem import Problem
from scheduler.report import Report, plain


def plan_document(
    plan: Plan, document: TeamDocument, made: datetime, report: Report | None, reasons: Reasons | None
) -> dict[str, Any]:
    """plan.json as plain values, keys in their order."""
    told = _told(report, reasons)
    violations, tiers = told.pop("violations", []), told.pop("tiers", [])
    return {
        "team": document.team,
        "first_day": document.period.first_day.isoformat(),
        "last_day": document.period.last_day.isoformat(),
        **_outcome(plan),
        "assignments": assignment_rows(plan.problem, plan.outcome.roster or Roster()),
        "violations": violations,
        "report": told,
        "tiers": tiers,
        "versions": versions(),
        "made": utc_text(made),
        "document": _known(document, plan.problem),
    }


def _outcome(plan: Plan) -> dict[str, Any]:
    outcome = plan.outcome
    return {
        "status": outcome.status.value,
        "penalty": None if plan.verdict is None else plan.verdict.penalty,
        "lower_bound": outcome.lower_bound,
        "gap": None if plan.gap is None else round(plan.gap, 6),
        "seconds": round(outcome.seconds, 2),
        "seed": outcome.seed,
    }


def _told(report: Report | None, reasons: Reasons | None) -> dict[str, Any]:
    told: dict[str, Any] = plain(report) if report else {}
    return told | ({"reasons": plain(reasons)} if reasons else {})


def _known(document: TeamDocument, problem: Problem) -> dict[str, Any]:
    """What the roster speaks of, in the shape of the document.

    Contracts and skills of people stay out of it, and why they are away.
    """
    people = {"id", "name", "site"}
    return {
        "period": document.period.model_dump(mode="json"),
        "sites": [_site(site) for site in problem.team.sites],
        "shifts": [_row(row.model_dump(mode="json", exclude={"required_skill"})) for row in document.shifts],
        "people": [_row(row.model_dump(mode="json", include=people)) for row in document.people],
        "leave": [
            row.model_dump(mode="json", include={"person", "first_day", "last_day"}) | {"kind": "away"}
            for row in document.leave
        ],
    }


def _site(site: Site) -> dict[str, Any]:
    holidays = [{"day": holiday.day.isoformat(), "name": holiday.name} for holiday in site.holidays]
    return {"id": site.id, "timezone": site.zone, "holidays": holidays}


def _row(fields: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in fields.items() if value is not None}
