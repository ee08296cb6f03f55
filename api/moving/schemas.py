"""Imports as the API answers them."""

from __future__ import annotations

from pydantic import BaseModel, Field

from api.documents.oncall import OncallDocument
from api.documents.rows import LeaveRow

NOTE = "A rotation of 86,400 seconds became a daily one: it follows the wall clock when clocks change."


class ImportBody(BaseModel):
    """What came of an import of schedules."""

    stored: bool = Field(description="Whether it was done; false: this only says what would be.", examples=[True])
    document: OncallDocument = Field(description="The on-call document with what came in.")
    overrides: int = Field(description="How many overrides came in; those that are over are left out.", examples=[2])
    notes: list[str] = Field(
        description="What was taken otherwise than it was meant there, and what could not be taken.", examples=[[NOTE]]
    )


class ImportedLeaveBody(BaseModel):
    """What came of an import of leave."""

    stored: bool = Field(description="Whether it was done; false: this only says what would be.", examples=[True])
    rows: list[LeaveRow] = Field(description="The leave that came in and was not known before.")
    notes: list[str] = Field(
        description="What could not be taken.", examples=[["3 events were passed over: they block no time."]]
    )
