"""How much work there is."""

from __future__ import annotations

from collections.abc import Iterator

import sqlalchemy as sa
from sqlmodel import Session, col, select

from api.store.tables import PlanRow, SolveRun


def depth(session: Session) -> dict[str, int]:
    """How many runs wait, and how many are worked on."""
    counted = select(SolveRun.state, sa.func.count()).group_by(SolveRun.state)
    found = dict(session.exec(counted.where(col(SolveRun.state).in_(["queued", "running"]))).all())
    return {state: found.get(state, 0) for state in ("queued", "running")}


def solve_seconds(session: Session) -> Iterator[tuple[str, float]]:
    """By team, how long its last finished solve searched."""
    last = select(PlanRow.team_id, sa.func.max(PlanRow.finished_at)).where(col(PlanRow.seconds).is_not(None))
    newest = last.group_by(PlanRow.team_id).subquery()
    query = select(PlanRow.team_id, PlanRow.seconds).join(
        newest, sa.and_(newest.c[0] == PlanRow.team_id, newest.c[1] == PlanRow.finished_at)
    )
    yield from ((team, float(seconds or 0)) for team, seconds in session.exec(query).all())
