"""Violations by rule, as the report says them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from inspect import getdoc

from scheduler.domain.roster import Roster, Violation
from scheduler.problem import Problem, Rule

Found = list[tuple[Rule, tuple[Violation, ...]]]


@dataclass(frozen=True, slots=True)
class RuleLine:
    """What became of one rule. `tier` and `penalty` are None for a hard one.

    `says` is what it asks for, `worst` the sentence of its largest violation. A rule that applies several times, with
    other parameters, has several lines.
    """

    rule: str
    hard: bool
    tier: str | None
    count: int
    amount: int
    penalty: int | None
    says: str
    worst: str | None


@dataclass(frozen=True, slots=True)
class Finding:
    """A violation with the price of its rule; `weight` is None when the rule is hard."""

    rule: str
    amount: int
    weight: int | None
    hard: bool
    because: str
    person: str | None
    shifts: tuple[str, ...]
    start: datetime | None


def found_by_rule(problem: Problem, roster: Roster) -> Found:
    """Every rule with what the checker finds: hard rules first, then by tier; each in the order of the catalog."""
    found = [(rule, tuple(sorted(rule.check(problem, roster), key=_place))) for rule in problem.rules]
    return sorted(found, key=lambda pair: 0 if pair[0].weight == "hard" else pair[0].tier)


def rule_lines(found: Found) -> tuple[RuleLine, ...]:
    """One for each rule that applies, also where nothing is wrong."""
    return tuple(_line(rule, violations) for rule, violations in found)


def findings_of(found: Found) -> tuple[Finding, ...]:
    """Every violation, in the order of the rules, then of time."""
    return tuple(_finding(rule, violation) for rule, violations in found for violation in violations)


def says(rule: Rule) -> str:
    """What the rule asks for, in a sentence, with the parameters that the sentence names.

    "At least `hours` of elapsed time lie between the end of ... (hours: 11)"
    """
    sentence = " ".join((getdoc(type(rule)) or rule.name).split("\n\n")[0].split())
    named = dict.fromkeys(name for name in re.findall(r"`(\w+)`", sentence) if hasattr(rule, name))
    values = ", ".join(f"{name}: {_number(getattr(rule, name))}" for name in named)
    return f"{sentence} ({values})" if values else sentence


def _number(value: object) -> str:
    """Without the zeros that a float brings."""
    return f"{value:g}" if isinstance(value, int | float) else str(value)


def _line(rule: Rule, violations: Sequence[Violation]) -> RuleLine:
    amount, hard = sum(v.amount for v in violations), rule.weight == "hard"
    worst = max(violations, key=lambda v: v.amount, default=None)
    return RuleLine(
        rule.name,
        hard,
        None if hard else rule.tier.name.lower(),
        len(violations),
        amount,
        None if rule.weight == "hard" else rule.weight * amount,
        says(rule),
        worst.because if worst else None,
    )


def _finding(rule: Rule, violation: Violation) -> Finding:
    v, weight = violation, None if rule.weight == "hard" else rule.weight
    return Finding(rule.name, v.amount, weight, weight is None, v.because, v.person, v.shifts, v.start)


def _place(violation: Violation) -> tuple[float, str, tuple[str, ...], str]:
    """By time, those without an instant last; then by person."""
    v = violation
    return (v.start.timestamp() if v.start else float("inf"), v.person or "", v.shifts, v.because)
