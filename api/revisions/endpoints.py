"""Publishing plans, and reading what was published."""

from __future__ import annotations

import re
from typing import Annotated

from fastapi import Depends, Path, Query, Request, Response
from sqlmodel import Session

from api.revisions import reading
from api.revisions.draft import draft_of
from api.revisions.publishing import publish
from api.revisions.schemas import (
    PlanDifferenceBody,
    PublishedBody,
    Publishing,
    RevisionBody,
    RevisionDifferenceBody,
    RevisionLine,
)
from api.security.abilities import Ability
from api.security.guard import Access, May
from api.store.tables import PlanRow
from api.web.etags import IfMatch
from api.web.pages import Cursor, Limit, Page
from api.web.problems import documented
from api.web.requests import Tx
from api.web.router import router
from api.web.values import LARGEST_ID, RowId, TeamId

revisions = router("revisions")

_PLAN = r"^[A-Za-z0-9_-]{1,32}$"
PlanId = Annotated[str, Path(pattern=_PLAN, description="The plan.", examples=["b2d1c7"])]
With = Annotated[
    int | None,
    Query(alias="with", ge=0, le=LARGEST_ID, description="The other revision; 0: nothing. Left out: the one before."),
]


def team_of_plan(session: Session, request: Request) -> str | None:
    """The team of the plan that the address names; None for no such plan."""
    id = request.path_params["plan"]
    row = session.get(PlanRow, id) if re.fullmatch(_PLAN, id) else None
    return row.team_id if row else None


MayRead = Annotated[Access, Depends(May(Ability.ROSTER_READ))]


@revisions.post("/plans/{plan}/publish", status_code=201, responses=documented(409, 412))
def publish_plan(
    plan: PlanId,
    wanted: Publishing,
    transaction: Tx,
    access: Annotated[Access, Depends(May(Ability.PUBLISH, of=team_of_plan))],
    response: Response,
    if_match: IfMatch = None,
) -> PublishedBody:
    """Make a plan the team's next revision.

    Shifts that have begun stay what was published of them. Refused (409) with all of them are hard violations that are
    not accepted one by one, and changes to shifts that begin within the team's option `notice_days` (0: no notice is
    owed) to which the people they touch have not agreed.
    """
    made = publish(transaction, access, plan, wanted, if_match)
    response.headers["Location"] = f"/v1/teams/{access.team}/revisions/{made.revision.number}"
    return reading.published_body(made)


@revisions.get("/plans/{plan}/diff", responses=documented(409))
def diff_plan(
    plan: PlanId, transaction: Tx, access: Annotated[Access, Depends(May(Ability.PLANS, of=team_of_plan))]
) -> PlanDifferenceBody:
    """What publishing a plan now would change, whom that touches, and what it would need."""
    session = transaction.session
    return reading.plan_difference(draft_of(session, session.get_one(PlanRow, plan), transaction.now))


@revisions.get("/teams/{team}/revisions")
def list_revisions(
    team: TeamId, transaction: Tx, access: MayRead, limit: Limit = 50, cursor: Cursor = None
) -> Page[RevisionLine]:
    """What was published, the newest first."""
    return reading.lines(transaction.session, team, limit=limit, cursor=cursor)


@revisions.get("/teams/{team}/revisions/{number}", responses=documented(409))
def read_revision(team: TeamId, number: RowId, transaction: Tx, access: MayRead) -> RevisionBody:
    """One revision with its assignments. It never changes; one that the database changed is refused (409)."""
    return reading.revision(transaction.session, access, number)


@revisions.get("/teams/{team}/revisions/{number}/diff", responses=documented(409))
def diff_revision(
    team: TeamId, number: RowId, transaction: Tx, access: MayRead, other: With = None
) -> RevisionDifferenceBody:
    """What a revision changed, or what differs between two of them."""
    return reading.revision_difference(transaction.session, team, number, other)
