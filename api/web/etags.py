"""Lost updates are refused: what can be edited has a version, which `If-Match` may name."""

from __future__ import annotations

from http import HTTPStatus
from typing import Annotated

from fastapi import Header, Response

from api.web.problems import Problem

IfMatch = Annotated[
    str | None,
    Header(
        max_length=500,
        description="The ETag of what you have read: with it, your change is refused (412) if others changed it since.",
        examples=['"3"'],
    ),
]


def etag(version: int) -> str:
    return f'"{version}"'


def tag(response: Response, version: int) -> None:
    """Name the version in the answer."""
    response.headers["ETag"] = etag(version)


def must_match(if_match: str | None, version: int) -> None:
    """Raises a problem with status 412 when `if_match` is given and names other versions only."""
    if if_match is None or if_match.strip() == "*":
        return
    if etag(version) not in [part.strip().removeprefix("W/") for part in if_match.split(",")]:
        detail = f"It is at version {version} now: read it again, then change it."
        status = HTTPStatus.PRECONDITION_FAILED
        raise Problem(status, "lost-update", "Others changed it since you read it", detail, version=version)
