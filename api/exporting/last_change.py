"""Since when a schedule is as it is: files are stamped with it, so that the same roster gives the same bytes."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import func
from sqlmodel import Session, col, select

from api.store.tables import OncallVersion, OverrideRow, RevisionRow, SwapRow, TeamRow


def last_change(session: Session, team: TeamRow) -> datetime:
    """When what may change who is on call was last changed, in UTC: whoever asks, and however often."""
    kept = (
        (RevisionRow, RevisionRow.published_at),
        (OncallVersion, OncallVersion.created_at),
        (OverrideRow, OverrideRow.created_at),
        (OverrideRow, OverrideRow.cancelled_at),
        (SwapRow, SwapRow.applied_at),
    )
    found = [session.exec(select(func.max(col(at))).where(table.team_id == team.id)).one() for table, at in kept]
    return max([team.created_at, *(at for at in found if at is not None)])
