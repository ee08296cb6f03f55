"""One CSV file as rows of cells with their lines: by comma, semicolon or tab, with any line ends."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from api.documents.advice import counted, maybe, shown
from api.documents.files import read_text
from api.errors import BadInput, Issue

_DELIMITERS = ",;\t"


@dataclass(frozen=True)
class Columns:
    """The names that the header must and may have."""

    required: tuple[str, ...]
    optional: tuple[str, ...] = ()

    @property
    def all(self) -> tuple[str, ...]:
        return self.required + self.optional


@dataclass(frozen=True)
class Record:
    """A row: its line in the file and its cells by column; `sound` is False when the cells do not fit the header."""

    line: int
    cells: dict[str, str]
    sound: bool = True


class Table:
    """The records of the file at `path`, and what is wrong with the file. `subject` is its path in the document."""

    def __init__(self, path: Path, columns: Columns, subject: str) -> None:
        self.file, self.columns, self.subject = path.name, columns, subject
        self.issues: list[Issue] = []
        self.header: list[str] = []
        self.records: list[Record] = []
        try:
            self._read(read_text(path, subject))
        except BadInput as error:
            self.issues += error.issues

    @property
    def readable(self) -> bool:
        """False when there is no table at all, or it lacks a column: then its rows are not worth reading."""
        return set(self.columns.required) <= set(self.header)

    def _read(self, text: str) -> None:
        lines = _lines(text, self._delimiter(text))
        try:
            header = next(lines, None)
            if header is None:
                self._report("", "is empty", f"a header row: {','.join(self.columns.all)}")
                return
            self.header = header[1]
            self._check_header()
            self.records = [self._record(line, cells) for line, cells in lines]
        except csv.Error as error:
            self._report("", f"is not CSV: {error}", "cells in plain text or in double quotes")

    def _delimiter(self, text: str) -> str:
        """The one by which the header shows the most known columns."""
        first = next((line for line in text.splitlines() if line.strip()), "")
        return max(_DELIMITERS, key=lambda d: sum(name.strip(' "') in self.columns.all for name in first.split(d)))

    def _check_header(self) -> None:
        expected = f"the columns {','.join(self.columns.all)}"
        for name in self.columns.required:
            if name not in self.header:
                self._report("", f"has no column {shown(name)}", expected)
        for n, name in enumerate(self.header):
            if name and name not in self.columns.all:
                self._report(shown(name), "is not a column of this file", expected, maybe(name, self.columns.all))
            elif name in self.header[:n] and name:
                self._report(shown(name), "is a column twice", expected)

    def _record(self, line: int, cells: Sequence[str]) -> Record:
        sound = len(cells) == len(self.header) and all(
            name or not cell for name, cell in zip(self.header, cells, strict=True)
        )
        if not sound:
            expected = f"{len(self.header)}, as in the header"
            found = counted(len(cells), "cell", "cells")
            advice = "Maybe a cell needs double quotes?"
            self.issues.append(Issue(self.subject, found, "in the row", expected, advice, f"{self.file}:{line}"))
        known = zip(self.header, cells, strict=False)
        return Record(line, {name: cell for name, cell in known if name in self.columns.all}, sound)

    def _report(self, value: str, problem: str, expected: str, advice: str = "") -> None:
        self.issues.append(Issue(self.subject, value, problem, expected, advice, self.file))


def _lines(text: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """The rows that hold anything, each with the line on which it begins."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    line = 1
    for row in reader:
        if any(cell.strip() for cell in row):
            yield line, [cell.strip() for cell in row]
        line = reader.line_num + 1
