"""`watchbill holidays`: the tables of public holidays, listed, and imported from the package `holidays`."""

from __future__ import annotations

import os
import re
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from rich.text import Text

from api.documents.advice import maybe, shown
from api.documents.calendars import FOLDER, Table, calendars, table_of, table_text
from api.documents.calendars.importing import Change, imported
from api.documents.calendars.package import known_to_package
from api.documents.files import write_atomically
from api.errors import BadInput, Issue
from api.terminal.console import results
from api.terminal.tables import table
from api.terminal.words import count
from exports.document import to_json
from scheduler.domain.holidays import Holiday

MOST_YEARS = 30

_YEARS = re.compile(r"(\d{4})(?:-(\d{4}))?", re.ASCII)


def show(calendar: str, year: int | None, language: str, *, as_json: bool) -> None:
    """The holidays of a calendar: all, or those of one year; names in `language`, where they are known."""
    found = _table(calendar)
    _refuse_language(found, language)
    days = [holiday for holiday in found.days if year in (None, holiday.day.year)]
    console = results()
    if as_json:
        console.file.write(to_json([_told(found, holiday, language) for holiday in days]))
        return
    until = f"confirmed until {found.confirmed_until}" if found.confirmed_until else "every date follows from a rule"
    console.print(Text(f"{calendar}, {found.first_year} to {found.last_year}: {until}; {found.source}", style="bold"))
    made = table("day", "", "name", "status", "id", flexible="name")
    for holiday in days:
        name = found.name_in(language, holiday)
        made.add_row(str(holiday.day), f"{holiday.day:%a}", Text(name), holiday.status, holiday.id)
    console.print(made)
    if found.note:
        console.print(Text(found.note))


def bring_in(calendar: str, years: str, folder: Path | None, *, write: bool) -> None:
    """Say what an import would change, and make it when `write` says so."""
    if calendar not in known_to_package():
        advice = maybe(calendar, known_to_package())
        raise BadInput(
            [Issue("CALENDAR", shown(calendar), "is not known to the package", "such as DE or DE-BY", advice)]
        )
    before = table_of(calendar)
    made = imported(calendar, _years(years), datetime.now(UTC).date(), before)
    console = results()
    against = f"the table of {before.imported} ({before.source})" if before else "nothing"
    console.print(Text(f"{calendar}, {years}: {made.table.source} against {against}", style="bold"))
    for change in made.changes:
        console.print(Text(_line(change)))
    console.print(Text(count(len(made.changes), "difference", "differences") + "."))
    if write:
        file = _target(folder) / f"{calendar}.json"
        write_atomically(file, table_text(made.table))
        console.print(Text(f"Written: {file}"))
    else:
        console.print(Text("Nothing is written without --write."))


def _table(calendar: str) -> Table:
    found = table_of(calendar)
    if found is None:
        advice = (
            maybe(calendar, calendars()) or f"Import it: watchbill holidays import {calendar} --years 2026-2030 --write"
        )
        expected = f"one of {', '.join(sorted(calendars()))}"
        raise BadInput(
            [Issue("CALENDAR", shown(calendar), "is not a calendar of which there is a table", expected, advice)]
        )
    return found


def _refuse_language(found: Table, language: str) -> None:
    if language not in found.languages():
        expected = f"one of {', '.join(found.languages())}"
        raise BadInput([Issue("--lang", shown(language), f"is no language of {found.calendar}", expected)])


def _told(found: Table, holiday: Holiday, language: str) -> dict[str, Any]:
    return {
        "id": holiday.id,
        "day": holiday.day.isoformat(),
        "name": found.name_in(language, holiday),
        "status": holiday.status,
        "source": holiday.source,
    }


def _years(text: str) -> range:
    found = _YEARS.fullmatch(text)
    first, last = (int(found[1]), int(found[2] or found[1])) if found else (0, 0)
    if not date.min.year < first <= last or last - first >= MOST_YEARS:
        expected = f"a year or a span of at most {MOST_YEARS}, such as 2026-2030"
        raise BadInput([Issue("--years", shown(text), "is not a span of years", expected)])
    return range(first, last + 1)


def _line(change: Change) -> str:
    said = f"{change.was} -> {change.now}" if change.was and change.now else change.was or change.now
    stays = "; an override speaks of it, and stays" if change.overridden else ""
    return f"  {change.kind:<8} {change.id}  {said}{stays}"


def _target(folder: Path | None) -> Path:
    own = folder or (Path(os.environ[FOLDER]) if os.environ.get(FOLDER) else None)
    if own is None:
        expected = f"a folder of your own; {FOLDER} names the one that is read"
        raise BadInput([Issue("--folder", "", "is missing", expected, f"Maybe {FOLDER}=holidays?")])
    own.mkdir(parents=True, exist_ok=True)
    return own
