"""Teams and their documents."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Request, Response

from api.audit.recording import record
from api.security.abilities import Ability
from api.security.guard import Access, May
from api.store.tables import TeamRow
from api.teams.schemas import TeamBody
from api.teams.service import create, team_body
from api.web.body import Document
from api.web.etags import tag
from api.web.problems import documented
from api.web.requests import Tx
from api.web.router import router

teams = router("teams")


@teams.post("/teams", status_code=201, responses=documented(409))
def create_team(
    document: Document,
    transaction: Tx,
    access: Annotated[Access, Depends(May(Ability.ADMINISTER, of=None))],
    response: Response,
) -> TeamBody:
    """Create a team from its document, as JSON or YAML."""
    row = create(transaction, document)
    record(transaction, access.principal, "team.create", team=row.id, subject=row.id)
    response.headers["Location"] = f"/v1/teams/{row.id}"
    tag(response, row.version)
    return team_body(row, access)


@teams.get("/teams/{team}")
def read_team(
    request: Request,
    transaction: Tx,
    access: Annotated[Access, Depends(May(Ability.TEAM_READ))],
    response: Response,
) -> TeamBody:
    """The team with its document. Why others are on leave is shown to managers only."""
    row = transaction.session.get_one(TeamRow, access.team)
    tag(response, row.version)
    return team_body(row, access)
