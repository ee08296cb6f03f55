"""What each capability tells people when it is done with something: one call at the end, in its transaction."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Literal

from sqlmodel import Session, select

from api.notices.changes import changes
from api.notices.handovers import HandoverWaiting
from api.notices.outbox import tell, tell_each
from api.notices.requests import RequestAnswered
from api.notices.shifts import RosterChanged, RosterPublished
from api.schedule.final import schedule_within
from api.store.tables import HandoverNote, LeaveRequest, RevisionRow, WishRequest
from api.store.transaction import Transaction
from scheduler.intervals import MINUTES_A_DAY, Interval, shift_by, whole_second
from scheduler.oncall.values import Holding

AHEAD_DAYS = 400


def schedule_ahead(transaction: Transaction, team: str) -> Sequence[Holding]:
    """Who holds what from now on: to be compared with what holds once something has changed, at a whole second."""
    start = whole_second(transaction.now)
    until = shift_by(start, minutes=AHEAD_DAYS * MINUTES_A_DAY)
    return schedule_within(transaction.session, team, Interval(start, until)).holdings


def roster_changed(
    transaction: Transaction, team: str, lost: Iterable[Holding], gained: Iterable[Holding], by: str
) -> None:
    """To everybody whose shifts `by`, such as ``override 12``, changes: what they gain and lose.

    What is in both `lost` and `gained` stays as it is: two whole schedules do as well.
    """
    found = changes(lost, gained)
    tell_each(transaction, team, ((person, RosterChanged(team, by, changed)) for person, changed in found.items()))


def revision_published(transaction: Transaction, revision: RevisionRow, before: Iterable[Holding]) -> None:
    """To everybody on the roster: their shifts. To those who had others in the schedule `before`: what changes."""
    team, after = revision.team_id, schedule_ahead(transaction, revision.team_id)
    people = {person["id"] for person in revision.document["people"]} | {person for person, _ in revision.assignments}
    tell_each(transaction, team, [(person, _published(revision, person, after)) for person in sorted(people)])
    by, again = f"revision {revision.number}", _was_published(transaction.session, revision)
    changed = changes(before, after).items()
    touched = [(person, RosterChanged(team, by, c)) for person, c in changed if again or c.lost or c.retimed]
    tell_each(transaction, team, touched)


def handover_waiting(transaction: Transaction, note: HandoverNote, coming: Iterable[str]) -> None:
    """To those who come: a note waits for them."""
    author, open_items = note.author_person or note.author, sum(not item["done"] for item in note.open_items)
    notice = HandoverWaiting(note.team_id, note.id or 0, author, note.duty, note.level, note.at, open_items)
    tell(transaction, notice, set(coming))


def request_answered(transaction: Transaction, row: LeaveRequest | WishRequest, *, granted: bool, by: str) -> None:
    """To who asked for leave or a wish: what `by` decided."""
    what: Literal["leave", "wish"] = "leave" if isinstance(row, LeaveRequest) else "wish"
    first, last = (row.first_day, row.last_day) if isinstance(row, LeaveRequest) else (row.day, row.day)
    every = row.every if isinstance(row, WishRequest) else None
    notice = RequestAnswered(row.team_id, what, row.id or 0, row.version, granted, first, last, by, row.answer, every)
    tell(transaction, notice, [row.person])


def _published(revision: RevisionRow, person: str, after: Iterable[Holding]) -> RosterPublished:
    mine = (h for h in after if (h.person, h.revision) == (person, revision.number))
    return RosterPublished(revision.team_id, revision.number, revision.first_day, revision.last_day, tuple(mine))


def _was_published(session: Session, revision: RevisionRow) -> bool:
    """Whether any of its days was published before: else every shift of it is new, as people are told already."""
    earlier = select(RevisionRow.id).where(
        RevisionRow.team_id == revision.team_id,
        RevisionRow.number < revision.number,
        RevisionRow.first_day <= revision.last_day,
        RevisionRow.last_day >= revision.first_day,
    )
    return session.exec(earlier.limit(1)).first() is not None
