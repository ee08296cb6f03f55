"""Fatigue in tables: everybody, the worst first, or one person shift by shift."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console
from rich.table import Table
from rich.text import Text

from api.terminal.report import about
from api.terminal.tables import section, table
from api.terminal.words import count, date_clock, days
from scheduler.fatigue.assessment import PersonFatigue
from scheduler.problem import Problem

LEFT_OUT = (
    "Modelled averages of groups: they tell rosters apart, and predict nothing of a person. Sleep is predicted; "
    "standby is not work. Left out: jet lag and light, caffeine, most naps, call-outs, and what the work itself is "
    "like. What the numbers mean: docs/fatigue.md."
)


def print_team(console: Console, problem: Problem, people: Sequence[PersonFatigue]) -> None:
    """A line a person, in the order given."""
    console.print(Text(about(problem), style="bold"))
    section(console, "Fatigue, worst first", _team(people), LEFT_OUT)


def print_person(console: Console, problem: Problem, found: PersonFatigue) -> None:
    """A line a shift, by the clock of the person's site."""
    console.print(Text(about(problem), style="bold"))
    zone = problem.site(found.person.site).zone
    section(console, f"Fatigue of {found.person.id}, {zone}", _shifts(found, zone), *_worst(found), LEFT_OUT)


def _team(people: Sequence[PersonFatigue]) -> Table:
    right = ("shifts", "points", "excess h", "mean risk", "max risk", "worst KSS", "h at 7+")
    made = table("person", "shifts", "points", "in the 14 days", *right[2:], right=right)
    for found in people:
        made.add_row(found.person.id, str(len(found.shifts)), *_window(found), *_numbers(found))
    return made


def _window(found: PersonFatigue) -> tuple[str, str]:
    if found.worst is None:
        return "", ""
    return str(found.worst.log_points), f"from {found.worst.first_day.day} {found.worst.first_day:%b}"


def _numbers(found: PersonFatigue) -> Sequence[str]:
    if not found.shifts:
        return [""] * 5
    sleepy = sum(s.sleepiness.share_sleepy * s.risk.load.hours for s in found.shifts)
    return [
        f"{found.excess_risk_hours:.1f}",
        f"{found.mean_relative_risk:.2f}",
        f"{max(s.risk.relative_risk for s in found.shifts):.2f}",
        f"{max(s.sleepiness.mean for s in found.shifts):.1f}",
        f"{sleepy:.1f}",
    ]


def _shifts(found: PersonFatigue, zone: str) -> Table:
    right = ("hours", "risk", "points", "KSS", "max", "end", "home", "at 7+")
    made = table("shift", "start", "kind", *right, right=right)
    for one in found.shifts:
        risk, kss = one.risk, one.sleepiness
        numbers = (kss.mean, kss.most, kss.end, kss.home)
        made.add_row(
            one.shift.template,
            date_clock(one.shift.start, zone),
            risk.load.kind,
            f"{risk.load.hours:g}",
            f"{risk.relative_risk:.2f}",
            str(risk.log_points),
            *(f"{number:.1f}" for number in numbers),
            f"{100 * kss.share_sleepy:.0f} %",
        )
    return made


def _worst(found: PersonFatigue) -> list[str]:
    if found.worst is None:
        return ["No shift in this period."]
    span = days(found.worst.first_day, found.worst.last_day)
    total = f"{found.excess_risk_hours:.1f} excess risk hours in {count(len(found.shifts), 'shift', 'shifts')}"
    return [f"Most points in any 14 days: {found.worst.log_points}, {span}. In all {total}."]
