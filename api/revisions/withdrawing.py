"""Swaps that a new revision has no place for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, select

from api.revisions.published import Published
from api.schedule.final import move
from api.store.tables import SwapRow
from scheduler.domain.roster import Assignment
from scheduler.intervals import parse_instant

PENDING, APPLIED, WITHDRAWN = ("offered", "accepted"), "applied", "withdrawn"

Moves = list[dict[str, Any]]


@dataclass(frozen=True)
class Withdrawal:
    """A swap with the assignments that it speaks of in vain. `stays` has those of its moves that have begun by now."""

    swap: SwapRow
    missing: tuple[Assignment, ...]
    stays: Moves

    def carry_out(self, revision: int, now: datetime) -> None:
        """Take the swap back. Of one in force, what has begun stays true: that much of it remains."""
        lost = ", ".join(f"{a.person} on {a.shift}" for a in self.missing)
        self.swap.why = f"Revision {revision} does not have {lost}."[:2000]
        self.swap.version += 1
        if self.stays:
            self.swap.moves = self.stays
        else:
            self.swap.state, self.swap.ended_at = WITHDRAWN, now


def withdrawals(session: Session, team: str, after: Published, now: datetime) -> list[Withdrawal]:
    """Those of the team's swaps that `after` has no place for: first those in force, in the order of their effect."""
    there, found = set(after.roster.assignments), []
    for swap in _swaps(session, team):
        missing = tuple(a for a in _assignments(swap.moves) if a not in there)
        stays = [part for part in swap.moves if swap.state == APPLIED and _has_begun(part, after, now)]
        if missing:
            found.append(Withdrawal(swap, missing, stays))
        if swap.state == APPLIED:
            there = _moved(there, stays if missing else swap.moves)
    return found


def _swaps(session: Session, team: str) -> Iterable[SwapRow]:
    mine = select(SwapRow).where(SwapRow.team_id == team)
    applied = mine.where(SwapRow.state == APPLIED).order_by(col(SwapRow.applied_at), col(SwapRow.id))
    pending = mine.where(col(SwapRow.state).in_(PENDING)).order_by(col(SwapRow.id))
    return [*session.exec(applied).all(), *session.exec(pending).all()]


def _assignments(moves: Moves) -> Iterator[Assignment]:
    return (move(part).assignment for part in moves)


def _has_begun(part: dict[str, Any], after: Published, now: datetime) -> bool:
    if part["shift"] not in after.records:
        return False
    start = parse_instant(part["start"]) if part.get("start") else after.shift(part["shift"]).start
    return start <= now


def _moved(there: set[Assignment], moves: Moves) -> set[Assignment]:
    """The assignments after a swap. Who gives away a part has the rest."""
    gone = {move(part).assignment for part in moves if not part.get("start")}
    return there - gone | {Assignment(part["to"], part["shift"]) for part in moves}
