"""Calendar feeds at secret addresses."""

from __future__ import annotations

import hashlib
from email.utils import format_datetime
from http import HTTPStatus
from typing import Annotated

from fastapi import Depends, Path, Request, Response
from sqlmodel import col, select

from api.audit.recording import record
from api.feeds.rendering import rendered
from api.feeds.schemas import FeedBody, MadeFeed, NewFeed
from api.security.abilities import Ability
from api.security.guard import Access, May
from api.security.tokens import digest, hint, new_secret
from api.services import services
from api.store.tables import FeedSecret
from api.web.pages import Cursor, Limit, Page, page_of
from api.web.problems import documented, forbidden, not_found
from api.web.requests import Tx
from api.web.router import router
from api.web.values import RowId, TeamId

feeds = router("feeds")
calendars = router("feeds", prefix="")

Secret = Annotated[
    str, Path(pattern=r"^[A-Za-z0-9_-]{1,100}$", description="What the feed's address ends with.", examples=["x"])
]
Subscriber = Annotated[Access, Depends(May(Ability.FEEDS))]
_CALENDAR = {"content": {"text/calendar": {"schema": {"type": "string"}}}, "description": "A calendar (RFC 5545)."}


@feeds.post("/teams/{team}/feeds", status_code=201)
def create_feed(team: TeamId, wanted: NewFeed, request: Request, transaction: Tx, access: Subscriber) -> MadeFeed:
    """Make the secret address of a feed: of one's own shifts, of the whole team, or for managers of anybody."""
    if wanted.person not in (None, access.person) and not access.may(Ability.TEAM_WRITE):
        raise forbidden("Only managers make feeds of others.")
    secret = new_secret("feed")
    row = FeedSecret(
        digest=digest(secret),
        hint=hint(secret),
        team_id=team,
        person=wanted.person,
        account_id=access.principal.account,
        created_at=transaction.now,
    )
    transaction.session.add(row)
    transaction.session.flush()
    record(transaction, access.principal, "feed.create", team=team, subject=row.hint, after={"person": row.person})
    base = services(request).settings.public_url.rstrip("/") or str(request.base_url).rstrip("/")
    url = f"{base}/feeds/{secret}.ics"
    return MadeFeed(**_body(row).model_dump(), url=url, webcal=f"webcal:{url.partition(':')[2]}")


@feeds.get("/teams/{team}/feeds")
def list_feeds(
    team: TeamId, transaction: Tx, access: Subscriber, limit: Limit = 100, cursor: Cursor = None
) -> Page[FeedBody]:
    """One's own feeds; for managers all of the team."""
    query = select(FeedSecret).where(FeedSecret.team_id == team)
    if not access.may(Ability.TEAM_WRITE):
        query = query.where(FeedSecret.account_id == access.principal.account)
    return page_of(transaction.session, query, col(FeedSecret.id), _body, limit=limit, cursor=cursor)


@feeds.delete("/teams/{team}/feeds/{feed}", status_code=204)
def revoke_feed(team: TeamId, feed: RowId, transaction: Tx, access: Subscriber) -> None:
    """Revoke a feed: its address is not found from now on."""
    row = transaction.session.get(FeedSecret, feed)
    own = row is not None and row.account_id == access.principal.account
    if row is None or row.team_id != team or not (own or access.may(Ability.TEAM_WRITE)):
        raise not_found(f"feed {feed}")
    row.revoked_at = row.revoked_at or transaction.now
    record(transaction, access.principal, "feed.revoke", team=team, subject=row.hint)


@calendars.get(
    "/feeds/{secret}.ics", response_class=Response, responses={200: _CALENDAR, **documented(304)}, status_code=200
)
def read_feed(secret: Secret, request: Request, transaction: Tx) -> Response:
    """The feed as a calendar. Unknown and revoked addresses are not found."""
    known = services(request)
    row = transaction.session.exec(select(FeedSecret).where(FeedSecret.digest == digest(secret))).first()
    if row is None or row.revoked_at is not None:
        raise not_found("feed")
    known.feed_uses.note(row.id, transaction.now)
    made = rendered(known, row.team_id, row.person)
    tag = f'"{hashlib.sha256(made.body).hexdigest()[:32]}"'
    headers = {
        "ETag": tag,
        "Cache-Control": "private, max-age=300",
        "Referrer-Policy": "no-referrer",
        "X-Robots-Tag": "noindex",
    }
    if made.modified_at is not None:
        headers["Last-Modified"] = format_datetime(made.modified_at, usegmt=True)
    if tag in request.headers.get("if-none-match", ""):
        return Response(status_code=HTTPStatus.NOT_MODIFIED, headers=headers)
    return Response(made.body, media_type="text/calendar; charset=utf-8", headers=headers)


def _body(row: FeedSecret) -> FeedBody:
    return FeedBody(**row.model_dump(exclude={"digest", "team_id", "account_id"}), team=row.team_id)
