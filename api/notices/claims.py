"""Who sends which message of the outbox, and what came of it.

A process claims a message: it gets a token of its own and a lease that outlasts every attempt. Who holds the token
says what came of it, and nobody else. When the lease runs out, because that process is gone, another may claim it. So
no two processes send the same message, but for one that died, or was cut off from the database for as long as the
lease, after it had sent it and before it had said so: then it is sent again, under the same delivery id.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime
from math import ceil
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from api.notices.channels.channel import ChannelName
from api.notices.message import Message
from api.notices.outbox import State
from api.notices.retry import FIRST_PAUSE
from api.store.engine import Store
from api.store.tables import Notice
from exports.wording import one_line
from scheduler.intervals import MINUTES_A_DAY, shift_by

LEASE_SECONDS = 300  # the slowest attempt is a mail server that answers each of eight steps just in time
KEPT_DAYS = 30
LONGEST_ERROR = 2000

_NO_SYNC = {"synchronize_session": False}


@dataclass(frozen=True, slots=True)
class Claim:
    """The right to send `message` to `address`, for the `attempt`-th time, as long as `owner` is the token of it."""

    id: int
    owner: str
    attempt: int
    channel: ChannelName
    address: str
    message: Message


@dataclass(frozen=True, slots=True)
class Result:
    """What came of an attempt. While the message is waiting, it is tried again in `pause` seconds."""

    state: State
    error: str = ""
    pause: float = 0.0


def claim(store: Store, now: datetime) -> Claim | None:
    """The right to send the message that has been due for longest; None when none is due."""
    while is_due(store, now):
        with store.writing() as session:
            id = session.exec(_due(now).with_for_update(skip_locked=True)).first()
            if id is None:
                return None
            found = _claimed(session.get_one(Notice, id), now)
            if found is not None:
                return found
    return None


def is_due(store: Store, now: datetime) -> bool:
    """Whether there is anything to send; asking does not keep others from writing."""
    with store.reading() as session:
        return session.exec(_due(now)).first() is not None


def settle(store: Store, claim: Claim, result: Result, now: datetime) -> bool:
    """Write down what came of an attempt. False when the message is another's by now: nothing is written."""
    values: dict[str, Any] = {"state": result.state, "error": one_line(result.error)[:LONGEST_ERROR]}
    if result.state is State.SENT:
        values["sent_at"] = now
    if result.state is State.WAITING:
        values["due_at"] = shift_by(now, seconds=ceil(result.pause))
    with store.writing() as session:
        mine = sa.update(Notice).where(col(Notice.id) == claim.id, col(Notice.owner) == claim.owner)
        settled = mine.values(owner=None, lease_until=None, **values).returning(col(Notice.id))
        done = session.execute(settled, execution_options=_NO_SYNC).first() is not None
        if done and result.state is State.WAITING:
            _spare(session, claim, now)
        return done


def forget(store: Store, now: datetime) -> None:
    """Forget messages that nobody asks about any more."""
    oldest = shift_by(now, minutes=-KEPT_DAYS * MINUTES_A_DAY)
    over = sa.delete(Notice).where(col(Notice.state) != State.WAITING, col(Notice.created_at) < oldest)
    with store.writing() as session:
        session.execute(over, execution_options=_NO_SYNC)


def _claimed(row: Notice, now: datetime) -> Claim | None:
    """None for a message that cannot be read, as another version wrote it: it must not keep us from the others."""
    try:
        said, channel = Message.model_validate(row.message), ChannelName(row.channel)
    except ValueError as error:
        row.state, row.error = State.FAILED, one_line(f"It cannot be read: {error}")[:LONGEST_ERROR]
        return None
    owner, row.attempt = secrets.token_hex(16), row.attempt + 1
    row.owner, row.lease_until = owner, shift_by(now, seconds=LEASE_SECONDS)
    return Claim(row.id or 0, owner, row.attempt, channel, row.address, said)


def _due(now: datetime) -> SelectOfScalar[int | None]:
    free = sa.or_(col(Notice.lease_until).is_(None), col(Notice.lease_until) <= now)
    query = select(col(Notice.id)).where(Notice.state == State.WAITING, col(Notice.due_at) <= now, free)
    return query.order_by(col(Notice.due_at), col(Notice.id)).limit(1)


def _spare(session: Session, claim: Claim, now: datetime) -> None:
    """Let an address that cannot be reached rest for a while, so that trying it in vain does not hold up others."""
    until = shift_by(now, seconds=int(FIRST_PAUSE))
    others = sa.update(Notice).where(
        col(Notice.state) == State.WAITING,
        col(Notice.due_at) < until,
        col(Notice.owner).is_(None),
        col(Notice.channel) == claim.channel,
        col(Notice.address) == claim.address,
    )
    session.execute(others.values(due_at=until), execution_options=_NO_SYNC)
