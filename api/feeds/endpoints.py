"""Calendar feeds at secret addresses: making them, seeing who asks for them, new addresses, revoking."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated

from fastapi import Depends, Request, Response
from sqlmodel import col, select

from api.feeds import service
from api.feeds.links import links
from api.feeds.schemas import FeedBody, MadeFeed, NewFeed
from api.security.abilities import Ability
from api.security.guard import Access, May
from api.store.tables import FeedSecret
from api.web.idempotency import SECRET
from api.web.pages import Cursor, Limit, Page, page_of
from api.web.problems import documented
from api.web.requests import Tx
from api.web.router import router
from api.web.values import RowId, TeamId

feeds = router("feeds")

Subscriber = Annotated[Access, Depends(May(Ability.FEEDS))]


@feeds.post("/teams/{team}/feeds", status_code=201, responses=documented(409))
def create_feed(
    team: TeamId, wanted: NewFeed, request: Request, transaction: Tx, access: Subscriber, response: Response
) -> MadeFeed:
    """Make the secret address of a feed: of a person, a site, a duty, on call only, or all of the team.

    The address is shown this once: with an Idempotency-Key that made one already, it is refused (409).
    """
    response.headers.update(SECRET)
    row, secret = service.create(transaction, access, wanted)
    return MadeFeed(**service.body(row).model_dump(), **asdict(links(request, secret)))


@feeds.get("/teams/{team}/feeds")
def list_feeds(
    team: TeamId, transaction: Tx, access: Subscriber, limit: Limit = 100, cursor: Cursor = None
) -> Page[FeedBody]:
    """One's own feeds; for managers all of the team."""
    query = select(FeedSecret).where(FeedSecret.team_id == team)
    if not access.may(Ability.TEAM_WRITE):
        query = query.where(FeedSecret.account_id == access.principal.account)
    return page_of(transaction.session, query, col(FeedSecret.id), service.body, limit=limit, cursor=cursor)


@feeds.post("/teams/{team}/feeds/{feed}/rotate", responses=documented(409))
def rotate_feed(
    team: TeamId, feed: RowId, request: Request, transaction: Tx, access: Subscriber, response: Response
) -> MadeFeed:
    """Give a feed a new address. For 30 days the old one is a calendar that says so and shows no shifts.

    The address is shown this once; a revoked feed is refused (409), and an Idempotency-Key that gave one already.
    """
    response.headers.update(SECRET)
    row, secret = service.rotate(transaction, access, feed)
    return MadeFeed(**service.body(row).model_dump(), **asdict(links(request, secret)))


@feeds.delete("/teams/{team}/feeds/{feed}", status_code=204)
def revoke_feed(team: TeamId, feed: RowId, transaction: Tx, access: Subscriber) -> None:
    """Revoke a feed: its address, and those that it had, are not found from now on."""
    service.revoke(transaction, access, feed)
