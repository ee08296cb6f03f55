"""Calendar feeds: who may read which, and what their readers were told last."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from api.store.types import instant, json


class FeedSecret(SQLModel, table=True):
    """A feed and the digest of its address. `person`, `site`, `duty` and `on_call` narrow the whole team's shifts.

    It shows `past_days` before today and `future_days` after it. `last_program` is the kind of calendar program that
    asked last.
    """

    __tablename__ = "feed_secret"

    id: int | None = Field(default=None, primary_key=True)
    digest: str = Field(unique=True, max_length=64)
    hint: str = Field(max_length=20)
    team_id: str = Field(foreign_key="team.id", ondelete="CASCADE", max_length=64, index=True)
    person: str | None = Field(default=None, max_length=64)
    site: str | None = Field(default=None, max_length=64)
    duty: str | None = Field(default=None, max_length=64)
    on_call: bool = False
    busy: bool = False
    language: str = Field(default="en", max_length=8)
    past_days: int = 35
    future_days: int = 365
    account_id: int = Field(foreign_key="account.id", ondelete="CASCADE")
    created_at: datetime = instant()
    revoked_at: datetime | None = instant(default=None, nullable=True)
    last_used_at: datetime | None = instant(default=None, nullable=True)
    last_program: str | None = Field(default=None, max_length=40)


class FormerSecret(SQLModel, table=True):
    """An address that a feed had until `retired_at`: for some weeks it says that it has changed."""

    __tablename__ = "feed_former_secret"

    id: int | None = Field(default=None, primary_key=True)
    digest: str = Field(unique=True, max_length=64)
    feed_id: int = Field(foreign_key="feed_secret.id", ondelete="CASCADE", index=True)
    retired_at: datetime = instant()


class FeedEventRow(SQLModel, table=True):
    """What the feeds of a team last said to one person of one event; SEQUENCE goes on from here.

    When an event changes hands, the row of who had it is `cancelled`, and who has it gets one with the same `uid`.
    """

    __tablename__ = "feed_event"
    __table_args__ = (sa.UniqueConstraint("team_id", "uid", "person"),)

    id: int | None = Field(default=None, primary_key=True)
    team_id: str = Field(foreign_key="team.id", ondelete="CASCADE", max_length=64)
    uid: str = Field(max_length=400)
    person: str = Field(max_length=64)
    sequence: int = 0
    modified_at: datetime = instant()
    cancelled: bool = False
    content: dict[str, Any] = json()


class FeedState(SQLModel, table=True):
    """What the team's events are of: the `version` of its schedule, and a `mark` of all that feeds show.

    `called` is a digest of how the team, its people and its sites are called. `changed_at` is when that or any of the
    events last changed; it never goes back.
    """

    __tablename__ = "feed_state"

    team_id: str = Field(primary_key=True, foreign_key="team.id", ondelete="CASCADE", max_length=64)
    version: int
    mark: str = Field(max_length=300)
    called: str = Field(max_length=64)
    changed_at: datetime = instant()
