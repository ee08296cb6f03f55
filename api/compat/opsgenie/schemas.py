"""Opsgenie's answers. Its names are its own; those of "next on call" are reversed, as they are there."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ConfigDict, Field
from pydantic.alias_generators import to_camel

_ID = "PQ4SYZ2DYFMPXG"
_ZULU, _LATER = "2027-02-14T15:10:00Z", "2027-02-14T23:00:00Z"


class Body(BaseModel):
    """What is answered."""

    model_config = ConfigDict(alias_generator=to_camel, validate_by_name=True, serialize_by_alias=True)


class Answer(Body):
    """What every answer has besides `data`."""

    took: float = Field(description="Seconds that it took.", examples=[0.004])
    request_id: str = Field(description="The id of the request, as in the logs.", examples=["9f2c4d1e8a7b6c50"])


class Parent(BaseModel):
    """The schedule that is spoken of."""

    id: str = Field(description="Its id.", examples=[_ID])
    name: str = Field(description="Its name.", examples=["harbour standby 1"])
    enabled: bool = Field(default=True, description="Always true.")


class Participant(BaseModel):
    """Somebody who is on call."""

    id: str = Field(description="The id.", examples=[_ID])
    name: str = Field(description="The mail address; our own id where none may be shown.", examples=["mia@example.com"])
    type: str = Field(default="user", description="Always the same.")


class OnCalls(Body):
    """Who is on call in one schedule: participants or, where `flat` is said, recipients."""

    parent: Parent = Field(serialization_alias="_parent", description="The schedule.")
    on_call_participants: list[Participant] | None = Field(default=None, description="Who is on call.")
    on_call_recipients: list[str] | None = Field(
        default=None, description="Their names.", examples=[["mia@example.com"]]
    )


class NextOnCalls(Body):
    """Who comes next: recipients or, where `flat` is said, participants."""

    parent: Parent = Field(serialization_alias="_parent", description="The schedule.")
    next_on_call_recipients: list[Participant] | None = Field(default=None, description="Who comes next.")
    exact_next_on_call_recipients: list[Participant] | None = Field(default=None, description="The same.")
    next_on_call_participants: list[str] | None = Field(
        default=None, description="Their names.", examples=[["a@example.com"]]
    )
    exact_next_on_call_participants: list[str] | None = Field(
        default=None, description="The same.", examples=[["sin-01"]]
    )


class Team(BaseModel):
    """A team."""

    id: str = Field(description="Its id.", examples=[_ID])
    name: str = Field(description="Its name.", examples=["harbour"])


class Schedule(Body):
    """A schedule."""

    id: str = Field(description="Its id.", examples=[_ID])
    name: str = Field(description="Its name.", examples=["harbour standby 1"])
    description: str = Field(description="What it is.", examples=["standby of harbour, level 1"])
    timezone: str = Field(description="Its time zone.", examples=["Asia/Singapore"])
    enabled: bool = Field(default=True, description="Always true.")
    owner_team: Team = Field(description="Its team.")
    rotations: list[str] = Field(default=[], description="Always empty: rosters are solved.", examples=[[]])


class Period(Body):
    """Somebody from one instant to another."""

    start_date: str = Field(description="From when.", examples=[_ZULU])
    end_date: str = Field(description="Until when, not included.", examples=[_LATER])
    type: str = Field(default="default", description="Always the same.")
    recipient: Participant = Field(description="Who.")


class RotationBody(BaseModel):
    """The one rotation that a schedule has here."""

    id: str = Field(description="Its id.", examples=[_ID])
    name: str = Field(description="Its name.", examples=["Final schedule"])
    order: float = Field(default=1.0, description="Always the same.")
    periods: list[Period] = Field(description="In order of start.")


class Rotations(BaseModel):
    """Rotations."""

    rotations: list[RotationBody] = Field(description="The one.")


class Timeline(Body):
    """Who has a schedule when."""

    parent: Parent = Field(serialization_alias="_parent", description="The schedule.")
    start_date: str = Field(description="From when.", examples=[_ZULU])
    end_date: str = Field(description="Until when, not included.", examples=[_LATER])
    final_timeline: Rotations = Field(description="How it is.")


class OnCallsAnswer(Answer):
    """Who is on call in one schedule."""

    data: OnCalls = Field(description="Who.")


class AllOnCallsAnswer(Answer):
    """Who is on call in every schedule."""

    data: list[OnCalls] = Field(description="Who.")


class NextOnCallsAnswer(Answer):
    """Who comes next."""

    data: NextOnCalls = Field(description="Who.")


class SchedulesAnswer(Answer):
    """Schedules."""

    data: list[Schedule] = Field(description="In order of name.")


class ScheduleAnswer(Answer):
    """A schedule."""

    data: Schedule = Field(description="The schedule.")


class TimelineAnswer(Answer):
    """Who has a schedule when."""

    data: Timeline = Field(description="Who.")


class MaintenanceAnswer(Answer):
    """Maintenance windows, of which there are none."""

    data: list[str] = Field(default=[], description="Always empty.", examples=[[]])


class Refusal(Answer):
    """Why a request was refused."""

    message: str = Field(description="What is wrong.", examples=["There is no such thing, or it is not yours to see."])


REFUSALS: dict[int | str, dict[str, Any]] = {
    **{status: {"model": Refusal} for status in (401, 403, 404, 422, 429, 503)},
    "4XX": {"model": Refusal, "description": "Whatever else is wrong with the request."},
}
