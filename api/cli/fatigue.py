"""`watchbill fatigue`: how tiring a roster is, ours or not, and a picture of it."""

from __future__ import annotations

from pathlib import Path

from api.cli.outputs import ready
from api.cli.verifying import stated_plan
from api.documents.advice import counted, maybe, shown
from api.documents.domain import problem_of
from api.documents.files import write_atomically
from api.documents.reading import read_team
from api.documents.rosters import read_roster
from api.errors import BadInput, Issue
from api.terminal.console import results
from api.terminal.fatigue import print_person, print_team
from exports.document import to_json
from exports.fatigue_plot import person_svg
from exports.fatigue_rows import fatigue_document
from exports.fatigue_strip import roster_svg
from scheduler.fatigue.assessment import PersonFatigue, person_fatigue, team_fatigue
from scheduler.problem import Problem


def run(team: Path, file: Path, person: str | None, *, as_json: bool = False, svg: Path | None = None) -> None:
    """Print the fatigue of everybody, or of `person`; write the picture to `svg`. Raises BadInput."""
    if svg is not None:
        ready(svg, "--svg")
    problem = problem_of(read_team(team))
    if person is not None:
        _known(problem, person)
    if file.suffix == ".json":
        stated_plan(file)
    roster = read_roster(file, problem)
    if person is None:
        found = team_fatigue(problem, roster)
    else:
        found = [person_fatigue(problem, roster, problem.person(person))]
    if svg is not None:
        write_atomically(svg, picture(problem, found, person).encode())
    console = results()
    if as_json:
        console.out(to_json(fatigue_document(problem, found)), end="", highlight=False)
    elif person is None:
        print_team(console, problem, found)
    else:
        print_person(console, problem, found[0])


def picture(problem: Problem, found: list[PersonFatigue], person: str | None) -> str:
    """One person's sleepiness, or everybody's risk."""
    return roster_svg(problem, found) if person is None else person_svg(problem, found[0])


def _known(problem: Problem, person: str) -> None:
    ids = [p.id for p in problem.people]
    if person not in ids:
        expected = f"the id of one of {counted(len(ids), 'person', 'people')}"
        raise BadInput([Issue("--person", shown(person), "is not a person of this team", expected, maybe(person, ids))])
