"""Column generation on small teams at random: what is written down, priced and proven holds against brute force."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import chain, combinations
from random import Random

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from ortools.sat.python import cp_model

from constraints.base import Rule
from constraints.rules.apart import Apart
from constraints.rules.consecutive_days import ConsecutiveDays
from constraints.rules.contract_hours import ContractHours
from constraints.rules.coverage import Coverage
from constraints.rules.coverage_target import CoverageTarget
from constraints.rules.exposure import Exposure
from constraints.rules.fairness import Fairness
from constraints.rules.isolated_days import IsolatedDays
from constraints.rules.leave import Leave
from constraints.rules.one_shift_a_day import OneShiftADay
from constraints.rules.recovery_after_nights import RecoveryAfterNights
from constraints.rules.rest_period import RestPeriod
from constraints.rules.shadow import Shadow
from constraints.rules.shift_count import ShiftCount
from constraints.rules.shortest_runs import ShortestRuns
from constraints.rules.together import Together
from constraints.rules.weekly_rest import WeeklyRest
from constraints.rules.wishes import Wishes
from scheduler.domain.roster import Roster, Tier
from scheduler.model import RosterModel
from scheduler.problem import Problem
from scheduler.solve.columns import generation
from scheduler.solve.columns.generation import Generation
from scheduler.solve.columns.growth import grown
from scheduler.solve.columns.joining import Joined, join
from scheduler.solve.columns.posted import Levelling, Posted, Requirement
from scheduler.solve.columns.search import ColumnSearch
from scheduler.solve.columns.subproblems import Shape
from tests.constraints.agreement import Trial
from tests.constraints.random_cases import Case, cases, teams


def levelled(posted: Posted, levelling: Levelling, chosen: set[int]) -> int:
    """What unequal totals cost at the best level, tried one by one."""
    totals = [(share, carried + posted.sum(terms, chosen)) for share, carried, terms in levelling.totals]
    highest = max((abs(total) for _, total in totals), default=0)
    return min(_unlevel(levelling, totals, level) for level in range(100 * highest // (20 * levelling.unit) + 2))


def _unlevel(levelling: Levelling, totals: list[tuple[int, int]], level: int) -> int:
    whole = 100 * levelling.unit
    ahead = [100 * total - share * levelling.unit * level for share, total in totals]
    over, under = ([max(0, sign * a // whole) for a in ahead] for sign in (1, -1))
    if levelling.together:
        return max(0, max(over, default=0) + max(under, default=0) - levelling.tolerance)
    return sum(over) + sum(under)


def written(problem: Problem, roster: Roster) -> Mapping[Tier, int]:
    """What the requirements as written down make of a roster, by tier; all of them soft."""
    posted = Posted(problem)
    chosen = {posted.atom((a.person, a.shift)) for a in roster}
    paid: dict[Tier, int] = {}
    for requirement in posted.requirements:
        assert requirement.price is not None
        paid[requirement.tier] = paid.get(requirement.tier, 0) + requirement.price * posted.owed(requirement, chosen)
    for levelling in posted.levellings:
        assert levelling.price is not None
        paid[levelling.tier] = paid.get(levelling.tier, 0) + levelling.price * levelled(posted, levelling, chosen)
    return {tier: amount for tier, amount in paid.items() if amount}


@settings(max_examples=15, deadline=None)
@given(cases())
def test_what_is_written_down_is_what_the_checker_finds(case: Case) -> None:
    trial = Trial(case.team, case.rules)
    assert written(trial.problem, case.roster) == trial.checked(case.roster)


RULES: list[tuple[type[Rule], dict[str, object]]] = [
    (OneShiftADay, {}),
    (RestPeriod, {}),
    (ConsecutiveDays, {"most": 2}),
    (ShortestRuns, {"work": 2, "off": 2}),
    (IsolatedDays, {}),
    (ShiftCount, {"shifts": ["night"], "most": 1}),
    (ShiftCount, {"least": 2, "most": 3}),
    (ContractHours, {}),
    (RecoveryAfterNights, {}),
    (Exposure, {"hours": {"day": 3}, "most": 5, "days_in_row": 2}),
    (WeeklyRest, {"hours": 40}),
    (Wishes, {}),
    (Leave, {}),
    (Coverage, {}),
    (CoverageTarget, {}),
    (Fairness, {"measure": "worst"}),
    (Fairness, {"measure": "sum"}),
    (Shadow, {}),
    (Together, {}),
    (Apart, {"people": ["ana", "dan"]}),
]
TEMPLATES = ("day", "night")


@st.composite
def tiny(draw: st.DrawFn) -> Problem:
    """A few days with two shifts each for two or three people, under some rules, hard or at a price."""
    team = draw(teams())
    team = replace(
        team,
        people=tuple(p for p in team.people if p.site == "hub"),
        templates=tuple(t for t in team.templates if t.id in TEMPLATES),
        coverage=tuple(r for r in team.coverage if r.template in (None, *TEMPLATES) and r.site in (None, "hub")),
        previous=tuple(p for p in team.previous if p.template in TEMPLATES and p.person != "cai"),
        leave=tuple(a for a in team.leave if a.person != "cai"),
        wishes=tuple(w for w in team.wishes if w.person != "cai" and w.template in (None, *TEMPLATES)),
        ledger=tuple(e for e in team.ledger if e.person != "cai"),
        pins=frozenset(),
    )
    chosen = draw(st.lists(st.sampled_from(range(len(RULES))), min_size=4, max_size=10, unique=True))
    weights = st.sampled_from(["hard", 1, 2, 5])
    return Problem(team, [RULES[n][0].model_validate(RULES[n][1] | {"weight": draw(weights)}) for n in chosen])


def optima(problem: Problem, without: Iterable[tuple[str, str]] = ()) -> dict[Tier, int] | None:
    """What each tier costs at least with those above at their least; None when no roster keeps the hard rules."""
    model = RosterModel(problem)
    for key in without:
        model.cp.add(model.decisions[key] == 0)
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    best: dict[Tier, int] = {}
    for tier in model.tiers:
        model.cp.minimize(model.penalty(tier))
        if solver.solve(model.cp) != cp_model.OPTIMAL:
            return None
        best[tier] = round(solver.objective_value)
        model.cp.add(model.penalty(tier) <= best[tier])
    return best if model.tiers or solver.solve(model.cp) == cp_model.OPTIMAL else None


@settings(max_examples=15, deadline=None)
@given(tiny(), st.sampled_from([generation._WIDTH, 3]))
def test_no_bound_is_above_the_optimum(problem: Problem, width: int) -> None:
    best = optima(problem)
    assume(best)
    assert best is not None
    search = ColumnSearch(problem)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(generation, "_WIDTH", width)
        compare(problem, search, best)


def compare(problem: Problem, search: ColumnSearch, best: Mapping[Tier, int]) -> None:
    for tier, least in best.items():
        held = {t: cost for t, cost in best.items() if t < tier}
        offered: list[Roster] = []
        assert search.run(tier, held, None, lambda: True, lambda bound: None, offered.append) <= least
        without = optima(problem, search.idle(least + 1)) or {}
        assert all(without.get(t) == best[t] for t in best if t <= tier)
        costs = [Trial(problem.team, problem.rules).posted(roster) for roster in offered]
        assert all(cost is None or tier_cost(cost, tier, held, least) for cost in costs)


@settings(max_examples=15, deadline=None)
@given(tiny())
def test_a_roster_below_a_cost_is_made_of_the_columns_that_may_be_in_one(problem: Problem) -> None:
    best = optima(problem)
    assume(best)
    assert best is not None
    posted = Posted(problem)
    for tier, least in best.items():
        made = Generation(posted, tier, {t: cost for t, cost in best.items() if t < tier})
        assert made.open(lambda: True)
        while made.round():
            pass
        columns = made.ranked(least + 1, 500)
        if columns is None:  # too many to join in a test
            continue
        joined = join(made.linking, columns, least + 1, 1000, lambda: True)
        assert joined is not None
        assert joined.columns is not None
        assert len(joined.columns) == len(made.pricers)
        assert join(made.linking, columns, 0, 1000, lambda: True) == Joined(None)


def tier_cost(cost: Mapping[Tier, int], tier: Tier, held: Mapping[Tier, int], least: int) -> bool:
    """Whether a roster is no better than the optimum."""
    return any(cost.get(t, 0) > most for t, most in held.items()) or cost.get(tier, 0) >= least


@settings(max_examples=15, deadline=None)
@given(tiny(), st.randoms(use_true_random=False))
def test_the_cheapest_roster_is_found_and_told_in_full(problem: Problem, rng: Random) -> None:
    posted = Posted(problem)
    tier = max((r.tier for r in posted.requirements if r.price is not None), default=Tier.SERVICE)
    made = Generation(posted, tier, dict.fromkeys([t for t in Tier if t < tier], 9))
    assert made.open(lambda: True)
    atoms = np.array([float(rng.randint(-6, 6)) for _ in posted.owners])
    tiers = {t: float(rng.randint(0, 3)) for t in Tier if t <= tier}
    for subproblem, pricer in zip(made.subproblems, made.pricers, strict=True):
        if subproblem.decisions > 10:  # somebody with a shadow: too many rosters to try
            continue
        every = [subproblem.column(set(chosen), tiers) for chosen in subsets(subproblem.atoms[: subproblem.decisions])]
        kept = [
            c
            for c in every
            if not any(r.price is None and posted.owed(r, c.decisions) for r in subproblem.requirements)
        ]
        costs = [sum(atoms[a] for a in c.true) + sum(p * c.owed[t] for t, p in tiers.items()) for c in kept]
        least, column = pricer.price(atoms, tiers)
        assert least == min(costs, default=np.inf)
        assert column is None or (column in kept and costs[kept.index(column)] == least)
        few = pricer.ranked(atoms, tiers, 4.0, 5000)
        assert few is not None
        cheap = [column for column, cost in zip(kept, costs, strict=True) if cost <= least + 4]
        assert {c.decisions for c in cheap} <= {c.decisions for c in few}
        assert all(c in cheap for c in few)
        assert not few or pricer.ranked(atoms, tiers, 4.0, len(few) - 1) is None
        for atom, price in pricer.through(atoms, tiers).items():
            assert price == min((cost for c, cost in zip(kept, costs, strict=True) if atom in c.true), default=np.inf)


def test_there_is_no_roster_where_a_day_allows_nothing() -> None:
    one_of_both = Requirement(((1, ((1, 0), (1, 1))),), 1, None, Tier.SERVICE)
    assert grown(Shape((((), (0,)), (), ((), (1,))), (), (one_of_both,), frozenset()), 10).layers == []


def subsets(atoms: Sequence[int]) -> Iterator[tuple[int, ...]]:
    return chain.from_iterable(combinations(atoms, n) for n in range(len(atoms) + 1))
