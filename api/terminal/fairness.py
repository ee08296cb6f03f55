"""Fairness as one table a site: a row a person, a column a burden."""

from __future__ import annotations

from rich.console import Console
from rich.padding import Padding
from rich.table import Table

from api.terminal.tables import INDENT, section, table
from api.terminal.words import signed
from scheduler.burden import Burden
from scheduler.fairness import Spread, Standing
from scheduler.problem import Problem
from scheduler.report import Report

NOTE = '"apart": how far full-time people are from one another at most, carry-over included.'


def print_fairness(console: Console, problem: Problem, report: Report) -> None:
    """The tables of the sites at which anybody shares anything."""
    arrow = ">" if console.options.ascii_only else "→"
    for site in problem.team.sites:
        lines = {(s.person, s.burden): s for s in report.fairness if s.site == site.id}
        if lines:
            title = f"Fairness at {site.id}: done/fair share, carry-over before{arrow}after"
            spreads = {s.burden: s for s in report.spreads if s.site == site.id}
            section(console, title, _table(lines, spreads, arrow))
    if report.spreads:
        console.print(Padding(NOTE, INDENT, expand=False))


def _table(lines: dict[tuple[str, Burden], Standing], spreads: dict[Burden, Spread], arrow: str) -> Table:
    burdens = [burden for burden in Burden if any(b is burden for _, b in lines)]
    made = table("person", *(f"{'':4}{burden}" for burden in burdens))
    for person in dict.fromkeys(person for person, _ in lines):
        made.add_row(person, *(_cell(lines.get((person, burden)), arrow) for burden in burdens))
    if spreads:
        made.add_row("apart", *(_apart(spreads.get(burden)) for burden in burdens), style="bold")
    return made


def _cell(standing: Standing | None, arrow: str) -> str:
    """`` 14/13.2  +2→+2.8``; only what was done for who does not share the burden."""
    if standing is None:
        return "  -"
    if standing.target is None or standing.before is None or standing.after is None:
        return f"{standing.counted:3.0f}"
    digits = 0 if standing.burden is Burden.HOURS else 1
    carry = f"{signed(standing.before)}{arrow}{signed(standing.after, digits)}"
    return f"{standing.counted:3.0f}/{f'{standing.target:.{digits}f}':<4} {carry:>7}"


def _apart(spread: Spread | None) -> str:
    return "" if spread is None else f"{spread.spread:3.0f}"
