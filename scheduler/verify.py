"""Check a roster against every rule, without the solver."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from scheduler.domain.roster import Roster, Tier, Violation
from scheduler.problem import Problem


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is wrong with a roster. `penalties` has the weighted sum of each tier that has soft rules."""

    hard: tuple[Violation, ...]
    soft: tuple[Violation, ...]
    penalties: dict[Tier, int]

    @property
    def penalty(self) -> int:
        """The sum over all tiers: the published penalty."""
        return sum(self.penalties.values())


def verify(problem: Problem, roster: Roster) -> Verdict:
    """Every violation of every rule, the hard ones apart. Knows nothing of how the roster was made."""
    hard: list[Violation] = []
    soft: list[Violation] = []
    penalties: dict[Tier, int] = defaultdict(int)
    for rule in problem.rules:
        found = list(rule.check(problem, roster))
        if rule.weight == "hard":
            hard += found
        else:
            soft += found
            penalties[rule.tier] += rule.weight * sum(v.amount for v in found)
    return Verdict(tuple(hard), tuple(soft), dict(penalties))
