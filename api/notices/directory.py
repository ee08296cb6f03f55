"""Who is who in a team, as its documents and memberships have it now."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlmodel import Session, col, select

from api.security.abilities import Role
from api.store.tables import Account, Membership, OncallVersion, TeamRow

ACCOUNT = "account:"  # begins the key of a member who is nobody of the documents; no id of a person has a colon
UNKNOWN_ZONE = "UTC"

_Row = Mapping[str, Any]


@dataclass(frozen=True)
class Directory:
    """By key: names (by login too), time zones and e-mail addresses. `managers` and the `people` of documents are keys.

    A key is the id of a person of the documents, or ``account:12`` for a member who is nobody there.
    """

    names: Mapping[str, str]
    zones: Mapping[str, str]
    mail: Mapping[str, str]
    managers: tuple[str, ...]
    people: frozenset[str]

    def knows(self, key: str) -> bool:
        """Whether it is a person of the documents, or a member, by now."""
        return key in self.zones


def directory_of(session: Session, team: str) -> Directory:
    """That of a team. Who is in both documents is called, and is where, the team document says."""
    row = session.get(TeamRow, team)
    document: _Row = (row.document if row else None) or {}
    oncall = _oncall(session, team)
    people = [*(oncall.get("people") or ()), *(document.get("people") or ())]
    members = _members(session, team)
    sites = {site["id"]: site["timezone"] for site in document.get("sites") or ()}
    usual = oncall.get("timezone") or next(iter(sites.values()), UNKNOWN_ZONE)
    zones = {person["id"]: sites.get(person.get("site"), usual) for person in people}
    return Directory(
        {name: account.name for key, account, _ in members for name in (key, account.login) if account.name}
        | _named(people),
        {key: usual for key, _, _ in members} | zones,
        {key: account.email for key, account, _ in members if account.email} | _mailboxes(people),
        tuple(sorted(key for key, _, role in members if role == Role.MANAGER)),
        frozenset(person["id"] for person in people),
    )


def key_of(person: str | None, account: int | None) -> str:
    """The key of an account that is `person` in the team's documents, or nobody there."""
    return person or f"{ACCOUNT}{account}"


def _oncall(session: Session, team: str) -> _Row:
    versions = select(OncallVersion).where(OncallVersion.team_id == team)
    newest = session.exec(versions.order_by(col(OncallVersion.number).desc()).limit(1)).first()
    return newest.document if newest else {}


def _members(session: Session, team: str) -> list[tuple[str, Account, str]]:
    query = select(Account, Membership).join(Membership, col(Membership.account_id) == Account.id)
    rows = session.exec(query.where(Membership.team_id == team, col(Account.active))).all()
    return [(key_of(member.person, account.id), account, member.role) for account, member in rows]


def _named(people: Iterable[_Row]) -> dict[str, str]:
    return {person["id"]: person["name"] for person in people if person.get("name")}


def _mailboxes(people: Iterable[_Row]) -> dict[str, str]:
    return {person["id"]: person["email"] for person in people if person.get("email")}
