"""Secrets that are shown once and kept as digests."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime

from sqlmodel import Session, select

from api.store.tables import Account, Token

HINT = 14


def new_secret(kind: str) -> str:
    """A secret of 256 random bits. Its fixed beginning lets scanners find it where it has leaked."""
    return f"watchbill_{kind}_{secrets.token_urlsafe(32)}"


def digest(secret: str) -> str:
    """What is kept of a secret. It has too many random bits to be guessed, so a fast hash is enough."""
    return hashlib.sha256(secret.encode()).hexdigest()


def hint(secret: str) -> str:
    """The beginning of a secret, by which its owner knows it again."""
    return secret[: secret.index("_", len("watchbill_")) + 5]


def add_token(
    session: Session,
    account: int,
    name: str,
    now: datetime,
    *,
    teams: list[str] | None = None,
    abilities: list[str] | None = None,
    expires_at: datetime | None = None,
) -> tuple[Token, str]:
    """A new API token with its secret, which nobody will see again."""
    secret = new_secret("api")
    row = Token(
        digest=digest(secret),
        hint=hint(secret),
        name=name,
        account_id=account,
        teams=teams,
        abilities=abilities,
        created_at=now,
        expires_at=expires_at,
    )
    session.add(row)
    session.flush()
    return row, secret


def first_administrator(session: Session, now: datetime) -> str | None:
    """The secret of a new administrator's token, where there is no account yet; else None."""
    if session.exec(select(Account.id).limit(1)).first() is not None:
        return None
    account = Account(login="administrator", name="Administrator", administrator=True, created_at=now)
    session.add(account)
    session.flush()
    assert account.id is not None
    return add_token(session, account.id, "first administrator", now)[1]
