"""One HTTP POST to an address that a person entered."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

import httpx2

from api.notices.channels.channel import Unavailable, Undeliverable
from api.notices.channels.guard import Guarded, Lookup, addresses_of
from exports.wording import one_line
from scheduler.intervals import to_utc

MOST_QUOTED = 200  # characters of an answer that an error repeats
_AGAIN = frozenset({408, 425, 429})
_HEADERS = {"Content-Type": "application/json", "User-Agent": "Watchbill", "Accept-Encoding": "identity"}


@dataclass(frozen=True, slots=True)
class Poster:
    """Posts JSON: no redirect followed, no proxy, everything over within `timeout` seconds, private addresses refused.

    Of the answer no more is read than the first piece, and that only when it says what is wrong.
    """

    private: bool = False
    timeout: float = 10
    context: ssl.SSLContext = field(default_factory=httpx2.create_ssl_context)
    lookup: Lookup = addresses_of

    def post(self, url: str, body: bytes, headers: Mapping[str, str] | None = None) -> None:
        """Raises Undeliverable and Unavailable. Neither repeats `url`, which may be a secret."""
        asyncio.run(self._bounded(url, body, {**_HEADERS, **(headers or {})}))

    async def _bounded(self, url: str, body: bytes, headers: Mapping[str, str]) -> None:
        try:
            async with asyncio.timeout(self.timeout):
                await self._post(url, body, headers)
        except TimeoutError:
            raise Unavailable(f"no answer within {self.timeout:g} s") from None
        except (httpx2.InvalidURL, httpx2.UnsupportedProtocol):
            raise Undeliverable("not an http or https address") from None
        except httpx2.TransportError as error:
            raise Unavailable(f"{type(error).__name__}: {one_line(str(error))[:MOST_QUOTED]}") from None

    async def _post(self, url: str, body: bytes, headers: Mapping[str, str]) -> None:
        inner = httpx2.AsyncHTTPTransport(verify=self.context, trust_env=False)
        transport = Guarded(inner, private=self.private, lookup=self.lookup)
        steps = httpx2.Timeout(self.timeout, connect=self.timeout / 3)  # leaves time for a second address
        async with (
            httpx2.AsyncClient(transport=transport, timeout=steps, trust_env=False) as client,
            client.stream("POST", url, content=body, headers=headers) as answer,
        ):
            if not answer.is_success:
                raise failure(answer, await anext(answer.aiter_raw(), b""))


def failure(answer: httpx2.Response, said: bytes) -> Undeliverable | Unavailable:
    """What an answer other than success means; `said` is the beginning of its body."""
    reason = one_line(f"HTTP {answer.status_code} {said.decode(errors='replace')}"[:MOST_QUOTED])
    if answer.status_code in _AGAIN or answer.is_server_error:
        return Unavailable(reason, retry_after(answer.headers.get("Retry-After", ""), datetime.now(UTC)))
    return Undeliverable(reason)


def retry_after(text: str, now: datetime) -> float | None:
    """The seconds that a Retry-After header asks for, which has them or a date; None when it says neither."""
    if text.isascii() and text.isdecimal():
        return float(text)
    try:
        return max(0.0, to_utc(parsedate_to_datetime(text)).timestamp() - now.timestamp())
    except ValueError:
        return None
