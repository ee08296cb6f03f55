"""The same request sent twice does its work once: the second time it gets the first answer again.

An answer with a secret, which says `SECRET`, is not kept: the second time it is refused.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping
from datetime import datetime
from http import HTTPStatus

import sqlalchemy as sa
from fastapi import Request, Response
from sqlalchemy.exc import IntegrityError
from sqlmodel import col

from api.store.engine import Store
from api.store.tables import IdempotentAnswer
from api.store.transaction import Transaction
from api.web.problems import Problem, conflict
from scheduler.intervals import shift_by

HEADER = "Idempotency-Key"
LONGEST_KEY = 200
KEPT_HOURS = 48
SECRET = {"Cache-Control": "no-store"}  # the headers of an answer whose body nobody may keep, we neither
_KEPT_HEADERS = ("content-type", "location", "etag", "cache-control")


class Replay(Exception):
    """The request was answered before; `response` is that answer."""

    def __init__(self, response: Response) -> None:
        super().__init__("answered before")
        self.response = response


class Idempotency:
    """What is kept of one request that carries a key."""

    def __init__(self, account: int, key: str, fingerprint: str) -> None:
        self.account, self.key, self.fingerprint = account, key, fingerprint

    def replay(self, transaction: Transaction) -> None:
        """Raises Replay for a request answered before; a problem when its answer had a secret, and when its key was
        used for something else."""
        kept = transaction.session.get(IdempotentAnswer, (self.account, self.key))
        if kept is None:
            return
        if not hmac.compare_digest(kept.fingerprint, self.fingerprint):
            status = HTTPStatus.UNPROCESSABLE_ENTITY
            raise Problem(status, "key-reused", "The Idempotency-Key was used for another request", self.key)
        if _is_secret(kept.headers):
            detail = "It was done, and its secret was shown once only: make another one."
            raise conflict("done-already", detail)
        raise Replay(Response(kept.body, kept.status, {**kept.headers, "Idempotent-Replay": "true"}))

    def keep(self, transaction: Transaction, response: Response) -> None:
        """Write the answer down in the transaction that did the work. Raises a problem if another was faster."""
        headers = {name: response.headers[name] for name in _KEPT_HEADERS if name in response.headers}
        transaction.session.add(
            IdempotentAnswer(
                account_id=self.account,
                key=self.key,
                fingerprint=self.fingerprint,
                status=response.status_code,
                headers=headers,
                body="" if _is_secret(headers) else bytes(response.body).decode(),
                created_at=transaction.now,
            )
        )
        try:
            transaction.session.flush()
        except IntegrityError:
            detail = "A request with the same Idempotency-Key is being worked on: ask again in a moment."
            raise conflict("in-progress", detail) from None


def _is_secret(headers: Mapping[str, str]) -> bool:
    return headers.get("cache-control") == SECRET["Cache-Control"]


async def fingerprint(request: Request) -> str:
    """What makes a request the same: method, address and body."""
    digest = hashlib.sha256(f"{request.method} {request.url.path}?{request.url.query}\n".encode())
    digest.update(await request.body())
    return digest.hexdigest()


def forget_old(store: Store, now: datetime) -> None:
    """Forget answers that nobody will ask for again."""
    oldest = shift_by(now, minutes=-60 * KEPT_HOURS)
    with store.writing() as session:
        session.execute(sa.delete(IdempotentAnswer).where(col(IdempotentAnswer.created_at) < oldest))
