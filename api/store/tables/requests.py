"""What people ask for before a plan is made: leave and wishes, in windows that managers open."""

from __future__ import annotations

from datetime import date, datetime

from sqlmodel import Field, SQLModel

from api.store.types import instant


class RequestWindow(SQLModel, table=True):
    """From `opens_at` until `closes_at`, exclusive, people may ask for days of `first_day` to `last_day`, inclusive.

    `points` is what each person may bid in all; 0: no bidding.
    """

    __tablename__ = "request_window"

    id: int | None = Field(default=None, primary_key=True)
    team_id: str = Field(foreign_key="team.id", ondelete="CASCADE", max_length=64, index=True)
    kind: str = Field(max_length=10)
    opens_at: datetime = instant()
    closes_at: datetime = instant()
    first_day: date
    last_day: date
    points: int = 0
    created_by: str = Field(max_length=200)
    created_at: datetime = instant()
    version: int = 1


class LeaveRequest(SQLModel, table=True):
    """Leave that a person asks for, both days included. `reason` is for the person and the managers only.

    `window_id` names the window whose points were bid; None: a manager asked outside of any.
    """

    __tablename__ = "leave_request"

    id: int | None = Field(default=None, primary_key=True)
    team_id: str = Field(foreign_key="team.id", ondelete="CASCADE", max_length=64, index=True)
    window_id: int | None = Field(default=None, foreign_key="request_window.id", ondelete="CASCADE")
    person: str = Field(max_length=64, index=True)
    first_day: date
    last_day: date
    kind: str = Field(max_length=64)
    points: int = 0
    reason: str = Field(default="", max_length=2000)
    state: str = Field(max_length=20, index=True)
    decided_by: str | None = Field(default=None, max_length=200)
    decided_at: datetime | None = instant(default=None, nullable=True)
    answer: str = Field(default="", max_length=2000)
    created_by: str = Field(max_length=200)
    created_at: datetime = instant()
    version: int = 1


class WishRequest(SQLModel, table=True):
    """A wish that a person has for a day, or for `every` such weekday; `points` is the bid for it."""

    __tablename__ = "wish_request"

    id: int | None = Field(default=None, primary_key=True)
    team_id: str = Field(foreign_key="team.id", ondelete="CASCADE", max_length=64, index=True)
    window_id: int | None = Field(default=None, foreign_key="request_window.id", ondelete="CASCADE")
    person: str = Field(max_length=64, index=True)
    day: date | None = Field(default=None)
    every: str | None = Field(default=None, max_length=10)
    wish: str = Field(max_length=64)
    weight: int = 1
    points: int = 0
    state: str = Field(max_length=20, index=True)
    decided_by: str | None = Field(default=None, max_length=200)
    decided_at: datetime | None = instant(default=None, nullable=True)
    answer: str = Field(default="", max_length=2000)
    created_by: str = Field(max_length=200)
    created_at: datetime = instant()
    version: int = 1
