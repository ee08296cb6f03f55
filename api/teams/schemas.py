"""Teams as the API shows them."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, Field

from api.documents.oncall.examples import EXAMPLE
from api.security.abilities import Role
from api.web.values import Instant


class TeamItem(BaseModel):
    """A team in a list."""

    id: str = Field(description="Short name, used in addresses.", examples=["gsr-2027q1"])
    name: str = Field(description="Name for people to read.", examples=["Global safety response"])
    role: Role | None = Field(description="What who asks is there; null for an administrator.", examples=["manager"])


class TeamBody(BaseModel):
    """A team."""

    id: str = Field(description="Short name, used in addresses.", examples=["gsr-2027q1"])
    name: str = Field(description="Name for people to read.", examples=["Global safety response"])
    version: int = Field(description="Rises with every change; the ETag.", examples=[3])
    created_at: Instant = Field(description="When it was made.")
    updated_at: Instant = Field(description="When it was last changed.")
    document: dict[str, Any] | None = Field(
        description="The team document; null for a team that has only rotations.", examples=[{"team": "gsr-2027q1"}]
    )
    oncall: dict[str, Any] | None = Field(
        description="The on-call document in force; null for a team without rotations.", examples=[EXAMPLE]
    )
    notices: list[str] = Field(
        description="Dates of holidays in the period that may still change, or that did since it was published.",
        examples=[
            ["Holidays of SG are confirmed until 2027-12-31; the period ends on 2028-03-31: later dates may change."]
        ],
    )


class BreakBody(BaseModel):
    """Something published that a change breaks."""

    revision: int = Field(description="Number of the revision.", examples=[2])
    rule: str | None = Field(
        description="The rule that is broken; null where the roster does not fit the document any more, or where a "
        "public holiday came or went on a day of shifts.",
        examples=["leave"],
    )
    person: str | None = Field(description="Whom it is about.", examples=["sin-01"])
    shifts: list[str] = Field(description="The shifts that it is about.", examples=[["sin-night@2027-01-05"]])
    start: Instant | None = Field(description="When it begins, where it is about an instant.")
    because: str = Field(
        description="What is wrong.",
        examples=["sin-01 has sin-night@2027-01-05 in annual leave, 2027-01-05 to 2027-01-08"],
    )
    hard: bool = Field(description="Whether it must not be.", examples=[True])


class ChangeBody(BaseModel):
    """What came of a change."""

    version: int = Field(description="The team's version; the ETag.", examples=[4])
    stored: bool = Field(description="False for a dry run.", examples=[True])
    breaks: list[BreakBody] = Field(description="What it breaks of the published revisions, from now on.")
    breaks_left_out: int = Field(0, description="How many more it breaks than are listed.", examples=[0])


class TeamChangeBody(TeamBody, ChangeBody):
    """The team after a change, and what the change breaks."""
