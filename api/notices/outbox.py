"""What people are to be told: written down in the transaction of what happened, sent once that is committed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from enum import StrEnum

from api.notices.message import Notice, message
from api.notices.recipients import Recipient, recipients
from api.store.adding import add_missing
from api.store.tables import Notice as Row
from api.store.transaction import Transaction


class State(StrEnum):
    """What became of a message."""

    WAITING = "waiting"
    SENT = "sent"
    FAILED = "failed"  # for good
    DROPPED = "dropped"  # it was over before it could be sent


def tell(transaction: Transaction, notice: Notice, people: Iterable[str], link: str = "") -> None:
    """Tell each of `people`, by key, of `notice` as they want to be told: once for one cause, however often it is said.

    `link` is the path under which it can be seen or answered.
    """
    tell_each(transaction, notice.team, ((person, notice) for person in people), link)


def tell_each(transaction: Transaction, team: str, notices: Iterable[tuple[str, Notice]], link: str = "") -> None:
    """The same where each person is told something else."""
    told = list(notices)
    known = recipients(transaction.session, team, (person for person, _ in told))
    rows = [row for person, notice in told for row in _rows(known[person], notice, link, transaction.now)]
    rows.sort(key=lambda row: (row.person, row.channel, row.address, row.cause))  # everybody locks in the same order
    add_missing(transaction.session, rows)


def _rows(recipient: Recipient, notice: Notice, link: str, now: datetime) -> Iterator[Row]:
    destinations = recipient.preferences.destinations_for(notice.kind)
    if not destinations:
        return
    said = message(notice, recipient.reader).model_copy(update={"link": link})
    for destination in destinations:
        yield Row(
            team_id=said.team,
            person=said.person,
            channel=destination.channel,
            address=destination.address,
            kind=said.kind,
            cause=said.cause,
            message=said.model_dump(mode="json"),
            state=State.WAITING,
            due_at=now,
            created_at=now,
        )
