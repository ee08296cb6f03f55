"""What a team's feeds have to tell: its final schedule, handover notes, leave and wishes."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial
from hashlib import sha256
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from api.documents.fields import WEEKDAYS
from api.schedule.posted import Posted
from api.store.tables import HandoverNote, LeaveRequest, OncallVersion, TeamRow, WishRequest
from exports.feed_events import LEAVE, WISH, Piece, Said
from exports.feed_pieces import Note, pieces
from exports.vcalendar import stem
from scheduler.intervals import Interval, days_interval, each_day, microseconds, next_day

PAST_DAYS, FUTURE_DAYS = 60, 365  # the widest that a feed may show; the board knows a good month more on both sides
_FORM = 2  # of what is kept of an event: a higher number makes every team's events be told anew
_ASKED = "asked"
_OFF = "off"
Weeks = Callable[[str | None], list[date]]


@dataclass(frozen=True)
class Called:
    """How a team, its people and its sites are called, and by which clocks they go."""

    team: str
    names: Mapping[str, str | None]
    sites: Mapping[str, str]
    people: Mapping[str, str]
    zone: str

    def person(self, id: str) -> str:
        return self.names.get(id) or id

    def of_site(self, site: str | None) -> str:
        """The clock of a site; that of the team for none."""
        return self.sites.get(site or "", self.zone)

    def of_person(self, person: str) -> str:
        """The clock of the site where a person is."""
        return self.of_site(self.people.get(person))

    def digest(self) -> str:
        """The same as long as all of that is: what feeds are called, and how their times are told."""
        known = (self.team, *(sorted(map(str, of.items())) for of in (self.names, self.sites, self.people)), self.zone)
        return sha256(repr(known).encode()).hexdigest()


def called(row: TeamRow, oncall: OncallVersion | None, posted: Posted | None) -> Called:
    """How everything of the team is called; people as the board has them."""
    planned, rotating = row.document or {}, oncall.document if oncall else {}
    sites = {site["id"]: site["timezone"] for site in planned.get("sites", ())}
    everybody = [*rotating.get("people", ()), *planned.get("people", ())]
    zones = set(sites.values()) or {rotating.get("timezone", "UTC")}
    return Called(
        row.name or row.id,
        posted.names if posted else {},
        sites,
        {person["id"]: person["site"] for person in everybody if person.get("site")},
        zones.pop() if len(zones) == 1 else "UTC",
    )


def mark(session: Session, team: str, posted: Posted | None, today: date) -> str:
    """A text that is another one as soon as anything that feeds of the team show may have changed."""
    counts = [
        sa.select(sa.func.count().concat("/").concat(sa.func.coalesce(sa.func.sum(table.version), 0)))
        .where(table.team_id == team)
        .scalar_subquery()
        for table in _BESIDES
    ]
    version = sa.select(col(TeamRow.version)).where(col(TeamRow.id) == team).scalar_subquery()
    told = session.execute(sa.select(version, *counts)).one()
    stamp = f"{posted.stamp[0]}@{microseconds(posted.stamp[1])}" if posted else ""
    return " ".join([str(_FORM), today.isoformat(), stamp, *map(str, told)])


def day_of(mark: str) -> str:
    """The day of which a mark is, as ISO 8601 has it."""
    return mark.split(" ")[1]


def gathered(session: Session, row: TeamRow, posted: Posted, about: Called, window: Interval) -> list[Piece]:
    """Everything that anybody is to be told of that shares an instant with `window`."""
    holdings = posted.schedule.between(posted.window)
    notes = list(_notes(session, row.id))
    found = pieces(row.id, holdings, called=about.person, zone=about.of_site, notes=notes)
    weeks = partial(_weekdays, row.document or {}, window)
    asked = {piece.stem: piece for piece in (*_wanted(session, row, about, weeks), *_granted(row, about, weeks))}
    return [piece for piece in (*found, *asked.values()) if piece.said.interval.overlaps(window)]


def _notes(session: Session, team: str) -> Iterator[Note]:
    for row in session.exec(select(HandoverNote).where(HandoverNote.team_id == team)).all():
        open_items = [f"- {item['text']}" for item in row.open_items if not item.get("done")]
        text = "\n".join([row.text, *open_items] if row.text else open_items)
        if text:
            yield Note((row.duty, row.level), row.site, row.at, row.author_person, text)


def _wanted(session: Session, row: TeamRow, about: Called, weeks: Weeks) -> Iterator[Piece]:
    """What people ask for and nobody has decided. What was granted stands in the team document."""
    leave = select(LeaveRequest).where(LeaveRequest.team_id == row.id, LeaveRequest.state == _ASKED)
    for asked in session.exec(leave).all():
        yield _away(row.id, about, asked.person, asked.first_day, asked.last_day, tentative=True)
    wishes = select(WishRequest).where(WishRequest.team_id == row.id, WishRequest.state == _ASKED)
    for wish in session.exec(wishes).all():
        for day in weeks(wish.every) if wish.day is None else [wish.day]:
            yield _wish(row.id, about, wish.person, day, wish.wish)


def _granted(row: TeamRow, about: Called, weeks: Weeks) -> Iterator[Piece]:
    document: Mapping[str, Any] = row.document or {}
    for leave in document.get("leave", ()):
        first, last = (date.fromisoformat(leave[name]) for name in ("first_day", "last_day"))
        yield _away(row.id, about, leave["person"], first, last, tentative=False)
    for wish in document.get("wishes", ()):
        for day in [date.fromisoformat(wish["day"])] if wish.get("day") else weeks(wish.get("every")):
            yield _wish(row.id, about, wish["person"], day, wish["wish"])


def _weekdays(document: Mapping[str, Any], window: Interval, every: str | None) -> list[date]:
    """The days of the team document's period that are such weekdays, near `window`."""
    period = document.get("period")
    if period is None:
        return []
    first = max(date.fromisoformat(period["first_day"]), next_day(window.start.date(), -1))
    last = min(date.fromisoformat(period["last_day"]), next_day(window.end.date()))
    return [day for day in each_day(first, last) if WEEKDAYS[day.weekday()] == every]


def _away(team: str, about: Called, person: str, first: date, last: date, *, tentative: bool) -> Piece:
    """Leave, without its kind and its reason: others may look into somebody's calendar."""
    name = stem(team, LEAVE, person, first.isoformat(), last.isoformat())
    return Piece(name, person, _days(LEAVE, about, person, (first, last), None, tentative=tentative))


def _wish(team: str, about: Called, person: str, day: date, wish: str) -> Piece:
    """A wish stays one, whoever approves of it: a plan may not grant it."""
    name = stem(team, WISH, person, day.isoformat(), wish)
    shift = None if wish == _OFF else wish
    return Piece(name, person, _days(WISH, about, person, (day, day), shift, tentative=True))


def _days(
    duty: str, about: Called, person: str, days: tuple[date, date], shift: str | None, *, tentative: bool
) -> Said:
    interval = days_interval(*days, about.of_person(person))
    return Said(duty, 1, interval, about.person(person), shift=shift, days=days, tentative=tentative)


_BESIDES: tuple[Any, ...] = (HandoverNote, LeaveRequest, WishRequest)
