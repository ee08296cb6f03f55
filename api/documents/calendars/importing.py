"""An import: what the package says now, against the table that is there; the hand-made parts of a table stay."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from api.documents.calendars.package import from_package, source
from api.documents.calendars.table import Table, TableRow


@dataclass(frozen=True, slots=True)
class Change:
    """What an import does to one holiday: added, removed, moved, renamed, or another status.

    `overridden`: the table has an override of it, which stays, and speaks last.
    """

    kind: str
    id: str
    was: str
    now: str
    overridden: bool = False


@dataclass(frozen=True, slots=True)
class Import:
    """The table that would be written, and how it differs from the one that is there."""

    table: Table
    changes: tuple[Change, ...]


def imported(calendar: str, years: Sequence[int], today: date, before: Table | None) -> Import:
    """What the package says of `years`. Holidays of other years stay as they are."""
    old = before.holidays if before else ()
    asked = [row for row in old if row.day.year in years]
    new = _keeping_ids(asked, from_package(calendar, years))
    rows = sorted([*(row for row in old if row.day.year not in years), *new], key=lambda row: (row.day, row.id))
    spans = [*years, *((before.first_year, before.last_year) if before else ())]
    told: dict[str, Any] = {
        "source": source(),
        "imported": today,
        "first_year": min(spans),
        "last_year": max(spans),
        "holidays": tuple(rows),
    }
    table = before.but(**told) if before else Table(calendar=calendar, **told)
    said = frozenset(row.holiday for row in table.overrides)
    return Import(table, tuple(_changes(asked, new, said)))


def _keeping_ids(old: Sequence[TableRow], new: Sequence[TableRow]) -> list[TableRow]:
    """The new rows; one that has only got another name on its day goes on under its old id."""
    here, there = {row.id for row in old}, {row.id for row in new}
    gone = {row.day: row.id for row in old if row.id not in there}
    return [
        row if row.id in here or row.day not in gone else row.model_copy(update={"id": gone.pop(row.day)})
        for row in new
    ]


def _changes(old: Sequence[TableRow], new: Sequence[TableRow], said: frozenset[str]) -> Iterator[Change]:
    was, now = {row.id: row for row in old}, {row.id: row for row in new}
    for id in sorted(was.keys() | now.keys(), key=lambda id: ((now.get(id) or was[id]).day, id)):
        yield from (Change(*told, overridden=id in said) for told in _of_one(id, was.get(id), now.get(id)))


def _of_one(id: str, was: TableRow | None, now: TableRow | None) -> Iterator[tuple[str, str, str, str]]:
    if was is None or now is None:
        kind = "added" if was is None else "removed"
        yield kind, id, _told(was), _told(now)
        return
    if was.day != now.day:
        yield "moved", id, str(was.day), str(now.day)
    if was.name != now.name:
        yield "renamed", id, was.name, now.name
    if was.status != now.status:
        yield "status", id, was.status, now.status


def _told(row: TableRow | None) -> str:
    return f"{row.day} {row.name}" if row else ""
