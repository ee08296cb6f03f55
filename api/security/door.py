"""Who may come in, in memory: every working token with whom it stands for, so that no question asks the database."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Callable, Sequence
from datetime import datetime
from threading import Event, Lock, Thread
from typing import Any

import sqlalchemy as sa
import structlog
from sqlalchemy.exc import DBAPIError
from sqlmodel import col

from api.security.abilities import Role
from api.security.principal import Member, Principal
from api.store.engine import Store
from api.store.tables import Account, Membership, Token

LOOK_SECONDS = 0.5
_PATIENT_SECONDS = 2.0
_log = structlog.get_logger("watchbill.door")

_TOKENS = (
    sa.select(
        col(Token.digest),
        col(Token.id),
        col(Token.hint),
        col(Token.teams),
        col(Token.abilities),
        col(Token.expires_at),
        col(Account.id),
        col(Account.login),
        col(Account.name),
        col(Account.administrator),
    )
    .join(Account, col(Account.id) == col(Token.account_id))
    .where(col(Token.revoked_at).is_(None), col(Account.active))
    .order_by(col(Token.id))
)
_MEMBERS = sa.select(
    col(Membership.account_id), col(Membership.team_id), col(Membership.role), col(Membership.person)
).order_by(col(Membership.account_id), col(Membership.team_id))

Rows = Sequence[Sequence[Any]]


class Door:
    """Looks again every half second, and whenever this process has written; while the database is away it goes on.

    So a token that another process revokes works for about a second more.
    """

    def __init__(self, store: Store, clock: Callable[[], datetime]) -> None:
        self._store, self._clock = store, clock
        self._principals: dict[bytes, Principal] = {}
        self._seen: tuple[Rows, Rows] = (), ()
        self._looking = Lock()
        self._done = Event()
        self._thread = Thread(target=self._run, name="door", daemon=True)

    def principal(self, secret: bytes) -> Principal | None:
        """Whose API token it is; None for one that is unknown, revoked or expired, or whose account is closed."""
        found = self._principals.get(hashlib.sha256(secret).digest())
        if found is None or (found.expires_at is not None and found.expires_at <= self._clock()):
            return None
        return found

    def start(self) -> None:
        self.committed()
        self._thread.start()

    def stop(self) -> None:
        self._done.set()
        if self._thread.is_alive():
            self._thread.join(_PATIENT_SECONDS)

    def committed(self) -> None:
        """Look at once."""
        try:
            self._look()
        except DBAPIError as error:
            _log.warning("tokens not read", error=str(error.orig))

    def _look(self) -> None:
        with self._looking, self._store.reading() as session:
            seen = session.execute(_TOKENS).all(), session.execute(_MEMBERS).all()
            if seen != self._seen:
                self._principals, self._seen = _principals(*seen), seen

    def _run(self) -> None:
        while not self._done.wait(LOOK_SECONDS):
            self.committed()


def _principals(tokens: Rows, members: Rows) -> dict[bytes, Principal]:
    """By digest of the secret."""
    of: dict[int, dict[str, Member]] = defaultdict(dict)
    for account, team, role, person in members:
        of[account][team] = Member(Role(role), person)
    return {bytes.fromhex(row[0]): _principal(row, of.get(row[6], {})) for row in tokens}


def _principal(row: Sequence[Any], members: dict[str, Member]) -> Principal:
    _, token, hint, teams, abilities, expires_at, account, login, name, administrator = row
    return Principal(
        account,
        login,
        name,
        administrator,
        members,
        token=token,
        hint=hint,
        teams=None if teams is None else frozenset(teams),
        abilities=None if abilities is None else frozenset(abilities),
        expires_at=expires_at,
    )
