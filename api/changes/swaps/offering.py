"""Offering a swap."""

from __future__ import annotations

from api.changes.access import acting_for, manages
from api.changes.laid import Laid, laid_ahead
from api.changes.names import Names
from api.changes.schemas import told
from api.changes.swaps.checks import rows_of
from api.changes.swaps.considering import Considered, considered, refuse_unfit
from api.changes.swaps.moves import Row, begins, concerned
from api.changes.swaps.schemas import NewSwap
from api.changes.swaps.states import State
from api.changes.swaps.steps import noted
from api.security.guard import Access
from api.store.tables import SwapRow
from api.store.transaction import Transaction
from api.teams.changing import locked
from api.web.problems import conflict, forbidden
from scheduler.intervals import utc_text


def offer(transaction: Transaction, access: Access, wanted: NewSwap) -> Considered:
    """Ask all whom a swap concerns; who asks agrees to it by that.

    Raises BadInput for names that the team does not know; a problem for somebody whom it does not concern, and for a
    swap that cannot be carried out, or changes nothing.
    """
    team, now = locked(transaction, access.team), transaction.now
    laid = laid_ahead(transaction.session, access.team, now)
    moves = rows_of(Names(team, laid), wanted.moves)
    person = _offering(access, wanted, moves)
    refuse_unfit(laid, moves, now)
    row = _row(transaction, access, laid, moves, person)
    found = considered(laid, row, now)
    if found.weighed is not None and found.weighed.idle:
        raise conflict("no-change", "Everybody would have what they have: nothing would change.")
    row.breaks, row.reason = told(found.broken), wanted.reason
    noted(transaction, access, row, "offer", person, wanted.reason)
    return found


def _offering(access: Access, wanted: NewSwap, moves: list[Row]) -> str:
    """Who offers it: one of those concerned. A manager whom it does not concern acts for the first who gives."""
    whom = concerned(moves)
    if wanted.person is None and manages(access) and access.person not in whom:
        return whom[0]
    person = acting_for(access, wanted.person)
    if person not in whom:
        raise forbidden(f"The swap does not concern {person}.")
    return person


def _row(transaction: Transaction, access: Access, laid: Laid, moves: list[Row], person: str) -> SwapRow:
    return SwapRow(
        team_id=access.team,
        state=State.OFFERED.value,
        moves=moves,
        offered_by=person,
        consents={person: utc_text(transaction.now)},
        starts_at=min(start for row in moves if (start := begins(laid, row))),
        created_by=access.principal.login,
        created_at=transaction.now,
        version=0,
    )
