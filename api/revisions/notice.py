"""Notice: how long before a shift begins its people are to know of it.

The team's option `notice_days` says so, in days of 24 hours; 0, or nothing said, means that no notice is owed. Only
what was published before can be changed at short notice: the first roster of some days owes none.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from api.revisions.published import Published
from scheduler.difference import AssignmentChange, Difference, short_notice
from scheduler.intervals import utc_text


def late_changes(
    changed: Difference, before: Published, after: Published, now: datetime, days: int
) -> list[dict[str, Any]]:
    """The changes that need the consent of their people: rows of person, shift, change, start and hours until then."""
    return [
        {
            "person": late.change.person,
            "shift": late.change.shift,
            "change": late.change.kind.value,
            "start": utc_text(late.change.start),
            "hours": late.hours,
        }
        for late in short_notice(_of_published_days(changed, before, after), now, days)
    ]


def _of_published_days(changed: Difference, before: Published, after: Published) -> Iterator[AssignmentChange]:
    for change in changed.changes:
        known = before if change.shift in before.records else after
        if before.speaks_of(known.shift(change.shift).day):
            yield change
