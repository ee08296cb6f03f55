"""What every step of a swap begins and ends with."""

from __future__ import annotations

from typing import Any

from sqlmodel import Session

from api.audit.recording import record
from api.changes.swaps.moves import concerned
from api.notices.swapping import swap_noted
from api.security.guard import Access
from api.store.tables import SwapRow
from api.store.transaction import Transaction
from api.teams.changing import locked
from api.web.etags import must_match
from api.web.problems import not_found


def find(session: Session, team: str, id: int) -> SwapRow:
    """The team's swap. Raises a problem when there is none."""
    row = session.get(SwapRow, id, populate_existing=True)
    if row is None or row.team_id != team:
        raise not_found(f"{team} has no swap {id}.")
    return row


def find_locked(transaction: Transaction, access: Access, id: int, if_match: str | None) -> SwapRow:
    """The swap, while others wait who would answer to it too. Raises a problem when it is not what was read."""
    locked(transaction, access.team)
    row = find(transaction.session, access.team, id)
    must_match(if_match, row.version)
    return row


def waits_for(row: SwapRow) -> list[str]:
    """Whose consent it still needs, as far as it names people."""
    return [person for person in concerned(row.moves) if person not in row.consents]


def noted(
    transaction: Transaction, access: Access, row: SwapRow, step: str, person: str | None = None, reason: str = ""
) -> None:
    """End a step: a new version, and a line in the audit log; `person` is for whom it was made."""
    row.version += 1
    transaction.session.add(row)
    transaction.session.flush()
    after = {"state": row.state, "moves": row.moves, "consents": row.consents, "person": person}
    note: dict[str, Any] = {"subject": row.id, "after": after, "reason": reason}
    record(transaction, access.principal, f"swap.{step}", team=row.team_id, **note)
    swap_noted(transaction, row, step, access.person or access.principal.login, reason)
