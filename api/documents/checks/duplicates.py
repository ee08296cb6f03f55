"""Nothing is called by the name of another, and nothing is said twice."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator
from itertools import pairwise

from api.documents.advice import shown
from api.documents.draft import Draft
from api.documents.places import joined
from api.errors import Issue
from scheduler.domain.holidays import DISPUTED
from scheduler.intervals import utc_text


def duplicate_ids(draft: Draft) -> Iterator[Issue]:
    """Ids of broken rows count too: they are names that others use."""
    for section, name in (
        (draft.sites, "sites"),
        (draft.shifts, "shifts"),
        (draft.coverage, "coverage"),
        (draft.people, "people"),
    ):
        first: set[str] = set()
        for n, id in enumerate(section.ids):
            if id in first:
                yield Issue(f"{joined(name, n)}.id", shown(id), f"is the id of an earlier row of {name}", "another id")
            first.add(id)


def duplicate_holidays(draft: Draft) -> Iterator[Issue]:
    """Two holidays may fall on one day, and a disputed one on several."""
    for path, site in draft.sites.rows:
        rows = [(f"{path}.holidays[{n}]", holiday) for n, holiday in enumerate(site.holidays or ())]
        days = ((f"{row}.day", (holiday.day, holiday.name)) for row, holiday in rows)
        yield from _twice(days, "is a holiday already", "each holiday once a day")
        sure = ((f"{row}.id", holiday.id) for row, holiday in rows if holiday.id and holiday.status != DISPUTED)
        yield from _twice(sure, "is the id of an earlier holiday", "another id, or status: disputed")


def duplicate_ledger(draft: Draft) -> Iterator[Issue]:
    rows = ((f"{path}.person", row.person) for path, row in draft.ledger.rows)
    yield from _twice(rows, "has an earlier row in ledger", "one row a person")


def duplicate_holidays_worked(draft: Draft) -> Iterator[Issue]:
    rows = ((path, (row.person, row.holiday, row.year)) for path, row in draft.holidays_worked.rows)
    yield from _twice(rows, "is said already", "each holiday once a person and year")


def duplicate_previous(draft: Draft) -> Iterator[Issue]:
    rows = ((path, (row.person, row.day, row.shift)) for path, row in draft.previous.rows)
    yield from _twice(rows, "is said already", "each shift worked once")


def overlapping_callouts(draft: Draft) -> Iterator[Issue]:
    """Nobody is called out twice at once: the hours would count twice."""
    rows = sorted(draft.callouts.rows, key=lambda pair: (pair[1].person, pair[1].start))
    for (_, first), (path, second) in pairwise(rows):
        if first.person == second.person and second.start < first.end:
            problem = f"lies in the call-out of {first.person} until {utc_text(first.end)}"
            yield Issue(f"{path}.start", utc_text(second.start), problem, "one row for both")


def duplicate_pins(draft: Draft) -> Iterator[Issue]:
    rows = ((path, (row.person, row.day, row.shift)) for path, row in draft.pins.rows)
    yield from _twice(rows, "is said already", "each pin once")


def duplicate_published(draft: Draft) -> Iterator[Issue]:
    rows = ((path, (row.person, row.day, row.shift)) for path, row in draft.assignments.rows)
    yield from _twice(rows, "is said already", "each assignment once")


def _twice(rows: Iterable[tuple[str, Hashable]], problem: str, expected: str) -> Iterator[Issue]:
    seen: set[Hashable] = set()
    for path, key in rows:
        if key in seen:
            words = " ".join(map(str, key)) if isinstance(key, tuple) else str(key)
            yield Issue(path, f"'{words}'", problem, expected)
        seen.add(key)


CHECKS = (
    duplicate_ids,
    duplicate_holidays,
    duplicate_ledger,
    duplicate_holidays_worked,
    duplicate_previous,
    overlapping_callouts,
    duplicate_pins,
    duplicate_published,
)
