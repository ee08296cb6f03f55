"""The JSON of Grafana OnCall's schedules and shifts, as its public API has it."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field

from api.documents.moving.people import Card
from api.documents.moving.rules import DAYS
from api.documents.moving.shapes import MOST_ENTRIES, Label, Shape, Wall, Zone

_A_YEAR = 366 * 86_400
WeekdayCode = Literal["MO", "TU", "WE", "TH", "FR", "SA", "SU"]
Keys = Annotated[tuple[Label, ...], Field(max_length=50)]


class User(Shape):
    id: Label
    username: Label | None = None
    name: Label | None = None
    email: Label | None = None

    @property
    def card(self) -> Card:
        return Card(self.name or self.username, self.email)


class Shift(Shape):
    """Times have no offset: they are those of the shift's time zone, or of its schedule's."""

    id: Label | None = None
    name: Label | None = None
    type: Literal["single_event", "recurrent_event", "rolling_users", "override"]
    time_zone: Zone | None = None
    level: int = Field(0, ge=0, le=1_000)
    start: Wall
    duration: int = Field(ge=1, le=_A_YEAR)
    rotation_start: Wall | None = None
    until: Wall | None = None
    frequency: Literal["hourly", "daily", "weekly", "monthly"] | None = None
    interval: int | None = Field(None, ge=1, le=1_000)
    week_start: WeekdayCode | None = None
    by_day: tuple[WeekdayCode, ...] | None = Field(None, max_length=50)
    by_month: tuple[int, ...] | None = Field(None, max_length=50)
    by_monthday: tuple[int, ...] | None = Field(None, max_length=50)
    users: Keys | None = None
    rolling_users: tuple[Keys, ...] | None = Field(None, max_length=500)
    start_rotation_from_user_index: int | None = Field(None, ge=0, le=500)

    @property
    def groups(self) -> list[tuple[str, ...]]:
        """Who takes turns, in order, from the first turn on."""
        if self.type != "rolling_users":
            return [self.users or tuple(key for group in self.rolling_users or () for key in group)]
        first, groups = self.start_rotation_from_user_index or 0, [*(self.rolling_users or ())]
        return [*groups[first:], *groups[:first]]

    @property
    def weekdays(self) -> frozenset[int]:
        return frozenset(DAYS[code] for code in self.by_day or ())


class Schedule(Shape):
    id: Label | None = None
    name: Label = "Schedule"
    type: Literal["web", "calendar", "ical"] = "web"
    time_zone: Zone = "UTC"
    shifts: tuple[Any, ...] | None = Field(None, max_length=MOST_ENTRIES)
    ical_url_primary: Label | None = None
    ical_url_overrides: Label | None = None
