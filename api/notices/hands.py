"""What changes hands by a swap, with its times: from the moves as the database keeps them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from sqlmodel import Session, col, select

from api.notices.swaps import HandedOver
from api.schedule.content import holding
from api.store.tables import RevisionRow
from scheduler.intervals import Interval, parse_instant, union
from scheduler.oncall.values import Holding

Move = Mapping[str, Any]


def hands_of(session: Session, team: str, moves: Iterable[Move], ahead: Sequence[Holding]) -> tuple[HandedOver, ...]:
    """Each move with the times of its shift: by the schedule `ahead`, else as it was last published.

    A shift of which nothing is known any more is left out.
    """
    found = ((_scheduled(move, ahead) or _published(session, team, move), move) for move in moves)
    return tuple(HandedOver(_part(whole, move), move["to"]) for whole, move in found if whole is not None)


def _scheduled(move: Move, ahead: Sequence[Holding]) -> Holding | None:
    same = [h for h in ahead if h.shift == move["shift"]]
    if not same:
        return None
    spans = union(h.interval for h in same)
    return replace(same[0], person=move["person"], interval=Interval(spans[0].start, spans[-1].end))


def _published(session: Session, team: str, move: Move) -> Holding | None:
    query = select(RevisionRow).where(RevisionRow.team_id == team).order_by(col(RevisionRow.number).desc())
    id = move["shift"]
    revision = next((row for row in session.exec(query).all() if id in row.shifts), None)
    return holding(move["person"], id, revision.shifts[id], revision.number) if revision else None


def _part(whole: Holding, move: Move) -> Holding:
    if not move.get("start"):
        return whole
    return replace(whole, interval=Interval(parse_instant(move["start"]), parse_instant(move["end"])))
