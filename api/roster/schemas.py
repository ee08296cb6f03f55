"""The final schedule as rows."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, Field, WithJsonSchema

from scheduler.oncall.values import Source

Moment = Annotated[str, WithJsonSchema({"type": "string", "format": "date-time"})]


class RosterRow(BaseModel):
    """Somebody holds a duty. Times have their offset in the zone asked for; the interval is half-open."""

    person: str = Field(description="Who.", examples=["sin-01"])
    shift: str | None = Field(
        description="Which dated shift; null: a turn, or somebody added.", examples=["sin-night@2027-01-04"]
    )
    site: str | None = Field(description="Where.", examples=["sin"])
    duty: str = Field(description="What is answered for.", examples=["on-duty"])
    level: int = Field(description="In which order people are asked: 1 is primary.", examples=[1])
    start: Moment = Field(description="From when on.", examples=["2027-01-04T23:00:00+08:00"])
    end: Moment = Field(description="Until when.", examples=["2027-01-05T07:30:00+08:00"])
    source: Source = Field(description="What says so.", examples=["revision"])
    revision: int | None = Field(description="Which revision, where it is one.", examples=[2])


class RosterBody(BaseModel):
    """The final schedule: what was published, with all swaps and overrides."""

    team: str = Field(description="Whose.", examples=["gsr-2027q1"])
    start: Moment = Field(description="The window asked for.", examples=["2027-01-04T00:00:00Z"])
    end: Moment = Field(description="Its end.", examples=["2027-01-11T00:00:00Z"])
    rows: list[RosterRow] = Field(description="All that share an instant with the window, in order of start.")
