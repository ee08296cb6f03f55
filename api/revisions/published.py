"""What all published revisions together say: who has which shift, until swaps and overrides are laid over it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlmodel import Session, col, select

from api.schedule.content import live
from api.store.tables import RevisionRow
from scheduler.domain.roster import Roster
from scheduler.domain.shift import Duty, Shift
from scheduler.intervals import parse_instant

Record = dict[str, Any]  # a shift as a revision keeps it


@dataclass(frozen=True)
class Published:
    """The live assignments, and by id the shifts that somebody has; `periods` are the days that revisions speak of."""

    roster: Roster
    records: Mapping[str, Record]
    periods: tuple[tuple[date, date], ...]

    @classmethod
    def by(cls, revisions: Iterable[RevisionRow]) -> Published:
        """What `revisions` say, the newer in place of the older."""
        known = list(revisions)
        assigned = [(person, id, revision.shifts[id]) for revision, rows in live(known) for person, id in rows]
        return cls(
            Roster.of((person, id) for person, id, _ in assigned),
            {id: record for _, id, record in assigned},
            tuple((revision.first_day, revision.last_day) for revision in known),
        )

    def shift(self, id: str) -> Shift:
        """The dated shift as it was published. Raises KeyError for one that nobody has."""
        record = self.records[id]
        return Shift(
            id=id,
            template=record["template"],
            site=record["site"],
            day=date.fromisoformat(record["day"]),
            start=parse_instant(record["start"]),
            end=parse_instant(record["end"]),
            paid_minutes=record["paid_minutes"],
            duty=Duty(record["duty"]),
            skill=record["skill"],
            night=record["night"],
        )

    def speaks_of(self, day: date) -> bool:
        """Whether the shifts of that day are published, be it that nobody has any."""
        return any(first <= day <= last for first, last in self.periods)


def revisions_of(session: Session, team: str) -> list[RevisionRow]:
    """All of the team, the oldest first."""
    query = select(RevisionRow).where(RevisionRow.team_id == team).order_by(col(RevisionRow.number))
    return list(session.exec(query).all())
