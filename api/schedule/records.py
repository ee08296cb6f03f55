"""What the database has on who is on call in a team: all of it, or what a stretch of time needs."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy.orm import load_only
from sqlmodel import Session, col, or_, select

from api.schedule.linked import Place, linked
from api.store.tables import OncallVersion, OverrideRow, RevisionRow, SwapRow
from scheduler.intervals import Interval, next_day, parse_instant

LONGEST_SHIFT_DAYS = 37  # a shift spans up to 35 days, and its day begins up to 14 hours before or after that of UTC

_CONTENT: tuple[Any, ...] = (
    RevisionRow.team_id,
    RevisionRow.number,
    RevisionRow.first_day,
    RevisionRow.last_day,
    RevisionRow.published_at,
    RevisionRow.document,
    RevisionRow.assignments,
    RevisionRow.shifts,
    RevisionRow.digest,
)


@dataclass(frozen=True)
class Records:
    """Revisions and on-call documents by number, overrides as they were made, swaps as they came into force.

    Rotations are to be worked out for `window`.
    """

    window: Interval
    revisions: Sequence[RevisionRow]
    versions: Sequence[OncallVersion]
    overrides: Sequence[OverrideRow]
    swaps: Sequence[SwapRow]


def all_records(session: Session, team: str, window: Interval) -> Records:
    """Everything that the team has; of rotations, which have no end, what `window` needs."""
    return Records(
        window,
        _revisions(session, team, []),
        versions_of(session, team),
        session.exec(select(OverrideRow).where(OverrideRow.team_id == team).order_by(col(OverrideRow.id))).all(),
        swaps_in_force(session, team),
    )


def records_for(session: Session, team: str, window: Interval) -> Records:
    """What it takes to say who is on call at the instants of `window`; of older and later things nothing.

    A swap counts only where all of its shifts are there: those of the swaps that reach into the window come along.
    """
    versions, swaps = versions_of(session, team), swaps_in_force(session, team)
    fixed = _fixed_shifts(versions) if swaps else {}
    needed, places = linked(swaps, lambda shift: fixed.get(shift) or _dated(shift), window)
    stretches = [window, *(place for shift, place in places.items() if shift in fixed)]
    overlap = (col(OverrideRow.start) <= window.end, col(OverrideRow.end) >= window.start)
    mine = select(OverrideRow).where(OverrideRow.team_id == team, *overlap)
    return Records(
        Interval(min(s.start for s in stretches), max(s.end for s in stretches)),
        _revisions(session, team, [window, *places.values()]),
        versions,
        session.exec(mine.order_by(col(OverrideRow.id))).all(),
        needed,
    )


def versions_of(session: Session, team: str) -> Sequence[OncallVersion]:
    """Every version of the on-call document, the oldest first."""
    query = select(OncallVersion).where(OncallVersion.team_id == team).order_by(col(OncallVersion.number))
    return session.exec(query).all()


def swaps_in_force(session: Session, team: str) -> Sequence[SwapRow]:
    """Swaps that count, in the order in which they came into force."""
    query = select(SwapRow).where(SwapRow.team_id == team, SwapRow.state == "applied")
    return session.exec(query.order_by(col(SwapRow.applied_at), col(SwapRow.id))).all()


def revisions_near(session: Session, team: str, window: Interval) -> Sequence[RevisionRow]:
    """Those that may speak of `window`, by number."""
    return _revisions(session, team, [window])


def _revisions(session: Session, team: str, stretches: Collection[Interval]) -> Sequence[RevisionRow]:
    """Those that may have a shift in one of `stretches`; without any, all. What nobody needs is not read."""
    query = select(RevisionRow).where(RevisionRow.team_id == team).options(load_only(*_CONTENT))
    near = [_near(first, last) for first, last in {_days(stretch) for stretch in stretches}]
    return session.exec((query.where(or_(*near)) if near else query).order_by(col(RevisionRow.number))).all()


def _near(first: date, last: date) -> Any:
    return (col(RevisionRow.last_day) >= first) & (col(RevisionRow.first_day) <= last)


def _days(stretch: Interval) -> tuple[date, date]:
    """The days on which shifts start that may lie in `stretch`."""
    return next_day(stretch.start.date(), -LONGEST_SHIFT_DAYS), next_day(stretch.end.date())


def _dated(shift: str) -> Place:
    """Where the shift may lie, by the day in its id; None for one that has none."""
    try:
        day = date.fromisoformat(shift.rpartition("@")[2])
    except ValueError:
        return None
    return Interval(*(parse_instant(f"{next_day(day, n)}T00:00Z") for n in (-1, LONGEST_SHIFT_DAYS)))


def _fixed_shifts(versions: Iterable[OncallVersion]) -> dict[str, Interval]:
    """Where the fixed shifts of on-call documents lie, by their names."""
    return {
        shift["id"]: Interval(parse_instant(shift["start"]), parse_instant(shift["end"]))
        for version in versions
        for schedule in version.document.get("schedules", ())
        for layer in schedule.get("layers", ())
        for shift in layer.get("shifts", ())
        if shift.get("id")
    }
