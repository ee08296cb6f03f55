"""`watchbill ledger`: what a roster, ours or as it was worked, leaves for the next quarter."""

from __future__ import annotations

from pathlib import Path

from api.cli.outputs import ready_folder
from api.cli.verifying import stated_plan
from api.documents.domain import problem_of
from api.documents.files import write_atomically
from api.documents.ledger import ledger_files, ledger_sections, ledger_yaml
from api.documents.reading import read_team
from api.documents.rosters import read_roster
from api.terminal.console import messages, results


def run(team: Path, file: Path, out: Path | None) -> None:
    """Print the sections for the next team document, or write the CSV files of its folder. Raises BadInput."""
    problem = problem_of(read_team(team))
    if file.suffix == ".json":
        stated_plan(file)
    sections = ledger_sections(problem, read_roster(file, problem))
    if out is None:
        results().out(ledger_yaml(sections), end="", highlight=False)
        return
    folder = ready_folder(out)
    for name, text in ledger_files(sections).items():
        write_atomically(folder / name, text.encode())
        messages().print(f"Written: {folder / name}")
