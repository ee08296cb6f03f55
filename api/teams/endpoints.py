"""Teams and their documents as a whole."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Query, Response
from sqlmodel import col

from api.security.abilities import Ability
from api.security.guard import Access, Asking, May
from api.store.tables import TeamRow
from api.teams import service
from api.teams.access import Reads, Writes
from api.teams.changing import Change, considered, store
from api.teams.examples import PLANNED_TEAM, ROTATION_TEAM
from api.teams.merge import merged
from api.teams.schemas import TeamBody, TeamChangeBody, TeamItem
from api.teams.whole import PlannedTeam, RotationTeam
from api.web.body import JSON, Document, document_body
from api.web.etags import IfMatch, tag
from api.web.pages import Cursor, Limit, Page, page_of
from api.web.problems import documented
from api.web.requests import Tx
from api.web.router import router
from api.web.values import DryRun

teams = router("teams")

_TEAM = document_body(PlannedTeam | RotationTeam, PLANNED_TEAM, ROTATION_TEAM)
_PATCH = document_body(dict[str, object], {"coverage": []}, media_types=("application/merge-patch+json", JSON))
EvenIfPublished = Annotated[bool, Query(description="Also forget what was published.")]


@teams.get("/teams")
def list_teams(transaction: Tx, asking: Asking, limit: Limit = 100, cursor: Cursor = None) -> Page[TeamItem]:
    """The teams that one may see."""
    return page_of(
        transaction.session,
        service.visible(asking),
        col(TeamRow.id),
        lambda row: service.team_item(row, asking),
        limit=limit,
        cursor=cursor,
    )


@teams.post("/teams", status_code=201, responses=documented(409), openapi_extra=_TEAM)
def create_team(
    document: Document,
    transaction: Tx,
    access: Annotated[Access, Depends(May(Ability.ADMINISTER, of=None))],
    response: Response,
) -> TeamBody:
    """Create a team, as JSON or YAML: from a team document, from an on-call document beside `team`, or from both."""
    row = service.create(transaction, access, document)
    response.headers["Location"] = f"/v1/teams/{row.id}"
    tag(response, row.version)
    return service.team_body(transaction, row, access)


@teams.get("/teams/{team}")
def read_team(transaction: Tx, access: Reads, response: Response) -> TeamBody:
    """The team with its documents. Why others are on leave is shown to managers only."""
    row = transaction.session.get_one(TeamRow, access.team)
    tag(response, row.version)
    return service.team_body(transaction, row, access)


@teams.put("/teams/{team}", responses=documented(409, 412), openapi_extra=_TEAM)
def replace_team(
    document: Document,
    transaction: Tx,
    access: Writes,
    response: Response,
    if_match: IfMatch = None,
    dry_run: DryRun = False,
) -> TeamChangeBody:
    """Replace the team document, and `name` and `oncall` where they are sent; and say what that breaks."""
    change = considered(transaction, access.team, service.replaced(document), if_match)
    return _finished(transaction, access, response, change, dry_run=dry_run)


@teams.patch("/teams/{team}", responses=documented(409, 412), openapi_extra=_PATCH)
def change_team(
    patch: Document,
    transaction: Tx,
    access: Writes,
    response: Response,
    if_match: IfMatch = None,
    dry_run: DryRun = False,
) -> TeamChangeBody:
    """Change the team by a JSON merge patch (RFC 7396) of its document with `name` and `oncall` in it."""
    change = considered(transaction, access.team, lambda was: merged(was, patch), if_match)
    return _finished(transaction, access, response, change, dry_run=dry_run)


@teams.delete("/teams/{team}", status_code=204, responses=documented(409, 412))
def delete_team(
    transaction: Tx,
    access: Annotated[Access, Depends(May(Ability.ADMINISTER))],
    if_match: IfMatch = None,
    even_if_published: EvenIfPublished = False,
) -> None:
    """Forget the team. Only administrators may, and a team with published revisions only when that is said."""
    service.delete(transaction, access, if_match, even_if_published=even_if_published)


def _finished(transaction: Tx, access: Access, response: Response, change: Change, *, dry_run: bool) -> TeamChangeBody:
    if not dry_run:
        store(transaction, access, change, "team.change")
    tag(response, change.row.version)
    return service.team_change_body(transaction, change, access, stored=not dry_run)
