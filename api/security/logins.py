"""Logins of browsers: a cookie whose secret is known to the browser only, and a CSRF token beside it."""

from __future__ import annotations

import secrets

import sqlalchemy as sa
from fastapi import Response
from sqlmodel import col

from api.security.guard import COOKIE
from api.security.tokens import digest
from api.settings import Settings
from api.store.tables import Login
from api.store.transaction import Transaction
from scheduler.intervals import shift_by


def begin(transaction: Transaction, settings: Settings, response: Response, account: int) -> Login:
    """Log `account` in: the answer sets the cookie. Logins that have ended are forgotten on the way."""
    secret, now = secrets.token_urlsafe(32), transaction.now
    row = Login(
        digest=digest(secret),
        account_id=account,
        csrf=secrets.token_urlsafe(24),
        created_at=now,
        expires_at=shift_by(now, minutes=round(60 * settings.session_hours)),
    )
    transaction.session.execute(sa.delete(Login).where(col(Login.expires_at) <= now))
    transaction.session.add(row)
    response.set_cookie(
        COOKIE,
        secret,
        max_age=round(3600 * settings.session_hours),
        httponly=True,
        samesite="lax",
        secure=settings.cookie_secure,
    )
    return row


def end(transaction: Transaction, response: Response, secret: str | None) -> None:
    """Log out: the secret is worthless from now on."""
    if secret:
        transaction.session.execute(sa.delete(Login).where(col(Login.digest) == digest(secret)))
    response.delete_cookie(COOKIE)


def end_all(transaction: Transaction, account: int) -> None:
    """End every login of an account: its password changed, or it was closed."""
    transaction.session.execute(sa.delete(Login).where(col(Login.account_id) == account))
