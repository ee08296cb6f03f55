"""What people are told of a swap, step by step."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from api.notices.directory import directory_of
from api.notices.hands import hands_of
from api.notices.outbox import tell
from api.notices.recipients import managers
from api.notices.swaps import Step, SwapNotice
from api.notices.telling import schedule_ahead
from api.store.tables import SwapRow
from api.store.transaction import Transaction

Row = dict[str, Any]  # a move as the table keeps it

_STEPS = {
    "offer": Step.ASKED,
    "accept": Step.ACCEPTED,
    "decline": Step.DECLINED,
    "give-back": Step.DECLINED,
    "approve": Step.APPROVED,
    "refuse": Step.REFUSED,
    "withdraw": Step.WITHDRAWN,
}


def swap_step(
    transaction: Transaction,
    row: SwapRow,
    step: Step,
    by: str,
    reason: str = "",
    moves: Sequence[Row] | None = None,
) -> None:
    """To those whom it concerns, but for `by`, who took the step: a person, or whatever else acted.

    What is asked is told to those who did not agree yet, and what names nobody to everybody who could take it, without
    the reason. `moves` are told in place of those that the swap has by now.
    """
    told = row.moves if moves is None else moves
    is_open = step is Step.ASKED and any(move["to"] is None for move in told)
    notice = _notice(transaction, row, step, by, "" if is_open else reason, told)
    tell(transaction, notice, _concerned(transaction, row, step, told) - {by})


def swap_noted(transaction: Transaction, row: SwapRow, step: str, by: str, reason: str) -> None:
    """`swap_step` by the name that the audit log has for a step; one that is not in the table is told to nobody."""
    if step in _STEPS:
        swap_step(transaction, row, _STEPS[step], by, reason)


def swap_to_approve(transaction: Transaction, row: SwapRow) -> None:
    """To the managers: all have agreed, and it waits for them."""
    notice = _notice(transaction, row, Step.TO_APPROVE, row.offered_by, row.reason, row.moves)
    tell(transaction, notice, managers(transaction.session, row.team_id))


def _notice(
    transaction: Transaction, row: SwapRow, step: Step, by: str, reason: str, moves: Sequence[Row]
) -> SwapNotice:
    hands = hands_of(transaction.session, row.team_id, moves, schedule_ahead(transaction, row.team_id))
    return SwapNotice(row.team_id, row.id or 0, row.version, step, by, hands, reason)


def _concerned(transaction: Transaction, row: SwapRow, step: Step, moves: Iterable[Row]) -> set[str]:
    names = {name for move in moves for name in (move["person"], move["to"])}
    if step is not Step.ASKED:
        return names - {None}
    if None in names:
        names |= directory_of(transaction.session, row.team_id).people
    return names - {None} - row.consents.keys()
