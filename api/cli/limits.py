"""`watchbill limits`: which numbers of which laws hold for whom, what binds, and what nobody has said yet."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from api.documents.advice import counted, maybe, shown
from api.documents.domain import limits_of, team_of
from api.documents.model import TeamDocument
from api.documents.reading import read_team
from api.documents.standby import standbys
from api.errors import BadInput, Issue
from api.terminal.console import results
from api.terminal.limits import print_limits
from api.terminal.report import print_reaches
from constraints.packs.applying import Limit, unsaid
from constraints.packs.notice import owed
from exports.document import to_json
from scheduler.domain.team import Team
from scheduler.report import plain, reaches


def run(file: Path, person: str | None, *, as_json: bool = False) -> None:
    """Print the limits of everybody, or of `person`. Raises BadInput."""
    document = read_team(file)
    team = team_of(document)
    ids = [p.id for p in team.people]
    if person is not None and person not in ids:
        expected = f"the id of one of {counted(len(ids), 'person', 'people')}"
        raise BadInput([Issue("--person", shown(person), "is not a person of this team", expected, maybe(person, ids))])
    found = [limit for limit in limits_of(document, team) if person in (None, limit.person)]
    if as_json:
        results().out(to_json(limit_document(document, team, found)), end="", highlight=False)
    else:
        print_limits(results(), team, found, standbys(document))
        print_reaches(results(), reaches(team, (limit.rule for limit in found)))


def limit_document(document: TeamDocument, team: Team, found: list[Limit]) -> dict[str, Any]:
    """For programs: each limit of each person, how standby counts, and the facts that are taken for granted."""
    return {
        "limits": [
            {
                "person": limit.person,
                "id": limit.number.id,
                "pack": limit.pack,
                "says": limit.number.says,
                "law": limit.number.law,
                "status": limit.number.status,
                "force": limit.number.force,
                "value": limit.number.value,
                "unit": limit.number.unit,
                "valid_from": limit.number.valid_from and limit.number.valid_from.isoformat(),
                "valid_to": limit.number.valid_to and limit.number.valid_to.isoformat(),
                "covered_by": limit.covered_by,
            }
            for limit in found
        ],
        "reaches": plain(reaches(team, (limit.rule for limit in found))),
        "notice": [
            {"id": number.id, "says": number.says, "force": number.force, "people": [person.id for person in people]}
            for number, people in owed(team).values()
        ],
        "standby": [
            {
                "shift": standby.shift,
                "counts_as_work": standby.counts_as_work,
                "numbers": [number.id for number in standby.numbers],
                "because": standby.because,
            }
            for standby in standbys(document)
        ],
        "unsaid": {person: list(facts) for person, facts in unsaid(team).items()},
    }
