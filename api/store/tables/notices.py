"""What people are told: their preferences, and the outbox."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from api.store.types import instant, json


class NoticePreference(SQLModel, table=True):
    """What somebody wants to be told of a team, and how. `document` None: what everybody is told by default.

    `person` is an id of the team's documents, or ``account:12`` for a manager who is nobody there. `digest_at` is when
    the next digest is due.
    """

    __tablename__ = "notice_preference"

    team_id: str = Field(primary_key=True, foreign_key="team.id", ondelete="CASCADE", max_length=64)
    person: str = Field(primary_key=True, max_length=64)
    document: dict[str, Any] | None = json(default=None, nullable=True)
    digest_at: datetime | None = instant(default=None, nullable=True, index=True)
    version: int = 1


class Notice(SQLModel, table=True):
    """One message to one address. The same `cause` never reaches the same address twice.

    `state` is waiting, sent, failed or dropped. One that waits is sent from `due_at` on by whoever claims it: only who
    holds `owner` may say what came of it; past the lease others may take it over. `attempt` counts those who took it.
    """

    __table_args__ = (
        sa.UniqueConstraint("team_id", "person", "channel", "address", "cause"),
        sa.Index(None, "state", "due_at"),
    )

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
    due_at: datetime = instant()
    owner: str | None = Field(default=None, max_length=64)
    lease_until: datetime | None = instant(default=None, nullable=True)
    created_at: datetime = instant()
    sent_at: datetime | None = instant(default=None, nullable=True)
    error: str = Field(default="", max_length=2000)


class KnownGaps(SQLModel, table=True):
    """The gaps until `until` that a team's managers know of, as of a version of its schedule.

    `gaps` is a list of {what, start, end}.
    """

    __tablename__ = "known_gaps"

    team_id: str = Field(primary_key=True, foreign_key="team.id", ondelete="CASCADE", max_length=64)
    version: int
    until: datetime = instant()
    gaps: list[dict[str, Any]] = json(default_factory=list)
