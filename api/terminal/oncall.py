"""Who is on call, as a table."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from rich.console import Console
from rich.text import Text

from api.terminal.tables import section, table
from api.terminal.words import date_clock
from scheduler.intervals import local, utc_text
from scheduler.oncall.values import Answer
from scheduler.problem import Problem

NOBODY = "nobody"


def print_answers(
    console: Console, problem: Problem, instant: datetime, answers: Sequence[Answer], zone: str | None = None
) -> None:
    """Who holds each duty at `instant`: times in UTC, below them by the clock of `zone` if there is one."""
    made = table("duty", "level", "person", "site", "since", "until", "next", "source")
    for answer in answers:
        person = answer.person or NOBODY
        bounds = (_times(bound, zone) for bound in (answer.since, answer.until))
        source = str(answer.source or "")
        made.add_row(answer.duty, str(answer.level), person, answer.site or "", *bounds, _next(answer, zone), source)
    section(console, f"On call at {_headline(instant, zone)}", made)
    for warning in _warnings(problem, instant, answers):
        console.print(Text(warning, style="bold"))


def _headline(instant: datetime, zone: str | None) -> str:
    there = f", {local(instant, zone):%a %H:%M} in {zone}" if zone else ""
    return f"{utc_text(instant)}{there} (times in UTC{f', then in {zone}' if zone else ''})"


def _times(instant: datetime | None, zone: str | None) -> str:
    if instant is None:
        return "-"
    return date_clock(instant) if zone is None else f"{date_clock(instant)}\n{date_clock(instant, zone)}"


def _next(answer: Answer, zone: str | None) -> str:
    if answer.next is None:
        return NOBODY
    first, *rest = _times(answer.next.start, zone).splitlines()
    return "\n".join([f"{answer.next.person}, {first}", *(" " * (len(answer.next.person) + 2) + line for line in rest)])


def _warnings(problem: Problem, instant: datetime, answers: Sequence[Answer]) -> list[str]:
    window = problem.coverage_window
    uncovered = [f"Nobody holds {a.duty}, level {a.level}." for a in answers if not a.covered]
    if window.holds(instant):
        return uncovered
    bounds = f"from {utc_text(window.start)} until {utc_text(window.end)}"
    return [*uncovered, f"The instant lies outside the plan, which covers the time {bounds}."]
