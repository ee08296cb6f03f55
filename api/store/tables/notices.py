"""What people are told: their preferences, and the outbox."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from api.store.types import instant, json


class NoticePreference(SQLModel, table=True):
    """What a person of a team wants to be told, and how."""

    __tablename__ = "notice_preference"

    team_id: str = Field(primary_key=True, foreign_key="team.id", ondelete="CASCADE", max_length=64)
    person: str = Field(primary_key=True, max_length=64)
    document: dict[str, Any] = json()
    version: int = 1


class Notice(SQLModel, table=True):
    """One message to one address. The same `cause` never reaches the same address twice."""

    __table_args__ = (sa.UniqueConstraint("team_id", "person", "channel", "address", "cause"),)

    id: int | None = Field(default=None, primary_key=True)
    team_id: str = Field(foreign_key="team.id", ondelete="CASCADE", max_length=64, index=True)
    person: str = Field(max_length=64)
    channel: str = Field(max_length=20)
    address: str = Field(max_length=500)
    kind: str = Field(max_length=40)
    cause: str = Field(max_length=200)
    message: dict[str, Any] = json()
    state: str = Field(max_length=20)
    attempt: int = 0
    due_at: datetime = instant(index=True)
    owner: str | None = Field(default=None, max_length=64)
    lease_until: datetime | None = instant(default=None, nullable=True)
    created_at: datetime = instant()
    sent_at: datetime | None = instant(default=None, nullable=True)
    error: str = Field(default="", max_length=2000)
