"""What stands before the routes of the other services' APIs, and makes requests and refusals look as theirs do.

Their keys become our bearer tokens, a slash at the end is no other address (a redirect breaks their clients), and
our problems become their errors. All else is as everywhere: the same guard, the same transaction, the same limits.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from time import perf_counter
from typing import Any

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.web.problems import MEDIA_TYPE

BEGUN = "compat_begun"  # in a request's state: when it came, by the clock of perf_counter


@dataclass(frozen=True)
class Refused:
    """A problem that is to be told: its status, title and detail, and its issues as sentences."""

    status: int
    title: str
    detail: str
    sentences: tuple[str, ...]
    request_id: str
    seconds: float


@dataclass(frozen=True)
class Facade:
    """What is below `prefix`. `key` finds the token in an Authorization header; `refusal` gives status and body."""

    prefix: str
    key: re.Pattern[str]
    refusal: Callable[[Refused], tuple[int, Any]]

    def holds(self, path: str) -> bool:
        return path == self.prefix or path.startswith(f"{self.prefix}/")


class Facades:
    """The middleware of all of `facades`."""

    def __init__(self, app: ASGIApp, facades: tuple[Facade, ...]) -> None:
        self._app, self._facades = app, facades

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        facade = next((f for f in self._facades if scope["type"] == "http" and f.holds(scope["path"])), None)
        if facade is None:
            await self._app(scope, receive, send)
            return
        # In place, and not in a copy: what stands before us reads the route from the scope afterwards.
        scope["path"] = scope["path"].rstrip("/")
        scope.setdefault("state", {})[BEGUN] = perf_counter()
        _rewrite_key(facade, scope)
        await self._app(scope, receive, _Telling(facade, scope, send))


class _Telling:
    """Sends on what is answered; a problem is held back until it is whole, and then told in the facade's way."""

    def __init__(self, facade: Facade, scope: Scope, send: Send) -> None:
        self._facade, self._scope, self._send = facade, scope, send
        self._start: Message | None = None
        self._body = b""

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start" and _is_problem(message):
            self._start = message
        elif self._start is None:
            await self._send(message)
        else:
            self._body += message.get("body", b"")
            if not message.get("more_body"):
                await self._tell(self._start)

    async def _tell(self, start: Message) -> None:
        status, told = self._facade.refusal(self._refused(json.loads(self._body)))
        body = json.dumps(told, ensure_ascii=False).encode()
        headers = MutableHeaders(raw=list(start["headers"]))
        headers["content-type"], headers["content-length"] = "application/json", str(len(body))
        await self._send({**start, "status": status, "headers": headers.raw})
        await self._send({"type": "http.response.body", "body": body})

    def _refused(self, problem: dict[str, Any]) -> Refused:
        state = self._scope["state"]
        return Refused(
            problem["status"],
            problem["title"],
            problem["detail"],
            tuple(sentence(**issue) for issue in problem["issues"]),
            state.get("request_id", ""),
            perf_counter() - state[BEGUN],
        )


def sentence(path: str, problem: str, value: str = "", expected: str = "", advice: str = "") -> str:
    """An issue in words."""
    said = f"{path} {value} {problem}" if value else f"{path} {problem}"
    return " ".join(filter(None, (f"{said.strip()}: expected {expected}." if expected else f"{said.strip()}.", advice)))


def _is_problem(message: Message) -> bool:
    return any(name.lower() == b"content-type" and value == MEDIA_TYPE.encode() for name, value in message["headers"])


def _rewrite_key(facade: Facade, scope: Scope) -> None:
    headers = MutableHeaders(scope=scope)
    found = facade.key.match(headers.get("authorization", ""))
    if found:
        headers["authorization"] = f"Bearer {found.group('key')}"
