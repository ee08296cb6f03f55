"""What the address of a feed stands for: looked up by the digest of its secret, never by the secret."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

from api.security.abilities import ABILITIES, Ability, Role
from api.store.tables import Account, FeedSecret, FormerSecret, Membership
from exports.feed import View
from scheduler.intervals import MINUTES_A_DAY, shift_by

MOVED_DAYS = 30  # for which an address that was given up says so


@dataclass(frozen=True, slots=True)
class Address:
    """The number of a feed and what it shows. Once `retired_at` it has another address."""

    feed: int
    view: View
    retired_at: datetime | None = None


def address_of(session: Session, digest: str, now: datetime) -> Address | None:
    """What stands behind the secret with that digest; None for one that is unknown, revoked or given up long ago.

    Nor does a feed outlive its account's right to have feeds of the team.
    """
    row = session.execute(_FEEDS.where(col(FeedSecret.digest) == digest)).first()
    if row is not None:
        return _address(row, None)
    oldest = shift_by(now, minutes=-MOVED_DAYS * MINUTES_A_DAY)
    former = session.execute(
        sa.select(col(FormerSecret.feed_id), col(FormerSecret.retired_at)).where(col(FormerSecret.digest) == digest)
    ).first()
    if former is None or former[1] <= oldest:
        return None
    row = session.execute(_FEEDS.where(col(FeedSecret.id) == former[0])).first()
    return _address(row, former[1]) if row is not None else None


_FEEDS = (
    sa.select(FeedSecret, col(Account.administrator), col(Membership.role), col(Membership.person))
    .join(Account, col(Account.id) == col(FeedSecret.account_id))
    .outerjoin(
        Membership,
        (col(Membership.account_id) == col(FeedSecret.account_id))
        & (col(Membership.team_id) == col(FeedSecret.team_id)),
    )
    .where(col(FeedSecret.revoked_at).is_(None), col(Account.active))
)


def _address(row: Any, retired_at: datetime | None) -> Address | None:
    feed, administrator, role, person = row
    abilities = frozenset(Ability) if administrator else ABILITIES[Role(role)] if role else frozenset()
    if Ability.FEEDS not in abilities:
        return None
    return Address(feed.id, view_of(feed, person, notes=Ability.TEAM_READ in abilities), retired_at)


def view_of(feed: FeedSecret, own: str | None, *, notes: bool) -> View:
    """What `feed` shows; `own` is who its account is in the team."""
    narrowed = feed.site is not None or feed.duty is not None or feed.on_call
    return View(
        feed.team_id,
        feed.person,
        feed.site,
        feed.duty,
        feed.on_call,
        feed.busy,
        feed.language,
        feed.past_days,
        feed.future_days,
        leave=feed.person is not None and feed.person == own and not narrowed,
        notes=notes,
    )
