"""`watchbill export`: a plan's roster as a table, a calendar feed, or rows for programs. The plan alone is enough."""

from __future__ import annotations

from pathlib import Path

from api.cli.formats import Format
from api.cli.outputs import ready
from api.documents.advice import counted, maybe, shown
from api.documents.files import write_atomically
from api.documents.plan_file import PlanFile, read_plan
from api.errors import BadInput, Issue
from exports.document import assignment_rows, to_json
from exports.ical import to_ics
from exports.table import to_csv
from exports.wording import called
from scheduler.domain.roster import Roster


def run(plan: Path, to: Format, person: str | None, out: Path) -> None:
    """Write the export to `out`, whole or not at all."""
    ready(out)
    write_atomically(out, exported(plan, to, person))


def exported(plan: Path, to: Format, person: str | None) -> bytes:
    """The roster of `person`, or of everybody, in that format. Raises BadInput for a person who is not in the plan."""
    file = read_plan(plan)
    if person is not None:
        _known(file, person)
    if to is Format.ICS:
        return feed(file, person)
    chosen = Roster(frozenset(a for a in file.roster if person in (None, a.person)))
    if to is Format.CSV:
        return to_csv(file.problem, chosen).encode()
    return to_json(assignment_rows(file.problem, chosen)).encode()


def feed(file: PlanFile, person: str | None) -> bytes:
    """The calendar of `person`, or of the team."""
    team = file.problem.team.id
    name = team if person is None else f"{called(file.problem.person(person))} ({team})"
    return to_ics(file.problem, file.roster, person=person, name=name, stamp=file.made)


def _known(file: PlanFile, person: str) -> None:
    ids = [p.id for p in file.problem.people]
    if person not in ids:
        expected = f"the id of one of {counted(len(ids), 'person', 'people')}"
        raise BadInput([Issue("--person", shown(person), "is not in the plan", expected, maybe(person, ids))])
