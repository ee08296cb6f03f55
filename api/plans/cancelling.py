"""Cancelling a plan that is solved, and deleting one that was."""

from __future__ import annotations

from sqlmodel import select

from api.audit.recording import record
from api.documents.domain import problem_of
from api.documents.reading import document_of
from api.jobs.clock import database_now
from api.jobs.results import Columns, found
from api.jobs.runs import conclude
from api.jobs.turns import is_held
from api.plans.reading import revision_of
from api.plans.schemas import CancelBody
from api.schedule.content import roster_of
from api.security.guard import Access
from api.store.tables import PlanRow, SolveRun
from api.store.transaction import Transaction
from api.web.etags import must_match
from api.web.problems import conflict
from scheduler.outcome import Status
from scheduler.verify import verify


def cancel(transaction: Transaction, access: Access, plan: str, if_match: str | None) -> CancelBody:
    """Stop a plan's search, which then keeps its best roster; delete a plan that has ended.

    Raises a problem with status 409 for one that was published: what a revision was made of stays.
    """
    transaction.lock(access.team)
    row = transaction.session.get_one(PlanRow, plan, populate_existing=True)
    must_match(if_match, row.version)
    query = select(SolveRun).where(SolveRun.plan_id == plan, SolveRun.finished_at == None)  # noqa: E711
    run = transaction.session.exec(query.with_for_update()).first()
    done = "deleted" if run is None else _stop(transaction, row, run)
    if run is None:
        _delete(transaction, row)
    action = "plan.delete" if run is None else "plan.cancel"
    record(transaction, access.principal, action, team=access.team, subject=plan, before={"state": row.state})
    return CancelBody.model_validate({"plan": plan, "done": done})


def _stop(transaction: Transaction, row: PlanRow, run: SolveRun) -> str:
    now = database_now(transaction.session)
    if is_held(run, now):
        run.cancel = True
        return "stopping"
    conclude(transaction.session, run, "cancelled", _best(row, run), now)
    return "cancelled"


def _best(row: PlanRow, run: SolveRun) -> Columns:
    """What a worker that is gone had found, if anything."""
    if run.best is None:
        return {}
    problem, roster = problem_of(document_of(row.document)), roster_of(run.best)
    verdict = verify(problem, roster)
    if verdict.hard:
        return {}
    told = found(problem, row.document, roster, verdict, ())
    return told | {"status": Status.FEASIBLE.value, "seconds": run.spent_seconds}


def _delete(transaction: Transaction, row: PlanRow) -> None:
    if (number := revision_of(transaction.session, row.id)) is not None:
        raise conflict("published", f"Revision {number} was made of this plan: it stays.")
    transaction.session.delete(row)
