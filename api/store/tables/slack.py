"""Where who is on call shows in Slack."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlmodel import Field, SQLModel

from api.store.types import instant, json


class SlackSyncRow(SQLModel, table=True):
    """A user group or a channel's topic of Slack that follows who is on call. `document` says which, and how.

    `told` is what was last written to the outbox: as of `told_version` of the team's schedule, at `told_at`.
    """

    __tablename__ = "slack_sync"

    team_id: str = Field(primary_key=True, foreign_key="team.id", ondelete="CASCADE", max_length=64)
    name: str = Field(primary_key=True, max_length=40)
    document: dict[str, Any] = json()
    version: int = 1
    told: dict[str, Any] | None = json(default=None, nullable=True)
    told_version: int = 0
    told_at: datetime | None = instant(default=None, nullable=True)
