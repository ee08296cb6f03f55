"""Speaking to a pager: over TLS, with patience, and with the token where only the environment has it."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from ipaddress import ip_address
from time import sleep
from types import TracebackType
from typing import Any
from urllib.parse import urlsplit

from httpx2 import Client, HTTPError, Response

from api.documents.advice import shown
from api.errors import BadInput, Issue
from scheduler.errors import WatchbillError

TRIES = 5
LONGEST_WAIT = 60.0  # seconds, whatever the other side asks for
_BUSY = frozenset({429, 503})  # nothing was done: to ask again is safe, whatever was asked


class Refused(WatchbillError):
    """The other side did not do what it was asked."""


def token_in(variable: str) -> str:
    """The token that the environment has under that name. Raises BadInput for none."""
    token = os.environ.get(variable, "").strip()
    if not token:
        raise BadInput([Issue(variable, "", "is not set", "the token, in the environment")])
    return token


def checked_url(url: str, option: str = "--url") -> str:
    """The address without a slash at its end. Raises BadInput unless it is https, or http to this very machine."""
    parts = urlsplit(url)
    host = parts.hostname or ""
    if parts.username or parts.password or not host:
        raise BadInput([Issue(option, shown(url), "is no address of a service", "such as https://api.pagerduty.com")])
    if parts.scheme != "https" and not (parts.scheme == "http" and _is_here(host)):
        raise BadInput([Issue(option, shown(url), "would send the token in the clear", "an https address")])
    return url.rstrip("/")


class Connection:
    """Requests to one service. What is busy, or fails where asking twice does no harm, is asked again for a while."""

    def __init__(self, url: str, headers: Mapping[str, str], pause: Callable[[float], None] = sleep) -> None:
        self._client = Client(base_url=url, headers=dict(headers), timeout=30.0, follow_redirects=False)
        self._pause = pause

    def __enter__(self) -> Connection:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._client.close()

    def ask(self, method: str, path: str, *, twice: bool, **parts: Any) -> Response:
        """The answer, with whatever status of 2xx or 404. `twice`: asking again is safe also where it was done already.

        Raises Refused.
        """
        for attempt in range(1, TRIES + 1):
            try:
                answer = self._client.request(method, path, **parts)
            except HTTPError as error:
                if not twice or attempt == TRIES:
                    raise Refused(f"{method} {path}: {type(error).__name__}: {error}") from None
                self._pause(_wait(None, attempt))
                continue
            if answer.is_success or answer.status_code == 404:
                return answer
            again = answer.status_code in _BUSY or (twice and answer.status_code >= 500)
            if not again or attempt == TRIES:
                raise Refused(f"{method} {path}: {answer.status_code} {_why(answer)}".strip())
            self._pause(_wait(answer.headers.get("retry-after"), attempt))
        raise AssertionError("unreachable")


def _wait(asked: str | None, attempt: int) -> float:
    try:
        return min(float(asked or ""), LONGEST_WAIT)
    except ValueError:
        return min(2.0 ** (attempt - 1), LONGEST_WAIT)


def _why(answer: Response) -> str:
    """What it says of itself, on one line and not at length."""
    return " ".join("".join(c for c in answer.text[:400] if c.isprintable() or c.isspace()).split())


def _is_here(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False
