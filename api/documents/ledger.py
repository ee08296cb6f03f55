"""The ledger for the next quarter, as sections of a team document and as the CSV files of a folder."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from api.documents.rows import HolidayWorkedRow, LedgerRow, Row
from api.documents.sheets import SHEETS, WORKED
from api.documents.writing import section_yaml
from exports.table import csv_lines
from scheduler.domain.roster import Roster
from scheduler.holidays_worked import next_holidays_worked
from scheduler.ledger import next_ledger
from scheduler.problem import Problem

_COLUMNS = {sheet.section: sheet.columns.all for sheet in (*SHEETS, WORKED)}


def ledger_sections(problem: Problem, roster: Roster) -> dict[str, tuple[Row, ...]]:
    """The rows of each section that remembers the quarter, by the section's name."""
    worked = next_holidays_worked(problem, roster)
    return {
        "ledger": tuple(LedgerRow(**asdict(entry)) for entry in next_ledger(problem, roster)),
        "holidays_worked": tuple(HolidayWorkedRow(**asdict(one)) for one in worked),
    }


def ledger_yaml(sections: dict[str, tuple[Row, ...]]) -> str:
    """The sections as text, to be put into the next team document."""
    return "\n".join(section_yaml(name, rows) for name, rows in sections.items())


def ledger_files(sections: dict[str, tuple[Row, ...]]) -> dict[str, str]:
    """The sections as CSV files by name, to be put into the next folder."""
    return {f"{name}.csv": _csv(name, rows) for name, rows in sections.items()}


def _csv(name: str, rows: tuple[Row, ...]) -> str:
    told: list[dict[str, Any]] = [row.model_dump(mode="json") for row in rows]
    return "".join(csv_lines(_COLUMNS[name], told))
