"""What the feeds of a team last said, in the database, so that calendars see what changed: one row a person a place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from api.feeds.gathering import day_of
from api.store.engine import Store
from api.store.tables import FeedEventRow, FeedState, TeamRow
from exports.feed_events import FeedEvent, Piece, Said, changed
from scheduler.intervals import Interval, from_microseconds, microseconds, shift_by, whole_second

_TABLE = FeedEventRow.metadata.tables[str(FeedEventRow.__tablename__)]  # mapping tens of thousands of rows takes long
_COLUMNS = [_TABLE.c[name] for name in ("uid", "person", "sequence", "modified_at", "cancelled", "content", "id")]
_EARLY = from_microseconds(0)
Row = Sequence[Any]


def told(session: Session, team: str, person: str | None) -> list[FeedEvent]:
    """What was told to `person`, or to everybody."""
    return [_event(row) for row in _rows(session, team, person)]


def current(state: FeedState | None, mark: str, version: int) -> bool:
    """Whether the rows are of what `mark` stands for; or already of a newer schedule than `version`, or of a later day:
    the clocks of two machines do not turn midnight at once."""
    if state is None or state.version < version:
        return False
    return state.mark == mark or state.version > version or day_of(state.mark) > day_of(mark)


def renew(
    store: Store,
    team: str,
    mark: str,
    called: str,
    version: int,
    window: Interval,
    now: datetime,
    pieces: Iterable[Piece],
) -> list[FeedEvent] | None:
    """Write down what is new in `pieces`, and forget what ended before `window`; while others of the team wait.

    `called` is a digest of how feeds call things. All events as they are then; None where somebody else was faster.
    """
    with store.writing() as session:
        if session.get(TeamRow, team, with_for_update=True) is None:
            return []
        state = session.get(FeedState, team)
        if current(state, mark, version):
            return None
        events, moved = _carry(session, team, pieces, window, now)
        state = state or FeedState(team_id=team, version=version, mark=mark, called="", changed_at=_EARLY)
        if moved or state.called != called:
            state.changed_at = max(whole_second(now), shift_by(state.changed_at, seconds=1))
        state.version, state.mark, state.called = version, mark, called
        session.add(state)
        return events


def _carry(
    session: Session, team: str, pieces: Iterable[Piece], window: Interval, now: datetime
) -> tuple[list[FeedEvent], bool]:
    """All events, and whether any changed."""
    before: dict[tuple[str, str], tuple[int, FeedEvent]] = {}
    old: list[int] = []
    for row in _rows(session, team, None):
        event = _event(row)
        if event.said.interval.end <= window.start:
            old.append(row[-1])
        else:
            before[event.uid, event.person] = row[-1], event
    made, updated = [], []
    events = changed((event for _, event in before.values()), pieces, now)
    for event in events:
        known = before.get((event.uid, event.person))
        if known is None:
            made.append({"team_id": team, "uid": event.uid, "person": event.person, **_values(event)})
        elif known[1] is not event:
            updated.append({"row": known[0], **_values(event)})
    if made:
        session.execute(sa.insert(_TABLE), made)
    if updated:
        session.execute(sa.update(_TABLE).where(_TABLE.c.id == sa.bindparam("row")), updated)
    for some in _batches(old):
        session.execute(sa.delete(_TABLE).where(_TABLE.c.id.in_(some)))
    return events, bool(made or updated)


def _rows(session: Session, team: str, person: str | None) -> Sequence[Row]:
    query = sa.select(*_COLUMNS).where(_TABLE.c.team_id == team)
    return session.execute(query.where(_TABLE.c.person == person) if person is not None else query).all()


def _batches(ids: list[int]) -> Iterator[list[int]]:
    return (ids[n : n + 500] for n in range(0, len(ids), 500))


def _values(event: FeedEvent) -> dict[str, Any]:
    return {
        "sequence": event.sequence,
        "modified_at": event.last_modified,
        "cancelled": event.cancelled,
        "content": _content(event.said),
    }


def _content(said: Said) -> dict[str, Any]:
    """What was said, as plain values; what is empty is left out."""
    found: dict[str, Any] = {
        "duty": said.duty,
        "level": said.level,
        "start": microseconds(said.interval.start),
        "end": microseconds(said.interval.end),
        "name": said.name,
        "site": said.site,
        "shift": said.shift,
        "others": said.others,
        "more": said.more,
        "before": said.before,
        "after": said.after,
        "note": said.note,
        "days": [day.isoformat() for day in said.days] if said.days else None,
        "tentative": said.tentative,
        "zone": said.zone,
    }
    return {name: value for name, value in found.items() if value}


def _event(row: Row) -> FeedEvent:
    uid, person, sequence, modified_at, cancelled, content, _ = row
    return FeedEvent(uid, person, _said(content), modified_at, sequence, cancelled)


def _said(content: dict[str, Any]) -> Said:
    days = content.get("days")
    return Said(
        content["duty"],
        content["level"],
        Interval(from_microseconds(content["start"]), from_microseconds(content["end"])),
        content["name"],
        content.get("site"),
        content.get("shift"),
        tuple(content.get("others", ())),
        content.get("more", 0),
        tuple(content.get("before", ())),
        tuple(content.get("after", ())),
        content.get("note", ""),
        (date.fromisoformat(days[0]), date.fromisoformat(days[1])) if days else None,
        content.get("tentative", False),
        content.get("zone", "UTC"),
    )
