"""Rosters from outside: a roster.csv or a plan.json, made here or anywhere, as assignments of a known problem."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from api.documents.advice import counted, maybe, shown
from api.documents.csv_table import Columns, Table
from api.documents.files import read_text
from api.documents.places import joined
from api.errors import BadInput, Issue
from scheduler.domain.roster import Assignment, Roster
from scheduler.domain.shift import Shift
from scheduler.intervals import minutes_between, parse_instant, utc_text
from scheduler.problem import Problem

COLUMNS = ("person", "shift", "site", "duty", "start", "end")
LARGEST_PLAN_BYTES = 50_000_000  # a plan carries its report
_A_DAY = 24 * 60


@dataclass(frozen=True)
class RosterRow:
    """One assignment as a file says it; `path` and `place` say where."""

    path: str
    place: str
    cells: dict[str, str]

    def issue(self, column: str, problem: str, expected: str = "", advice: str = "") -> Issue:
        value = shown(self.cells[column]) if column in self.cells else ""
        return Issue(joined(self.path, column), value, problem, expected, advice, f"{self.place} {column}")


def read_roster(path: Path, problem: Problem) -> Roster:
    """The roster in a roster.csv or plan.json. Raises BadInput with every issue.

    What is possible but forbidden, such as a shift of another site, is no bad input: the checker reports it.
    """
    rows, issues = _json_rows(path) if path.suffix == ".json" else _csv_rows(path)
    matcher = _Matcher(problem)
    assignments = [matcher.assignment(row) for row in rows]
    issues += matcher.issues
    if issues:
        raise BadInput(issues)
    return Roster(frozenset(assignment for assignment in assignments if assignment))


def _csv_rows(path: Path) -> tuple[list[RosterRow], list[Issue]]:
    table = Table(path, Columns(COLUMNS), "assignments")
    rows = [
        RosterRow(joined("assignments", n), f"{table.file}:{record.line}", {k: v for k, v in record.cells.items() if v})
        for n, record in enumerate(table.records)
        if record.sound and table.readable
    ]
    return rows, table.issues


def _json_rows(path: Path) -> tuple[list[RosterRow], list[Issue]]:
    plan = _json(path)
    found = plan.get("assignments") if isinstance(plan, dict) else None
    if not isinstance(found, list):
        raise BadInput([Issue("assignments", shown(found), "is not valid", "a list of assignments", place=path.name)])
    rows, issues = [], []
    for n, row in enumerate(found):
        at = joined("assignments", n)
        if isinstance(row, dict):
            rows.append(RosterRow(at, f"{path.name} {at}", {k: str(v) for k, v in row.items() if v is not None}))
        else:
            issues.append(Issue(at, shown(row), "is not valid", "a mapping", place=f"{path.name} {at}"))
    return rows, issues


def _json(path: Path) -> Any:
    try:
        return json.loads(read_text(path, largest=LARGEST_PLAN_BYTES))
    except (ValueError, RecursionError) as error:
        place = f"{path.name}:{error.lineno}" if isinstance(error, json.JSONDecodeError) else path.name
        raise BadInput([Issue("", "", f"is not JSON: {error}", "a plan.json", place=place)]) from None


@dataclass
class _Matcher:
    """Finds the person and the dated shift of each row; `issues` says what it could not find."""

    problem: Problem
    issues: list[Issue] = field(default_factory=list)
    _first: dict[Assignment, RosterRow] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._people = {person.id for person in self.problem.people}
        self._starts: dict[str, dict[datetime, Shift]] = {t.id: {} for t in self.problem.team.templates}
        for shift in self.problem.shifts:
            self._starts[shift.template][shift.start] = shift

    def assignment(self, row: RosterRow) -> Assignment | None:
        """The assignment that the row means, unless something is wrong with it."""
        before = len(self.issues)
        self.issues += [row.issue(column, "is missing") for column in COLUMNS if column not in row.cells]
        self.issues += self._unknown_person(row)
        shift = self._shift(row)
        if shift is None or len(self.issues) > before:
            return None
        assignment = Assignment(row.cells["person"], shift.id)
        self.issues += [*_contradictions(row, shift), *self._said_before(assignment, row)]
        return assignment

    def _unknown_person(self, row: RosterRow) -> Iterator[Issue]:
        person = row.cells.get("person")
        if person is not None and person not in self._people:
            expected = f"the id of one of {counted(len(self._people), 'person', 'people')}"
            yield row.issue("person", "is not a person of this team", expected, maybe(person, self._people))

    def _shift(self, row: RosterRow) -> Shift | None:
        template = row.cells.get("shift")
        starts = self._starts.get(template or "")
        start = self._instant(row, "start")
        if template is not None and starts is None:
            expected = f"the id of one of {counted(len(self._starts), 'shift', 'shifts')}"
            advice = maybe(template, self._starts)
            self.issues.append(row.issue("shift", "is not a shift of this team", expected, advice))
        elif starts is not None and start is not None and start not in starts:
            expected = f"an instant at which {template} starts in the period"
            self.issues.append(row.issue("start", f"is no start of {template}", expected, _nearest(start, starts)))
        return starts.get(start) if starts and start else None

    def _instant(self, row: RosterRow, column: str) -> datetime | None:
        if column not in row.cells:
            return None
        try:
            return parse_instant(row.cells[column])
        except (ValueError, OverflowError) as error:
            advice = str(error) if "no offset" in str(error) else ""
            self.issues.append(row.issue(column, "is not an instant", "such as 2027-01-04T00:00:00Z", advice))
            return None

    def _said_before(self, assignment: Assignment, row: RosterRow) -> Iterator[Issue]:
        first = self._first.setdefault(assignment, row)
        if first is not row:
            yield row.issue("person", f"is on this shift already, by {first.place}", "each assignment once")


def _contradictions(row: RosterRow, shift: Shift) -> Iterator[Issue]:
    for column, true in (("site", shift.site), ("duty", str(shift.duty))):
        if row.cells[column] != true:
            yield row.issue(column, f"contradicts {shift.id}", true)
    try:
        agrees = parse_instant(row.cells["end"]) == shift.end
    except (ValueError, OverflowError):
        agrees = False
    if not agrees:
        yield row.issue("end", f"contradicts {shift.id}", utc_text(shift.end))


def _nearest(start: datetime, starts: Iterable[datetime]) -> str:
    near = min(starts, key=lambda other: abs(minutes_between(start, other)), default=None)
    close = near is not None and abs(minutes_between(start, near)) <= _A_DAY
    return f"Maybe {utc_text(near)}?" if near is not None and close else ""
