"""What the moves of a new swap must fulfil."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from api.changes.names import Names
from api.changes.swaps.moves import Row
from api.changes.swaps.schemas import NewMove
from api.documents.advice import shown
from api.errors import BadInput, Issue
from scheduler.intervals import Interval, utc_text
from scheduler.oncall.values import Holding


def rows_of(names: Names, wanted: list[NewMove]) -> list[Row]:
    """The moves as the table keeps them: parts cut to their shifts. Raises BadInput with everything that is wrong."""
    issues = [issue for n, move in enumerate(wanted) for issue in _faults(names, move, f"moves[{n}]")]
    issues += _repeated(wanted)
    if issues:
        raise BadInput(issues)
    return [_row(names, move) for move in wanted]


def _faults(names: Names, move: NewMove, path: str) -> Iterator[Issue]:
    yield from names.holder(move.person, f"{path}.person")
    yield from names.person(move.to, f"{path}.to")
    yield from names.shift(move.shift, f"{path}.shift")
    if move.to == move.person:
        yield Issue(f"{path}.to", shown(move.to), "has it already", "somebody else, or nobody yet")
    if move.start is not None and move.end is not None and move.end <= move.start:
        yield Issue(f"{path}.end", utc_text(move.end), "is not after start", f"an instant after {utc_text(move.start)}")
    elif (shift := names.found(move.shift)) and _part(shift, move) is None:
        yield Issue(f"{path}.start", "", f"to end has nothing of {move.shift}", "a part of the shift")


def _repeated(moves: list[NewMove]) -> Iterator[Issue]:
    """Of one assignment each instant goes over once."""
    for (n, one), (m, other) in combinations(enumerate(moves), 2):
        if (one.person, one.shift) == (other.person, other.shift) and _overlap(one, other):
            yield Issue(f"moves[{m}]", other.shift, f"goes over in moves[{n}] too", "each part once")


def _overlap(one: NewMove, other: NewMove) -> bool:
    starts = [move.start for move in (one, other) if move.start is not None]
    ends = [move.end for move in (one, other) if move.end is not None]
    return not starts or not ends or max(starts) < min(ends)


def _row(names: Names, move: NewMove) -> Row:
    row: Row = {"person": move.person, "shift": move.shift, "to": move.to}
    shift = names.found(move.shift)
    part = _part(shift, move) if shift else None
    if shift and part and part != shift.interval:
        row |= {"start": utc_text(part.start), "end": utc_text(part.end)}
    return row | ({"open": True} if move.to is None else {})


def _part(shift: Holding, move: NewMove) -> Interval | None:
    """What goes over, cut to the shift; None when nothing does."""
    start, end = max(move.start or shift.start, shift.start), min(move.end or shift.end, shift.end)
    return Interval(start, end) if start < end else None
