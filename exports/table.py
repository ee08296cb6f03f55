"""Tables as CSV: a roster, and rows of any kind for a spreadsheet."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping, Sequence
from io import StringIO

from exports.document import assignment_rows
from scheduler.domain.roster import Roster
from scheduler.problem import Problem

COLUMNS = ("person", "shift", "site", "duty", "start", "end")
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def to_csv(problem: Problem, roster: Roster) -> str:
    """roster.csv: one row an assignment, in order of start, then person; lines end with a line feed.

    Cells are written as they are, also one that a spreadsheet would take for a formula: ids must survive the trip.
    """
    return roster_csv(assignment_rows(problem, roster))


def roster_csv(rows: Iterable[Mapping[str, object]]) -> str:
    """The same of such rows, in their order."""
    out = StringIO()
    writer = csv.DictWriter(out, COLUMNS, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def csv_lines(columns: Sequence[str], rows: Iterable[Mapping[str, object]]) -> Iterator[str]:
    """A header, then one text a row, each ending with a line feed; None is an empty cell.

    Text that a spreadsheet would take for a formula gets an apostrophe in front: people write what stands in such rows.
    What a row has beyond `columns` is left out. Raises KeyError for a row that lacks one.
    """
    yield _line(columns)
    for row in rows:
        yield _line([_guarded(row[column]) for column in columns])


def _guarded(value: object) -> object:
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value


def _line(cells: Sequence[object]) -> str:
    out = StringIO()
    csv.writer(out, lineterminator="\r\n").writerow(cells)  # so that it quotes a carriage return, too
    return out.getvalue().removesuffix("\r\n") + "\n"
