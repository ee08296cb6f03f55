"""The kinds of value that tools take and give."""

from __future__ import annotations

import json
from typing import Annotated, Any, Literal

from mcp.types import CallToolResult, TextContent
from pydantic import Field

from api.mcp.asking import Body
from api.web.values import LONGEST_NAME, NAME_PATTERN

_ID: dict[str, Any] = {"pattern": NAME_PATTERN, "max_length": LONGEST_NAME}

TeamId = Annotated[str, Field(description="Id of the team, as `who_am_i` lists them.", examples=["gsr-2027q1"], **_ID)]
PersonId = Annotated[str, Field(description="Id of the person, such as `sin-01`; not the name.", **_ID)]
SiteId = Annotated[str | None, Field(description="Only at this site, by its id.", **_ID)]
Duty = Annotated[
    Literal["on-duty", "standby"] | None, Field(description="Only this duty: work in a shift, or on call from home.")
]
Level = Annotated[int | None, Field(ge=1, description="Only this level: 1 is primary, 2 secondary.")]
Instant = Annotated[
    str | None, Field(description="An instant with its offset from UTC, such as 2027-02-14T15:10:00Z.", max_length=60)
]
ZoneName = Annotated[
    str | None, Field(description="IANA time zone to show times in, such as Asia/Singapore. Left out: UTC.")
]
Shift = Annotated[
    str | None, Field(description="Id of a dated shift, such as sin-night@2027-01-04.", max_length=2 * LONGEST_NAME)
]
Reason = Annotated[str, Field(min_length=1, max_length=2000, description="Why; people whom it concerns read it.")]

# Structured for programs; the same as text for who reads no structure, after one line of our own.
Result = Annotated[CallToolResult, dict[str, Any]]


def result(summary: str, body: Body) -> CallToolResult:
    """`body` with a `summary` that holds ids and counts only, no text that people wrote."""
    text = json.dumps(body, ensure_ascii=False, separators=(",", ":"))
    content = [TextContent(type="text", text=part) for part in (summary, text)]
    return CallToolResult(content=[*content], structured_content=body)
