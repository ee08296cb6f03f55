"""Windows in which people may ask for leave or wishes."""

from __future__ import annotations

from typing import Any

from fastapi import Response
from sqlmodel import col, select

from api.audit.recording import record
from api.requests import windows as service
from api.requests.access import Decides
from api.requests.ranking import ranked
from api.requests.schemas import Bid, ChangedWindow, NewWindow, WindowBody
from api.security.guard import Access
from api.store.tables import RequestWindow, TeamRow
from api.teams.access import Reads
from api.teams.changing import locked
from api.web.etags import IfMatch, tag
from api.web.pages import Cursor, Limit, Page, page_of, slice_of
from api.web.problems import documented
from api.web.requests import Tx
from api.web.router import router
from api.web.values import RowId

windows = router("leave and wishes")


@windows.post("/teams/{team}/request-windows", status_code=201)
def create_window(wanted: NewWindow, transaction: Tx, access: Decides, response: Response) -> WindowBody:
    """Open a window, now or later. Outside of one, only managers ask."""
    row = service.create(transaction, access.team, access.principal.login, wanted)
    body = service.window_body(row, transaction.now)
    _note(transaction, access, "create", body.id, None, body.model_dump(mode="json"))
    response.headers["Location"] = f"/v1/teams/{access.team}/request-windows/{row.id}"
    tag(response, row.version)
    return body


@windows.get("/teams/{team}/request-windows")
def list_windows(transaction: Tx, access: Reads, limit: Limit = 100, cursor: Cursor = None) -> Page[WindowBody]:
    """The team's windows, past ones too; the newest first."""
    query = select(RequestWindow).where(RequestWindow.team_id == access.team)
    return page_of(
        transaction.session,
        query,
        col(RequestWindow.id),
        lambda row: service.window_body(row, transaction.now),
        limit=limit,
        cursor=cursor,
        descending=True,
    )


@windows.get("/teams/{team}/request-windows/{id}")
def read_window(id: RowId, transaction: Tx, access: Reads, response: Response) -> WindowBody:
    """One window."""
    row = service.find(transaction.session, access.team, id)
    tag(response, row.version)
    return service.window_body(row, transaction.now)


@windows.patch("/teams/{team}/request-windows/{id}", responses=documented(412))
def change_window(
    id: RowId, wanted: ChangedWindow, transaction: Tx, access: Decides, response: Response, if_match: IfMatch = None
) -> WindowBody:
    """Change a window, for example to close it. Requests that were made in it stay as they are."""
    locked(transaction, access.team)
    row = service.find(transaction.session, access.team, id, if_match)
    before = service.window_body(row, transaction.now).model_dump(mode="json")
    service.change(transaction, row, wanted)
    body = service.window_body(row, transaction.now)
    _note(transaction, access, "change", id, before, body.model_dump(mode="json"))
    tag(response, row.version)
    return body


@windows.delete("/teams/{team}/request-windows/{id}", status_code=204, responses=documented(409, 412))
def delete_window(id: RowId, transaction: Tx, access: Decides, if_match: IfMatch = None) -> None:
    """Take a window away in which nobody asked yet."""
    locked(transaction, access.team)
    row = service.find(transaction.session, access.team, id, if_match)
    _note(transaction, access, "delete", id, service.window_body(row, transaction.now).model_dump(mode="json"), None)
    service.delete(transaction, row)


@windows.get("/teams/{team}/request-windows/{id}/ranking")
def rank_requests(id: RowId, transaction: Tx, access: Decides, limit: Limit = 100, cursor: Cursor = None) -> Page[Bid]:
    """The requests of a window that wait for an answer: the highest bid first, of equal ones the earliest."""
    window = service.find(transaction.session, access.team, id)
    team = transaction.session.get_one(TeamRow, access.team)
    return slice_of(ranked(transaction.session, team, window), limit=limit, cursor=cursor)


def _note(transaction: Tx, access: Access, step: str, id: int, before: Any, after: Any) -> None:
    action = f"request-window.{step}"
    record(transaction, access.principal, action, team=access.team, subject=id, before=before, after=after)
