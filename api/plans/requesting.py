"""Asking for a plan: everything that its search needs is written down in one transaction."""

from __future__ import annotations

import secrets
from dataclasses import replace
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import col, select

from api.audit.recording import record
from api.documents.advice import shown
from api.documents.model import TeamDocument
from api.documents.reading import document_of, with_holidays
from api.errors import BadInput, Issue
from api.plans.published import against_published
from api.plans.schemas import PlanRequest
from api.security.guard import Access
from api.services import Services
from api.settings import Settings
from api.store.tables import PlanRow, SolveRun, TeamRow
from api.store.transaction import Transaction
from api.web.problems import bad_input, conflict
from scheduler.intervals import microseconds


def request_plan(services: Services, transaction: Transaction, access: Access, wanted: PlanRequest) -> PlanRow:
    """A new plan, whose run is in the queue once the transaction is committed.

    Raises BadInput for more than the service allows, or a base that does not fit; a problem with status 409 for a team
    that has nothing to plan, or whose part of the queue is full.
    """
    team = transaction.lock(access.team)
    assert team is not None
    _refuse_excess(services.settings, wanted)
    _refuse_full(services.settings, transaction, access.team)
    base = _base(transaction, access.team, wanted.base)
    row = PlanRow(
        id=new_id(transaction.now),
        team_id=access.team,
        base_id=wanted.base,
        document=_snapshot(transaction, team, base, keep_pinned=wanted.keep_pinned),
        request=_asked(services.settings, wanted),
        state="queued",
        created_by=access.principal.login,
        created_at=transaction.now,
    )
    transaction.session.add(row)
    transaction.session.flush()
    run = SolveRun(plan_id=row.id, team_id=row.team_id, state="queued", enqueued_at=transaction.now)
    services.queue.enqueue(transaction, run)
    record(transaction, access.principal, "plan.create", team=row.team_id, subject=row.id, after=row.request)
    return row


def new_id(now: datetime) -> str:
    """A name for a plan made at `now`: later plans have later names."""
    return f"{microseconds(now) // 1000:012x}{secrets.token_hex(6)}"


def _asked(settings: Settings, wanted: PlanRequest) -> dict[str, Any]:
    return {
        "seconds": wanted.seconds or settings.solver_seconds,
        "workers": wanted.workers or settings.solver_workers,
        "seed": wanted.seed,
        "keep_pinned": wanted.keep_pinned,
        "note": wanted.note,
    }


def _refuse_excess(settings: Settings, wanted: PlanRequest) -> None:
    limits = {"seconds": settings.solver_most_seconds, "workers": settings.solver_workers}
    issues = [
        Issue(name, shown(said), "is more than the service allows", f"at most {most:g}")
        for name, most in limits.items()
        if (said := getattr(wanted, name)) is not None and said > most
    ]
    if issues:
        raise bad_input(*issues)


def _refuse_full(settings: Settings, transaction: Transaction, team: str) -> None:
    queued = select(sa.func.count()).select_from(SolveRun).where(SolveRun.team_id == team, SolveRun.state == "queued")
    waiting = transaction.session.exec(queued).one()
    if waiting >= settings.team_queue:
        raise conflict("queue-full", f"{waiting} plans of the team wait already: cancel one, or ask again later.")


def _base(transaction: Transaction, team: str, id: str | None) -> PlanRow | None:
    if id is None:
        return None
    row = transaction.session.exec(select(PlanRow).where(PlanRow.id == id, col(PlanRow.team_id) == team)).first()
    if row is None:
        raise bad_input(Issue("base", shown(id), "is not a plan of this team", "the id of one"))
    return row


def _snapshot(transaction: Transaction, team: TeamRow, base: PlanRow | None, *, keep_pinned: bool) -> dict[str, Any]:
    """The team document as it is now, in full, with the pins of the base; with the holidays and with what is published
    as they are known now.
    """
    if team.document is None:
        raise conflict("nothing-to-plan", "The team has rotations only: give it a team document first.")
    raw = team.document
    if base is not None:
        _refuse_other_days(raw, base)
        raw = {**raw, "pins": base.document.get("pins", [])} if keep_pinned else raw
    try:
        document: TeamDocument = document_of(raw)
    except BadInput as bad:
        raise BadInput(_of_base(issue) for issue in bad.issues) from None
    known = against_published(transaction.session, team.id, document, transaction.now)
    return with_holidays(known).model_dump(mode="json")


def _refuse_other_days(raw: dict[str, Any], base: PlanRow) -> None:
    names = ("first_day", "last_day")
    if any(raw["period"][name] != base.document["period"][name] for name in names):
        period = "{first_day} to {last_day}".format(**raw["period"])
        raise bad_input(Issue("base", shown(base.id), "speaks of other days", f"a plan of {period}"))


def _of_base(issue: Issue) -> Issue:
    """The team's document is in order: what is wrong are pins that do not fit it any more."""
    return replace(issue, path=f"base.{issue.path}", advice=issue.advice or "Set keep_pinned to false.")
