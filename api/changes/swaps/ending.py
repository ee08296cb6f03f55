"""Declining a swap, giving back what was taken, and withdrawing one."""

from __future__ import annotations

from api.changes.access import acting_for, manages
from api.changes.swaps.moves import concerned
from api.changes.swaps.schemas import Step
from api.changes.swaps.states import State, must_be
from api.changes.swaps.steps import find_locked, noted
from api.security.guard import Access
from api.store.tables import SwapRow
from api.store.transaction import Transaction
from api.web.problems import conflict, forbidden


def decline(transaction: Transaction, access: Access, id: int, said: Step, if_match: str | None) -> SwapRow:
    """Say no, also after a yes, as long as the swap does not count. Who took what was open gives it back.

    A manager whom it does not concern refuses it. Raises a problem for anybody else, and for who offered it.
    """
    row = find_locked(transaction, access, id, if_match)
    person = _declining(access, row, said)
    if row.state == State.DECLINED:
        return row
    must_be(row, transaction.now, State.OFFERED, State.ACCEPTED)
    if person == row.offered_by:
        raise conflict("own", f"{person} offered it: withdraw it instead.")
    if any(move.get("open") and move["to"] == person for move in row.moves):
        _give_back(row, person)
        noted(transaction, access, row, "give-back", person, said.reason)
    else:
        _end(transaction, access, row, State.DECLINED, said.reason)
        noted(transaction, access, row, "decline" if person else "refuse", person, said.reason)
    return row


def withdraw(transaction: Transaction, access: Access, id: int, said: Step, if_match: str | None) -> SwapRow:
    """Take an offer back, as long as the swap does not count: for who offered it."""
    row = find_locked(transaction, access, id, if_match)
    if row.offered_by != access.person and not manages(access):
        raise forbidden("It is another person's offer.")
    if row.state == State.WITHDRAWN:
        return row
    must_be(row, transaction.now, State.OFFERED, State.ACCEPTED)
    _end(transaction, access, row, State.WITHDRAWN, said.reason)
    noted(transaction, access, row, "withdraw", row.offered_by, said.reason)
    return row


def _declining(access: Access, row: SwapRow, said: Step) -> str | None:
    """Who says no; None for a manager who refuses."""
    whom = concerned(row.moves)
    if said.person is None and manages(access) and access.person not in whom:
        return None
    person = acting_for(access, said.person)
    if person not in whom:
        raise forbidden(f"The swap does not concern {person}.")
    return person


def _give_back(row: SwapRow, person: str | None) -> None:
    row.state = State.OFFERED.value
    row.moves = [move | {"to": None} if move.get("open") else move for move in row.moves]
    row.consents = {name: at for name, at in row.consents.items() if name != person}
    row.breaks = []


def _end(transaction: Transaction, access: Access, row: SwapRow, state: State, why: str) -> None:
    row.state, row.why = state.value, why
    row.ended_at, row.decided_by = transaction.now, access.principal.login
