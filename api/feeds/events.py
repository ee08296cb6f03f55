"""The events of a team's feeds, kept from one schedule to the next so that calendars see what changed."""

from __future__ import annotations

from typing import Any

from sqlmodel import Session, col, select

from api.services import Services
from api.store.tables import FeedEventRow, FeedState, TeamRow
from exports.feed_events import FeedEvent, changed
from scheduler.intervals import Interval, parse_instant, utc_text


def current_events(services: Services, team: str, window: Interval) -> list[FeedEvent]:
    """The events as of the schedule in memory; what is new since they were last asked for is written down."""
    posted = services.board.of(team)
    with services.store.reading() as session:
        state = session.get(FeedState, team)
        if posted is None or (state is not None and state.version >= posted.version):
            return _events(_rows(session, team))
    with services.store.writing() as session:
        session.get(TeamRow, team, with_for_update=True)
        return _renewed(session, services, team, posted.version, window)


def _renewed(session: Session, services: Services, team: str, version: int, window: Interval) -> list[FeedEvent]:
    posted = services.board.of(team)
    rows = _rows(session, team)
    if posted is None:
        return _events(rows)
    shown = [event for event in _events(rows) if event.interval.overlaps(window)]
    events = changed(team, shown, posted.schedule.between(window), services.clock())
    known = {row.uid: row for row in rows}
    for event in events:
        row = known.pop(event.uid, None) or FeedEventRow(team_id=team, uid=event.uid, content={})
        row.sequence, row.modified_at = event.sequence, event.last_modified
        row.cancelled, row.content = event.cancelled, _content(event)
        session.add(row)
    for row in known.values():
        session.delete(row)
    state = session.get(FeedState, team) or FeedState(team_id=team, version=version)
    state.version = max(state.version, version)
    session.add(state)
    return events


def _rows(session: Session, team: str) -> list[FeedEventRow]:
    return list(session.exec(select(FeedEventRow).where(col(FeedEventRow.team_id) == team)).all())


def _events(rows: list[FeedEventRow]) -> list[FeedEvent]:
    return [_event(row) for row in rows]


def _event(row: FeedEventRow) -> FeedEvent:
    told = row.content
    return FeedEvent(
        uid=row.uid,
        duty=told["duty"],
        level=told["level"],
        person=told["person"],
        interval=Interval(parse_instant(told["start"]), parse_instant(told["end"])),
        site=told["site"],
        shift=told["shift"],
        others=tuple(told["others"]),
        last_modified=row.modified_at,
        sequence=row.sequence,
        cancelled=row.cancelled,
    )


def _content(event: FeedEvent) -> dict[str, Any]:
    return {
        "duty": event.duty,
        "level": event.level,
        "person": event.person,
        "start": utc_text(event.interval.start),
        "end": utc_text(event.interval.end),
        "site": event.site,
        "shift": event.shift,
        "others": list(event.others),
    }
