"""Who may ask: accounts, their roles in teams, API tokens, logins of browsers."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from api.store.types import instant, json


class Account(SQLModel, table=True):
    """A person or a program that may log in or own tokens. `issuer` and `subject` are those of OpenID Connect."""

    __table_args__ = (sa.UniqueConstraint("issuer", "subject"),)

    id: int | None = Field(default=None, primary_key=True)
    login: str = Field(unique=True, max_length=200)
    name: str = Field(default="", max_length=200)
    email: str | None = Field(default=None, max_length=320)
    password_hash: str | None = Field(default=None, max_length=300)
    administrator: bool = False
    active: bool = True
    issuer: str | None = Field(default=None, max_length=500)
    subject: str | None = Field(default=None, max_length=255)
    created_at: datetime = instant()
    version: int = 1


class Membership(SQLModel, table=True):
    """An account's role in a team: manager, analyst or reader. `person` is its id in the team's documents."""

    __table_args__ = (sa.UniqueConstraint("team_id", "person"),)

    account_id: int = Field(primary_key=True, foreign_key="account.id", ondelete="CASCADE")
    team_id: str = Field(primary_key=True, foreign_key="team.id", ondelete="CASCADE", max_length=64, index=True)
    role: str = Field(max_length=20)
    person: str | None = Field(default=None, max_length=64)


class Token(SQLModel, table=True):
    """An API token, of which only the digest is kept. `teams` and `abilities`: None means all that the account has."""

    id: int | None = Field(default=None, primary_key=True)
    digest: str = Field(unique=True, max_length=64)
    hint: str = Field(max_length=20)
    name: str = Field(max_length=200)
    account_id: int = Field(foreign_key="account.id", ondelete="CASCADE", index=True)
    teams: list[str] | None = json(default=None, nullable=True)
    abilities: list[str] | None = json(default=None, nullable=True)
    created_at: datetime = instant()
    expires_at: datetime | None = instant(default=None, nullable=True)
    revoked_at: datetime | None = instant(default=None, nullable=True)
    last_used_at: datetime | None = instant(default=None, nullable=True)


class Login(SQLModel, table=True):
    """A login of a browser; its cookie holds a secret of which only the digest is kept."""

    digest: str = Field(primary_key=True, max_length=64)
    account_id: int = Field(foreign_key="account.id", ondelete="CASCADE", index=True)
    csrf: str = Field(max_length=64)
    created_at: datetime = instant()
    expires_at: datetime = instant(index=True)
