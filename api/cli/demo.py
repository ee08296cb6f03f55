"""`watchbill demo`: the shipped quarter, planned from end to end."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from rich.text import Text

from api.cli import planning
from api.cli.asking import answers
from api.cli.exporting import material
from api.cli.importing import write_document
from api.cli.outputs import ready_folder
from api.documents.examples import example_folder
from api.documents.files import write_atomically
from api.documents.plan_file import PlanFile, read_plan
from api.documents.reading import read_folder
from api.exporting.formats import Format
from api.exporting.rendering import Material, Wanted, rendered
from api.terminal.console import results
from api.terminal.oncall import print_answers
from api.terminal.tables import section

ASKED = datetime(2027, 2, 14, 15, 10, tzinfo=UTC)  # a Sunday: late evening in Singapore, handover to the night ahead
_FILES = {"roster.csv": Format.CSV, "roster.xlsx": Format.XLSX, "wall-chart.pdf": Format.PDF}


def run(out: Path, effort: planning.Effort) -> int:
    """Plan the example into the folder `out`. Returns the exit code of the plan."""
    ready_folder(out)
    document = read_folder(example_folder())
    write_document(document, out / "team.yaml")
    plan = out / "plan.json"
    made = planning.make(document, effort, lambda so_far: planning.keep(so_far, document, plan))
    planning.write(made, document, plan)
    planning.show(made)
    if made.exit_code == 0:
        _rest(plan, out)
    return made.exit_code


def _rest(plan: Path, out: Path) -> None:
    """What `export` and `oncall` make of the plan."""
    file = read_plan(plan)
    roster = material(file)
    for name, to in _FILES.items():
        write_atomically(out / name, rendered(roster, to, Wanted()))
    _feeds(file, roster, ready_folder(out / "feeds"))
    console = results()
    print_answers(console, file.problem, ASKED, answers(file, ASKED))
    section(console, f"Written to {out}", *_written(len(file.problem.people)))
    console.print(Text(f"\nNow change {out / 'team.yaml'}, and: watchbill plan {out / 'team.yaml'} -o {plan}"))


def _feeds(file: PlanFile, roster: Material, folder: Path) -> None:
    write_atomically(folder / "team.ics", roster.calendar(None))
    for person in file.problem.people:
        write_atomically(folder / f"{person.id}.ics", roster.calendar(person.id))


def _written(people: int) -> list[str]:
    return [
        "team.yaml            the team, to edit; team.schema.json lets editors complete it",
        "roster.csv           one row an assignment",
        "roster.xlsx          people by days, with totals and fairness",
        "wall-chart.pdf       the same, to print",
        "plan.json            the roster with its proof and report, for programs",
        f"feeds/               a calendar for each of {people} people, and team.ics",
    ]
