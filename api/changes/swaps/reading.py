"""Swaps as those who ask may see them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from api.changes.access import may_know_reason
from api.changes.laid import laid_ahead
from api.changes.schemas import consequences
from api.changes.swaps.considering import Considered, weigh
from api.changes.swaps.moves import concerned, obstacle, open_moves
from api.changes.swaps.schemas import SwapBody, SwapDetail
from api.changes.swaps.states import State, is_in, state_of
from api.changes.swaps.steps import waits_for
from api.security.guard import Access
from api.store.tables import SwapRow
from api.web.pages import Page, page_of

_SHOWN = ("id", "offered_by", "breaks", "created_by", "created_at", "starts_at", "applied_at", "ended_at", "decided_by")


def listed(
    session: Session,
    access: Access,
    now: datetime,
    *,
    state: State | None,
    person: str | None,
    limit: int,
    cursor: str | None,
) -> Page[SwapBody]:
    """The team's swaps, the newest first."""
    query = select(SwapRow).where(SwapRow.team_id == access.team)
    if state is not None:
        query = query.where(is_in(state, now))
    if person is not None:
        # The text of the moves is alike on all databases; inside of it ids stand in quotes, and have none themselves.
        query = query.where(sa.cast(SwapRow.moves, sa.Text).contains(f'"{person}"', autoescape=True))
    key = col(SwapRow.id)
    return page_of(session, query, key, lambda row: body(row, access, now), limit=limit, cursor=cursor, descending=True)


def takeable(session: Session, access: Access, person: str, now: datetime) -> list[SwapDetail]:
    """What is offered to anybody, and `person` may take without breaking a hard rule; what begins first comes first."""
    query = select(SwapRow).where(SwapRow.team_id == access.team, is_in(State.OFFERED, now))
    rows = [
        row
        for row in session.exec(query.order_by(col(SwapRow.starts_at), col(SwapRow.id))).all()
        if open_moves(row.moves)
    ]
    laid, found = laid_ahead(session, access.team, now), []
    for row in rows:
        moves = [{**move, "to": person} if move["to"] is None else move for move in row.moves]
        if person in concerned(row.moves) or obstacle(laid, moves, now):
            continue
        weighed = weigh(laid, moves)
        if weighed is not None and not weighed.broken:
            found.append(detail(Considered(row, weighed), access, now))
    return found


def body(row: SwapRow, access: Access, now: datetime) -> SwapBody:
    """One of them."""
    return SwapBody.model_validate(_told(row, access, now))


def detail(found: Considered, access: Access, now: datetime) -> SwapDetail:
    """One of them, with what it does."""
    does = consequences(found.weighed) if found.weighed else None
    told = _told(found.row, access, now)
    return SwapDetail.model_validate(told | {"obstacle": found.obstacle, "consequences": does})


def _told(row: SwapRow, access: Access, now: datetime) -> dict[str, Any]:
    knows = may_know_reason(access, row.offered_by, *concerned(row.moves)) or bool(open_moves(row.moves))
    return {
        **{name: getattr(row, name) for name in (*_SHOWN, "version")},
        "state": state_of(row, now),
        "moves": [{"start": None, "end": None, "open": False, **move} for move in row.moves],
        "consents": [{"person": person, "at": at} for person, at in row.consents.items()],
        "waits_for": waits_for(row),
        "reason": row.reason if knows else None,
        "why": row.why if knows else None,
    }
