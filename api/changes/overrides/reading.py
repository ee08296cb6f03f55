"""Overrides as those who ask may see them."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session, col, select

from api.changes.access import may_know_reason
from api.changes.overrides.schemas import OverrideBody
from api.security.guard import Access
from api.store.tables import OverrideRow
from api.web.pages import Page, page_of
from api.web.problems import not_found


def find(session: Session, team: str, id: int) -> OverrideRow:
    """The team's override. Raises a problem when there is none."""
    row = session.get(OverrideRow, id, populate_existing=True)
    if row is None or row.team_id != team:
        raise not_found(f"{team} has no override {id}.")
    return row


def listed(
    session: Session,
    access: Access,
    start: datetime | None,
    until: datetime | None,
    *,
    cancelled: bool,
    limit: int,
    cursor: str | None,
) -> Page[OverrideBody]:
    """The team's overrides that share an instant with ``[start, until)``, the latest made first."""
    query = select(OverrideRow).where(OverrideRow.team_id == access.team)
    if start is not None:
        query = query.where(OverrideRow.end > start)
    if until is not None:
        query = query.where(OverrideRow.start < until)
    if not cancelled:
        query = query.where(col(OverrideRow.cancelled_at).is_(None))
    key = col(OverrideRow.id)
    return page_of(session, query, key, lambda row: body(row, access), limit=limit, cursor=cursor, descending=True)


def body(row: OverrideRow, access: Access) -> OverrideBody:
    """One of them."""
    reason = row.reason if may_know_reason(access, row.add, row.remove) else None
    return OverrideBody(**row.model_dump(exclude={"team_id", "reason"}), reason=reason)
