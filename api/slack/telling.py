"""Writing to the outbox what Slack is to show, once for each change of it."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from api.notices.channels.channel import ChannelName
from api.notices.kinds import Kind
from api.notices.message import Notice, message
from api.notices.outbox import State
from api.notices.reader import Reader
from api.slack.schemas import PayloadBody, SlackSync
from api.store.tables import Notice as OutboxRow
from api.store.tables import NoticePreference, SlackSyncRow
from api.store.transaction import Transaction

OVERTAKEN = "What came after it took its place."


@dataclass(frozen=True, slots=True)
class SlackShows(Notice):
    """What Slack is to show from now on. `number` tells apart what is sent twice."""

    kind = Kind.SLACK_SYNC

    name: str
    number: str
    payload: dict[str, str]

    @property
    def cause(self) -> str:
        return f"{self.kind}:{self.number}"

    def subject(self, reader: Reader) -> str:
        return f"Slack shows who is on call: {self.name}"

    def body(self, reader: Reader) -> list[str]:
        return [self.subject(reader)]


def key_of(name: str) -> str:
    """Whom the outbox names in place of a person."""
    return f"slack:{name}"


def members_of(session: Session, team: str | None = None) -> dict[str, dict[str, str]]:
    """By team and person, the member ids of Slack; of one team where it is named."""
    member: Any = col(NoticePreference.document)["slack_member"].as_string()
    query = select(col(NoticePreference.team_id), col(NoticePreference.person), member).where(member.is_not(None))
    found: dict[str, dict[str, str]] = {}
    for of, person, id in session.exec(query if team is None else query.where(NoticePreference.team_id == team)).all():
        found.setdefault(of, {})[person] = id
    return found


def is_older(row: SlackSyncRow, version: int, now: datetime) -> bool:
    """Whether what is known of `version` at `now` is older than what was told: another process knows better."""
    return row.told_version > version or (row.told_at is not None and row.told_at > now)


def tell(transaction: Transaction, row: SlackSyncRow, now: PayloadBody, version: int) -> None:
    """Write it to the outbox. What waits there is out of date: it is never sent, not even after this."""
    session, key, told = transaction.session, key_of(row.name), now.model_dump()
    waiting = sa.update(OutboxRow).where(
        col(OutboxRow.team_id) == row.team_id, col(OutboxRow.person) == key, col(OutboxRow.state) == State.WAITING
    )
    over = {"state": State.DROPPED, "error": OVERTAKEN, "owner": None, "lease_until": None}
    session.execute(waiting.values(**over), execution_options={"synchronize_session": False})
    said = message(SlackShows(row.team_id, row.name, secrets.token_hex(8), told), Reader(key, "UTC"))
    session.add(
        OutboxRow(
            team_id=row.team_id,
            person=key,
            channel=ChannelName.SLACK_SYNC,
            address=SlackSync.model_validate(row.document).address,
            kind=said.kind,
            cause=said.cause,
            message=said.model_dump(mode="json"),
            state=State.WAITING,
            due_at=transaction.now,
            created_at=transaction.now,
        )
    )
    row.told, row.told_version, row.told_at = told, version, transaction.now
    session.add(row)
