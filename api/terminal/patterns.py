"""The roster patterns: their figures in a table, then each in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rich.console import Console
from rich.table import Table

from api.terminal.tables import section, table
from constraints.packs.patterns import AN_HOUR, breaks
from scheduler.domain.shift import Duty
from scheduler.patterns import Pattern, WorkedShift
from scheduler.patterns.figures import figures

NOTES = (
    "Hours of one crew, breaks included, whatever day the cycle begins on. 3 weeks: the most in any 21 days, as an "
    "average a week; in brackets with an hour of each shift unpaid. Risk: mean of the relative-risk index, modelled: "
    "see docs/fatigue.md. Breaks: which hard numbers of rule packs it does not keep, begun on some day of the week."
)


def print_patterns(console: Console, patterns: Sequence[Pattern]) -> None:
    """All of them, in the order given."""
    section(console, "Roster patterns", _figures(patterns), NOTES)
    for pattern in patterns:
        section(console, f"{pattern.id}: {pattern.title}", *_words(pattern))


def _figures(patterns: Sequence[Pattern]) -> Table:
    right = ("days", "crews", "h/week", "in 7 days", "3 weeks", "", "run", "risk")
    made = table("pattern", *right, right=right)
    for pattern in patterns:
        found = figures(pattern)
        hours = ("",) * 4
        if found.mean_relative_risk is not None:
            worst = (f"{found.worst_3_weeks:.1f}", f"({found.worst_3_weeks_paid:.1f})")
            hours = (f"{found.hours_a_week:g}", f"{found.most_in_7_days:g}", *worst)
        risk = "" if found.mean_relative_risk is None else f"{found.mean_relative_risk:.2f}"
        run = str(found.longest_run)
        made.add_row(pattern.id, str(len(pattern.cycle)), str(pattern.crews), *hours, run, risk)
    return made


def _words(pattern: Pattern) -> list[str]:
    shifts = ", ".join(_shift(shift) for shift in pattern.shifts)
    covers = f"{pattern.cycle} ({shifts}). Covers: {pattern.covers}."
    laws = f"Breaks {_packs(breaks(pattern))}; with an hour of each shift unpaid {_packs(breaks(pattern, AN_HOUR))}."
    return [covers, *([pattern.note] if pattern.note else []), laws, f"Source ({pattern.status}): {pattern.source}."]


def _packs(broken: Mapping[str, Sequence[str]]) -> str:
    """``ireland (IE-12-15, IE-12-30), singapore (SG-040-AVG44)``."""
    return ", ".join(f"{pack} ({', '.join(numbers)})" for pack, numbers in broken.items()) or "no pack"


def _shift(shift: WorkedShift) -> str:
    where = f" {shift.zone}" if shift.zone else ""
    if shift.duty is Duty.STANDBY:
        return f"{shift.letter} standby from {shift.start:%H:%M}{where}"
    return f"{shift.letter} {shift.start:%H:%M}-{shift.end:%H:%M}{where}"
