"""A feed as it is sent: whole or gzipped, with its tags, or nothing where the calendar has it already (RFC 9110)."""

from __future__ import annotations

import gzip
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime, parsedate_to_datetime
from http import HTTPStatus

MEDIA_TYPE = "text/calendar; charset=utf-8"
_LEVEL = 6
Headers = tuple[tuple[bytes, bytes], ...]


@dataclass(frozen=True)
class Sent:
    """One answer."""

    status: HTTPStatus
    headers: Headers
    body: bytes


@dataclass(frozen=True)
class Rendered:
    """A feed's bytes, plain and gzipped, a strong tag for each; so it is since `modified_at`, a whole second."""

    body: bytes
    zipped: bytes
    etag: str
    zipped_etag: str
    modified_at: datetime
    plain_headers: Headers
    zipped_headers: Headers

    @property
    def size(self) -> int:
        return len(self.body) + len(self.zipped)

    def answer(self, sent: Mapping[str, str], now: datetime) -> Sent:
        """The answer to a request with the headers `sent`, their names in small letters."""
        zipped = takes_gzip(sent.get("accept-encoding", ""))
        headers = self.zipped_headers if zipped else self.plain_headers
        if self.modified_at > now:  # a change a moment after another: nobody may take it for this one
            headers = tuple(pair for pair in headers if pair[0] != b"last-modified")
        if self._known(sent, now):
            return Sent(HTTPStatus.NOT_MODIFIED, headers, b"")
        body = self.zipped if zipped else self.body
        encoding = ((b"content-encoding", b"gzip"),) if zipped else ()
        length = (b"content-length", str(len(body)).encode())
        return Sent(HTTPStatus.OK, (*headers, (b"content-type", MEDIA_TYPE.encode()), *encoding, length), body)

    def _known(self, sent: Mapping[str, str], now: datetime) -> bool:
        """Either tag will do: programs, and proxies on the way to them, mix them up, and both mean the same shifts."""
        tags = sent.get("if-none-match")
        if tags is not None:
            known = {tag.strip().removeprefix("W/") for tag in tags.split(",")}
            return "*" in known or self.etag in known or self.zipped_etag in known
        return self.modified_at <= now and _not_since(sent.get("if-modified-since", ""), self.modified_at)


def rendered(body: bytes, modified_at: datetime, filename: str) -> Rendered:
    """The bytes with all that goes with them. The same bytes have the same tags, in every process."""
    name = hashlib.sha256(body).hexdigest()[:32]
    etag, zipped_etag = f'"{name}"', f'"{name}-gzip"'
    shared = {
        "Cache-Control": "private, max-age=300",
        "Last-Modified": format_datetime(modified_at, usegmt=True),
        "Vary": "Accept-Encoding",
        "Content-Disposition": f'inline; filename="{filename}"',
        "Referrer-Policy": "no-referrer",
        "X-Content-Type-Options": "nosniff",
        "X-Robots-Tag": "noindex",
    }
    plain, zipped = (_headers({"ETag": tag} | shared) for tag in (etag, zipped_etag))
    return Rendered(body, gzip.compress(body, _LEVEL, mtime=0), etag, zipped_etag, modified_at, plain, zipped)


def takes_gzip(accepted: str) -> bool:
    """Whether Accept-Encoding allows gzip (RFC 9110, 12.5.3)."""
    weights: dict[str, float] = {}
    for part in accepted.lower().split(","):
        name, _, parameters = part.partition(";")
        weights[name.strip()] = _weight(parameters)
    return weights.get("gzip", weights.get("*", 0.0)) > 0


def _weight(parameters: str) -> float:
    name, _, value = parameters.strip().partition("=")
    try:
        return float(value) if name.strip() == "q" else 1.0
    except ValueError:
        return 0.0


def _not_since(said: str, modified_at: datetime) -> bool:
    try:
        return bool(said) and parsedate_to_datetime(said) >= modified_at
    except (ValueError, TypeError, OverflowError):  # no date, or one without a zone: as if nothing were said
        return False


def _headers(values: Mapping[str, str]) -> Headers:
    return tuple((name.lower().encode(), value.encode("latin-1")) for name, value in values.items())
