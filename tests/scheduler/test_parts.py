"""Bounds of parts: together never more than the whole costs, and as much where nothing above is held."""

from __future__ import annotations

from dataclasses import replace

import pytest
from ortools.sat.python import cp_model

from constraints.catalog import RuleBook
from constraints.examples import ANA, BEN, CAI, FAR, HUB, day, example, instant
from scheduler.domain.coverage import CoverageRequirement
from scheduler.domain.people import LedgerEntry, Wish
from scheduler.domain.roster import Assignment, Tier
from scheduler.model import RosterModel
from scheduler.outcome import Budget, Status
from scheduler.plan import plan
from scheduler.problem import Problem
from scheduler.solve.parts import Parts

DAN = replace(CAI, id="dan")


def problem(*coverage: CoverageRequirement) -> Problem:
    """Two people at each of two sites, with old debts, and a wish each that pins break."""
    team = example(
        "",
        0,
        last=6,
        people=(ANA, BEN, CAI, DAN),
        sites=(HUB, FAR),
        shifts="DNF",
        coverage=coverage,
        coverage_window=(instant(0, 8), instant(6, 12)),
        ledger=(
            LedgerEntry("ana", night_shifts=20),
            LedgerEntry("ben"),
            LedgerEntry("cai"),
            LedgerEntry("dan", hours=900),
        ),
        pins=frozenset({Assignment("ana", "day@2027-01-05"), Assignment("cai", "far-day@2027-01-06")}),
        wishes=(Wish("ana", day(1), None, 2), Wish("cai", day(2), None, 3)),
    ).team
    return Problem(team, RuleBook().rules())


def cost(part: cp_model.CpModel) -> int:
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    assert solver.solve(part) == cp_model.OPTIMAL
    return round(solver.objective_value)


@pytest.mark.parametrize("tier", [Tier.FAIRNESS, Tier.BALANCE, Tier.SERVICE])
def test_parts_together_cost_no_more_than_the_whole_and_the_first_tier_as_much(tier: Tier) -> None:
    made = plan(problem(), Budget(seconds=30, workers=1))
    assert made.outcome.status is Status.OPTIMAL
    reached = {result.tier: result.penalty for result in made.outcome.tiers}
    above = {t: penalty for t, penalty in reached.items() if t < tier}
    parts = Parts(RosterModel(made.problem)).of(tier, above)
    assert len(parts) == 2
    together = sum(map(cost, parts))
    assert 0 < together <= reached[tier]
    assert together == reached[tier] or tier is not Tier.FAIRNESS  # each site may use up what is held above


def test_what_sites_owe_together_is_for_the_whole() -> None:
    model = RosterModel(problem(CoverageRequirement("floor", minimum=0, target=3)))
    assert Parts(model).of(Tier.SERVICE, {}) == []
    assert len(Parts(model).of(Tier.FAIRNESS, {})) == 2


def test_one_site_is_the_whole() -> None:
    single = example("", 0, last=2, people=(ANA, BEN), shifts="D").team
    assert Parts(RosterModel(Problem(single, RuleBook().rules()))).of(Tier.FAIRNESS, {}) == []
