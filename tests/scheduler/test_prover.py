"""Bounds as the prover passes them on: those that runs of CP-SAT give, added up over parts, and never more."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import pytest

from constraints.catalog import RuleBook
from scheduler.domain.roster import Tier
from scheduler.model import RosterModel
from scheduler.outcome import Budget
from scheduler.problem import Problem
from scheduler.solve import prover as provers
from scheduler.solve.prover import Prover
from scheduler.solve.stage import Found
from scheduler.solve.standing import Standing
from tests.scheduler.test_course import Hours, Penalties
from tests.scheduler.test_solve import small_team

OWED = {Tier.FAIRNESS: 100, Tier.BALANCE: 100, Tier.SERVICE: 100}


@dataclass
class Runs:
    """In place of runs of CP-SAT: these bounds for parts, in turn, and for wholes, by tier; keeps what was held."""

    parts: list[int] = field(default_factory=list)
    wholes: dict[Tier, int] = field(default_factory=dict)
    held: dict[Tier, dict[Tier, int]] = field(default_factory=dict)

    def bound(self, *_: Any) -> int:
        return self.parts.pop(0)

    def minimise(self, tier: Tier, above: dict[Tier, int], *_: Any) -> Found:
        self.held[tier] = above
        return Found(None, self.wholes.get(tier, 0))


@pytest.fixture
def standing() -> Standing:
    model = RosterModel(Problem(small_team(), RuleBook().rules()))
    return Standing(model, Budget(), Hours(), Penalties(OWED))


def proving(runs: Runs, standing: Standing, pieces: int, monkeypatch: pytest.MonkeyPatch) -> dict[Tier, int]:
    """The bounds that come of it, where fairness has so many parts."""

    class Parts:
        def __init__(self, _: Any) -> None: ...

        def of(self, tier: Tier, _: Any) -> list[object]:
            return [object()] * (pieces if tier is Tier.FAIRNESS else 0)

    monkeypatch.setattr(provers, "Parts", Parts)
    Prover(runs, standing._model, 1, Hours(), standing).prove(90)  # type: ignore[arg-type]
    return {result.tier: result.lower_bound for result in standing.results()}


def test_bounds_of_parts_are_added_up(standing: Standing, monkeypatch: pytest.MonkeyPatch) -> None:
    assert proving(Runs(parts=[2, 5, 1]), standing, 3, monkeypatch)[Tier.FAIRNESS] == 8


def test_bounds_of_the_whole_are_taken_as_they_are(standing: Standing, monkeypatch: pytest.MonkeyPatch) -> None:
    wholes = {Tier.FAIRNESS: 3, Tier.BALANCE: 7, Tier.SERVICE: 90}
    bounds = proving(Runs(wholes=wholes), standing, 0, monkeypatch)
    assert {tier: bounds[tier] for tier in wholes} == wholes


def test_the_better_of_parts_and_whole_counts(standing: Standing, monkeypatch: pytest.MonkeyPatch) -> None:
    runs = Runs(parts=[2, 5], wholes={Tier.FAIRNESS: 6})
    assert proving(runs, standing, 2, monkeypatch)[Tier.FAIRNESS] == 7


def test_each_tier_is_proven_among_rosters_as_good_above(standing: Standing, monkeypatch: pytest.MonkeyPatch) -> None:
    runs = Runs()
    proving(runs, standing, 0, monkeypatch)
    held = {tier: penalty for tier, penalty in runs.held[Tier.SERVICE].items() if penalty}
    assert held == {Tier.FAIRNESS: 100, Tier.BALANCE: 100}
    assert not any(runs.held[Tier.FAIRNESS].values())
