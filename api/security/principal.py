"""Who asks: an account, by token or by the cookie of its login."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from sqlmodel import Session, select

from api.security.abilities import ABILITIES, Ability, Role
from api.security.tokens import digest
from api.store.tables import Account, Login, Membership, Token


@dataclass(frozen=True, slots=True)
class Member:
    """A role in a team; `person` is the account's id in the team's documents."""

    role: Role
    person: str | None


@dataclass(frozen=True)
class Principal:
    """Who asks, and what may be done. `teams` and `abilities` narrow it to those of a token; None: all.

    `csrf` is set for a login by cookie: what changes anything must come with it.
    """

    account: int
    login: str
    name: str
    administrator: bool
    members: Mapping[str, Member]
    token: int | None = None
    hint: str | None = None
    teams: frozenset[str] | None = None
    abilities: frozenset[str] | None = None
    expires_at: datetime | None = None
    csrf: str | None = None
    address: str | None = field(default=None, compare=False)
    request_id: str | None = field(default=None, compare=False)

    def sees(self, team: str) -> bool:
        """Whether the team is there at all for who asks."""
        return (self.administrator or team in self.members) and (self.teams is None or team in self.teams)

    def may(self, ability: Ability, team: str | None = None) -> bool:
        """Whether `ability` is granted in `team`; None: outside of any team."""
        if self.abilities is not None and ability not in self.abilities:
            return False
        if team is None:
            return self.administrator and self.teams is None
        if not self.sees(team):
            return False
        return self.administrator or ability in ABILITIES[self.members[team].role]

    def person_in(self, team: str) -> str | None:
        """The account's own id in the team's documents, if it is one of its people."""
        member = self.members.get(team)
        return member.person if member else None


def by_token(session: Session, secret: str, now: datetime) -> Principal | None:
    """Whose API token it is; None for one that is unknown, revoked or expired."""
    row = session.exec(select(Token).where(Token.digest == digest(secret))).first()
    if row is None or row.revoked_at is not None or (row.expires_at is not None and row.expires_at <= now):
        return None
    return principal_of(session, row)


def principal_of(session: Session, token: Token) -> Principal | None:
    """Who asks with `token`; None when its account is closed."""
    return _principal(
        session,
        token.account_id,
        token=token.id,
        hint=token.hint,
        teams=None if token.teams is None else frozenset(token.teams),
        abilities=None if token.abilities is None else frozenset(token.abilities),
        expires_at=token.expires_at,
    )


def by_login(session: Session, secret: str, now: datetime) -> Principal | None:
    """Whose login it is; None for one that has ended."""
    row = session.get(Login, digest(secret))
    if row is None or row.expires_at <= now:
        return None
    return _principal(session, row.account_id, csrf=row.csrf, expires_at=row.expires_at)


def by_account(session: Session, id: int, *, csrf: str | None = None) -> Principal:
    """The account with all that it may do. Raises LookupError for one that is not there or closed."""
    found = _principal(session, id, csrf=csrf)
    if found is None:
        raise LookupError(f"no account {id}")
    return found


def _principal(
    session: Session,
    id: int,
    *,
    token: int | None = None,
    hint: str | None = None,
    teams: frozenset[str] | None = None,
    abilities: frozenset[str] | None = None,
    expires_at: datetime | None = None,
    csrf: str | None = None,
) -> Principal | None:
    account = session.get(Account, id)
    if account is None or not account.active:
        return None
    rows = session.exec(select(Membership).where(Membership.account_id == id)).all()
    members = {row.team_id: Member(Role(row.role), row.person) for row in rows}
    return Principal(
        id,
        account.login,
        account.name,
        account.administrator,
        members,
        token=token,
        hint=hint,
        teams=teams,
        abilities=abilities,
        expires_at=expires_at,
        csrf=csrf,
    )
