"""A roster as CSV."""

from __future__ import annotations

import csv
from io import StringIO

from exports.document import assignment_rows
from scheduler.domain.roster import Roster
from scheduler.problem import Problem

COLUMNS = ("person", "shift", "site", "duty", "start", "end")


def to_csv(problem: Problem, roster: Roster) -> str:
    """roster.csv: one row an assignment, in order of start, then person; lines end with a line feed.

    Cells are written as they are, also one that a spreadsheet would take for a formula: ids must survive the trip.
    """
    out = StringIO()
    writer = csv.DictWriter(out, COLUMNS, lineterminator="\n")
    writer.writeheader()
    writer.writerows(assignment_rows(problem, roster))
    return out.getvalue()
