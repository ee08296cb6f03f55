"""Granting and refusing requests: what is granted stands in the team document."""

from __future__ import annotations

from typing import Any

from api.audit.recording import record
from api.errors import BadInput, Issue
from api.notices.telling import request_answered
from api.requests.asked import Asked, R, bid_weight, part_of, window_of, written
from api.requests.asking import find
from api.requests.schemas import Approval
from api.requests.states import State, must_be
from api.security.guard import Access
from api.store.tables import WishRequest
from api.store.transaction import Transaction
from api.teams.changing import Change, breaks_told, considered, locked, store
from api.web.etags import must_match
from api.web.problems import conflict


def find_undecided(transaction: Transaction, access: Access, table: type[R], id: int, if_match: str | None) -> R:
    """The request, while others wait who would decide too. Raises a problem when somebody was faster."""
    locked(transaction, access.team)
    row = find(transaction, access, table, id)
    must_be(row.state, State.ASKED)
    must_match(if_match, row.version)
    return row


def approve(transaction: Transaction, access: Access, row: Asked, said: Approval, *, dry_run: bool = False) -> Change:
    """Write it into the team document. Raises a problem when that breaks hard rules of what is published.

    With `even_so` and a reason it does so all the same. BadInput when the team document would not hold together.
    """
    if said.even_so and not said.reason.strip():
        raise BadInput([Issue("reason", "", "is missing", "why, although it breaks what is published")])
    granted = _granted(transaction, row, said)
    change = considered(transaction, access.team, lambda was: _with(was, part_of(row), granted))
    if dry_run:
        return change
    if change.hard and not said.even_so:
        raise _clash(change)
    if isinstance(row, WishRequest):
        row.weight = granted["weight"]
    store(transaction, access, change, "team.change", reason=f"{part_of(row)} request {row.id} approved")
    decide(transaction, access, row, State.APPROVED, said.answer, said.reason if change.hard else "")
    return change


def decide(transaction: Transaction, access: Access, row: Asked, state: State, answer: str, reason: str = "") -> None:
    """Set what became of the request."""
    row.state, row.answer = state.value, answer
    row.decided_by, row.decided_at = access.principal.login, transaction.now
    row.version += 1
    transaction.session.flush()
    record(
        transaction,
        access.principal,
        f"{part_of(row)}-request.{'approve' if state is State.APPROVED else 'deny'}",
        team=access.team,
        subject=row.id,
        before={"state": State.ASKED.value},
        after=written(row) | {"state": row.state, "answer": answer},
        reason=reason,
    )
    by = access.person or access.principal.login
    request_answered(transaction, row, granted=state is State.APPROVED, by=by)


def _granted(transaction: Transaction, row: Asked, said: Approval) -> dict[str, Any]:
    """The row of the document. A wish weighs what the manager says, else what was bid for it, else what was asked."""
    if not isinstance(row, WishRequest):
        return written(row)
    window = window_of(transaction.session, row)
    bid = bid_weight(row.points, window.points) if window is not None and window.points else row.weight
    return written(row) | {"weight": bid if said.weight is None else said.weight}


def _with(was: dict[str, Any], part: str, granted: dict[str, Any]) -> dict[str, Any]:
    rows = was.get(part) or []
    return {**was, part: rows if granted in rows else [*rows, granted]}


def _clash(change: Change) -> Exception:
    number = len(change.hard)
    detail = f"It breaks what is published in {number} place{'s' if number != 1 else ''}: {change.hard[0].because}."
    told = breaks_told(change.breaks)
    listed = [broken.model_dump(mode="json") for broken in told["breaks"]]
    return conflict("breaks-published", detail, breaks=listed, breaks_left_out=told["breaks_left_out"])
