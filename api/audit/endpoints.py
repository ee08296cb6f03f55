"""The audit log: who did what, when, from where."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated, Literal

from fastapi import Depends, Query, Request, Response

from api.audit import reading
from api.audit.reading import Wanted
from api.audit.schemas import Action, Actor, EntryBody, OfTeam
from api.security.abilities import Ability
from api.security.guard import Access, May
from api.services import services
from api.store.engine import Store
from api.web.pages import Cursor, Limit, Page
from api.web.requests import Tx
from api.web.router import router
from api.web.tables import documented_as, streamed
from api.web.values import From, TeamId, Until

audit = router("audit")

JSON_LINES = "application/x-ndjson"
_TEXTS = documented_as("text/csv", JSON_LINES)
Wish = Annotated[
    Literal["json", "jsonl", "csv"],
    Query(alias="format", description="json: in pages, the newest first. jsonl, csv: everything, the oldest first."),
]


def _filtered(action: Action = None, actor: Actor = None, start: From = None, until: Until = None) -> Wanted:
    return Wanted(None, action, actor, start, until)


Filter = Annotated[Wanted, Depends(_filtered)]


@audit.get("/teams/{team}/audit", responses=_TEXTS, response_model=Page[EntryBody])
def read_team_audit(
    team: TeamId,
    request: Request,
    transaction: Tx,
    access: Annotated[Access, Depends(May(Ability.AUDIT))],
    wanted: Filter,
    wish: Wish = "json",
    limit: Limit = 100,
    cursor: Cursor = None,
) -> Page[EntryBody] | Response:
    """What was done in the team."""
    wanted = replace(wanted, team=team)
    if wish == "json":
        return reading.entries(transaction.session, wanted, limit=limit, cursor=cursor)
    return _exported(services(request).store, wanted, f"{team}-audit", wish)


@audit.get("/audit", responses=_TEXTS, response_model=Page[EntryBody])
def read_audit(
    request: Request,
    transaction: Tx,
    access: Annotated[Access, Depends(May(Ability.ADMINISTER, of=None))],
    wanted: Filter,
    team: OfTeam = None,
    wish: Wish = "json",
    limit: Limit = 100,
    cursor: Cursor = None,
) -> Page[EntryBody] | Response:
    """What was done anywhere: for administrators."""
    wanted = replace(wanted, team=team)
    if wish == "json":
        return reading.entries(transaction.session, wanted, limit=limit, cursor=cursor)
    return _exported(services(request).store, wanted, "audit", wish)


def _exported(store: Store, wanted: Wanted, name: str, wish: Literal["jsonl", "csv"]) -> Response:
    if wish == "csv":
        return streamed(f"{name}.csv", reading.csv_text(store, wanted), "text/csv")
    return streamed(f"{name}.jsonl", reading.json_lines(store, wanted), JSON_LINES)
