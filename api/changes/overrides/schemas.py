"""Overrides as the API shows and takes them."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, Field

from api.changes.schemas import END, OTHER, PERSON, SHIFT, START, Body, ConsequencesBody
from api.documents.fields import Id
from api.documents.oncall.model import HIGHEST_LEVEL
from api.plans.edit_schemas import ShiftId
from api.web.values import Instant, Paragraph
from scheduler.domain.shift import Duty

Level = Annotated[int, Field(ge=1, le=HIGHEST_LEVEL, examples=[1])]
Reason = Annotated[Paragraph, Field(min_length=1, examples=["is ill"])]


class NewOverride(Body):
    """Somebody comes, goes, or stands in for somebody, for a time."""

    start: Instant = Field(description="From when on; what is past of it does not count.", examples=[START])
    end: Instant = Field(description="Until when, not included.", examples=[END])
    duty: Duty = Field(description="For which duty.", examples=["on-duty"])
    level: Level = Field(1, description="Of which level.")
    add: Id | None = Field(
        None, description="Who comes: besides the others, or in place of who goes.", examples=[OTHER]
    )
    remove: Id | None = Field(None, description="Who goes.", examples=[PERSON])
    everybody: bool = Field(
        False, description="All who are there go, and `add` is there all the time, also where nobody was."
    )
    shift: ShiftId | None = Field(None, description="Only of this dated shift, and only while it lasts.")
    site: Id | None = Field(None, description="Only at this site.", examples=["sin"])
    reason: Reason = Field(description="Why; for managers, and for who comes and goes.")


class TakeOver(Body):
    """Somebody takes another's time, from now on or from the start of a shift that is named."""

    duty: Duty = Field(description="Of which duty.", examples=["on-duty"])
    level: Level = Field(1, description="Of which level.")
    site: Id | None = Field(None, description="At which site.", examples=["sin"])
    shift: ShiftId | None = Field(
        None, description="Which dated shift, running or to come. Left out: what goes on now.", examples=[SHIFT]
    )
    instead_of: Id | None = Field(None, description="From whom, where several are there.", examples=[OTHER])
    person: Id | None = Field(None, description="Who takes it; others than oneself only managers name.")
    until: Instant | None = Field(None, description="Until when. Left out: to the end of the shift or turn.")
    even_so: bool = Field(False, description="Also when it breaks a hard rule; for managers.")
    reason: Reason = Field(description="Why; for managers, and for the two whom it concerns.")


class OverrideBody(BaseModel):
    """An override, as it counts."""

    id: int | None = Field(description="Its number; null after a dry run.", examples=[12])
    start: Instant = Field(description="From when on.", examples=[START])
    end: Instant = Field(description="Until when, not included.", examples=[END])
    duty: str = Field(description="For which duty.", examples=["on-duty"])
    level: int = Field(description="Of which level.", examples=[1])
    add: str | None = Field(description="Who comes.", examples=[OTHER])
    remove: str | None = Field(description="Who goes.", examples=[PERSON])
    everybody: bool = Field(description="Whether all who are there go.", examples=[False])
    shift: str | None = Field(description="Of which dated shift only.", examples=[SHIFT])
    site: str | None = Field(description="At which site only.", examples=["sin"])
    reason: str | None = Field(description="Why; null for those whom it does not concern.", examples=["is ill"])
    created_by: str = Field(description="Who made it.", examples=["mia@example.org"])
    created_at: Instant = Field(description="When.", examples=["2027-01-04T12:00:00Z"])
    cancelled_by: str | None = Field(description="Who cancelled it.", examples=[None])
    cancelled_at: Instant | None = Field(description="From when on it holds no longer.", examples=[None])


class OverrideChange(BaseModel):
    """What came of making or cancelling an override."""

    override: OverrideBody = Field(description="The override, as it counts: what was past of it is cut off.")
    stored: bool = Field(description="False for a dry run.", examples=[True])
    consequences: ConsequencesBody = Field(description="What it does.")
