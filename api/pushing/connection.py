"""Speaking to a pager: with patience, and without ever telling the token."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from time import sleep
from types import TracebackType
from typing import Any

from httpx2 import Client, HTTPError, LocalProtocolError, Response

from scheduler.errors import WatchbillError

TRIES = 5
LONGEST_WAIT = 60.0  # seconds, whatever the other side asks for
_BUSY = frozenset({429, 503})  # nothing was done: to ask again is safe, whatever was asked


class Refused(WatchbillError):
    """The other side did not do what it was asked."""


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
            except LocalProtocolError as error:  # its text may be a header, and so the token
                raise Refused(f"{method} {path}: {type(error).__name__}") from None
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
    """Seconds: as many as are asked for by a number; else twice as many each time."""
    try:
        seconds = float(asked or "")
    except ValueError:
        seconds = -1.0
    return min(seconds if seconds >= 0 else 2.0 ** (attempt - 1), LONGEST_WAIT)


def _why(answer: Response) -> str:
    """What it says of itself, on one line and not at length."""
    return " ".join("".join(c for c in answer.text[:400] if c.isprintable() or c.isspace()).split())
