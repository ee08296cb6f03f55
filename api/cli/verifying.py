"""`watchbill verify`: any roster, ours or not, before the independent checker."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from rich.console import Console
from rich.text import Text

from api.documents.advice import shown
from api.documents.domain import problem_of
from api.documents.plan_file import read_json
from api.documents.reading import read_team
from api.documents.rosters import read_roster
from api.documents.told import report_of
from api.errors import BadInput, Issue
from api.terminal.console import results
from api.terminal.verdict import print_verdict
from scheduler.verify import verify


def run(team: Path, file: Path, *, everything: bool = False) -> int:
    """Print what is wrong with the roster. Returns 1 for a broken hard rule or another penalty than the file states."""
    document = read_team(team)
    problem = problem_of(document)
    stated = stated_plan(file) if file.suffix == ".json" else None
    roster = read_roster(file, problem)
    verdict = verify(problem, roster)
    console = results()
    print_verdict(console, problem, report_of(document, problem, roster, verdict), everything=everything)
    agrees = stated is None or _compare(console, stated, verdict.penalty)
    return 0 if agrees and not verdict.hard else 1


def stated_plan(file: Path) -> dict[str, Any] | None:
    """The plan, if it states a penalty. Raises BadInput for a plan that has no roster."""
    plan = read_json(file)
    if plan.get("status") in ("infeasible", "unknown"):
        issue = Issue("status", shown(plan["status"]), "means that there is no roster", place=f"{file.name} status")
        raise BadInput([issue])
    return plan if plan.get("penalty") is not None else None


def _compare(console: Console, stated: dict[str, Any], checked: int) -> bool:
    agrees = bool(stated["penalty"] == checked)
    words = f"agrees with the {checked:,} found here" if agrees else f"differs from the {checked:,} found here"
    console.print()
    console.print(Text(f"The plan states a penalty of {stated['penalty']:,}, which {words}."))
    return agrees
