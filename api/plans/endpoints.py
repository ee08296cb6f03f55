"""Plans: asked for, followed, looked at, edited, compared, cancelled."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Annotated

from fastapi import Depends, Header, Query, Request, Response
from fastapi.sse import EventSourceResponse, ServerSentEvent

from api.plans.cancelling import cancel
from api.plans.comparing import compare
from api.plans.edit_schemas import EditBody, Edits
from api.plans.editing import edit
from api.plans.events import events
from api.plans.reading import line, lines, plan_body
from api.plans.requesting import request_plan
from api.plans.schemas import CancelBody, ComparisonBody, PlanBody, PlanLine, PlanName, PlanRequest
from api.revisions.endpoints import PlanId, team_of_plan
from api.security.abilities import Ability
from api.security.guard import Access, May
from api.services import services
from api.store.tables import PlanRow
from api.web.etags import IfMatch, tag
from api.web.pages import Cursor, Limit, Page
from api.web.problems import documented
from api.web.requests import Tx
from api.web.router import router
from api.web.values import InZone, TeamId

plans = router("plans")

InTeam = Annotated[Access, Depends(May(Ability.PLANS))]
OfPlan = Annotated[Access, Depends(May(Ability.PLANS, of=team_of_plan))]
LastSeen = Annotated[
    str | None,
    Header(alias="Last-Event-ID", max_length=40, description="The id of the last event seen.", examples=["7"]),
]
Other = Annotated[PlanName, Query(alias="with", description="The other plan.", examples=["019b2f6c5d40a1b2c3d4e5f6"])]


@plans.post("/teams/{team}/plans", status_code=202, responses=documented(409))
def ask_for_plan(
    team: TeamId, request: Request, wanted: PlanRequest, transaction: Tx, access: InTeam, response: Response
) -> PlanLine:
    """Search for a roster of the team's document as it is now. Follow the search under `/events`."""
    row = request_plan(services(request), transaction, access, wanted)
    response.headers["Location"] = f"/v1/plans/{row.id}"
    tag(response, row.version)
    return line(row)


@plans.get("/teams/{team}/plans")
def list_plans(
    team: TeamId, transaction: Tx, access: InTeam, limit: Limit = 50, cursor: Cursor = None
) -> Page[PlanLine]:
    """The team's plans, the newest first."""
    return lines(transaction.session, team, limit=limit, cursor=cursor)


@plans.get("/plans/{plan}")
def read_plan(plan: PlanId, transaction: Tx, access: OfPlan, response: Response, tz: InZone = None) -> PlanBody:
    """A plan with its roster and report; with the reasons where there can be no roster."""
    row = transaction.session.get_one(PlanRow, plan)
    tag(response, row.version)
    return plan_body(transaction.session, row, tz)


@plans.get("/plans/{plan}/events", response_class=EventSourceResponse)
async def follow_plan(
    plan: PlanId, request: Request, access: OfPlan, last_seen: LastSeen = None
) -> AsyncIterator[ServerSentEvent]:
    """The search as it goes on: `progress` events, whose data is a step, then one `end`; then the stream ends.

    Whoever comes back with Last-Event-ID gets what came since. A comment now and then keeps the connection alive.
    """
    async for event in events(services(request).store, plan, last_seen):
        yield event


@plans.delete("/plans/{plan}", responses=documented(409, 412))
def cancel_plan(plan: PlanId, transaction: Tx, access: OfPlan, if_match: IfMatch = None) -> CancelBody:
    """Cancel the search of a plan: its best roster so far is kept. Of a plan that has ended: delete it.

    A plan that was published stays (409).
    """
    return cancel(transaction, access, plan, if_match)


@plans.get("/plans/{plan}/compare", responses=documented(409))
def compare_plans(plan: PlanId, other: Other, transaction: Tx, access: OfPlan) -> ComparisonBody:
    """What differs between another plan of the team and this one."""
    return compare(transaction.session, plan, other)


@plans.post("/plans/{plan}/edits", responses=documented(409, 412))
def edit_plan(
    plan: PlanId, wanted: Edits, transaction: Tx, access: OfPlan, response: Response, if_match: IfMatch = None
) -> EditBody:
    """Change a roster by hand, and hear what comes of it.

    Edits that break rules are made all the same: publishing asks for each hard violation. A plan that was published is
    not changed: a copy of it is, which the answer and `Location` name.
    """
    made = edit(transaction, access, plan, wanted, if_match)
    response.headers["Location"] = f"/v1/plans/{made.plan}"
    tag(response, made.version)
    return made
