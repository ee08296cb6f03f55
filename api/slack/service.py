"""What is done with what follows who is on call in Slack."""

from __future__ import annotations

from typing import Any

from sqlmodel import Session, col, func, select

from api.audit.recording import record
from api.notices.channels.webhook import receiver_secret
from api.notices.choosing import sent_body, sent_to
from api.schedule.board import Board
from api.schedule.posted import Posted
from api.security.guard import Access
from api.slack.payload import payload
from api.slack.schemas import PayloadBody, SlackSync, SlackSyncBody
from api.slack.telling import key_of, members_of, tell
from api.store.tables import Notice, SlackSyncRow
from api.store.transaction import Transaction
from api.web.etags import must_match
from api.web.problems import conflict, not_found

MOST = 20  # of a team


def rows(session: Session, team: str) -> list[SlackSyncRow]:
    """All of a team, in order of their names."""
    query = select(SlackSyncRow).where(SlackSyncRow.team_id == team)
    return list(session.exec(query.order_by(SlackSyncRow.name)).all())


def find(session: Session, team: str, name: str) -> SlackSyncRow:
    """That one. Raises a problem with status 404."""
    row = session.get(SlackSyncRow, (team, name))
    if row is None:
        raise not_found(f"{name} of {team}")
    return row


def choose(
    transaction: Transaction, access: Access, name: str, wanted: SlackSync, if_match: str | None
) -> SlackSyncRow:
    """Let it follow that from now on. Raises a problem for a lost update, and for too many."""
    session, team = transaction.session, access.team
    transaction.lock(team)
    row = session.get(SlackSyncRow, (team, name))
    must_match(if_match, row.version if row else 0)
    before, document = _audited(row), wanted.model_dump(mode="json", exclude_unset=True)
    if row is not None and row.document == document:
        return row
    if row is None:
        count = session.exec(select(func.count(col(SlackSyncRow.name))).where(SlackSyncRow.team_id == team)).one()
        if count >= MOST:
            raise conflict("too-many", f"A team may have {MOST} of them.")
        row = SlackSyncRow(team_id=team, name=name, document=document)
    else:
        row.document, row.version, row.told = document, row.version + 1, None
    session.add(row)
    session.flush()
    record(transaction, access.principal, "slack.choose", team=team, subject=name, before=before, after=_audited(row))
    return row


def remove(transaction: Transaction, access: Access, name: str, if_match: str | None) -> None:
    """Let it follow no longer; Slack goes on to show what it shows."""
    transaction.lock(access.team)
    row = find(transaction.session, access.team, name)
    must_match(if_match, row.version)
    before = _audited(row)
    transaction.session.delete(row)
    record(transaction, access.principal, "slack.remove", team=access.team, subject=name, before=before)


def send(transaction: Transaction, access: Access, board: Board, name: str) -> SlackSyncRow:
    """Send what is right now, whether or not it has changed."""
    transaction.lock(access.team)
    row = find(transaction.session, access.team, name)
    tell(transaction, row, _now(transaction, _posted(board, access.team), row), _posted(board, access.team).version)
    transaction.session.flush()
    record(transaction, access.principal, "slack.send", team=access.team, subject=name)
    return row


def body(transaction: Transaction, board: Board, row: SlackSyncRow) -> SlackSyncBody:
    """As it is shown."""
    last = transaction.session.exec(
        sent_to(row.team_id, key_of(row.name)).order_by(col(Notice.id).desc()).limit(1)
    ).first()
    return SlackSyncBody(
        name=row.name,
        settings=SlackSync.model_validate(row.document),
        now=_now(transaction, _posted(board, row.team_id), row),
        sent=sent_body(last) if last else None,
        version=row.version,
    )


def secret(row: SlackSyncRow, installation_key: bytes) -> str:
    """What the receiver checks signatures with."""
    address = SlackSync.model_validate(row.document).address
    return receiver_secret(installation_key, row.team_id, key_of(row.name), address)


def _now(transaction: Transaction, posted: Posted, row: SlackSyncRow) -> PayloadBody:
    members = members_of(transaction.session, row.team_id).get(row.team_id, {})
    return payload(posted, row.name, SlackSync.model_validate(row.document), members, transaction.now)


def _posted(board: Board, team: str) -> Posted:
    found = board.of(team)
    if found is None:
        raise not_found(team)
    return found


def _audited(row: SlackSyncRow | None) -> dict[str, Any] | None:
    """Without the address: whoever knows it can post there."""
    return None if row is None else {name: value for name, value in row.document.items() if name != "address"}
