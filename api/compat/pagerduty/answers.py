"""Answers as bytes, with their ETag and with how long they may be kept."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from hashlib import blake2b
from typing import Any, TypeVar

from fastapi import Response

from api.compat.pagerduty.parameters import Paging
from api.compat.pagerduty.schemas import Body
from api.oncall.telling import MOST_AGE, Told
from api.schedule.posted import Posted
from scheduler.intervals import seconds

T = TypeVar("T")


def plain(body: Body) -> dict[str, Any]:
    """An object as JSON; what is None is left out, unless it is to be null."""
    return dict.fromkeys(sorted(body.nullable)) | body.model_dump(mode="json", exclude_none=True)


def part(found: Sequence[T], paging: Paging) -> Sequence[T]:
    """What of a list is on the page."""
    return found[paging.offset : paging.offset + paging.limit]


def page(name: str, rows: Iterable[Body], count: int, paging: Paging) -> dict[str, Any]:
    """The `rows` of a page, of a list of `count`."""
    more = paging.offset + paging.limit < count
    told = {"limit": paging.limit, "offset": paging.offset, "more": more, "total": count if paging.total else None}
    return {name: [plain(row) for row in rows], **told}


def answered(
    body: Mapping[str, Any], posts: Iterable[Posted], now: datetime, if_none_match: str | None = None
) -> Response:
    """The answer that holds `body`, or 304. It may be kept until the next handover of what it tells of, at most."""
    text = json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode()
    told = Told(text, f'W/"{blake2b(text, digest_size=8).hexdigest()}"', _age(posts, now))
    headers = {"ETag": told.etag, "Cache-Control": told.cache_control}
    if told.known_by(if_none_match):
        return Response(status_code=304, headers=headers)
    return Response(told.body, headers=headers, media_type="application/json")


def _age(posts: Iterable[Posted], now: datetime) -> int:
    ends = (posted.schedule.valid_until(now) for posted in posts)
    return max(0, int(min([MOST_AGE, *(seconds(end) - seconds(now) for end in ends if end is not None)])))
