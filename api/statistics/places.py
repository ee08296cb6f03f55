"""What statistics need to know of a team: whose clock and holidays count, and which shifts ask for what."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session, col, select

from api.documents.holidays import holidays_at
from api.documents.model import TeamDocument
from api.documents.oncall import OncallDocument
from api.documents.rows import SiteRow
from api.store.tables import RevisionRow, TeamRow
from api.teams.whole import oncall_in_force
from scheduler.intervals import Interval, local_day, next_day
from scheduler.pay import Place

UTC = Place("UTC")


@dataclass(frozen=True)
class Known:
    """The place of each person, that of who is in no document, and the skill that a dated shift asks for."""

    places: dict[str, Place]
    elsewhere: Place
    skills: dict[str, str]

    def of(self, people: Iterable[str]) -> dict[str, Place]:
        """The places of everybody known, and of `people`."""
        return dict.fromkeys(people, self.elsewhere) | self.places


def known_of(session: Session, team: TeamRow, window: Interval) -> Known:
    """By the documents of the revisions that speak of `window`, the newer in place of the older, and by today's."""
    revisions = _revisions(session, team.id, window)
    raw = [*(revision.document for revision in revisions), *([team.document] if team.document else [])]
    places, sites = _planned([TeamDocument.model_validate(document) for document in raw], window)
    version = oncall_in_force(session, team.id)
    rotating = OncallDocument.model_validate(version.document) if version else None
    elsewhere = Place(rotating.timezone) if rotating else next(iter(sites.values()), UTC)
    for person in rotating.people if rotating else ():
        places.setdefault(person.id, sites.get(person.site or "", elsewhere))
    records = ((id, record) for revision in revisions for id, record in revision.shifts.items())
    return Known(places, elsewhere, {id: record["skill"] for id, record in records if record["skill"]})


def _revisions(session: Session, team: str, window: Interval) -> Sequence[RevisionRow]:
    first, last = next_day(local_day(window.start, "UTC"), -1), next_day(local_day(window.end, "UTC"))
    query = select(RevisionRow).where(RevisionRow.team_id == team).order_by(col(RevisionRow.number))
    return session.exec(query.where(RevisionRow.first_day <= last, RevisionRow.last_day >= first)).all()


def _planned(documents: Iterable[TeamDocument], window: Interval) -> tuple[dict[str, Place], dict[str, Place]]:
    """The places of people, and of sites."""
    homes: dict[str, str] = {}
    zones: dict[str, str] = {}
    days: dict[str, set[date]] = defaultdict(set)
    for document in documents:
        homes |= {person.id: person.site for person in document.people}
        for site in document.sites:
            zones[site.id] = site.timezone
            days[site.id] |= _holidays(site, window)
    sites = {id: Place(zone, frozenset(days[id])) for id, zone in zones.items()}
    return {person: sites[site] for person, site in homes.items()}, sites


def _holidays(site: SiteRow, window: Interval) -> set[date]:
    """Those that the document lists; else those of its calendar; as its overrides have them."""
    first, last = (local_day(instant, site.timezone) for instant in (window.start, window.end))
    return {holiday.day for holiday in holidays_at(site, first, last)}
