"""Plans, and the runs that solve them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from api.store.types import instant, json


class PlanRow(SQLModel, table=True):
    """A plan: what was asked, and what came of it.

    `state` is queued, running, done, cancelled or failed; the last two may have a roster too. `status` is how the
    search ended, or `edited` for a roster changed by hand. `document` is the team document as it was then. `roster` is
    a list of [person, shift id]; `digest` is over document and roster, made when the checker confirmed them. `base_id`
    names the plan that this one started from.
    """

    __tablename__ = "plan"

    id: str = Field(primary_key=True, max_length=32)
    team_id: str = Field(foreign_key="team.id", ondelete="CASCADE", max_length=64, index=True)
    base_id: str | None = Field(default=None, max_length=32)
    document: dict[str, Any] = json()
    request: dict[str, Any] = json(default_factory=dict)
    state: str = Field(max_length=20, index=True)
    status: str | None = Field(default=None, max_length=20)
    penalty: int | None = Field(default=None, sa_type=sa.BigInteger)
    lower_bound: int | None = Field(default=None, sa_type=sa.BigInteger)
    seconds: float | None = Field(default=None)
    roster: list[list[str]] | None = json(default=None, nullable=True)
    digest: str | None = Field(default=None, max_length=64)
    tiers: list[dict[str, Any]] | None = json(default=None, nullable=True)
    report: dict[str, Any] | None = json(default=None, nullable=True)
    error: str | None = Field(default=None, max_length=4000)
    created_by: str = Field(default="", max_length=200)
    created_at: datetime = instant()
    finished_at: datetime | None = instant(default=None, nullable=True)
    version: int = 1


class SolveRun(SQLModel, table=True):
    """The work of solving a plan. Only who holds `owner` may write its result; past the lease others may take it over.

    `state` is that of its plan. `attempt` counts the workers that took it, but for those that gave it back. `progress`
    is a list of {id, seconds, stage, penalty, lower_bound}. `best` is the best roster so far, from which another worker
    goes on; `spent_seconds` is what all of them have searched.
    """

    __tablename__ = "solve_run"

    id: int | None = Field(default=None, primary_key=True)
    plan_id: str = Field(foreign_key="plan.id", ondelete="CASCADE", max_length=32, unique=True)
    team_id: str = Field(foreign_key="team.id", ondelete="CASCADE", max_length=64, index=True)
    state: str = Field(max_length=20, index=True)
    owner: str | None = Field(default=None, max_length=64)
    attempt: int = 0
    lease_until: datetime | None = instant(default=None, nullable=True)
    cancel: bool = False
    progress: list[dict[str, Any]] = json(default_factory=list)
    best: list[list[str]] | None = json(default=None, nullable=True)
    spent_seconds: float = 0.0
    enqueued_at: datetime = instant()
    started_at: datetime | None = instant(default=None, nullable=True)
    finished_at: datetime | None = instant(default=None, nullable=True)
