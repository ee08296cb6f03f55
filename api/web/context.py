"""Every request has an id: in the log, in the answer, in the audit log."""

from __future__ import annotations

import secrets
from time import perf_counter

import structlog
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.metrics import Requests

HEADER = "X-Request-Id"
_LONGEST = 64
_QUIET = frozenset({"/healthz", "/readyz", "/metrics"})
_log = structlog.get_logger("watchbill.http")


class RequestContext:
    """Takes over the id of a proxy, or makes one; logs and counts what was answered.

    Both say the route and never the address: addresses of feeds are secrets.
    """

    def __init__(self, app: ASGIApp, requests: Requests) -> None:
        self._app, self._requests = app, requests

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        id, begun, status = id_of(Headers(scope=scope).get(HEADER)), perf_counter(), 500
        scope.setdefault("state", {})["request_id"] = id
        structlog.contextvars.bind_contextvars(request_id=id)

        async def send_with_id(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                MutableHeaders(scope=message)[HEADER] = id
            await send(message)

        try:
            await self._app(scope, receive, send_with_id)
        finally:
            self._note(scope, status, perf_counter() - begun)
            structlog.contextvars.clear_contextvars()

    def _note(self, scope: Scope, status: int, seconds: float) -> None:
        route = _route(scope)
        self._requests.note(scope["method"], route, status, seconds)
        if route not in _QUIET:
            _log.info("request", method=scope["method"], route=route, status=status, ms=round(1000 * seconds, 1))


def _route(scope: Scope) -> str:
    return getattr(scope.get("route"), "path", None) or "none"


def id_of(sent: str | None) -> str:
    """The id of a request: the one that was sent along, or a new one."""
    if sent and len(sent) <= _LONGEST and all(c.isascii() and (c.isalnum() or c in "-_.") for c in sent):
        return sent
    return secrets.token_hex(8)
