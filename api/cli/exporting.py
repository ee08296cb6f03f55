"""`watchbill export`: a plan's roster as a table, a chart, a calendar, or for a pager. The plan alone is enough."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from api.cli.formats import Format
from api.cli.outputs import ready
from api.documents.advice import counted, maybe, shown
from api.documents.files import write_atomically
from api.documents.plan_file import PlanFile, read_plan
from api.errors import BadInput, Issue
from api.exporting.rendering import Material, Wanted, rendered
from api.exporting.rosters import as_of, fairness_in, material_of
from exports.charting import shown_of


def run(plan: Path, to: Format, wanted: Wanted, out: Path) -> None:
    """Write the export to `out`, whole or not at all."""
    ready(out)
    write_atomically(out, exported(plan, to, wanted))


def exported(plan: Path, to: Format, wanted: Wanted = Wanted()) -> bytes:  # noqa: B008 - frozen
    """The roster of a person, or of everybody, in that format. Raises BadInput for a person who is not in the plan."""
    file = read_plan(plan)
    if wanted.person is not None:
        _known(file, wanted.person)
    return rendered(material(file), to, wanted)


def material(file: PlanFile) -> Material:
    """All that is exported of a plan. What is known of fairness is what its report says."""
    standings, spreads = fairness_in(file.report)
    drawn = replace(shown_of(file.problem, file.roster, fairness=False), standings=standings, spreads=spreads)
    return material_of(file.problem, file.roster, drawn, f"As planned {as_of(file.made)}, {file.status}", file.made)


def _known(file: PlanFile, person: str) -> None:
    ids = [p.id for p in file.problem.people]
    if person not in ids:
        expected = f"the id of one of {counted(len(ids), 'person', 'people')}"
        raise BadInput([Issue("--person", shown(person), "is not in the plan", expected, maybe(person, ids))])
