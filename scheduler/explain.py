"""Why there is no roster: rules that cannot hold together, and people who are not there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from scheduler.headcount import RequirementHours, ThinSpot, headcount, thin_spots
from scheduler.model import RosterModel
from scheduler.outcome import Budget, Status
from scheduler.problem import Problem, Rule
from scheduler.report.rules import says
from scheduler.solve import solve


@dataclass(frozen=True, slots=True)
class ClashingRule:
    """One of the rules that cannot all hold."""

    rule: str
    says: str


@dataclass(frozen=True, slots=True)
class Reasons:
    """Why there is no roster, or may be none. `clash` is empty when it was not looked for, or not found in time."""

    clash: tuple[ClashingRule, ...] = ()
    thin_spots: tuple[ThinSpot, ...] = ()
    short: tuple[RequirementHours, ...] = ()


def reasons(problem: Problem) -> Reasons:
    """What is known without a search."""
    return Reasons(thin_spots=thin_spots(problem), short=headcount(problem).short)


def reasons_with_clash(problem: Problem, budget: Budget) -> Reasons:
    """The same with the rules that clash; `budget` is for each of the searches, one a hard rule."""
    rules = tuple(ClashingRule(rule.name, says(rule)) for rule in clash(problem, budget))
    known = reasons(problem)
    return Reasons(rules, known.thin_spots, known.short)


def clash(problem: Problem, budget: Budget) -> tuple[Rule, ...]:
    """Hard rules that cannot hold together; none when no search of `budget` proves that there are any.

    Drops the rules one by one and keeps those without which a roster may exist. When every search ends in time, nothing
    can be left out of the set: without any one of its rules there is a roster. Cancelled, it is what was proven so far.
    """
    keep = [rule for rule in problem.rules if rule.weight == "hard"]
    if not _impossible(problem, keep, budget):
        return ()
    for rule in list(keep):
        rest = [other for other in keep if other is not rule]
        if not budget.cancel.is_set() and _impossible(problem, rest, budget):
            keep = rest
    return tuple(keep)


def _impossible(problem: Problem, rules: Sequence[Rule], budget: Budget) -> bool:
    outcome = solve(RosterModel(problem.with_rules(rules)), budget)
    return outcome.status is Status.INFEASIBLE
