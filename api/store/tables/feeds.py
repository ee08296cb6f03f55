"""Calendar feeds: who may read which, and what their readers were told last."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from api.store.types import instant, json


class FeedSecret(SQLModel, table=True):
    """The address of a feed, of which only the digest is kept. `person` None: the whole team's."""

    __tablename__ = "feed_secret"

    id: int | None = Field(default=None, primary_key=True)
    digest: str = Field(unique=True, max_length=64)
    hint: str = Field(max_length=20)
    team_id: str = Field(foreign_key="team.id", ondelete="CASCADE", max_length=64, index=True)
    person: str | None = Field(default=None, max_length=64)
    account_id: int = Field(foreign_key="account.id", ondelete="CASCADE")
    created_at: datetime = instant()
    revoked_at: datetime | None = instant(default=None, nullable=True)
    last_used_at: datetime | None = instant(default=None, nullable=True)


class FeedEventRow(SQLModel, table=True):
    """What the feeds of a team last said of one event; SEQUENCE goes on from here."""

    __tablename__ = "feed_event"
    __table_args__ = (sa.UniqueConstraint("team_id", "uid"),)

    id: int | None = Field(default=None, primary_key=True)
    team_id: str = Field(foreign_key="team.id", ondelete="CASCADE", max_length=64)
    uid: str = Field(max_length=300)
    sequence: int = 0
    modified_at: datetime = instant()
    cancelled: bool = False
    content: dict[str, Any] = json()


class FeedState(SQLModel, table=True):
    """The version of the team's schedule that its events are of."""

    __tablename__ = "feed_state"

    team_id: str = Field(primary_key=True, foreign_key="team.id", ondelete="CASCADE", max_length=64)
    version: int
