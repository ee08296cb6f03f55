"""What is done alike with leave and with wishes: reading, withdrawing, granting, refusing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import APIRouter, Query, Response
from sqlmodel import col

from api.documents.fields import Id
from api.requests import asking
from api.requests.access import Asks, Decides
from api.requests.deciding import approve, decide, find_undecided
from api.requests.privacy import leave_body, wish_body
from api.requests.schemas import Approval, Decided, Denial, LeaveBody, RequestBody, WishBody
from api.requests.states import State
from api.security.guard import Access
from api.store.tables import LeaveRequest, WishRequest
from api.teams.access import Reads
from api.teams.changing import Change, breaks_told
from api.web.etags import IfMatch, tag
from api.web.pages import Cursor, Limit, Page, page_of
from api.web.problems import documented
from api.web.requests import Tx
from api.web.values import DryRun, RowId

InState = Annotated[State | None, Query(description="Only those in this state.")]
Of = Annotated[Id | None, Query(description="Only those of this person.", examples=["sin-01"])]


@dataclass(frozen=True)
class Kind:
    """Leave, or wishes: its table, how a row is shown, and what it is called in addresses and by people."""

    table: Any
    body: type[RequestBody]
    shown: Callable[[Any, Access], RequestBody]
    name: str
    words: str


LEAVE = Kind(LeaveRequest, LeaveBody, leave_body, "leave", "Leave that was asked for")
WISHES = Kind(WishRequest, WishBody, wish_body, "wish", "Wishes that people have")


def add(router: APIRouter, kind: Kind) -> None:
    """Give `router` the endpoints of one kind."""
    path = f"/teams/{{team}}/{kind.name}-requests"
    _add_reading(router, kind, path)
    _add_withdrawing(router, kind, path)
    _add_deciding(router, kind, path)


def _add_reading(router: APIRouter, kind: Kind, path: str) -> None:
    def several(
        transaction: Tx,
        access: Reads,
        state: InState = None,
        person: Of = None,
        limit: Limit = 100,
        cursor: Cursor = None,
    ) -> Any:
        query = asking.visible(access, kind.table)
        if state is not None:
            query = query.where(kind.table.state == state.value)
        if person is not None:
            query = query.where(kind.table.person == person)
        key = col(kind.table.id)
        return page_of(transaction.session, query, key, lambda row: kind.shown(row, access), limit=limit, cursor=cursor)

    def one(id: RowId, transaction: Tx, access: Reads, response: Response) -> Any:
        row = asking.find(transaction, access, kind.table, id)
        tag(response, row.version)
        return kind.shown(row, access)

    described = f"{kind.words}. Of others one sees what waits or was granted, without reasons and bids."
    listed: Any = Page[kind.body]  # type: ignore[name-defined]
    router.get(path, response_model=listed, name=f"list_{kind.name}_requests", description=described)(several)
    router.get(
        f"{path}/{{id}}", response_model=kind.body, name=f"read_{kind.name}_request", description="One request."
    )(one)


def _add_withdrawing(router: APIRouter, kind: Kind, path: str) -> None:
    def withdraw(
        id: RowId,
        transaction: Tx,
        access: Asks,
        response: Response,
        if_match: IfMatch = None,
        dry_run: DryRun = False,
    ) -> Any:
        row = asking.find_own(transaction, access, kind.table, id, if_match)
        change = asking.withdraw(transaction, access, row, dry_run=dry_run)
        return _decided(kind, row, access, response, change, dry_run=dry_run)

    described = "Withdraw a request. One that was granted only managers withdraw; it goes from the team document then."
    router.delete(
        f"{path}/{{id}}",
        response_model=_answer(kind),
        responses=documented(409, 412),
        name=f"withdraw_{kind.name}_request",
        description=described,
    )(withdraw)


def _add_deciding(router: APIRouter, kind: Kind, path: str) -> None:
    def grant(
        id: RowId,
        said: Approval,
        transaction: Tx,
        access: Decides,
        response: Response,
        if_match: IfMatch = None,
        dry_run: DryRun = False,
    ) -> Any:
        row = find_undecided(transaction, access, kind.table, id, if_match)
        change = approve(transaction, access, row, said, dry_run=dry_run)
        return _decided(kind, row, access, response, change, dry_run=dry_run)

    def deny(
        id: RowId, said: Denial, transaction: Tx, access: Decides, response: Response, if_match: IfMatch = None
    ) -> Any:
        row = find_undecided(transaction, access, kind.table, id, if_match)
        decide(transaction, access, row, State.DENIED, said.answer)
        tag(response, row.version)
        return kind.shown(row, access)

    described = (
        "Grant it: it stands in the team document then. Refused when that breaks a hard rule in what is published."
    )
    router.post(
        f"{path}/{{id}}/approve",
        response_model=_answer(kind),
        responses=documented(409, 412),
        name=f"approve_{kind.name}_request",
        description=described,
    )(grant)
    router.post(
        f"{path}/{{id}}/deny",
        response_model=kind.body,
        responses=documented(409, 412),
        name=f"deny_{kind.name}_request",
        description="Refuse it.",
    )(deny)


def _answer(kind: Kind) -> Any:
    return Decided[kind.body]  # type: ignore[name-defined]


def _decided(
    kind: Kind, row: Any, access: Access, response: Response, change: Change | None, *, dry_run: bool
) -> RequestBody | Any:
    tag(response, row.version)
    breaks = breaks_told(change.breaks if change else [])
    return _answer(kind)(request=kind.shown(row, access), stored=not dry_run, **breaks)
