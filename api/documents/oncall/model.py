"""The on-call document: who answers when, for teams whose on call was never solved. Its fields are its JSON Schema."""

from __future__ import annotations

from datetime import datetime

from pydantic import ConfigDict, Field, ValidationInfo, field_validator

from api.documents.bands import SHORT_WEEKDAYS, ShortDay
from api.documents.fields import Id, Name, ShortWeekday, When, Whole, wrong
from api.documents.oncall.examples import EXAMPLE, LAYERS, PEOPLE, ROTATION, SCHEDULE, SHIFT, SPAN
from api.documents.oncall.fields import Email, Group, Moment, PersonId, SiteId, Wall, Zone
from api.documents.rows import Row
from scheduler.domain.shift import Duty
from scheduler.intervals import utc_text
from scheduler.oncall.grid import Cadence

MOST_PEOPLE, MOST_SCHEDULES, MOST_LAYERS, MOST_ROTATIONS = 500, 50, 50, 50
MOST_TURNS, MOST_WINDOWS, MOST_SHIFTS, MOST_SPANS = 500, 50, 20_000, 1_000
LONGEST_TURN, HIGHEST_LEVEL = 1_000, 100


def _after(later: datetime, info: ValidationInfo, name: str) -> datetime:
    """`later`, refused unless it comes after the field `name`."""
    earlier = info.data.get(name)
    if earlier is not None and later <= earlier:
        raise wrong(f"an instant after {name}, {utc_text(earlier)}")
    return later


class OncallPersonRow(Row):
    """Somebody who can be on call: for a team that has no team document, or besides the people of it."""

    id: Id = Field(description="Short name of the person, used in files, feeds and addresses.", examples=["ana"])
    name: Name | None = Field(None, description="Full name, for people to read.", examples=["Ana Maria Reyes"])
    site: SiteId | None = Field(None, description="Where the person is.", examples=["sin"])
    email: Email | None = Field(None, description="Where to write to.", examples=["ana@example.com"])


class FallbackRow(Row):
    """Who is named where nobody is on call. The row that says most of a duty and level counts."""

    duty: Duty | None = Field(None, description="For which duty. Left out: for all.", examples=["standby"])
    level: Whole | None = Field(
        None, ge=1, le=HIGHEST_LEVEL, description="For which level. Left out: for all.", examples=[1]
    )
    person: PersonId = Field(description="Whom to ask.", examples=["ana"])


class RotationRow(Row):
    """People in order, one turn after the other by the wall clock, also before `start`, as long as it is in force."""

    people: tuple[Group, ...] = Field(
        min_length=1,
        max_length=MOST_TURNS,
        description="Whose turn it is, in order, from the turn that begins at `start`. A list answers together; "
        "[] leaves the turn to nobody.",
        examples=[["ana", ["ben", "chi"], []]],
    )
    start: Wall = Field(
        description="Wall-clock time at which one of the turns begins, and so the time of the handovers.",
        examples=["2026-11-02T09:00"],
    )
    timezone: Zone | None = Field(
        None, description="Whose wall clock is meant. Left out: that of the document.", examples=["Asia/Singapore"]
    )
    cadence: Cadence = Field(
        Cadence.WEEKLY, description="What the length of a turn is counted in.", examples=["weekly"]
    )
    length: Whole = Field(
        1, ge=1, le=LONGEST_TURN, description="How many hours, days, weeks or months a turn lasts.", examples=[1]
    )
    weekdays: tuple[ShortWeekday, ...] = Field(
        SHORT_WEEKDAYS,
        min_length=1,
        description="Only with cadence daily: the days that count. A turn of 2 days that begins on a Friday then ends "
        "on Tuesday, where Saturday and Sunday do not count.",
        examples=[["mon", "tue", "wed", "thu", "fri"]],
    )
    windows: tuple[When, ...] = Field(
        (),
        max_length=MOST_WINDOWS,
        description="When somebody answers at all, by the same wall clock. Left out: round the clock.",
        examples=[["mon-fri 09:00-17:00", "sat 10:00-14:00"]],
    )
    since: Moment | None = Field(
        None, description="From when it is in force. Left out: always was.", examples=["2026-11-02T01:00:00Z"]
    )
    until: Moment | None = Field(
        None,
        description="Until when it is in force, not included. Left out: no end.",
        examples=["2027-11-01T01:00:00Z"],
    )

    @field_validator("weekdays")
    @classmethod
    def _of_days(cls, days: tuple[ShortDay, ...], info: ValidationInfo) -> tuple[ShortDay, ...]:
        if len(set(days)) < len(SHORT_WEEKDAYS) and info.data.get("cadence", Cadence.DAILY) is not Cadence.DAILY:
            raise wrong("no weekdays where the cadence is not daily", "Maybe windows are meant?")
        return days

    @field_validator("until")
    @classmethod
    def _runs_forward(cls, until: datetime | None, info: ValidationInfo) -> datetime | None:
        return until and _after(until, info, "since")


class SpanRow(Row):
    """A stretch of time."""

    start: Moment = Field(description="From when.", examples=["2026-12-24T01:00:00Z"])
    end: Moment = Field(description="Until when, not included.", examples=["2026-12-26T01:00:00Z"])

    @field_validator("end")
    @classmethod
    def _runs_forward(cls, end: datetime, info: ValidationInfo) -> datetime:
        return _after(end, info, "start")


class FixedShiftRow(SpanRow):
    """A person from one instant to another: a line of a roster that was made elsewhere."""

    person: PersonId = Field(description="Who answers.", examples=["ben"])
    id: Id | None = Field(None, description="Name of the shift, by which it can be swapped.", examples=["christmas-1"])


class LayerRow(Row):
    """Rotations and fixed shifts that answer together, and hide the layers below where they have somebody."""

    name: Name | None = Field(None, description="What people call it.", examples=["Christmas"])
    rotations: tuple[RotationRow, ...] = Field(
        (), max_length=MOST_ROTATIONS, description="People who take turns.", examples=[[ROTATION]]
    )
    shifts: tuple[FixedShiftRow, ...] = Field(
        (), max_length=MOST_SHIFTS, description="Fixed, dated shifts.", examples=[[SHIFT]]
    )
    spans: tuple[SpanRow, ...] = Field(
        (),
        max_length=MOST_SPANS,
        description="When the layer hides those below even where it has nobody.",
        examples=[[SPAN]],
    )


class ScheduleRow(Row):
    """An on-call schedule: who answers for one duty at one level. Several of the same duty and level add up."""

    duty: Duty = Field(Duty.STANDBY, description="What is answered for.", examples=["standby"])
    level: Whole = Field(
        1, ge=1, le=HIGHEST_LEVEL, description="In which order people are asked: 1 is primary.", examples=[1]
    )
    site: SiteId | None = Field(None, description="Where, for a team of several sites.", examples=["sin"])
    name: Name | None = Field(None, description="What people call it.", examples=["Primary, Singapore hours"])
    layers: tuple[LayerRow, ...] = Field(
        (),
        max_length=MOST_LAYERS,
        description="The lowest first. An upper one hides the lower ones where it speaks.",
        examples=[LAYERS],
    )


class OncallDocument(Row):
    """Who is on call by rotation or by a roster made elsewhere. Read one by `oncall_of`, which checks the names."""

    model_config = ConfigDict(json_schema_extra={"examples": [EXAMPLE]})

    timezone: Zone = Field(
        description="Time zone of every wall-clock time that names none.", examples=["Asia/Singapore"]
    )
    people: tuple[OncallPersonRow, ...] = Field(
        (),
        max_length=MOST_PEOPLE,
        description="Who can be on call, besides the people of the team document.",
        examples=[PEOPLE],
    )
    fallback: tuple[FallbackRow, ...] = Field(
        (),
        max_length=MOST_SCHEDULES,
        description="Who is named where nobody is on call.",
        examples=[[{"person": "ana"}]],
    )
    schedules: tuple[ScheduleRow, ...] = Field(
        (), max_length=MOST_SCHEDULES, description="Who answers when.", examples=[[SCHEDULE]]
    )
