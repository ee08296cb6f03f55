"""The final schedule as material: what was published, with all swaps and overrides, and the turns of rotations."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime
from functools import partial

from sqlmodel import Session

from api.documents.domain import team_of
from api.documents.model import TeamDocument
from api.documents.oncall import OncallDocument
from api.exporting.gathering import seen_by
from api.exporting.last_change import last_change
from api.exporting.rendering import Material
from api.exporting.rosters import as_of
from api.revisions.published import Published
from api.schedule.board import Board
from api.schedule.records import revisions_near, versions_of
from api.schedule.tampering import refuse_changed
from api.security.guard import Access
from api.store.tables import TeamRow
from api.web.problems import not_found
from exports.chart import Heading
from exports.charting import Shown
from exports.feed import Surroundings, View, feed
from exports.feed_events import changed
from exports.feed_pieces import LONGEST_DAYS, pieces
from scheduler.domain.people import Leave, Person
from scheduler.domain.shift import ShiftTemplate
from scheduler.domain.team import Period, Site, Team
from scheduler.intervals import MINUTES_A_DAY, Interval, days_interval, local_day, shift_by
from scheduler.oncall.values import Holding

_NOWHERE = "no site"  # where people of rotations stand who have none


def of_schedule(session: Session, board: Board, team: TeamRow, window: Interval, access: Access) -> Material:
    """The days, in UTC, that `window` has a part of. Raises RevisionChanged for a revision that was changed.

    Raises a problem with status 404 for a team that was deleted at this moment.
    """
    first, last = local_day(window.start, "UTC"), local_day(shift_by(window.end, seconds=-1), "UTC")
    known = _team(session, team, window, (first, last))
    wide = _around(known.sites, first, last)
    reach = _reach(wide)
    posted = board.around(team.id, reach)
    if posted is None:
        raise not_found(team.id)
    revisions = revisions_near(session, team.id, wide)
    refuse_changed(revisions)
    published = Published.by(revisions)
    shifts = {id: published.shift(id) for id in published.records}
    held = [_ending(holding, reach) for holding in posted.schedule.between(wide)]
    shown = Shown(_settled(known, held), held, shifts, first, last)
    latest = f", revision {revisions[-1].number}" if revisions else ""
    changed_at = last_change(session, team)
    source = f"As it is since {as_of(changed_at)}{latest}, with all swaps and overrides"
    heading = Heading(team.name or team.id, source, changed_at)
    return Material(seen_by(access, shown), heading, partial(_calendar, shown, wide, changed_at))


def _calendar(shown: Shown, window: Interval, changed_at: datetime, person: str | None) -> bytes:
    """The calendar of the schedule since it was changed last, its events called as those of the feeds."""
    team = shown.team.id
    zones = {site.id: site.zone for site in shown.team.sites}
    names = {p.id: p.name or p.id for p in shown.team.people}
    only = next(iter(zones.values())) if len(set(zones.values())) == 1 else "UTC"

    def called(id: str) -> str:
        return names.get(id, id)

    def zone(site: str | None) -> str:
        return zones.get(site or "", only)

    told = changed([], pieces(team, shown.holdings, called=called, zone=zone), changed_at)
    name = team if person is None else f"{called(person)} ({team})"
    return feed(told, View(team, person), Surroundings(name, only), shown.first, window)


def _around(sites: Sequence[Site], first: date, last: date) -> Interval:
    """The days as every site has them."""
    theirs = [days_interval(first, last, site.zone) for site in sites]
    return Interval(min(i.start for i in theirs), max(i.end for i in theirs))


def _reach(window: Interval) -> Interval:
    """How far turns are told that reach out of the days; all those of feeds have ended by then."""
    days = LONGEST_DAYS * MINUTES_A_DAY
    return Interval(shift_by(window.start, minutes=-days), shift_by(window.end, minutes=days))


def _ending(holding: Holding, reach: Interval) -> Holding:
    """A turn may have no end: what is known of it moves with the day on which it is asked for."""
    part = holding.interval.clipped(reach) if holding.shift is None else None
    return holding if part is None else replace(holding, interval=part)


def _team(session: Session, team: TeamRow, window: Interval, days: tuple[date, date]) -> Team:
    """Who and what the documents speak of: of revisions near the window, of rotations, and of today, the last first."""
    raw = [revision.document for revision in revisions_near(session, team.id, window)]
    documents = [TeamDocument.model_validate(d) for d in (*raw, *([team.document] if team.document else []))]
    teams = [team_of(document) for document in documents]
    versions = versions_of(session, team.id)
    rotating = OncallDocument.model_validate(versions[-1].document) if versions else None
    sites = {site.id: site for one in teams for site in one.sites}
    people = {p.id: p for one in (*teams[-1:], *teams) for p in one.people}
    for person in rotating.people if rotating else ():
        site = person.site if person.site in sites else _NOWHERE
        people.setdefault(person.id, Person(person.id, site or _NOWHERE, name=person.name))
    if not sites or any(p.site == _NOWHERE for p in people.values()):
        sites[_NOWHERE] = Site(_NOWHERE, rotating.timezone if rotating else "UTC")
    templates: dict[str, ShiftTemplate] = {t.id: t for one in (*teams[-1:], *teams) for t in one.templates}
    return Team(
        team.id,
        Period(*days, window.start, window.end),
        tuple(_with_holidays(site, teams) for site in sites.values()),
        tuple(people.values()),
        tuple(templates.values()),
        leave=tuple(_leave(teams)),
    )


def _with_holidays(site: Site, teams: Iterable[Team]) -> Site:
    """With the holidays of all periods."""
    found = {h.day: h for team in teams for one in team.sites if one.id == site.id for h in one.holidays}
    return Site(site.id, site.zone, site.holiday_calendar, site.pack, tuple(found[day] for day in sorted(found)))


def _leave(teams: Sequence[Team]) -> Iterator[Leave]:
    """What the last document says, and what older ones say of the days before its period; each once."""
    for last in teams[-1:]:
        begins = last.period.first_day
        older = (leave for team in teams[:-1] for leave in team.leave if leave.last_day < begins)
        yield from dict.fromkeys((*last.leave, *older))


def _settled(team: Team, held: Iterable[Holding]) -> Team:
    """With everybody who holds something, also who has left since."""
    known = {p.id for p in team.people}
    homes = {h.person: h.site for h in held if h.person not in known}
    sites = {site.id for site in team.sites}
    gone = [Person(id, site if site in sites else team.sites[0].id) for id, site in sorted(homes.items()) if site]
    return replace(team, people=(*team.people, *gone))
