"""What a search goes on from, where a document says something of it."""

from __future__ import annotations

from dataclasses import replace

from constraints.rules.pattern import Pattern
from scheduler.domain.roster import Roster
from scheduler.outcome import Budget
from scheduler.problem import Problem


def started(budget: Budget, problem: Problem) -> Budget:
    """The budget, starting from the roster patterns that `problem` asks for, unless it has a roster to start from."""
    rosters = [rule.roster(problem) for rule in problem.rules if isinstance(rule, Pattern)]
    if budget.start is not None or not rosters:
        return budget
    return replace(budget, start=Roster(frozenset().union(*(roster.assignments for roster in rosters))))
