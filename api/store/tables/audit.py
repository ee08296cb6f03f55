"""What was done, by whom: rows are only ever added; the database itself refuses anything else."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlmodel import Field, SQLModel

from api.store.types import instant, json


class AuditEntry(SQLModel, table=True):
    """One act. `team_id` is no foreign key: the entry outlives what it speaks of."""

    __tablename__ = "audit_entry"

    id: int | None = Field(default=None, primary_key=True)
    at: datetime = instant(index=True)
    actor: str = Field(max_length=200)
    account_id: int | None = Field(default=None)
    token_hint: str | None = Field(default=None, max_length=20)
    address: str | None = Field(default=None, max_length=64)
    request_id: str | None = Field(default=None, max_length=64)
    team_id: str | None = Field(default=None, max_length=64, index=True)
    action: str = Field(max_length=60)
    subject: str = Field(default="", max_length=200)
    reason: str = Field(default="", max_length=2000)
    before: Any = json(default=None, nullable=True)
    after: Any = json(default=None, nullable=True)
