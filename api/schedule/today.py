"""A published team document as of today: people come, leave and learn, and go on leave, after a roster is published."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from api.documents.model import TeamDocument
from api.documents.rows import LeaveRow, PeriodRow, PersonRow
from scheduler.intervals import next_day

KIND = "approved"  # of all leave: why somebody is away is not for everybody who asks what a change would do


def as_of_today(published: TeamDocument, today: TeamDocument | None) -> TeamDocument:
    """`published` with the people, the leave and the call-outs of `today`, and without what binds
    searches only: pins, changes.

    Who is not in the team any more stays, for the sake of the shifts that are published. For the days that `today` does
    not plan, the leave of both counts.
    """
    parts: dict[str, Any] = {"pins": (), "published": None, "leave": tuple(map(_kept_private, published.leave))}
    if today is not None:
        sites = {site.id for site in published.sites}
        people = _by_id(published.people) | _by_id(row for row in today.people if row.site in sites)
        leave = [*today.leave, *(part for row in published.leave for part in _outside(row, today.period))]
        known = (_kept_private(row) for row in leave if row.person in people)
        callouts = tuple(row for row in today.callouts if row.person in people)
        parts |= {"people": tuple(people.values()), "leave": tuple(dict.fromkeys(known)), "callouts": callouts}
    return published.model_copy(update=parts)


def _by_id(people: Iterable[PersonRow]) -> dict[str, PersonRow]:
    return {row.id: row for row in people}


def _outside(row: LeaveRow, period: PeriodRow) -> Iterator[LeaveRow]:
    """The parts of a leave before and after the period."""
    before = min(row.last_day, next_day(period.first_day, -1))
    after = max(row.first_day, next_day(period.last_day))
    if row.first_day <= before:
        yield row.model_copy(update={"last_day": before})
    if after <= row.last_day:
        yield row.model_copy(update={"first_day": after})


def _kept_private(row: LeaveRow) -> LeaveRow:
    return row.model_copy(update={"kind": KIND})
