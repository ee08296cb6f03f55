"""Accepting a swap, and taking what is offered to whoever wants it."""

from __future__ import annotations

from api.changes.access import acting_for, manages
from api.changes.laid import laid_ahead
from api.changes.schemas import told
from api.changes.swaps.applying import apply_unasked
from api.changes.swaps.considering import Considered, breaks_rules, considered, looked_at
from api.changes.swaps.moves import Row, open_moves
from api.changes.swaps.schemas import Step
from api.changes.swaps.states import State, must_be
from api.changes.swaps.steps import find_locked, noted, waits_for
from api.errors import BadInput
from api.notices.swapping import swap_to_approve
from api.security.guard import Access
from api.store.tables import SwapRow, TeamRow
from api.store.transaction import Transaction
from api.teams.people import people_of, unknown_person
from api.web.problems import conflict, forbidden
from scheduler.intervals import utc_text

_AGREED = (State.OFFERED, State.ACCEPTED, State.APPLIED)


def accept(transaction: Transaction, access: Access, id: int, said: Step, if_match: str | None) -> Considered:
    """Agree to a swap. Once all have, it is applied, unless a manager has to approve it.

    Raises a problem for somebody whom it does not concern, for one that waits for nobody any more or cannot be carried
    out, and for who would take an open shift against a hard rule.
    """
    row, now = find_locked(transaction, access, id, if_match), transaction.now
    person = acting_for(access, said.person)
    if person in row.consents and row.state in _AGREED:
        _refuse_own(row, person)
        return looked_at(transaction.session, row, now)
    must_be(row, now, State.OFFERED)
    taking = person not in waits_for(row)
    if taking:
        row.moves = _taken(transaction, access, row, person)
    row.consents = {**row.consents, person: utc_text(now)}
    found = considered(laid_ahead(transaction.session, access.team, now), row, now)
    if taking and found.broken and not manages(access):
        raise breaks_rules(found)
    _agreed(row, found)
    noted(transaction, access, row, "accept", person, said.reason)
    if row.state == State.ACCEPTED:
        apply_unasked(transaction, access, found)
    if row.state == State.ACCEPTED:
        swap_to_approve(transaction, row)
    return found


def _refuse_own(row: SwapRow, person: str) -> None:
    """Nobody takes what is his own to give."""
    if open_moves(row.moves):
        raise conflict("own", f"{person} has agreed already: it waits for somebody else to take it.")


def _taken(transaction: Transaction, access: Access, row: SwapRow, person: str) -> list[Row]:
    """The moves with `person` where they name nobody. Raises a problem where they all name somebody."""
    if not open_moves(row.moves):
        raise forbidden(f"The swap does not concern {person}.")
    people = people_of(transaction.session, transaction.session.get_one(TeamRow, access.team))
    issues = unknown_person(person, people, "person")
    if issues:
        raise BadInput(issues)
    return [{**move, "to": person} if move["to"] is None else move for move in row.moves]


def _agreed(row: SwapRow, found: Considered) -> None:
    """The state after one consent more."""
    if not waits_for(row) and not open_moves(row.moves):
        row.state = State.ACCEPTED.value
    row.breaks = told(found.broken)
