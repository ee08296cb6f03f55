"""A swap as things are: what it would do, or why it cannot be done."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from api.changes.laid import Laid, laid_ahead
from api.changes.schemas import told
from api.changes.swaps.moves import Row, obstacle, open_moves, swap_of
from api.changes.swaps.states import PENDING, state_of
from api.changes.weighing import Weighed, weighed
from api.store.tables import SwapRow
from api.web.problems import Problem, conflict
from scheduler.effect import Change


@dataclass(frozen=True)
class Considered:
    """A swap with what it does: `weighed` is None where it has ended, cannot be carried out, or names nobody yet."""

    row: SwapRow
    weighed: Weighed | None = None
    obstacle: str | None = None

    @property
    def broken(self) -> list[Change]:
        """What it newly breaks of the hard rules."""
        return self.weighed.broken if self.weighed else []


def considered(laid: Laid, row: SwapRow, now: datetime) -> Considered:
    """The swap as it would be carried out at `now`. Raises a problem when it cannot be."""
    refuse_unfit(laid, row.moves, now)
    return Considered(row, weigh(laid, row.moves))


def looked_at(session: Session, row: SwapRow, now: datetime) -> Considered:
    """The swap as it is, whatever became of it."""
    if state_of(row, now).value not in PENDING:
        return Considered(row)
    laid = laid_ahead(session, row.team_id, now)
    found = obstacle(laid, row.moves, now)
    return Considered(row, obstacle=found[1]) if found else Considered(row, weigh(laid, row.moves))


def weigh(laid: Laid, moves: Sequence[Row]) -> Weighed | None:
    """What the moves do; None as long as some of them are not taken."""
    return None if open_moves(moves) else weighed(laid, laid.with_swap(swap_of(moves)))


def refuse_unfit(laid: Laid, moves: Sequence[Row], now: datetime) -> None:
    """Raises a problem for moves that cannot be carried out as things are."""
    found = obstacle(laid, moves, now)
    if found is not None:
        raise conflict(*found)


def breaks_rules(found: Considered) -> Problem:
    """The problem of a swap that breaks hard rules."""
    return conflict("breaks-rules", f"It breaks a rule: {found.broken[0].finding.because}.", breaks=told(found.broken))
