"""What is told of plans."""

from __future__ import annotations

from typing import Any

from sqlalchemy.orm import load_only
from sqlmodel import Session, col, select

from api.documents.domain import team_of
from api.documents.model import TeamDocument
from api.plans.schemas import PlanBody, PlanLine
from api.store.tables import PlanRow, RevisionRow, SolveRun
from api.web.pages import Page, page_of
from api.web.values import told
from exports.document import in_order
from scheduler.domain.roster import Assignment
from scheduler.problem import Problem

_LINE: tuple[Any, ...] = (
    PlanRow.team_id,
    PlanRow.base_id,
    PlanRow.request,
    PlanRow.state,
    PlanRow.status,
    PlanRow.penalty,
    PlanRow.lower_bound,
    PlanRow.seconds,
    PlanRow.created_by,
    PlanRow.created_at,
    PlanRow.finished_at,
    PlanRow.version,
)
_ASKED = ("seconds", "workers", "seed")


def lines(session: Session, team: str, *, limit: int, cursor: str | None) -> Page[PlanLine]:
    """The team's plans, the newest first, without reading what they hold."""
    query = select(PlanRow).where(PlanRow.team_id == team).options(load_only(*_LINE))
    return page_of(session, query, col(PlanRow.id), line, limit=limit, cursor=cursor, descending=True)


def line(row: PlanRow) -> PlanLine:
    """The plan without what it holds."""
    return PlanLine(**_line(row))


def plan_body(session: Session, row: PlanRow, zone: str | None = None) -> PlanBody:
    """The plan with all that is known of it; shifts in the time of `zone`, None: in UTC."""
    run = session.exec(select(SolveRun).where(SolveRun.plan_id == row.id)).first()
    said = dict(row.report or {})
    return PlanBody.model_validate(
        {
            **_line(row),
            "stopping": run is not None and run.state == "running" and run.cancel,
            "error": row.error,
            "request": {name: row.request[name] for name in _ASKED if name in row.request},
            "progress": run.progress[-1] if run and run.progress else None,
            "tiers": row.tiers or [],
            "roster": None if row.roster is None else roster_rows(row, zone),
            "violations": said.pop("violations", []),
            "report": said or None,
            "revision": revision_of(session, row.id),
        }
    )


def problem_without_rules(row: PlanRow) -> Problem:
    """Who and when: all that is needed to name the shifts of a plan."""
    return Problem(team_of(TeamDocument.model_validate(row.document)))


def roster_rows(row: PlanRow, zone: str | None = None) -> list[dict[str, Any]]:
    """The roster, in order of start, then person."""
    problem = problem_without_rules(row)
    assignments = in_order(problem, (Assignment(person, shift) for person, shift in row.roster or ()))
    return [_assignment(problem, assignment, zone) for assignment in assignments]


def revision_of(session: Session, plan: str) -> int | None:
    """The number of the newest revision that was made of the plan."""
    query = select(RevisionRow.number).where(RevisionRow.plan_id == plan).order_by(col(RevisionRow.number).desc())
    return session.exec(query.limit(1)).first()


def gap(penalty: int | None, lower_bound: int | None) -> float | None:
    """How far `penalty` may be above the best possible, as a share of it."""
    if penalty is None or lower_bound is None:
        return None
    return round((penalty - lower_bound) / penalty, 6) if penalty else 0.0


def _line(row: PlanRow) -> dict[str, Any]:
    return {
        "id": row.id,
        "team": row.team_id,
        "state": row.state,
        "status": row.status,
        "penalty": row.penalty,
        "lower_bound": row.lower_bound,
        "gap": gap(row.penalty, row.lower_bound),
        "seconds": row.seconds,
        "base": row.base_id,
        "note": row.request.get("note", ""),
        "created_by": row.created_by,
        "created_at": row.created_at,
        "finished_at": row.finished_at,
        "version": row.version,
    }


def _assignment(problem: Problem, assignment: Assignment, zone: str | None) -> dict[str, Any]:
    shift = problem.shift(assignment.shift)
    return {
        "person": assignment.person,
        "shift": shift.id,
        "template": shift.template,
        "site": shift.site,
        "duty": str(shift.duty),
        "start": told(shift.start, zone),
        "end": told(shift.end, zone),
        "pinned": assignment in problem.team.pins,
    }
