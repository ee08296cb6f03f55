"""The moves of a swap: what they say, and whether things are (still) as they say."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any

from api.changes.laid import Laid
from api.schedule.final import move
from scheduler.intervals import Interval, union, utc_text, without
from scheduler.oncall.values import Holding, Move, Swap

Row = dict[str, Any]  # a move as the table keeps it: person, shift, to, start, end, open


def swap_of(moves: Iterable[Row]) -> Swap:
    """The swap that they are. All of them name somebody."""
    return Swap(tuple(map(move, moves)))


def open_moves(moves: Iterable[Row]) -> list[Row]:
    """Those that name nobody yet."""
    return [row for row in moves if row["to"] is None]


def concerned(moves: Iterable[Row]) -> list[str]:
    """Whose consent they need, as far as they name people: who gives and who gets, each once."""
    return list(dict.fromkeys(name for row in moves for name in (row["person"], row["to"]) if name is not None))


def own(laid: Laid, row: Row) -> list[Interval]:
    """The time in which the person has the shift by plan and swaps, in order; none where it is not there."""
    return _spans(laid.swapped, row["person"], row["shift"])


def begins(laid: Laid, row: Row) -> datetime | None:
    """When the first of it begins; None where it is not there."""
    part, there = _part(row), own(laid, row)
    return part.start if part else there[0].start if there else None


def obstacle(laid: Laid, moves: Sequence[Row], now: datetime) -> tuple[str, str] | None:
    """Why they cannot be carried out at `now`: a word, and a sentence. None: nothing stands against it."""
    return next((found for row in moves for found in _obstacles(laid, row, moves, now)), None)


def _obstacles(laid: Laid, row: Row, moves: Sequence[Row], now: datetime) -> Iterator[tuple[str, str]]:
    person, shift, part, there = row["person"], row["shift"], _part(row), own(laid, row)
    if not there:
        yield "not-there", f"{person} does not have {shift}."
        return
    wanted = [part] if part else there
    if wanted[0].start <= now:
        yield "begun", f"{shift} began at {utc_text(wanted[0].start)}."
    if any(without(piece, there) for piece in wanted):
        yield "not-there", f"{person} does not have all of that part of {shift}."
    held = _spans(laid.final.holdings, person, shift)
    if any(without(piece, held) for piece in wanted):
        yield "overridden", f"An override changes who has {shift}: cancel it, or make another one."
    if any(piece.overlaps(other) for piece in wanted for other in _kept(laid, row["to"], shift, moves)):
        yield "has-it", f"{row['to']} has {shift} already."


def _kept(laid: Laid, person: str | None, shift: str, moves: Sequence[Row]) -> list[Interval]:
    """What `person` has of `shift` and does not give away by these moves."""
    kept = _spans(laid.swapped, person, shift)
    for row in moves:
        if (row["person"], row["shift"]) == (person, shift):
            part = _part(row)
            kept = [left for span in kept for left in without(span, [part or span])]
    return kept


def _spans(holdings: Iterable[Holding], person: str | None, shift: str) -> list[Interval]:
    return union(h.interval for h in holdings if (h.person, h.shift) == (person, shift))


def _part(row: Row) -> Interval | None:
    found: Move = move(row)
    return found.part
