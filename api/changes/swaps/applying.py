"""Letting a swap count: by itself where the team says so, else when a manager approves."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session, col

from api.changes.laid import laid_ahead
from api.changes.schemas import told
from api.changes.swaps.considering import Considered, breaks_rules, considered, looked_at
from api.changes.swaps.schemas import Approval
from api.changes.swaps.states import State, must_be
from api.changes.swaps.steps import find_locked, noted, waits_for
from api.errors import BadInput, Issue
from api.notices.telling import roster_changed
from api.security.guard import Access
from api.store.tables import SwapRow, TeamRow
from api.store.transaction import Transaction
from api.teams.options import options_of
from api.web.problems import conflict
from scheduler.intervals import from_microseconds, microseconds


def approve(transaction: Transaction, access: Access, id: int, said: Approval, if_match: str | None) -> Considered:
    """Let a swap count to which all have agreed; one that does so already stays as it is.

    Raises a problem when somebody did not agree, when it cannot be carried out any more, and when it breaks a hard
    rule, unless that is taken upon oneself with a reason.
    """
    if said.even_so and not said.reason.strip():
        raise BadInput([Issue("reason", "", "is missing", "why, although it breaks a rule")])
    row, now = find_locked(transaction, access, id, if_match), transaction.now
    if row.state == State.APPLIED:
        return looked_at(transaction.session, row, now)
    must_be(row, now, State.OFFERED, State.ACCEPTED)
    _refuse_unagreed(row)
    found = considered(laid_ahead(transaction.session, access.team, now), row, now)
    if found.broken and not said.even_so:
        raise breaks_rules(found)
    row.decided_by, row.why, row.breaks = access.principal.login, said.reason, told(found.broken)
    _apply(transaction, found)
    noted(transaction, access, row, "approve", reason=said.reason)
    return found


def apply_unasked(transaction: Transaction, access: Access, found: Considered) -> None:
    """Let an accepted swap count, if the team wants that and it breaks no hard rule."""
    team = transaction.session.get_one(TeamRow, access.team)
    if options_of(team).swap_approval == "automatic" and not found.broken:
        _apply(transaction, found)
        noted(transaction, access, found.row, "apply")


def _apply(transaction: Transaction, found: Considered) -> None:
    row = found.row
    row.state = State.APPLIED.value
    row.applied_at = _after_others(transaction.session, row.team_id, transaction.now)
    transaction.schedule_changed(row.team_id)
    if found.weighed is not None:
        roster_changed(transaction, row.team_id, found.weighed.lost, found.weighed.gained, f"swap {row.id}")


def _refuse_unagreed(row: SwapRow) -> None:
    missing = waits_for(row)
    if missing or row.state != State.ACCEPTED:
        detail = f"It waits for {', '.join(missing) or 'somebody to take it'}."
        raise conflict("not-agreed", detail, waits_for=missing)


def _after_others(session: Session, team: str, now: datetime) -> datetime:
    """The instant of application, later than every other one: their order is that in which swaps count."""
    last = session.execute(sa.select(sa.func.max(col(SwapRow.applied_at))).where(col(SwapRow.team_id) == team)).scalar()
    return now if last is None or last < now else from_microseconds(microseconds(last) + 1)
