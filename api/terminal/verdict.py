"""What the checker says of a roster."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.console import Console
from rich.table import Table
from rich.text import Text

from api.terminal.limits import print_binding
from api.terminal.report import TIERS, about, label, print_holidays, print_reaches
from api.terminal.tables import section, table
from api.terminal.words import count
from constraints.packs.notice import Late
from scheduler.domain.roster import Tier
from scheduler.problem import Problem
from scheduler.report import Report
from scheduler.report.rules import Finding, RuleLine

MOST_EACH = 5


def print_verdict(console: Console, problem: Problem, report: Report, *, everything: bool = False) -> None:
    """The verdict, the violations by rule, hard ones first, the penalty of each tier, and the limits that bind."""
    console.print(Text(about(problem), style="bold"))
    console.print(Text(_verdict(report)))
    print_holidays(console, problem)
    print_reaches(console, report.reaches)
    for line, found in _by_rule(report):
        section(console, _title(line, report.rules), *_sentences(found, len(found) if everything else MOST_EACH))
    section(console, "Penalty", _penalties(report))
    print_binding(console, problem.team, report)


def print_notice(console: Console, unnoticed: Sequence[Late]) -> None:
    """What the publication comes too late for: by law, and by policy."""
    lines = [f"{found.number.force}: {found.violation.because}" for found in unnoticed]
    section(console, "Notice before publication", *(lines or ["Everybody knows in time."]))


def _by_rule(report: Report) -> Iterator[tuple[RuleLine, Sequence[Finding]]]:
    """Each rule that is broken with its violations, which stand in the order of the rules."""
    start = 0
    for line in report.rules:
        if line.count:
            yield line, report.violations[start : start + line.count]
        start += line.count


def _verdict(report: Report) -> str:
    hard = [line for line in report.rules if line.hard]
    broken = [line for line in hard if line.count]
    if not broken:
        return f"All hard rules ({len(hard)}) are kept."
    violations = count(sum(line.count for line in broken), "violation", "violations")
    return f"Broken are {len(broken)} of {count(len(hard), 'hard rule', 'hard rules')}, with {violations}."


def _title(line: RuleLine, lines: Sequence[RuleLine]) -> str:
    price = "hard" if line.penalty is None else f"penalty {line.penalty:,}"
    return f"{label(line, lines)}, {price}: {count(line.count, 'violation', 'violations')}"


def _sentences(found: Sequence[Finding], most: int) -> Iterator[str]:
    """The largest, in the order of time."""
    shown = sorted(sorted(found, key=lambda f: -f.amount)[:most], key=found.index)
    yield from (finding.because for finding in shown)
    if len(found) > most:
        yield f"and {len(found) - most:,} more (--all lists them)"


def _penalties(report: Report) -> Table:
    made = table("priority", "penalty", right=("penalty",))
    for line in report.tiers:
        made.add_row(TIERS[Tier[line.tier.upper()]], f"{line.penalty:,}")
    made.add_row("in all", f"{sum(line.penalty for line in report.tiers):,}", style="bold")
    return made
