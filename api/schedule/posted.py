"""What is kept in memory of a team: its final schedule, and what answers say besides."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlmodel import Session

from api.schedule.final import final_of, touching
from api.schedule.records import Records, records_for
from api.store.tables import OncallVersion, TeamRow
from scheduler.domain.shift import Duty
from scheduler.intervals import Interval
from scheduler.oncall.packed import Packed
from scheduler.oncall.values import Track

Stamp = tuple[int, datetime]  # a team's schedule version, and when it was made: one may be deleted and made anew


@dataclass(frozen=True)
class Posted:
    """A team's final schedule as of `stamp`, worked out at `resolved_at`; good for the instants of `window`.

    `revision` is the number of the newest one. `names` has all people by id, None for who has no name; `fallbacks` whom
    to ask where nobody is on call; `titles` what the on-call document calls a duty and level, at a site or (None) at
    whatever site, where it has just one name for it. `stale_since`: from when on newer things are known to be there
    that could not be resolved. `rendered` is for whoever answers, to keep what was made of this; a newer schedule
    begins with nothing.
    """

    team: str
    schedule: Packed
    stamp: Stamp
    revision: int | None
    names: Mapping[str, str | None]
    fallbacks: Mapping[Track, str]
    resolved_at: datetime
    window: Interval
    stale_since: datetime | None = None
    titles: Mapping[tuple[Track, str | None], str] = field(default_factory=dict)
    rendered: dict[Any, Any] = field(default_factory=dict, compare=False, repr=False)

    @property
    def version(self) -> int:
        """The team's schedule version."""
        return self.stamp[0]


def stamp_of(row: TeamRow) -> Stamp:
    return row.schedule_version, row.created_at


def posted(session: Session, row: TeamRow, window: Interval, now: datetime) -> Posted:
    """The team as the database has it. Raises RevisionChanged for a revision that is not what was published."""
    records = records_for(session, row.id, window)
    final = touching(final_of(records), window)
    return Posted(
        row.id,
        final.packed,
        stamp_of(row),
        max((revision.number for revision in records.revisions), default=None),
        dict(_names(row, records)),
        _fallbacks(records.versions[-1], final.tracks) if records.versions else {},
        now,
        window,
        titles=_titles(records.versions[-1]) if records.versions else {},
    )


def _names(row: TeamRow, records: Records) -> Iterable[tuple[str, str | None]]:
    """People with their names, the one that counts last: what the team says of itself today."""
    documents = [*(r.document for r in records.revisions), *(v.document for v in records.versions), row.document or {}]
    return ((person["id"], person.get("name")) for document in documents for person in document.get("people", ()))


def _titles(version: OncallVersion) -> dict[tuple[Track, str | None], str]:
    names: dict[tuple[Track, str | None], set[str | None]] = defaultdict(set)
    for row in version.document.get("schedules", ()):
        track, site = (row.get("duty", Duty.STANDBY), row.get("level", 1)), row.get("site")
        for place in {site, None}:
            names[track, place].add(row.get("name"))
    return {place: name for place, (name, *others) in names.items() if name and not others}


def _fallbacks(version: OncallVersion, tracks: Iterable[Track]) -> dict[Track, str]:
    from api.documents.oncall import OncallDocument, fallback_in

    document = OncallDocument.model_validate(version.document)
    return {track: person for track in tracks if (person := fallback_in(document, track)) is not None}
