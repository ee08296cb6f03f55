"""The tables of holidays: one JSON file a calendar, shipped, or imported into a folder of one's own.

A table holds what was imported and, beside it, what was reviewed by hand and outlives every import: until when dates
are confirmed, which holidays move, overrides, and names in other languages.
"""

from __future__ import annotations

import json
import os
from datetime import date
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from api.documents.calendars.ids import stem_of
from api.documents.fields import Day, Id, Name, Note
from api.documents.rows import HolidayOverrideRow
from api.errors import BadInput, Issue
from scheduler.domain.holidays import CONFIRMED, ESTIMATED, Holiday, overridden

FOLDER = "WATCHBILL_HOLIDAY_TABLES"  # the variable that names a folder of one's own, which comes first
SHIPPED = Path(__file__).parent / "tables"


class TableRow(BaseModel):
    """A holiday as imported."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: Id
    day: Day
    name: Name
    status: Literal["confirmed", "estimated"] = "confirmed"


class Table(BaseModel):
    """A calendar from `first_year` to `last_year`. Dates until `confirmed_until` are certain; None: every one is."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    calendar: Name
    source: Name = Field(description="The package and its version.")
    imported: Day
    first_year: int
    last_year: int
    confirmed_until: Day | None = None
    moving: tuple[Id, ...] = Field(
        (), description="Stems of holidays that are estimates after confirmed_until, or always."
    )
    note: Note = Field("", description="What a manager ought to know of the calendar.")
    overrides: tuple[HolidayOverrideRow, ...] = ()
    names: dict[str, dict[str, Name]] = Field(default_factory=dict, description="By stem, then language.")
    holidays: tuple[TableRow, ...]

    @cached_property
    def days(self) -> tuple[Holiday, ...]:
        """Every holiday, after review, in order of day."""
        return overridden(map(self._holiday, self.holidays), [row.override() for row in self.overrides])

    @cached_property
    def by_id(self) -> dict[str, list[Holiday]]:
        """The days of each holiday."""
        found: dict[str, list[Holiday]] = {}
        for holiday in self.days:
            found.setdefault(holiday.id, []).append(holiday)
        return found

    @property
    def known_until(self) -> date:
        """The last day of which anything is known."""
        return date(self.last_year, 12, 31)

    def but(self, **changes: Any) -> Table:
        """The same table with other fields."""
        return Table.model_validate({name: getattr(self, name) for name in Table.model_fields} | changes)

    def name_in(self, language: str, holiday: Holiday) -> str:
        """What the holiday is called in a language; its own name where nobody said so."""
        return self.names.get(stem_of(self.calendar, holiday.id), {}).get(language, holiday.name)

    def languages(self) -> list[str]:
        """The languages in which it has names."""
        return ["en", *sorted({language for names in self.names.values() for language in names} - {"en"})]

    def _holiday(self, row: TableRow) -> Holiday:
        late = self.confirmed_until is None or row.day > self.confirmed_until
        moves = late and stem_of(self.calendar, row.id) in self.moving
        return Holiday(row.day, row.name, ESTIMATED if moves else row.status, self.source, row.id)


def holidays_of(calendar: str, first: date, last: date) -> tuple[Holiday, ...] | None:
    """The public holidays of `calendar` from `first` to `last`, both included; None when there is no such table."""
    table = table_of(calendar)
    return None if table is None else tuple(h for h in table.days if first <= h.day <= last)


def holiday_called(id: str) -> list[Holiday]:
    """The days of the holiday with that id, of whatever calendar; none when no table has it."""
    return next((days for table in tables_with(id) if (days := table.by_id.get(id))), [])


def tables_with(id: str) -> list[Table]:
    """The tables of the calendars with which `id` begins."""
    names = (name for name in sorted(calendars()) if id.startswith(f"{name.lower()}-"))
    return [table for name in names if (table := table_of(name))]


def is_calendar(name: str) -> bool:
    """True for a country (``SG``) or a part of one (``US-CA``) of which there is a table."""
    return name in calendars()


def calendars() -> frozenset[str]:
    """The names of all tables."""
    return frozenset(path.stem for folder in _folders() for path in folder.glob("*.json"))


def table_of(calendar: str) -> Table | None:
    """The table of a calendar, one's own before the shipped one."""
    if not is_calendar(calendar):
        return None
    paths = (folder / f"{calendar}.json" for folder in _folders())
    return read_table(next(path for path in paths if path.is_file()))


def read_table(path: Path) -> Table:
    """The table in a file, read again only when the file has changed. Raises BadInput for what is none."""
    return _read(path, path.stat().st_mtime_ns)


@lru_cache(maxsize=256)
def _read(path: Path, changed: int) -> Table:
    try:
        return Table.model_validate_json(path.read_bytes())
    except ValidationError as error:
        expected = "what `watchbill holidays import` writes"
        problem = f"is no table of holidays: {error.errors()[0]['msg']}"
        raise BadInput([Issue("holiday_calendar", path.stem, problem, expected, place=str(path))]) from None


def table_text(table: Table) -> str:
    """The file of a table: one holiday a line, so that a change of it reads well."""
    told = table.model_dump(mode="json", exclude={"holidays"}, exclude_defaults=True)
    head = json.dumps(told, indent=2, ensure_ascii=False).removesuffix("\n}")
    rows = (json.dumps(_row(row), ensure_ascii=False) for row in table.holidays)
    return head + ',\n  "holidays": [\n' + ",\n".join(f"    {row}" for row in rows) + "\n  ]\n}\n"


def _row(row: TableRow) -> dict[str, str]:
    told: dict[str, str] = row.model_dump(mode="json")
    return {name: value for name, value in told.items() if (name, value) != ("status", CONFIRMED)}


def _folders() -> tuple[Path, ...]:
    own = os.environ.get(FOLDER)
    return (Path(own), SHIPPED) if own else (SHIPPED,)
