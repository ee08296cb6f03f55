"""A folder of nine CSV files, as a manager keeps them in a spreadsheet, in the shape of a team document."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from api.documents.advice import maybe, shown
from api.documents.csv_table import Record, Table
from api.documents.places import Places, Unreadable, joined
from api.documents.sections import SectionReader
from api.documents.sheets import OVERRIDES, SHEETS, WORKED, Fields, Sheet, Timing, with_end
from api.errors import BadInput, Issue

Rows = list[Any] | Unreadable


@dataclass
class CsvFolder:
    """Reads the files of `folder`; `issues` says what is wrong with the files themselves."""

    folder: Path
    places: Places = field(default_factory=Places)
    issues: list[Issue] = field(default_factory=list)

    def read(self) -> dict[str, Any]:
        """The content in the shape of a document, not yet checked."""
        if not self.folder.is_dir():
            raise BadInput([Issue("", "", "is not a folder", "a folder of CSV files", place=str(self.folder))])
        raw: dict[str, Any] = {"team": _team_id(self.folder)}
        for sheet in (*SHEETS, *([WORKED] if self._has(WORKED) else [])):
            raw[sheet.section] = self._section(sheet)
        self._override(raw["sites"])
        raw["period"] = self._only_row(raw["period"], "period")
        raw["shifts"] = self._timed(raw["shifts"])
        raw["coverage"] = _with_shifts_named(raw["coverage"], raw["shifts"])
        return raw

    def _has(self, sheet: Sheet) -> bool:
        return (self.folder / f"{sheet.name}.csv").exists()

    def _section(self, sheet: Sheet) -> Rows:
        table = Table(self.folder / f"{sheet.name}.csv", sheet.columns, sheet.section)
        self.places.note(sheet.section, table.file)
        self.issues += table.issues
        if not table.header:
            return Unreadable()
        return [self._row(sheet, table, record, joined(sheet.section, n)) for n, record in enumerate(table.records)]

    def _row(self, sheet: Sheet, table: Table, record: Record, path: str) -> Fields | Unreadable:
        place = f"{table.file}:{record.line}"
        self.places.note(path, place)
        fields: Fields = {}
        for column, cell in record.cells.items():
            for name in sheet.fields_of(column):
                self.places.note(joined(path, name), f"{place} {column}")
            if cell:
                fields[sheet.fields_of(column)[0]] = cell
        return sheet.shape(fields) if record.sound and table.readable else Unreadable(fields.get("id"))

    def _only_row(self, rows: Rows, section: str) -> Fields | Unreadable:
        if isinstance(rows, Unreadable):
            return rows
        if len(rows) != 1:
            self.issues.append(Issue(section, f"{len(rows)} rows", "below the header", "one row"))
            return Unreadable()
        self.places.note_below(section, f"{section}[0]")
        only: Fields | Unreadable = rows[0]
        return only

    def _override(self, sites: Rows) -> None:
        """What the file of overrides says of holidays goes to its sites."""
        if isinstance(sites, Unreadable) or not self._has(OVERRIDES):
            return
        rows = self._section(OVERRIDES)
        paths = {site["id"]: (joined("sites", n), site) for n, site in enumerate(sites) if _has_id(site)}
        for n, row in enumerate([] if isinstance(rows, Unreadable) else rows):
            if not isinstance(row, dict):
                continue
            said = row.pop("site", "")
            here = joined(OVERRIDES.section, n)
            if said in paths:
                path, site = paths[said]
                site.setdefault("holiday_overrides", []).append(row)
                index = len(site["holiday_overrides"]) - 1
                self.places.note_below(joined(joined(path, "holiday_overrides"), index), here)
            else:
                problem, expected = "is not a site of this team", f"one of {', '.join(paths)}"
                self.issues.append(Issue(f"{here}.site", shown(said), problem, expected, maybe(said, paths)))

    def _timed(self, rows: Rows) -> Rows:
        """A sheet says how long a shift is, a document when it ends."""
        if isinstance(rows, Unreadable):
            return rows
        return [r if isinstance(r, Unreadable) else self._with_end(r, joined("shifts", n)) for n, r in enumerate(rows)]

    def _with_end(self, row: Fields, path: str) -> Fields:
        said = {name: row[name] for name in Timing.model_fields if name in row}
        reader = SectionReader(said, self.issues)
        timing = reader.value(Timing, said, path)
        return with_end(row, timing or Timing.model_validate(_ANY_TIMING))


def _with_shifts_named(rows: Rows, shifts: Rows) -> Rows:
    """One column names a skill or a shift; the document tells them apart."""
    if isinstance(rows, Unreadable) or isinstance(shifts, Unreadable):
        return rows
    ids = {row.id if isinstance(row, Unreadable) else row.get("id") for row in shifts}
    for row in rows:
        if isinstance(row, dict) and row.get("skill") in ids - {None}:
            row["shift"] = row.pop("skill")
    return rows


def _has_id(row: Any) -> bool:
    return isinstance(row, dict) and "id" in row


def _team_id(folder: Path) -> str:
    """The folder's name in the letters that an id may have."""
    return re.sub(r"[^A-Za-z0-9._-]+", "-", folder.resolve().name).strip("-._")[:64] or "team"


_ANY_TIMING = {"start": "00:00", "duration_minutes": 24 * 60}  # so that the row's other cells are checked all the same
