"""Every request has an id: in the log, in the answer, in the audit log."""

from __future__ import annotations

import secrets

import structlog
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

HEADER = "X-Request-Id"
_LONGEST = 64


class RequestContext:
    """Takes over the id of a proxy, or makes one."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        id = _id(Headers(scope=scope).get(HEADER))
        scope.setdefault("state", {})["request_id"] = id
        structlog.contextvars.bind_contextvars(request_id=id)

        async def send_with_id(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message)[HEADER] = id
            await send(message)

        try:
            await self._app(scope, receive, send_with_id)
        finally:
            structlog.contextvars.clear_contextvars()


def _id(sent: str | None) -> str:
    if sent and len(sent) <= _LONGEST and all(c.isalnum() or c in "-_." for c in sent):
        return sent
    return secrets.token_hex(8)
