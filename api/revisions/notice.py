"""Notice: how long before a shift begins its people are to know of it.

Rule packs ask it of whoever publishes (constraints/packs/notice.py). Beside that, the team's option `notice_days` says
so for changes, in days of 24 hours; 0, or nothing said, means that no notice is owed. Only what was published before
can be changed at short notice: by the option, the first roster of some days owes none.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from api.revisions.frozen import known_to
from api.revisions.published import Published
from constraints.packs.notice import Late, late
from scheduler.difference import AssignmentChange, Difference, Kind, short_notice
from scheduler.domain.roster import Roster
from scheduler.intervals import utc_text
from scheduler.problem import Problem


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


def late_publication(
    problem: Problem, changed: Difference, before: Published, after: Published, now: datetime
) -> list[Late]:
    """The notice that rule packs ask for and that publishing at `now` does not give."""
    told = [change for change in changed.changes if change.kind is not Kind.LOST]
    fresh = {c for c in told if not before.speaks_of(after.shift(c.shift).day)}
    rosters = (known_to(problem, Roster.of((c.person, c.shift) for c in part)) for part in (fresh, {*told} - fresh))
    return list(late(problem, now, *rosters))


def _of_published_days(changed: Difference, before: Published, after: Published) -> Iterator[AssignmentChange]:
    for change in changed.changes:
        known = before if change.shift in before.records else after
        if before.speaks_of(known.shift(change.shift).day):
            yield change
