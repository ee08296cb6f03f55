"""How people of a team are called, and which clock its sites go by: from its documents."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlmodel import Session, col, select

from api.store.tables import OncallVersion, TeamRow


def called(session: Session, team: str) -> dict[str, str]:
    """Names by id, of those who have one."""
    rows = (person for document in _documents(session, team) for person in document.get("people") or ())
    return {row["id"]: row["name"] for row in rows if row.get("name")}


def zones(session: Session, team: str) -> dict[str, str]:
    """Time zones by site."""
    row = session.get(TeamRow, team)
    sites = (row.document or {}).get("sites", ()) if row else ()
    return {site["id"]: site["timezone"] for site in sites}


def _documents(session: Session, team: str) -> Iterator[dict[str, Any]]:
    query = select(OncallVersion).where(OncallVersion.team_id == team).order_by(col(OncallVersion.number).desc())
    newest = session.exec(query.limit(1)).first()
    if newest is not None:
        yield newest.document
    row = session.get(TeamRow, team)
    if row is not None and row.document is not None:
        yield row.document
