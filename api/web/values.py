"""The kinds of value that a request's path and query hold."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Annotated

from fastapi import Path, Query
from pydantic import AfterValidator, BeforeValidator, Field, PlainSerializer, WithJsonSchema

from api.documents.fields import FIRST_YEAR, LAST_YEAR, wrong
from scheduler.intervals import is_zone, local, parse_instant, utc_text

LARGEST_ID = 2**31 - 1
NAME_PATTERN, LONGEST_NAME = r"^[A-Za-z0-9][A-Za-z0-9._-]*$", 64  # the ids that documents give


def _instant(value: object) -> datetime:
    """An instant with its offset. Numbers are none: seconds and milliseconds look too much alike."""
    try:
        instant = parse_instant(value.isoformat() if isinstance(value, datetime) else str(value))
    except (ValueError, OverflowError):
        raise wrong("an instant with its offset from UTC", "Example: 2027-01-04T12:00:00Z") from None
    if not FIRST_YEAR <= instant.year <= LAST_YEAR:
        raise wrong(f"an instant of the years {FIRST_YEAR} to {LAST_YEAR}")
    return instant.astimezone(UTC)


def _zone(name: str) -> str:
    if not is_zone(name):
        raise wrong("an IANA time zone such as Asia/Singapore")
    return name


_INSTANT = WithJsonSchema({"type": "string", "format": "date-time", "examples": ["2027-02-14T15:10:00Z"]})

Instant = Annotated[datetime, BeforeValidator(_instant), PlainSerializer(utc_text, return_type=str), _INSTANT]
Day = Annotated[date, Field(examples=["2027-02-14"])]
Zone = Annotated[str, Field(max_length=60, examples=["Asia/Singapore"]), AfterValidator(_zone)]

# PostgreSQL keeps no NUL character. Texts of a line, and of a paragraph.
Text = Annotated[str, Field(pattern=r"^[^\x00]*$")]
Line = Annotated[Text, Field(max_length=200)]
Paragraph = Annotated[Text, Field(max_length=2000)]

NamedId = Annotated[str, Path(pattern=NAME_PATTERN, max_length=LONGEST_NAME, examples=["sin-01"])]
DryRun = Annotated[bool, Query(description="Answer what would come of it, and change nothing.")]
TeamId = Annotated[str, Path(pattern=NAME_PATTERN, max_length=LONGEST_NAME, examples=["gsr-2027q1"])]
RowId = Annotated[int, Path(ge=1, le=LARGEST_ID, examples=[1])]
At = Annotated[Instant | None, Query(description="The instant asked about. Left out: now.")]
From = Annotated[Instant | None, Query(alias="from", description="First instant, included.")]
Until = Annotated[Instant | None, Query(description="Last instant, not included.")]
InZone = Annotated[Zone | None, Query(alias="tz", description="Time zone in which times are shown. Left out: UTC.")]


def told(instant: datetime | None, zone: str | None = None) -> str | None:
    """`instant` with its offset in `zone`, in UTC with a Z where none is named."""
    if instant is None:
        return None
    return utc_text(instant) if zone is None else local(instant, zone).isoformat()
