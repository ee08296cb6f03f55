"""The quick way to a feed that somebody asked for a moment ago: from memory alone, before everything else.

Whatever is not at hand goes the ordinary way, through the whole application; both answer the same.
"""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import sha256
from http import HTTPStatus
from time import perf_counter

from starlette.types import ASGIApp, Receive, Scope, Send

from api.feeds.addresses import Address
from api.feeds.answers import Sent
from api.feeds.programs import program
from api.feeds.rendering import Feeds
from api.limiter import TooManyRequests
from api.services import Services
from api.web.context import HEADER, id_of

PATH = "/feeds/{secret}.ics"
_BEGIN, _END = "/feeds/", ".ics"
_METHODS = ("GET", "HEAD")
_REQUEST_ID = HEADER.lower()
HEADERS = ("accept-encoding", "if-none-match", "if-modified-since", "user-agent")  # which an answer depends on
_READ = {name.encode(): name for name in (*HEADERS, _REQUEST_ID)}


def noted(services: Services, address: Address, sent: Mapping[str, str]) -> None:
    """Note that somebody asked, and with which kind of program; not at an address that was given up."""
    if address.retired_at is None:
        services.feed_uses.note(address.feed, services.clock(), last_program=program(sent.get("user-agent", "")))


class FastFeeds:
    """It waits for nothing: no thread, no database, no lock that is held for long."""

    def __init__(self, app: ASGIApp, services: Services, feeds: Feeds) -> None:
        self._app, self._services, self._feeds = app, services, feeds
        self._note = {
            (method, status): services.requests.noting(method, PATH, status)
            for method in _METHODS
            for status in (HTTPStatus.OK, HTTPStatus.NOT_MODIFIED)
        }

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and scope["path"].startswith(_BEGIN) and scope["method"] in _METHODS:
            begun = perf_counter()
            path: str = scope["path"]
            sent = {_READ[name]: value.decode("latin-1") for name, value in reversed(scope["headers"]) if name in _READ}
            answer = self._answer(path, sent) if path.endswith(_END) else None
            if answer is not None:
                await self._send(scope["method"], answer, sent.get(_REQUEST_ID), send)
                self._note[scope["method"], answer.status](perf_counter() - begun)
                return
        await self._app(scope, receive, send)

    def _answer(self, path: str, sent: dict[str, str]) -> Sent | None:
        """None for whom it is not to be given here."""
        found = self._feeds.at_hand(sha256(path[len(_BEGIN) : -len(_END)].encode()).hexdigest())
        if found is None:
            return None
        address, rendered = found
        try:
            self._services.limiter.count(f"feed:{address.feed}", self._services.settings.requests_a_minute)
        except TooManyRequests:
            return None
        noted(self._services, address, sent)
        return rendered.answer(sent, self._services.clock())

    async def _send(self, method: str, answer: Sent, id: str | None, send: Send) -> None:
        headers = [*answer.headers, (_REQUEST_ID.encode(), id_of(id).encode())]
        body = answer.body if method == "GET" else b""
        await send({"type": "http.response.start", "status": answer.status.value, "headers": headers})
        await send({"type": "http.response.body", "body": body})
