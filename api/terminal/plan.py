"""What a plan came to: its headline and report, or why there is none."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import Console
from rich.text import Text

from api.terminal.headcount import short_words, thin_words
from api.terminal.report import about, print_report
from api.terminal.tables import section
from api.terminal.words import percent
from scheduler.explain import Reasons
from scheduler.outcome import Status
from scheduler.plan import Plan
from scheduler.report import Report

MOST_REASONS = 12


def print_plan(console: Console, plan: Plan, report: Report) -> None:
    """Headline and report."""
    console.print(Text(about(plan.problem), style="bold"))
    for line in _headline(plan, report):
        console.print(Text(line))
    print_report(console, plan.problem, report)


def print_no_roster(console: Console, plan: Plan, reasons: Reasons) -> None:
    """Why there is no roster, as far as is known."""
    console.print(Text(about(plan.problem), style="bold"))
    console.print(Text(_verdict(plan)))
    if reasons.clash:
        section(console, "These rules cannot all hold; without any one of them there may be a roster", *_clash(reasons))
    if reasons.thin_spots:
        section(console, "Too few people could be there at all", *_some(thin_words(reasons.thin_spots)))
    if reasons.short:
        section(console, "People have too few hours", *_some(short_words(reasons.short)))


def _headline(plan: Plan, report: Report) -> Iterator[str]:
    hard = sum(line.hard for line in report.rules)
    yield f"All hard rules ({hard}) are kept; the independent checker confirms it."
    yield _quality(plan)
    yield f"Searched for {plan.outcome.seconds:.0f} s, seed {plan.outcome.seed}."


def _quality(plan: Plan) -> str:
    penalty, bound, gap = plan.outcome.penalty or 0, plan.outcome.lower_bound, plan.gap or 0.0
    if plan.outcome.status is Status.OPTIMAL:
        return f"Penalty {penalty:,}: no roster is better; that is proven."
    proven = f"proven unavoidable, each priority after those above it: {bound:,}"
    return f"Penalty {penalty:,}; {proven} (gap {percent(gap)})."


def _verdict(plan: Plan) -> str:
    seconds = f"{plan.outcome.seconds:.0f} s"
    if plan.outcome.status is Status.INFEASIBLE:
        return f"No roster keeps all hard rules. That is proven, in {seconds}."
    return f"No roster was found in {seconds}; there may be one. More time (--time-limit) may help."


def _clash(reasons: Reasons) -> Iterator[str]:
    return (f"{rule.rule}: {rule.says}" for rule in reasons.clash)


def _some(lines: list[str]) -> Iterator[str]:
    yield from lines[:MOST_REASONS]
    if len(lines) > MOST_REASONS:
        yield f"and {len(lines) - MOST_REASONS} more"
