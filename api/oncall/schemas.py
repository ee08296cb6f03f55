"""Who is on call, as the API says it."""

from __future__ import annotations

from enum import StrEnum

from pydantic import BaseModel, Field

from scheduler.oncall.values import Source

_AT = "The instant that is spoken of."
_STALE = "Since when the answer may be out of date, because the database is away; null: it is not."
_ZULU = "2027-02-14T15:10:00Z"


class View(StrEnum):
    """What of the schedule is shown."""

    PLANNED = "planned"
    OVERRIDES = "overrides"
    FINAL = "final"


class NextBody(BaseModel):
    """Who comes next."""

    person: str = Field(description="Who.", examples=["sin-02"])
    start: str = Field(description="From when.", examples=["2027-02-14T23:00:00Z"])


class AnswerBody(BaseModel):
    """Who answers for one duty at one level, or that nobody does."""

    team: str = Field(description="The team.", examples=["gsr-2027q1"])
    duty: str = Field(description="What is answered for.", examples=["standby"])
    level: int = Field(description="In which order people are asked: 1 is primary.", examples=[1])
    site: str | None = Field(description="Where, for a team of several sites.", examples=["sin"])
    person: str | None = Field(description="Who is on call; null: nobody is.", examples=["sin-01"])
    name: str | None = Field(description="What the person is called, where that is known.", examples=["Mia Tan"])
    since: str | None = Field(description="Since when; null: always was so.", examples=["2027-02-14T07:00:00Z"])
    until: str | None = Field(description="Until when, not included; null: for good.", examples=[_ZULU])
    next: NextBody | None = Field(description="Who comes next; null: nobody, as far as is known.")
    source: Source | None = Field(description="Where the answer comes from.", examples=["revision"])
    revision: int | None = Field(description="The number of the revision that says so.", examples=[4])
    shift: str | None = Field(description="The dated shift.", examples=["sin-night@2027-02-14"])
    covered: bool = Field(description="Whether anybody is on call.", examples=[True])
    fallback: str | None = Field(description="Whom to ask where nobody is on call.", examples=[None])


class OncallBody(BaseModel):
    """Who is on call at one instant: an answer for each duty, level and person, in order of team."""

    at: str = Field(description=_AT, examples=[_ZULU])
    stale_since: str | None = Field(description=_STALE, examples=[None])
    answers: list[AnswerBody] = Field(description="The answers.")


class OncallHolding(BaseModel):
    """Somebody who answers from one instant to another."""

    team: str = Field(description="The team.", examples=["gsr-2027q1"])
    duty: str = Field(description="What is answered for.", examples=["standby"])
    level: int = Field(description="In which order people are asked: 1 is primary.", examples=[1])
    site: str | None = Field(description="Where, for a team of several sites.", examples=["sin"])
    person: str = Field(description="Who.", examples=["sin-01"])
    name: str | None = Field(description="What the person is called, where that is known.", examples=["Mia Tan"])
    start: str = Field(description="From when.", examples=[_ZULU])
    end: str = Field(description="Until when, not included.", examples=["2027-02-14T23:00:00Z"])
    source: Source = Field(description="Where it comes from.", examples=["revision"])
    revision: int | None = Field(description="The number of the revision that says so.", examples=[4])
    shift: str | None = Field(description="The dated shift.", examples=["sin-night@2027-02-14"])


class OncallRangeBody(BaseModel):
    """Who is on call in a stretch of time, in order of start, each with true bounds, which may lie outside of it."""

    start: str = Field(serialization_alias="from", description="First instant, included.", examples=[_ZULU])
    until: str = Field(description="Last instant, not included.", examples=["2027-03-14T15:10:00Z"])
    view: View = Field(description="What is shown.", examples=["final"])
    stale_since: str | None = Field(description=_STALE, examples=[None])
    holdings: list[OncallHolding] = Field(description="Who answers when.")


class ShiftsBody(BaseModel):
    """When somebody is on call next: what runs at the instant, and what comes after it."""

    at: str = Field(description=_AT, examples=[_ZULU])
    stale_since: str | None = Field(description=_STALE, examples=[None])
    shifts: list[OncallHolding] = Field(description="In order of start.")


class GapKind(StrEnum):
    """What is missing."""

    NOBODY = "nobody"
    SHORT = "short"
    EMPTY = "empty"


class GapBody(BaseModel):
    """A stretch of time in which too few people are there."""

    kind: GapKind = Field(
        description="nobody: nobody is on call. short: fewer people than a coverage requirement asks for. "
        "empty: whoever is on call cannot be reached.",
        examples=["short"],
    )
    duty: str | None = Field(description="For what; null: nothing at all is planned.", examples=["on-duty"])
    level: int | None = Field(description="At which level; null for a requirement.", examples=[1])
    requirement: str | None = Field(description="The coverage requirement that is not met.", examples=["night-floor"])
    start: str = Field(description="From when.", examples=[_ZULU])
    end: str = Field(description="Until when, not included.", examples=["2027-02-14T23:00:00Z"])
    have: int = Field(description="How many are there, of those who count.", examples=[1])
    need: int = Field(description="How many are needed.", examples=[2])
    people: list[str] = Field(description="Who is there but cannot be reached.", examples=[[]])


class GapsBody(BaseModel):
    """The gaps of a stretch of time, in order of start."""

    start: str = Field(serialization_alias="from", description="First instant, included.", examples=[_ZULU])
    until: str = Field(description="Last instant, not included.", examples=["2027-03-14T15:10:00Z"])
    stale_since: str | None = Field(description=_STALE, examples=[None])
    gaps: list[GapBody] = Field(description="The gaps.")
