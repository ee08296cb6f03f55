"""The addresses of a feed, for each kind of calendar program."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote

from fastapi import Request

from api.services import services

LONGEST_URL = 256  # which Google takes
_GOOGLE = "https://calendar.google.com/calendar/r?cid="


@dataclass(frozen=True, slots=True)
class Links:
    """`url` for programs that ask for one; `webcal` opens one; `google` adds it there; `page` says how to do it all."""

    url: str
    webcal: str
    google: str
    page: str


def links(request: Request, secret: str) -> Links:
    """Those of the feed with this secret: at the service's public address, or at the one that was asked."""
    base = services(request).settings.public_url.rstrip("/") or str(request.base_url).rstrip("/")
    page = f"{base}/feeds/{secret}"
    webcal = f"webcal:{page.partition(':')[2]}.ics"
    return Links(f"{page}.ics", webcal, f"{_GOOGLE}{quote(webcal, safe='')}", page)
