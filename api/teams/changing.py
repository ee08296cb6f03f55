"""Changing a team's documents: read as a whole, held against what is published, stored, noted in the audit log."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from api.audit.recording import record
from api.errors import BadInput, Issue
from api.notices.telling import AHEAD_DAYS, roster_changed, schedule_ahead
from api.security.guard import Access
from api.store.tables import OncallVersion, TeamRow
from api.store.transaction import Transaction
from api.teams.breaks import MOST, Break, breaks_of
from api.teams.difference import difference, differing
from api.teams.schemas import BreakBody, ChangeBody
from api.teams.whole import Raw, Whole, oncall_in_force, oncall_told, told, whole_now, whole_of
from api.web.etags import must_match
from api.web.problems import not_found
from scheduler.intervals import MINUTES_A_DAY, Interval, shift_by, whole_second
from scheduler.oncall.layers import clipped
from scheduler.oncall.values import Holding

NAMING = ("people", "name", "oncall")  # parts that say who is on call, or what people are called
Edit = Callable[[Raw], Any]


@dataclass(frozen=True)
class Change:
    """A change that may be stored: the team as it was and as it would be, and what that breaks."""

    row: TeamRow
    was: Whole
    now: Whole
    breaks: list[Break]

    @property
    def hard(self) -> list[Break]:
        return [broken for broken in self.breaks if broken.hard]


def considered(transaction: Transaction, team: str, edit: Edit, if_match: str | None = None) -> Change:
    """What `edit`, a function of the team's plain values, would make of it; others wait until we are done.

    Raises BadInput with every issue, and a problem when the team was changed since it was read.
    """
    row = locked(transaction, team, if_match)
    was = whole_now(transaction.session, row)
    now = whole_of(edit(was.raw), team)
    _refuse_loss(was, now)
    return Change(row, was, now, breaks_of(transaction.session, team, was.document, now.document, transaction.now))


def locked(transaction: Transaction, team: str, if_match: str | None = None) -> TeamRow:
    """The team, for this transaction alone to change. Raises a problem when it is gone, or not what was read."""
    row = transaction.lock(team)
    if row is None:
        raise not_found(team)
    must_match(if_match, row.version)
    return row


def store(
    transaction: Transaction, access: Access, change: Change, action: str, *, subject: object = "", reason: str = ""
) -> None:
    """Make the change, and note it. What changes nothing is not noted."""
    changed = differing(change.was.raw, change.now.raw)
    if not changed:
        return
    row, now = change.row, change.now
    row.name, row.document = now.name, told(now.document)
    if now.oncall is not None and "oncall" in changed:
        _rotate(transaction, row.id, oncall_told(now.oncall))
    raised(transaction, row)
    if not changed.isdisjoint(NAMING):
        transaction.schedule_changed(row.id)
    before, after = difference(change.was.raw, change.now.raw)
    record(
        transaction,
        access.principal,
        action,
        team=row.id,
        subject=subject or row.id,
        before=before,
        after=after,
        reason=reason,
    )


def raised(transaction: Transaction, row: TeamRow) -> None:
    """Give the team its next version."""
    row.version += 1
    row.updated_at = transaction.now
    transaction.session.flush()


def add_oncall(transaction: Transaction, team: str, document: Raw) -> OncallVersion:
    """The next version of an on-call document: in force from the next whole second on, the first one from always."""
    last = oncall_in_force(transaction.session, team)
    version = OncallVersion(
        team_id=team,
        number=last.number + 1 if last else 1,
        document=document,
        effective_from=whole_second(transaction.now),
        created_at=transaction.now,
    )
    transaction.session.add(version)
    transaction.session.flush()
    return version


def change_body(change: Change, *, stored: bool) -> ChangeBody:
    """What is answered to a change."""
    return ChangeBody(version=change.row.version, stored=stored, **breaks_told(change.breaks))


def breaks_told(breaks: list[Break]) -> Raw:
    """The breaks as answers list them, not more than anybody would read."""
    listed = [
        BreakBody(
            revision=b.revision,
            rule=b.rule,
            person=b.person,
            shifts=list(b.shifts),
            start=b.start,
            because=b.because,
            hard=b.hard,
        )
        for b in breaks[:MOST]
    ]
    return {"breaks": listed, "breaks_left_out": max(0, len(breaks) - MOST)}


def _rotate(transaction: Transaction, team: str, document: Raw) -> None:
    """The next version of the on-call document, and word of it to those whose turns it changes."""
    before = _turns_ahead(transaction, team)
    version = add_oncall(transaction, team, document)
    by = f"on-call schedules {version.number}"
    roster_changed(transaction, team, before, _turns_ahead(transaction, team), by)


def _turns_ahead(transaction: Transaction, team: str) -> list[Holding]:
    """Who holds what from now on; of a turn that has begun, what is left of it."""
    start = whole_second(transaction.now)
    until = shift_by(start, minutes=AHEAD_DAYS * MINUTES_A_DAY)
    return clipped(schedule_ahead(transaction, team), Interval(start, until))


def _refuse_loss(was: Whole, now: Whole) -> None:
    """Parts change, but nobody takes a document away by leaving it out."""
    if was.document is not None and now.document is None:
        raise BadInput([Issue("period", "", "is missing", "the sections of a team document")])
    if was.oncall is not None and now.oncall is None:
        expected = "an on-call document; with `schedules: []` it names nobody from now on"
        raise BadInput([Issue("oncall", "", "cannot be taken away", expected)])
