"""Who is on call, over HTTP."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import Depends, Header, Query, Request, Response

from api.oncall import service
from api.oncall.asked import MayAsk, asked_teams
from api.oncall.gaps import gaps_of
from api.oncall.question import MOST_TEAMS, AskedDuty, AskedLevel, Question
from api.oncall.schemas import GapsBody, OncallBody, OncallRangeBody, ShiftsBody, View
from api.oncall.telling import LONGEST_TAGS, shown
from api.security.abilities import Ability
from api.security.guard import Access, Asking, May
from api.services import services
from api.web.problems import documented, not_found
from api.web.requests import Tx
from api.web.router import router
from api.web.values import At, From, InZone, NamedId, Until

oncall = router("on call")

MayRead = Annotated[Access, Depends(May(Ability.ONCALL_READ))]
Teams = Annotated[
    list[str],
    Query(alias="team", max_length=MOST_TEAMS, description="Which teams. Left out: all of which you may ask."),
]
IfNoneMatch = Annotated[
    str | None, Header(max_length=LONGEST_TAGS, description="The ETag of what you have: 304 while it still is so.")
]
Count = Annotated[int, Query(ge=1, le=100, description="How many shifts, the first ones.")]
Unreachable = Annotated[
    bool, Query(description="Count also those as missing who chose no way to be told, and have no mail address.")
]
_UNCHANGED: dict[int | str, dict[str, Any]] = {304: {"description": "What you have is still so."}}


@oncall.get("/oncall", response_model=OncallBody, responses={**_UNCHANGED, **documented(409)})
def who_is_on_call(
    request: Request,
    transaction: Tx,
    access: Annotated[Access, Depends(MayAsk())],
    teams: Teams = [],  # noqa: B006 - FastAPI copies it
    duty: AskedDuty = None,
    level: AskedLevel = None,
    at: At = None,
    zone: InZone = None,
    if_none_match: IfNoneMatch = None,
) -> Response:
    """Who is on call: answered from memory, also while the database is away, and then saying since when.

    One answer for each duty, level and person; where nobody is on call, it says so and names the fallback.
    """
    question = Question(tuple(asked_teams(request)), duty, level, at, zone)
    told = service.told(question, access.principal, services(request).board, transaction.now)
    headers = {"ETag": told.etag, "Cache-Control": told.cache_control}
    if told.known_by(if_none_match):
        return Response(status_code=304, headers=headers)
    return Response(told.body, headers=headers, media_type="application/json")


@oncall.get("/teams/{team}/oncall", responses=documented(409))
def who_is_on_call_when(
    request: Request,
    transaction: Tx,
    access: MayRead,
    start: From = None,
    until: Until = None,
    view: Annotated[View, Query(description="As planned, what was changed of it, or how it is.")] = View.FINAL,
    duty: AskedDuty = None,
    level: AskedLevel = None,
    zone: InZone = None,
) -> OncallRangeBody:
    """Who is on call from `from` (left out: now) until `until` (left out: four weeks later), at most 400 days.

    Bounds are the true ones. With both instants the same: who is on call then, since when, and until when.
    """
    board, window = services(request).board, service.window_of(transaction.now, start, until)
    posted = service.around(board, access.team, window)
    found = service.holdings(transaction.session, posted, window, view, duty, level)
    return OncallRangeBody(
        start=shown(window.start, zone),
        until=shown(window.end, zone),
        view=view,
        stale_since=service.stale(board, [posted], zone),
        holdings=[service.holding_body(posted, holding, zone) for holding in found],
    )


@oncall.get("/teams/{team}/people/{person}/next", responses=documented(409))
def when_is_somebody_next(
    person: NamedId,
    request: Request,
    transaction: Tx,
    access: MayRead,
    at: At = None,
    duty: AskedDuty = None,
    zone: InZone = None,
    limit: Count = 5,
) -> ShiftsBody:
    """When somebody is on call next: the shift that runs at the instant, if there is one, and those that follow."""
    board, at = services(request).board, at or transaction.now
    posted = service.around(board, access.team, service.window_of(at, at, at))
    if person not in posted.names:
        raise not_found(f"{person} of {access.team}")
    return ShiftsBody(
        at=shown(at, zone),
        stale_since=service.stale(board, [posted], zone),
        shifts=service.first(service.shifts_of(posted, person, at, duty), limit, zone),
    )


@oncall.get("/me/next")
def when_am_i_next(
    request: Request,
    transaction: Tx,
    asking: Asking,
    duty: AskedDuty = None,
    zone: InZone = None,
    limit: Count = 5,
) -> ShiftsBody:
    """When you are on call next, in all teams in which you are one of the people."""
    board, now = services(request).board, transaction.now
    mine = list(service.own(board, asking))
    found = (pair for posted, person in mine for pair in service.shifts_of(posted, person, now, duty))
    return ShiftsBody(
        at=shown(now, zone),
        stale_since=service.stale(board, (posted for posted, _ in mine), zone),
        shifts=service.first(found, limit, zone),
    )


@oncall.get("/teams/{team}/gaps", responses=documented(409))
def gaps(
    request: Request,
    transaction: Tx,
    access: Annotated[Access, Depends(May(Ability.ROSTER_READ))],
    start: From = None,
    until: Until = None,
    unreachable: Unreachable = False,
    zone: InZone = None,
) -> GapsBody:
    """Where too few people are there, from `from` (left out: now) until `until` (left out: four weeks later).

    Of every duty and level that is on the schedule where nobody holds it; of every coverage requirement of published
    plans where its minimum is not met, after swaps and overrides.
    """
    board, window = services(request).board, service.window_of(transaction.now, start, until)
    posted = service.around(board, access.team, window)
    return GapsBody(
        start=shown(window.start, zone),
        until=shown(window.end, zone),
        stale_since=service.stale(board, [posted], zone),
        gaps=gaps_of(transaction.session, posted, window, zone, reach=unreachable),
    )
