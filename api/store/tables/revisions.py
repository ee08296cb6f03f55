"""Published plans."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from api.store.types import instant, json


class RevisionRow(SQLModel, table=True):
    """A published plan; nothing in it ever changes.

    `assignments` is a list of [person, shift id]; `shifts` has, by shift id, what an answer needs of the shift.
    `accepted` lists the hard violations that a manager took upon himself, each with its reason; `consents` the people
    who agreed to changes at short notice, each with what was said to it. `digest` is over document, assignments and
    shifts.
    """

    __tablename__ = "revision"
    __table_args__ = (sa.UniqueConstraint("team_id", "number"),)

    id: int | None = Field(default=None, primary_key=True)
    team_id: str = Field(foreign_key="team.id", ondelete="CASCADE", max_length=64)
    number: int
    plan_id: str = Field(max_length=32)
    document: dict[str, Any] = json()
    first_day: date
    last_day: date
    assignments: list[list[str]] = json()
    shifts: dict[str, dict[str, Any]] = json()
    accepted: list[dict[str, Any]] = json(default_factory=list)
    consents: list[dict[str, Any]] = json(default_factory=list)
    report: dict[str, Any] = json(default_factory=dict)
    digest: str = Field(max_length=64)
    note: str = Field(default="", max_length=2000)
    published_by: str = Field(max_length=200)
    published_at: datetime = instant()
