"""The bytes of a feed, kept until something in it changes or a new day begins."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from sqlmodel import Session, col, select

from api.feeds.events import current_events
from api.schedule.calling import called, zones
from api.services import Services
from api.store.tables import FeedEventRow, TeamRow
from exports.feed import feed
from scheduler.intervals import Interval, day_interval, local_day, shift_by

_DAY = 24 * 60
PAST_DAYS, FUTURE_DAYS = 60, 370


@dataclass(frozen=True, slots=True)
class Rendered:
    """A feed as sent; `modified_at` is when anything in it last changed."""

    body: bytes
    modified_at: datetime | None


def rendered(services: Services, team: str, person: str | None) -> Rendered:
    """The feed of a person, or of the whole team."""
    posted = services.board.of(team)
    version = posted.version if posted else 0
    today = day_interval(local_day(services.clock(), "UTC"), "UTC").start
    return _rendered(services, team, person, version, today)


@lru_cache(maxsize=256)
def _rendered(services: Services, team: str, person: str | None, version: int, today: datetime) -> Rendered:
    window = Interval(shift_by(today, minutes=-PAST_DAYS * _DAY), shift_by(today, minutes=FUTURE_DAYS * _DAY))
    events = current_events(services, team, window)
    with services.store.reading() as session:
        names = called(session, team)
        body = feed(
            events,
            name=_name(session, team, person, names),
            window=window,
            names=names,
            zones=zones(session, team),
            person=person,
        )
        newest = select(FeedEventRow.modified_at).where(FeedEventRow.team_id == team)
        last = session.exec(newest.order_by(col(FeedEventRow.modified_at).desc()).limit(1)).first()
    return Rendered(body, last)


def _name(session: Session, team: str, person: str | None, names: dict[str, str]) -> str:
    row = session.get_one(TeamRow, team)
    whose = f": {names.get(person, person)}" if person else ""
    return f"{row.name or team}{whose}"
