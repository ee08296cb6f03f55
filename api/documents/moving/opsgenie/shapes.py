"""The JSON of Opsgenie's schedules, as its documentation has it."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from api.documents.fields import WEEKDAYS, wrong
from api.documents.moving.people import Card
from api.documents.moving.shapes import MOST_ENTRIES, Instant, Label, Shape, Zone


def _weekday(value: object) -> int:
    name = str(value).lower()
    if name not in WEEKDAYS:
        raise wrong("a day of the week, such as monday")
    return WEEKDAYS.index(name)


def _lower(value: object) -> object:
    return value.lower() if isinstance(value, str) else value


Weekday = Annotated[int, BeforeValidator(_weekday)]
Hour = Annotated[int, Field(ge=0, le=24)]
Minute = Annotated[int, Field(ge=0, le=59)]


class User(Shape):
    id: Label
    username: Label | None = None
    full_name: Label | None = Field(None, alias="fullName")

    @property
    def card(self) -> Card:
        return Card(self.full_name, self.username)


class Participant(Shape):
    """Whose turn it is. The user name of a user is an e-mail address."""

    type: Annotated[Literal["user", "team", "escalation", "none"], BeforeValidator(_lower)]
    id: Label | None = None
    username: Label | None = None
    name: Label | None = None

    @property
    def key(self) -> str | None:
        return self.id or self.username

    @property
    def card(self) -> Card:
        return Card(self.name, self.username)


class Restriction(Shape):
    """From one time of a day, or of the week, to another."""

    start_day: Weekday | None = Field(None, alias="startDay")
    start_hour: Hour = Field(0, alias="startHour")
    start_min: Minute = Field(0, alias="startMin")
    end_day: Weekday | None = Field(None, alias="endDay")
    end_hour: Hour = Field(0, alias="endHour")
    end_min: Minute = Field(0, alias="endMin")

    @property
    def start(self) -> int:
        return 60 * self.start_hour + self.start_min

    @property
    def end(self) -> int:
        return 60 * self.end_hour + self.end_min


class TimeRestriction(Shape):
    """Of a day it has one stretch, of a week several."""

    restriction: Restriction | None = None
    restrictions: tuple[Restriction, ...] = Field((), max_length=MOST_ENTRIES)

    @property
    def all(self) -> tuple[Restriction, ...]:
        return (*self.restrictions, *([self.restriction] if self.restriction else ()))


class Rotation(Shape):
    id: Label | None = None
    name: Label | None = None
    start_date: Instant = Field(alias="startDate")
    end_date: Instant | None = Field(None, alias="endDate")
    type: Annotated[Literal["hourly", "daily", "weekly"], BeforeValidator(_lower)]
    length: int = Field(1, ge=1, le=1_000)
    participants: tuple[Participant, ...] = Field((), max_length=MOST_ENTRIES)
    time_restriction: TimeRestriction | None = Field(None, alias="timeRestriction")


class RotationReference(Shape):
    id: Label | None = None
    name: Label | None = None


class Override(Shape):
    """Who answers instead; where rotations are named, in these only."""

    user: Participant
    start_date: Instant = Field(alias="startDate")
    end_date: Instant = Field(alias="endDate")
    rotations: tuple[RotationReference, ...] = Field((), max_length=MOST_ENTRIES)

    def speaks_of(self, rotation: Rotation) -> bool:
        return any(
            (one.id is not None and one.id == rotation.id) or (one.name is not None and one.name == rotation.name)
            for one in self.rotations
        )


class Schedule(Shape):
    name: Label = "Schedule"
    timezone: Zone
    enabled: bool = True
    rotations: tuple[Rotation, ...] = Field((), max_length=MOST_ENTRIES)
