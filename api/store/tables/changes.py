"""What changes a published roster: overrides and swaps; and what is told at a handover."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlmodel import Field, SQLModel

from api.store.types import instant, json


class OverrideRow(SQLModel, table=True):
    """An override ``[start, end)``. Once `cancelled_at` it holds no longer, but what was true until then stays true."""

    __tablename__ = "override"

    id: int | None = Field(default=None, primary_key=True)
    team_id: str = Field(foreign_key="team.id", ondelete="CASCADE", max_length=64, index=True)
    duty: str = Field(max_length=64)
    level: int = 1
    start: datetime = instant(index=True)
    end: datetime = instant()
    add: str | None = Field(default=None, max_length=64)
    remove: str | None = Field(default=None, max_length=64)
    everybody: bool = False
    shift: str | None = Field(default=None, max_length=100)
    site: str | None = Field(default=None, max_length=64)
    reason: str = Field(default="", max_length=2000)
    created_by: str = Field(max_length=200)
    created_at: datetime = instant()
    cancelled_by: str | None = Field(default=None, max_length=200)
    cancelled_at: datetime | None = instant(default=None, nullable=True)


class SwapRow(SQLModel, table=True):
    """A swap: `moves` is a list of {person, shift, to, start, end, open}.

    `start` and `end` are there where only a part goes over, `open` where anybody may take it: `to` is None until then.
    `consents` has, by person, when each of them agreed. `applied_at` is set once it counts, and orders swaps.
    """

    __tablename__ = "swap"

    id: int | None = Field(default=None, primary_key=True)
    team_id: str = Field(foreign_key="team.id", ondelete="CASCADE", max_length=64, index=True)
    state: str = Field(max_length=20, index=True)
    moves: list[dict[str, Any]] = json()
    offered_by: str = Field(max_length=64)
    consents: dict[str, str] = json(default_factory=dict)
    reason: str = Field(default="", max_length=2000)
    breaks: list[dict[str, Any]] = json(default_factory=list)
    created_by: str = Field(max_length=200)
    created_at: datetime = instant()
    starts_at: datetime = instant()
    applied_at: datetime | None = instant(default=None, nullable=True)
    ended_at: datetime | None = instant(default=None, nullable=True)
    decided_by: str | None = Field(default=None, max_length=200)
    why: str = Field(default="", max_length=2000)
    version: int = 1


class HandoverNote(SQLModel, table=True):
    """What who leaves tells who comes: `open_items` is a list of {text, done}.

    `open` until it is acknowledged and every item is done.
    """

    __tablename__ = "handover_note"

    id: int | None = Field(default=None, primary_key=True)
    team_id: str = Field(foreign_key="team.id", ondelete="CASCADE", max_length=64, index=True)
    duty: str = Field(max_length=64)
    level: int = 1
    site: str | None = Field(default=None, max_length=64)
    at: datetime = instant(index=True)
    author: str = Field(max_length=200)
    author_person: str | None = Field(default=None, max_length=64)
    text: str = Field(default="", max_length=20_000)
    open_items: list[dict[str, Any]] = json(default_factory=list)
    open: bool = True
    created_at: datetime = instant()
    acknowledged_by: str | None = Field(default=None, max_length=200)
    acknowledged_at: datetime | None = instant(default=None, nullable=True)
    version: int = 1
