"""Overrides of a schedule: read, made by the same code as everywhere, and cancelled."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TypeVar

from sqlmodel import col, select

from api.changes.overrides.making import create
from api.changes.overrides.schemas import NewOverride
from api.compat.entries import entries
from api.compat.facades import sentence
from api.compat.ids import opaque
from api.compat.moments import instant, second, told, whole
from api.compat.pagerduty.envelopes import Outcome, RefusedOverride
from api.compat.pagerduty.schemas import OverrideBody
from api.compat.pagerduty.teller import Teller
from api.compat.seats import Seat, user_of
from api.documents.advice import shown
from api.errors import BadInput, Issue
from api.schedule.posted import Posted
from api.security.guard import Access
from api.store.tables import OverrideRow
from api.store.transaction import Transaction
from api.web.problems import Problem, bad_input, conflict, not_found
from scheduler.domain.shift import Duty
from scheduler.intervals import Interval, utc_text
from scheduler.oncall.sweep import sweep

T = TypeVar("T")
REASON = "by way of the PagerDuty-compatible API"


@dataclass(frozen=True)
class Sent:
    """An override as it was sent: `start` and `end` still as text, `user` an id."""

    start: str
    end: str
    user: str


@dataclass(frozen=True)
class Desk:
    """Where the overrides of one schedule are dealt with; times are read and shown by the clock of `zone`."""

    teller: Teller
    posted: Posted
    seat: Seat
    zone: str

    def listed(self, window: Interval, *, overflow: bool, editable: bool) -> list[OverrideBody]:
        """Those that count in `window`, in order of start, cut off there unless `overflow`.

        `editable`: only those that are not over. Who only goes is not told of: PagerDuty has no such override.
        """
        spans = [(row, span) for row in self._rows() if (span := _in_force(row)) and span.overlaps(window)]
        wanted = [(row, span) for row, span in spans if not editable or span.end > self.teller.now]
        seen = [(row, span if overflow else span.clipped(window) or span) for row, span in wanted]
        return [self._body(row, span) for row, span in sorted(seen, key=lambda pair: (pair[1].start, pair[0].id or 0))]

    def made(self, transaction: Transaction, access: Access, sent: Sent) -> Outcome:
        """What came of one: status 201 with the override, or 400 with all that is wrong."""
        try:
            wanted = self._wanted(sent)
            self._refuse_crowd(Interval(wanted.start, wanted.end))
            row = create(transaction, access, wanted).row
        except BadInput as error:
            return _refused(sent, [_sentence(issue) for issue in error.issues])
        except Problem as problem:
            return _refused(sent, [f"{problem.title}: {problem.detail}"])
        return Outcome(status=201, override=self._body(row, Interval(row.start, row.end)))

    def to_cancel(self, id: str) -> int:
        """Our number of the override with that id. Raises a problem for none, and for one of more than this site."""
        row = next((row for row in self._rows() if self._id(row) == id), None)
        if row is None or row.id is None:
            raise not_found(id)
        if row.site != self.seat.site and self.seat.site is not None:
            duty = replace(self.seat, site=None)
            detail = f"It concerns more than {self.seat.site}: delete it at the schedule of the whole duty, {duty.id}."
            raise conflict("of-other-sites", detail)
        return row.id

    def _wanted(self, sent: Sent) -> NewOverride:
        """What is meant. Raises BadInput with everything that is wrong with it."""
        issues: list[Issue] = []
        person = _or_issues(issues, lambda: self._found(sent.user))
        start = _or_issues(issues, lambda: self._read(sent.start, "start"))
        end = _or_issues(issues, lambda: self._read(sent.end, "end"))
        if start is not None and end is not None and end <= start:
            issues.append(Issue("end", utc_text(end), "is not after start", f"an instant after {utc_text(start)}"))
        if issues or person is None or start is None or end is None:
            raise BadInput(issues)
        return NewOverride(
            start=start,
            end=end,
            duty=Duty(self.seat.duty),
            level=self.seat.level,
            site=self.seat.site,
            add=person,
            remove=None,
            everybody=True,
            shift=None,
            reason=REASON,
        )

    def _found(self, id: str) -> str:
        user = user_of(self.teller.board, id)
        if user is None or user[0] != self.seat.team:
            raise bad_input(Issue("user", shown(id), "is no user of this team", "the id of one"))
        return user[1]

    def _read(self, text: str, path: str) -> datetime:
        """Rounded up, start and end alike: so what touches still touches."""
        return second(instant(text, self.zone, path))

    def _refuse_crowd(self, span: Interval) -> None:
        """PagerDuty's override takes the place of the one who is there; of several, nobody said which."""
        ahead = Interval(max(span.start, self.teller.now), span.end)
        if ahead.start >= ahead.end:
            return
        around = self.teller.around(self.seat.team, ahead)
        found = entries(around.schedule, self.seat, ahead)
        for piece, there in sweep(found):
            if len(there) > 1 and piece.overlaps(ahead):
                names = ", ".join(entry.person for entry in there)
                expected = f"who goes, by POST /v1/teams/{self.seat.team}/overrides"
                raise bad_input(Issue("user", "", f"would take the place of several: {names}", expected))

    def _rows(self) -> list[OverrideRow]:
        query = select(OverrideRow).where(
            OverrideRow.team_id == self.seat.team,
            OverrideRow.duty == self.seat.duty,
            OverrideRow.level == self.seat.level,
            col(OverrideRow.add).is_not(None),
        )
        rows = self.teller.session.exec(query.order_by(col(OverrideRow.id))).all()
        return [row for row in rows if row.site is None or self.seat.site in (None, row.site)]

    def _body(self, row: OverrideRow, span: Interval) -> OverrideBody:
        return OverrideBody(
            id=self._id(row),
            start=told(span.start, self.zone),
            end=told(span.end, self.zone),
            user=self.teller.links.user(self.posted, row.add or ""),
        )

    def _id(self, row: OverrideRow) -> str:
        return opaque("override", self.seat.team, str(row.id))


def _in_force(row: OverrideRow) -> Interval | None:
    """When it counts, in whole seconds; None for one that was cancelled before it began."""
    end = min(row.end, row.cancelled_at) if row.cancelled_at else row.end
    span = whole(Interval(row.start, end))
    return span if span.start < span.end else None


def _or_issues(issues: list[Issue], read: Callable[[], T]) -> T | None:
    """What is read; or None, and `issues` has what is wrong with it."""
    try:
        return read()
    except BadInput as error:
        issues += error.issues
        return None


def _refused(sent: Sent, errors: list[str]) -> Outcome:
    user = {"id": sent.user, "type": "user_reference"}
    return Outcome(status=400, errors=errors, override=RefusedOverride(start=sent.start, end=sent.end, user=user))


def _sentence(issue: Issue) -> str:
    return sentence(issue.path, issue.problem, issue.value, issue.expected, issue.advice)
