"""What a team's documents say of its people and places: time zones, and mail addresses that may be shown."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import sqlalchemy as sa
from sqlmodel import Session, col

from api.security.abilities import Ability
from api.security.principal import Principal
from api.store.tables import Account, Membership, TeamRow
from api.teams.whole import oncall_in_force

UNKNOWN_ZONE = "UTC"


@dataclass(frozen=True)
class Papers:
    """`zone` is the team's own; `sites` and `people` have those of its sites and people by id, `mail` what is known."""

    zone: str
    sites: Mapping[str, str]
    people: Mapping[str, str]
    mail: Mapping[str, str]

    def zone_at(self, site: str | None) -> str:
        """The zone of a site; None, or one that is not there any more: of the team."""
        return self.sites.get(site or "", self.zone)

    def zone_of(self, person: str) -> str:
        """The zone of a person's site; of the team, where the person has none."""
        return self.people.get(person, self.zone)


def papers_of(session: Session, team: str, principal: Principal) -> Papers:
    """Those of a team, for `principal`, who sees no mail address here that `/v1` would not show.

    Addresses of documents are for who may read the documents; those of accounts for who says what accounts may do.
    """
    row, version = session.get(TeamRow, team), oncall_in_force(session, team)
    planned, rotating = (row.document if row else None) or {}, version.document if version else {}
    sites = {site["id"]: site["timezone"] for site in planned.get("sites") or ()}
    zone = rotating.get("timezone") or next(iter(sites.values()), UNKNOWN_ZONE)
    people = [*(rotating.get("people") or ()), *(planned.get("people") or ())]
    mail: dict[str, str] = {}
    if principal.may(Ability.MEMBERS, team):
        mail |= _of_accounts(session, team)
    if principal.may(Ability.TEAM_READ, team):
        mail |= {person["id"]: person["email"] for person in people if person.get("email")}
    zones = {person["id"]: sites.get(person.get("site") or "", zone) for person in people}
    return Papers(zone, sites, zones, mail)


def _of_accounts(session: Session, team: str) -> dict[str, str]:
    query = sa.select(col(Membership.person), col(Account.email)).join(
        Account, col(Account.id) == col(Membership.account_id)
    )
    rows = session.execute(query.where(col(Membership.team_id) == team, col(Account.active))).all()
    return {person: email for person, email in rows if person and email}
