"""`watchbill check`: every problem of a document at once; then the headcount."""

from __future__ import annotations

from pathlib import Path

from rich.text import Text

from api.documents.domain import problem_of
from api.documents.reading import read_team
from api.terminal.console import results
from api.terminal.headcount import print_headcount
from api.terminal.limits import print_unsaid
from api.terminal.report import about, print_holidays
from scheduler.headcount import headcount, thin_spots


def run(team: Path) -> None:
    """Raises BadInput with every issue; prints the headcount, and what nobody has said, where there is none."""
    problem = problem_of(read_team(team))
    console = results()
    console.print(Text(f"{team} is in order."))
    console.print(Text(about(problem), style="bold"))
    print_holidays(console, problem)
    print_headcount(console, headcount(problem), thin_spots(problem))
    print_unsaid(console, problem.team)
