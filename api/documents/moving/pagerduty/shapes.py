"""The JSON of PagerDuty's schedules, as its OpenAPI document has it: v2 by layers, v3 by shifts."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from api.documents.moving.people import Card
from api.documents.moving.shapes import MOST_ENTRIES, Instant, Label, OfDay, Shape, Zone

_A_WEEK, _A_YEAR = 7 * 86_400, 366 * 86_400


class User(Shape):
    """A user, or a reference to one, which has no e-mail."""

    id: Label
    summary: Label | None = None
    name: Label | None = None
    email: Label | None = None

    @property
    def card(self) -> Card:
        return Card(self.name or self.summary, self.email)


class LayerUser(Shape):
    user: User


class Restriction(Shape):
    type: Literal["daily_restriction", "weekly_restriction"]
    start_time_of_day: OfDay
    duration_seconds: int = Field(ge=1, le=_A_WEEK, multiple_of=60)
    start_day_of_week: int | None = Field(None, ge=1, le=7)


class ScheduleLayer(Shape):
    name: Label | None = None
    start: Instant
    end: Instant | None = None
    rotation_virtual_start: Instant
    rotation_turn_length_seconds: int = Field(ge=1, le=_A_YEAR)
    users: tuple[LayerUser, ...] = Field((), max_length=MOST_ENTRIES)
    restrictions: tuple[Restriction, ...] = Field((), max_length=MOST_ENTRIES)


class Entry(Shape):
    """An override, or a stretch of a schedule as PagerDuty shows it. Nobody when there is no user."""

    start: Instant
    end: Instant
    user: User | None = None


class SubSchedule(Shape):
    rendered_schedule_entries: tuple[Entry, ...] = Field((), max_length=MOST_ENTRIES)


class LayeredSchedule(Shape):
    name: Label | None = None
    summary: Label | None = None
    time_zone: Zone
    schedule_layers: tuple[ScheduleLayer, ...] = Field(max_length=MOST_ENTRIES)
    overrides_subschedule: SubSchedule | None = None
    final_schedule: SubSchedule | None = None


class Member(Shape):
    type: Literal["user_member", "empty_member"]
    user_id: Label | None = None


class ZonedTime(Shape):
    date_time: Instant
    time_zone: Zone


class Strategy(Shape):
    type: Literal["rotating_member_assignment_strategy", "every_member_assignment_strategy"]
    shifts_per_member: int = Field(1, ge=1, le=500)
    members: tuple[Member, ...] = Field(min_length=1, max_length=500)


class Event(Shape):
    name: Label | None = None
    start_time: ZonedTime
    end_time: ZonedTime
    effective_since: Instant | None = None
    effective_until: Instant | None = None
    recurrence: tuple[Label, ...] = Field((), max_length=50)
    assignment_strategy: Strategy


class ShiftRotation(Shape):
    id: Label | None = None
    events: tuple[Event, ...] = Field((), max_length=500)


class Assignment(Shape):
    member: Member


class CustomShift(Shape):
    start_time: Instant
    end_time: Instant
    assignments: tuple[Assignment, ...] = Field((), max_length=500)


class ShiftSource(Shape):
    type: Label | None = None
    rotation_id: Label | None = None


class ComputedShift(Shape):
    start_time: Instant
    end_time: Instant
    member: Member
    source: ShiftSource = ShiftSource()


class FinalShifts(Shape):
    computed_shift_assignments: tuple[ComputedShift, ...] = Field((), max_length=MOST_ENTRIES)


class ShiftSchedule(Shape):
    name: Label | None = None
    time_zone: Zone
    users: tuple[User, ...] = Field((), max_length=MOST_ENTRIES)
    rotations: tuple[ShiftRotation, ...] = Field((), max_length=500)
    final_schedule: FinalShifts | None = None
