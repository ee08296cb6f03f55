"""What is done with the preferences of one person."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import Any

from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from api.audit.recording import record
from api.notices.channels.channel import ChannelName
from api.notices.channels.webhook import receiver_secret
from api.notices.digests import next_due
from api.notices.directory import directory_of, key_of
from api.notices.outbox import tell
from api.notices.preferences import NoticePreferences, says_what_to_tell
from api.notices.recipients import recipient
from api.notices.schemas import NoticesBody, SecretBody, SentBody
from api.notices.trial import Trial
from api.security.abilities import Ability
from api.security.guard import Access
from api.store.tables import Notice, NoticePreference
from api.store.transaction import Transaction
from api.web.etags import must_match
from api.web.problems import conflict, forbidden, not_found

SELF = "@me"


@dataclass(frozen=True, slots=True)
class Chosen:
    """What somebody is told, and the row with it, which is in no session where there is none yet."""

    row: NoticePreference
    preferences: NoticePreferences

    @property
    def body(self) -> NoticesBody:
        return NoticesBody(
            person=self.row.person,
            chosen=says_what_to_tell(self.row.document),
            preferences=self.preferences,
            next_digest_at=self.row.digest_at,
        )


def whom(transaction: Transaction, access: Access, person: str) -> str:
    """The key of `person`. Raises a problem for others than oneself, unless managers ask; 404 for nobody."""
    own = own_key(access)
    wanted = own if person == SELF else person
    if wanted != own and not access.may(Ability.TEAM_WRITE):
        raise forbidden("Only managers choose for others.")
    if not directory_of(transaction.session, access.team).knows(wanted):
        raise not_found(f"{wanted} of {access.team}")
    return wanted


def own_key(access: Access) -> str:
    """The key of who asks."""
    return key_of(access.person, access.principal.account)


def chosen(session: Session, team: str, key: str) -> Chosen:
    """What that person chose, or what holds without."""
    row = session.get(NoticePreference, (team, key))
    found = recipient(directory_of(session, team), key, row)
    return Chosen(row or NoticePreference(team_id=team, person=key, version=0), found.preferences)


def choose(
    transaction: Transaction, access: Access, key: str, wanted: NoticePreferences | None, if_match: str | None
) -> Chosen:
    """From now on what is `wanted`; None: what holds for who has chosen nothing. Raises a problem for a lost update."""
    session = transaction.session
    transaction.lock(access.team)
    row = chosen(session, access.team, key).row
    must_match(if_match, row.version)
    before = _said(row)
    row.document = wanted.model_dump(mode="json", exclude_unset=True) if wanted is not None else None
    row.digest_at = next_due(directory_of(session, access.team), row, transaction.now)
    row.version += 1
    session.add(row)
    session.flush()
    note: dict[str, Any] = {"subject": key, "before": before, "after": _said(row)}
    record(transaction, access.principal, "notices.choose", team=access.team, **note)
    return chosen(session, access.team, key)


def try_out(transaction: Transaction, access: Access, key: str) -> list[Notice]:
    """Send a trial everywhere. Raises a problem where there is nowhere to send it to."""
    notice = Trial(access.team, secrets.token_hex(8), own_key(access))
    tell(transaction, notice, [key])
    mine = sent_to(access.team, key).where(Notice.cause == notice.cause)
    rows = transaction.session.exec(mine.order_by(col(Notice.id))).all()
    if not rows:
        raise conflict("no-destination", f"{key} is told nothing: choose a destination first.")
    return list(rows)


def sent_to(team: str, key: str) -> SelectOfScalar[Notice]:
    """All that was written to that person."""
    return select(Notice).where(Notice.team_id == team, Notice.person == key)


def sent_body(row: Notice) -> SentBody:
    known = row.model_dump(include={"id", "kind", "channel", "address", "state", "created_at", "due_at", "sent_at"})
    return SentBody(**known, subject=row.message["subject"], attempts=row.attempt, error=row.error)


def secrets_of(preferences: NoticePreferences, installation_key: bytes, team: str, key: str) -> list[SecretBody]:
    """The secret of each webhook."""
    hooks = [d.address for d in preferences.destinations if d.channel is ChannelName.WEBHOOK]
    return [SecretBody(address=at, secret=receiver_secret(installation_key, team, key, at)) for at in hooks]


def _said(row: NoticePreference) -> dict[str, Any] | None:
    """What the audit log keeps: addresses of people do not stay there for ever."""
    if row.document is None:
        return None
    places = row.document.get("destinations") or ()
    told = [{name: place[name] for name in ("channel", "kinds") if name in place} for place in places]
    return {**row.document, "destinations": told}
