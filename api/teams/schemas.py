"""Teams as the API shows them."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, Field

from api.web.values import Instant


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
