"""The whole pipeline: model, search, independent check."""

from __future__ import annotations

from dataclasses import dataclass, replace
from time import monotonic

from scheduler.errors import SolverDisagreesWithChecker
from scheduler.model import RosterModel
from scheduler.outcome import Budget, Outcome, Status, TierResult
from scheduler.problem import Problem
from scheduler.solve import solve
from scheduler.verify import Verdict, verify


@dataclass(frozen=True, slots=True)
class Plan:
    """A roster with its outcome and the checker's verdict; there is no verdict where there is no roster.

    The penalties of `outcome.tiers` are the checker's.
    """

    problem: Problem
    outcome: Outcome
    verdict: Verdict | None

    @property
    def gap(self) -> float | None:
        """How far the penalty may be above the best possible, as a share of it; None without a roster."""
        if self.verdict is None:
            return None
        penalty = self.verdict.penalty
        return (penalty - self.outcome.lower_bound) / penalty if penalty else 0.0


def plan(problem: Problem, budget: Budget) -> Plan:
    """Search for the best roster within the budget, building the model included, and let the checker confirm it.

    Raises SolverDisagreesWithChecker when it does not: that roster is never shown.
    """
    began = monotonic()
    model = RosterModel(problem)
    spent = 0.0 if budget.repeatable else monotonic() - began
    outcome = solve(model, replace(budget, seconds=budget.seconds - spent))
    if outcome.roster is None:
        return Plan(problem, outcome, None)
    verdict = verify(problem, outcome.roster)
    return Plan(problem, confirmed(outcome, verdict), verdict)


def confirmed(outcome: Outcome, verdict: Verdict) -> Outcome:
    """The outcome with the checker's penalties: for every tier ``lower_bound <= checked <= solver's`` must hold.

    A search that stopped early may overstate a penalty, since its variables have slack; it never understates one.
    """
    if verdict.hard:
        raise SolverDisagreesWithChecker(
            f"the checker finds {len(verdict.hard)} hard violations, first {verdict.hard[0]}"
        )
    tiers = tuple(_confirmed(result, verdict) for result in outcome.tiers)
    if unseen := {tier for tier, penalty in verdict.penalties.items() if penalty} - {r.tier for r in tiers}:
        raise SolverDisagreesWithChecker(f"the checker finds penalties in {sorted(unseen)}, where the solver saw none")
    proven = all(result.lower_bound == result.penalty for result in tiers)
    return replace(outcome, tiers=tiers, status=Status.OPTIMAL if proven else outcome.status)


def _confirmed(result: TierResult, verdict: Verdict) -> TierResult:
    checked = verdict.penalties.get(result.tier, 0)
    if not result.lower_bound <= checked <= result.penalty:
        raise SolverDisagreesWithChecker(
            f"{result.tier.name.lower()}: bound {result.lower_bound}, checked {checked}, solver's {result.penalty}"
        )
    return replace(result, penalty=checked)
