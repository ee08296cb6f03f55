"""`watchbill check`: every problem of a document at once; then the headcount."""

from __future__ import annotations

from pathlib import Path

from rich.text import Text

from api.documents.domain import problem_of
from api.documents.reading import read_team
from api.documents.remarks import remarks
from api.terminal.console import results
from api.terminal.headcount import print_headcount
from api.terminal.limits import print_unsaid
from api.terminal.report import about, print_holidays
from api.terminal.tables import section
from scheduler.headcount import headcount, thin_spots


def run(team: Path) -> None:
    """Raises BadInput with every issue; where there is none, prints the headcount, and what is open or odd."""
    document = read_team(team)
    problem = problem_of(document)
    console = results()
    console.print(Text(f"{team} is in order."))
    console.print(Text(about(problem), style="bold"))
    print_holidays(console, problem)
    print_headcount(console, headcount(problem), thin_spots(problem))
    print_unsaid(console, problem.team)
    found = remarks(document)
    if found:
        section(console, "Perhaps not meant", *map(str, found))
