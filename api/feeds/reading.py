"""What calendar programs ask for, and the page for who uses them: known by the secret in the address alone."""

from __future__ import annotations

from typing import Annotated

from fastapi import Path, Request, Response

from api.feeds.fast import HEADERS, noted
from api.feeds.links import links
from api.feeds.page import POLICY, page
from api.feeds.rendering import Feeds
from api.services import services
from api.web.problems import documented, not_found
from api.web.requests import client_address
from api.web.router import router

calendars = router("feeds", prefix="")

Secret = Annotated[
    str, Path(pattern=r"^[A-Za-z0-9_-]{1,100}$", description="What the feed's address ends with.", examples=["x"])
]
_CALENDAR = {"content": {"text/calendar": {"schema": {"type": "string"}}}, "description": "A calendar (RFC 5545)."}
_PAGE = {"content": {"text/html": {"schema": {"type": "string"}}}, "description": "A page for people."}
_ROBOTS = "User-agent: *\nDisallow:\n"


def _feeds(request: Request) -> Feeds:
    found: Feeds = request.app.state.feeds
    return found


def _count(secret: str, request: Request) -> None:
    """Count a question before the database is asked: for its feed, or for who asks at an address that may be guessed.

    Raises TooManyRequests.
    """
    known, address = services(request), _feeds(request).remembered(secret)
    key = f"feed:{address.feed}" if address else f"feeds:{client_address(request)}"
    known.limiter.count(key, known.settings.requests_a_minute)


@calendars.get("/robots.txt", response_class=Response, responses={200: {"content": {"text/plain": {}}}})
def robots() -> Response:
    """Everything may be fetched: Google refuses calendars at addresses that are disallowed."""
    return Response(_ROBOTS, media_type="text/plain; charset=utf-8")


@calendars.head("/feeds/{secret}.ics", response_class=Response, responses={200: _CALENDAR, **documented(304)})
@calendars.get("/feeds/{secret}.ics", response_class=Response, responses={200: _CALENDAR, **documented(304)})
def read_feed(secret: Secret, request: Request) -> Response:
    """The feed as a calendar. Unknown and revoked addresses are not found; what else the query says does not count."""
    known = services(request)
    _count(secret, request)
    found = _feeds(request).find(secret)
    if found is None:
        raise not_found("feed")
    address, rendered = found
    sent = {name: value for name in HEADERS if (value := request.headers.get(name)) is not None}
    noted(known, address, sent)
    answer = rendered.answer(sent, known.clock())
    response = Response(answer.body if request.method == "GET" else b"", int(answer.status))
    response.raw_headers = list(answer.headers)
    return response


@calendars.get("/feeds/{secret}", response_class=Response, responses={200: _PAGE})
def how_to_subscribe(secret: Secret, request: Request) -> Response:
    """A page that says how to subscribe to the feed, in each program."""
    _count(secret, request)
    address = _feeds(request).address(secret)
    if address is None or address.retired_at is not None:
        raise not_found("feed")
    headers = {
        "Cache-Control": "no-store",
        "Content-Security-Policy": POLICY,
        "Referrer-Policy": "no-referrer",
        "X-Content-Type-Options": "nosniff",
        "X-Robots-Tag": "noindex",
    }
    return Response(
        page(_feeds(request).name(address.view), links(request, secret)),
        media_type="text/html; charset=utf-8",
        headers=headers,
    )
