"""`watchbill verify`: any roster, ours or not, before the independent checker."""

from __future__ import annotations

from datetime import datetime
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
from api.terminal.verdict import print_notice, print_verdict
from constraints.packs.notice import late
from scheduler.domain.roster import Roster
from scheduler.intervals import parse_instant
from scheduler.verify import verify


def run(team: Path, file: Path, published_at: str | None = None, *, everything: bool = False) -> int:
    """Print what is wrong with the roster, and with the notice that publishing it then would give.

    Returns 1 for a broken hard rule, notice that the law asks for, or another penalty than the file states.
    """
    instant = _instant(published_at) if published_at else None
    document = read_team(team)
    problem = problem_of(document)
    stated = stated_plan(file) if file.suffix == ".json" else None
    roster = read_roster(file, problem)
    verdict = verify(problem, roster)
    console = results()
    print_verdict(console, problem, report_of(document, problem, roster, verdict), everything=everything)
    unnoticed = list(late(problem, instant, roster, Roster())) if instant else []
    if instant:
        print_notice(console, unnoticed)
    agrees = stated is None or _compare(console, stated, verdict.penalty)
    unlawful = any(found.number.force == "hard" for found in unnoticed)
    return 0 if agrees and not verdict.hard and not unlawful else 1


def _instant(text: str) -> datetime:
    try:
        return parse_instant(text)
    except (ValueError, OverflowError):
        expected = "an instant with its offset from UTC, such as 2026-12-01T09:00:00Z"
        raise BadInput([Issue("--published-at", shown(text), "is not an instant", expected)]) from None


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
