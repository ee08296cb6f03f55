"""What a revision holds, as the database keeps it and as the final schedule needs it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from api.store.tables import RevisionRow
from scheduler.domain.roster import Assignment, Roster
from scheduler.domain.shift import Shift
from scheduler.intervals import Interval, from_microseconds, microseconds, parse_instant, utc_text
from scheduler.oncall.values import Holding, Source
from scheduler.problem import Problem


def rows_of(roster: Iterable[Assignment]) -> list[list[str]]:
    """Assignments as [person, shift id], sorted."""
    return sorted([a.person, a.shift] for a in roster)


def roster_of(rows: Iterable[Sequence[str]]) -> Roster:
    """The same read back."""
    return Roster.of((person, shift) for person, shift in rows)


def shifts_of(problem: Problem, roster: Iterable[Assignment]) -> dict[str, dict[str, Any]]:
    """By id, the shifts that somebody has."""
    return {id: _shift(problem.shift(id)) for id in sorted({a.shift for a in roster})}


def digest_of(document: dict[str, Any], assignments: list[list[str]], shifts: dict[str, Any] | None = None) -> str:
    """A fingerprint of what the checker confirmed: what does not match it any more is not served."""
    text = json.dumps([document, assignments, shifts], sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def intact(revision: RevisionRow) -> bool:
    """True while the revision is what was published."""
    return revision.digest == digest_of(revision.document, revision.assignments, revision.shifts)


def live(revisions: Iterable[RevisionRow]) -> list[tuple[RevisionRow, list[list[str]]]]:
    """The assignments of each revision that no newer one has replaced.

    A revision replaces, in all older ones, the shifts that start on the days of its period.
    """
    newest_first = sorted(revisions, key=lambda r: r.number, reverse=True)
    return [(revision, _kept(revision, newest_first[:n])) for n, revision in enumerate(newest_first)][::-1]


def holdings_of_revisions(revisions: Iterable[RevisionRow]) -> list[Holding]:
    """Who holds what by all published revisions together, swaps and overrides not yet in."""
    found: list[Holding] = []
    for revision, rows in live(revisions):
        shifts = {id: (shift["duty"], _interval(shift), shift["site"]) for id, shift in revision.shifts.items()}
        for person, id in rows:
            duty, interval, site = shifts[id]
            found.append(Holding(duty, 1, person, interval, site, id, Source.REVISION, revision.number))
    return found


def holding(person: str, id: str, shift: dict[str, Any], revision: int | None = None) -> Holding:
    """An assignment as a holding."""
    return Holding(shift["duty"], 1, person, _interval(shift), shift["site"], id, Source.REVISION, revision)


def _kept(revision: RevisionRow, newer: Sequence[RevisionRow]) -> list[list[str]]:
    """The assignments of a revision whose shifts start on none of the days that `newer` ones speak of."""
    periods = [(r.first_day, r.last_day) for r in newer]
    days = {id: date.fromisoformat(shift["day"]) for id, shift in revision.shifts.items()}
    gone = {id for id, day in days.items() if any(first <= day <= last for first, last in periods)}
    return [row for row in revision.assignments if row[1] not in gone]


def _interval(shift: dict[str, Any]) -> Interval:
    return Interval(_instant(shift["start"]), _instant(shift["end"]))


@lru_cache(maxsize=32_768)
def _instant(text: str) -> datetime:
    """Reading an instant takes long, and the shifts of all teams begin and end at few instants."""
    return from_microseconds(microseconds(parse_instant(text)))


def _shift(shift: Shift) -> dict[str, Any]:
    return {
        "template": shift.template,
        "site": shift.site,
        "duty": str(shift.duty),
        "day": shift.day.isoformat(),
        "start": utc_text(shift.start),
        "end": utc_text(shift.end),
        "skill": shift.skill,
        "night": shift.night,
        "paid_minutes": shift.paid_minutes,
    }
