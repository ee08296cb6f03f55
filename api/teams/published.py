"""What is published and still to come, and what a team document looks like to it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlmodel import Session, select

from api.documents.model import TeamDocument
from api.documents.rows import PreviousRow, WishRow
from api.schedule.content import roster_of
from api.schedule.final import final_schedule
from api.store.tables import RevisionRow
from scheduler.domain.roster import Roster
from scheduler.intervals import Interval, parse_instant


@dataclass(frozen=True)
class Published:
    """A revision with the assignments that hold today, its own as changed by swaps and overrides."""

    revision: RevisionRow
    roster: Roster

    def interval(self, shift: str) -> Interval:
        row = self.revision.shifts[shift]
        return Interval(parse_instant(row["start"]), parse_instant(row["end"]))

    def template(self, shift: str) -> str:
        return str(self.revision.shifts[shift]["template"])


def ahead(session: Session, team: str, now: datetime) -> Iterator[Published]:
    """The revisions of which something is still to come.

    Who works a shift is read from the final schedule, so that leave does not break what somebody else took over.
    """
    revisions = session.exec(select(RevisionRow).where(RevisionRow.team_id == team)).all()
    holdings = final_schedule(session, team, Interval(now, now)).holdings if revisions else ()
    for revision in sorted(revisions, key=lambda r: r.number):
        mine = [h for h in holdings if h.revision == revision.number and h.shift in revision.shifts]
        if any(h.end > now for h in mine):
            yield Published(revision, roster_of((h.person, h.shift or "") for h in mine))


def fitted(document: TeamDocument, revision: RevisionRow) -> TeamDocument:
    """`document` for the period of `revision`, with that one's history; pins and changes are of no matter to it."""
    published = TeamDocument.model_validate(revision.document)
    people, shifts = {row.id for row in document.people}, {row.id for row in document.shifts}
    period = published.period

    def known(row: PreviousRow) -> bool:
        return row.person in people and row.shift in shifts

    def inside(row: WishRow) -> bool:
        return row.day is None or period.first_day <= row.day <= period.last_day

    parts: dict[str, Any] = {
        "period": period,
        "previous": tuple(filter(known, published.previous)),
        "ledger": tuple(row for row in published.ledger if row.person in people),
        "holidays_worked": tuple(row for row in published.holidays_worked if row.person in people),
        "wishes": tuple(filter(inside, document.wishes)),
        "pins": (),
        "published": None,
    }
    return document.model_copy(update=parts)
