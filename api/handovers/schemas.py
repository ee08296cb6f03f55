"""Handover notes as the API shows and takes them."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import Query
from pydantic import BaseModel, ConfigDict, Field

from api.documents.fields import Id
from api.web.values import Instant, Text
from scheduler.domain.shift import Duty

HIGHEST_LEVEL = 100
MOST_ITEMS = 100

NoteText = Annotated[Text, Field(max_length=20_000, examples=["Queue 3 is slow since 02:00; the vendor knows."])]
Level = Annotated[int, Field(ge=1, le=HIGHEST_LEVEL, examples=[1])]


class Body(BaseModel):
    """What is sent: nothing that is not known."""

    model_config = ConfigDict(extra="forbid")


class OpenItem(Body):
    """Something that remains to be done."""

    text: Annotated[Text, Field(min_length=1, max_length=500)] = Field(
        description="What.", examples=["Call the vendor at 09:00"]
    )
    done: bool = Field(False, description="Whether it is done.", examples=[False])


class NewHandover(Body):
    """What who leaves tells who comes."""

    duty: Duty = Field(description="Which duty is handed over.", examples=["on-duty"])
    level: Level = Field(1, description="At which level.")
    site: Id | None = Field(None, description="At which site. Left out: at any.", examples=["sin"])
    at: Instant | None = Field(None, description="When. Left out: when the author's turn ends, or ended last.")
    text: NoteText = Field("", description="What there is to know.")
    open_items: list[OpenItem] = Field([], max_length=MOST_ITEMS, description="What remains to be done.")
    person: Id | None = Field(
        None, description="Who hands over. Left out: oneself. Managers may write for another.", examples=["sin-01"]
    )


class ChangedHandover(Body):
    """What is to change; what is left out stays."""

    text: NoteText | None = Field(None, description="By its author, until it is acknowledged.")
    open_items: list[OpenItem] | None = Field(
        None, max_length=MOST_ITEMS, description="All of them: by the author, and by who comes."
    )
    acknowledged: Literal[True] | None = Field(None, description="By who comes: it is read.", examples=[True])


class ComingBody(BaseModel):
    """Somebody who takes over."""

    person: str = Field(description="Who.", examples=["sin-02"])
    start: Instant = Field(description="From when on.", examples=["2027-01-05T07:30:00Z"])


class HandoverBody(BaseModel):
    """A handover note."""

    id: int = Field(description="Its number.", examples=[7])
    duty: str = Field(description="Which duty is handed over.", examples=["on-duty"])
    level: int = Field(description="At which level.", examples=[1])
    site: str | None = Field(description="At which site; null: at any.", examples=["sin"])
    at: Instant = Field(description="When.", examples=["2027-01-05T07:30:00Z"])
    author: str = Field(description="The login of who wrote it.", examples=["mia@example.org"])
    person: str | None = Field(description="Who hands over; null: a manager who is not on the roster.")
    text: str = Field(description="What there is to know.", examples=["Queue 3 is slow since 02:00."])
    open_items: list[OpenItem] = Field(description="What remains to be done, and what was done.")
    open: bool = Field(description="Until it is acknowledged and every item is done.", examples=[True])
    coming: list[ComingBody] = Field(
        description="Who takes over, by the final schedule: whoever is there then, else who comes first. Empty once it "
        "is acknowledged."
    )
    created_at: Instant = Field(description="When it was written.", examples=["2027-01-05T07:00:00Z"])
    acknowledged_by: str | None = Field(description="Who read it: a person, or the login of a manager.")
    acknowledged_at: Instant | None = Field(description="When.", examples=["2027-01-05T07:31:00Z"])
    version: int = Field(description="Rises with every change; the ETag.", examples=[1])


OnlyOpen = Annotated[bool | None, Query(alias="open", description="Only what is open, or only what is not.")]
OnlyDuty = Annotated[Duty | None, Query(description="Only of this duty.", examples=["on-duty"])]
OnlyLevel = Annotated[int | None, Query(ge=1, le=HIGHEST_LEVEL, description="Only of this level.", examples=[1])]
OnlySite = Annotated[Id | None, Query(description="Only of this site.", examples=["sin"])]
