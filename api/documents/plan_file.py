"""Reading a plan.json: all that `export` and `oncall` need, without its team document."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import Any

from api.documents.advice import shown
from api.documents.domain import team_of
from api.documents.files import read_text
from api.documents.reading import document_of
from api.documents.rosters import read_roster
from api.errors import BadInput, Issue
from scheduler.domain.roster import Roster
from scheduler.intervals import parse_instant
from scheduler.oncall.resolve import FinalSchedule, holdings_of, resolve
from scheduler.problem import Problem


@dataclass(frozen=True)
class PlanFile:
    """A plan as read. `problem` has its people, sites, shifts and leave, but no rules; `made` is when it was planned.

    `report` is what the plan says of itself.
    """

    problem: Problem
    roster: Roster
    status: str
    made: datetime
    report: Mapping[str, Any] = field(default_factory=dict)

    @cached_property
    def schedule(self) -> FinalSchedule:
        """Who holds what and when. Each duty that has shifts is on it, also when nobody ever holds it."""
        final = resolve(holdings_of(self.problem, self.roster))
        tracks = frozenset((str(template.duty), 1) for template in self.problem.team.templates)
        return FinalSchedule(final.holdings, final.tracks | tracks)


def read_plan(path: Path) -> PlanFile:
    """The plan at `path`. Raises BadInput with every issue."""
    raw = read_json(path)
    document = raw.get("document")
    if not isinstance(document, dict):
        raise BadInput([_wrong(path, "document", document, "what `watchbill plan` writes")])
    problem = Problem(team_of(document_of({"team": raw.get("team"), **document, "people": _people(document)})))
    made = _instant(path, raw.get("made"))
    report = raw.get("report")
    told = report if isinstance(report, dict) else {}
    return PlanFile(problem, read_roster(path, problem), str(raw.get("status")), made, told)


def read_json(path: Path) -> dict[str, Any]:
    """The JSON object at `path`. Raises BadInput when there is none."""
    try:
        raw = json.loads(read_text(path))
    except (ValueError, RecursionError) as error:
        raise BadInput([Issue("", "", f"is not JSON: {error}", "a plan.json", place=path.name)]) from None
    if not isinstance(raw, dict):
        raise BadInput([_wrong(path, "", raw, "a plan.json")])
    return raw


def _people(document: dict[str, Any]) -> Any:
    """A team document asks for contracts, of which a plan says nothing."""
    rows = document.get("people")
    if not isinstance(rows, list):
        return rows
    return [{**row, "contract_hours_per_week": 0} if isinstance(row, dict) else row for row in rows]


def _instant(path: Path, made: object) -> datetime:
    try:
        return parse_instant(str(made))
    except ValueError:
        raise BadInput([_wrong(path, "made", made, "an instant such as 2027-01-04T00:00:00Z")]) from None


def _wrong(path: Path, key: str, value: object, expected: str) -> Issue:
    return Issue(key, shown(value), "is not valid", expected, place=f"{path.name} {key}".strip())
