"""Handover notes: what is open, told to who comes and acknowledged."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Request, Response
from sqlmodel import col, select
from sqlmodel.sql.expression import SelectOfScalar

from api.handovers import service
from api.handovers.schemas import (
    ChangedHandover,
    HandoverBody,
    NewHandover,
    OnlyDuty,
    OnlyLevel,
    OnlyOpen,
    OnlySite,
)
from api.security.abilities import Ability
from api.security.guard import Access, May
from api.services import services
from api.store.tables import HandoverNote
from api.web.etags import IfMatch, tag
from api.web.pages import Cursor, Limit, Page, page_of
from api.web.problems import documented
from api.web.requests import Tx
from api.web.router import router
from api.web.values import From, RowId, TeamId, Until

handovers = router("handovers")

Reads = Annotated[Access, Depends(May(Ability.TEAM_READ))]
Writes = Annotated[Access, Depends(May(Ability.CHANGES))]


def _wanted(
    team: TeamId,
    is_open: OnlyOpen = None,
    duty: OnlyDuty = None,
    level: OnlyLevel = None,
    site: OnlySite = None,
    start: From = None,
    until: Until = None,
) -> SelectOfScalar[HandoverNote]:
    """The notes that fit all that is named; `from` and `until` speak of the handover."""
    query = select(HandoverNote).where(HandoverNote.team_id == team)
    named = {HandoverNote.open: is_open, HandoverNote.duty: duty, HandoverNote.level: level, HandoverNote.site: site}
    for column, value in named.items():
        query = query.where(col(column) == value) if value is not None else query
    query = query.where(col(HandoverNote.at) >= start) if start else query
    return query.where(col(HandoverNote.at) < until) if until else query


@handovers.post("/teams/{team}/handovers", status_code=201)
def write_handover(
    team: TeamId, wanted: NewHandover, request: Request, transaction: Tx, access: Writes, response: Response
) -> HandoverBody:
    """Write a note for who comes: by who has the duty, or had it; managers may write for another."""
    board = services(request).board
    row = service.create(transaction, board, access, wanted)
    response.headers["Location"] = f"/v1/teams/{team}/handovers/{row.id}"
    tag(response, row.version)
    return service.shown(board, row)


@handovers.get("/teams/{team}/handovers")
def list_handovers(
    request: Request,
    transaction: Tx,
    access: Reads,
    query: Annotated[SelectOfScalar[HandoverNote], Depends(_wanted)],
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Page[HandoverBody]:
    """The notes, the newest first; with `open=true`, what is open."""
    board = services(request).board

    def shown(row: HandoverNote) -> HandoverBody:
        return service.shown(board, row)

    key = col(HandoverNote.id)
    return page_of(transaction.session, query, key, shown, limit=limit, cursor=cursor, descending=True)


@handovers.get("/teams/{team}/handovers/{handover}")
def read_handover(
    team: TeamId, handover: RowId, request: Request, transaction: Tx, access: Reads, response: Response
) -> HandoverBody:
    """One note."""
    row = service.find(transaction, team, handover)
    tag(response, row.version)
    return service.shown(services(request).board, row)


@handovers.patch("/teams/{team}/handovers/{handover}", responses=documented(409, 412))
def change_handover(
    team: TeamId,
    handover: RowId,
    wanted: ChangedHandover,
    request: Request,
    transaction: Tx,
    access: Writes,
    response: Response,
    if_match: IfMatch = None,
) -> HandoverBody:
    """Change the text or the items, or acknowledge the note."""
    board = services(request).board
    row = service.change(transaction, board, access, handover, wanted, if_match)
    tag(response, row.version)
    return service.shown(board, row)
