"""What belongs to the installation: its own secrets, and answers kept for requests that are sent again."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Field, SQLModel

from api.store.types import instant, json


class InstanceValue(SQLModel, table=True):
    """A value that all processes share, such as the key that signs short-lived cookies."""

    __tablename__ = "instance_value"

    name: str = Field(primary_key=True, max_length=60)
    value: str = Field(max_length=500)


class IdempotentAnswer(SQLModel, table=True):
    """The answer to a request with an Idempotency-Key, written in the transaction that did the work."""

    __tablename__ = "idempotent_answer"

    account_id: int = Field(primary_key=True, foreign_key="account.id", ondelete="CASCADE")
    key: str = Field(primary_key=True, max_length=200)
    fingerprint: str = Field(max_length=64)
    status: int
    headers: dict[str, str] = json(default_factory=dict)
    body: str
    created_at: datetime = instant(index=True)
