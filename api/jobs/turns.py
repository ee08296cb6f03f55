"""Whose turn it is by what the database has."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import load_only
from sqlmodel import Session, col, select

from api.jobs.order import Waiting, next_run
from api.store.tables import SolveRun

_LIGHT = load_only(SolveRun.team_id, SolveRun.state, SolveRun.lease_until)  # type: ignore[arg-type]


def next_waiting(session: Session, now: datetime, at_once: int) -> int | None:
    """The run to work on at `now`, by the database's clock; `at_once` is the most that one team may have under way."""
    begun = session.exec(select(SolveRun).where(SolveRun.state == "running").options(_LIGHT)).all()
    held = Counter(run.team_id for run in begun if is_held(run, now))
    waiting = [Waiting(run.id or 0, run.team_id, again=True) for run in begun if not is_held(run, now)]
    oldest = select(SolveRun.team_id, sa.func.min(SolveRun.id)).where(SolveRun.state == "queued")
    waiting += [Waiting(id, team) for team, id in session.exec(oldest.group_by(SolveRun.team_id)).all() if id]
    return next_run(waiting, held, _last(session, {w.team for w in waiting}), at_once) if waiting else None


def is_held(run: SolveRun, now: datetime) -> bool:
    """Whether somebody works on the run."""
    return run.state == "running" and run.lease_until is not None and run.lease_until > now


def _last(session: Session, teams: Iterable[str]) -> dict[str, datetime]:
    """When a run of each of these teams was last begun."""
    query = select(SolveRun.team_id, sa.func.max(SolveRun.started_at)).where(col(SolveRun.team_id).in_(teams))
    return {team: at for team, at in session.exec(query.group_by(SolveRun.team_id)).all() if at is not None}
