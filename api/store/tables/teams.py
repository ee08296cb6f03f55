"""Teams with the documents that say what they are."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from api.store.types import instant, json


class TeamRow(SQLModel, table=True):
    """A team. `document` is its team document; None for a team that has only rotations.

    `version` rises with every change of `document` and `options`. `schedule_version` rises with whatever may change who
    is on call: who keeps the final schedule in memory looks there.
    """

    __tablename__ = "team"

    id: str = Field(primary_key=True, max_length=64)
    name: str = Field(default="", max_length=200)
    document: dict[str, Any] | None = json(default=None, nullable=True)
    options: dict[str, Any] = json(default_factory=dict)
    version: int = 1
    schedule_version: int = 1
    created_at: datetime = instant()
    updated_at: datetime = instant()


class OncallVersion(SQLModel, table=True):
    """A team's on-call document, in force from `effective_from` until the next version's; the first one from always.

    An older version stays, so that who was on call then does not change.
    """

    __tablename__ = "oncall_version"
    __table_args__ = (sa.UniqueConstraint("team_id", "number"),)

    id: int | None = Field(default=None, primary_key=True)
    team_id: str = Field(foreign_key="team.id", ondelete="CASCADE", max_length=64)
    number: int
    document: dict[str, Any] = json()
    effective_from: datetime = instant()
    created_at: datetime = instant()
