"""Asks the solver and the checker about the same rosters of one problem, and says where they differ."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property
from itertools import chain, combinations
from random import Random

from ortools.sat.python import cp_model

from constraints.base import Example, Rule
from scheduler.domain.roster import Assignment, Roster, Tier
from scheduler.domain.team import Team
from scheduler.model import RosterModel
from scheduler.problem import Problem, Weight
from scheduler.problem import Rule as AnyRule
from scheduler.verify import verify

SOFT = 3
FEW = 2**7
SAMPLE = 60

Penalties = dict[Tier, int]


def of_example(kind: type[Rule], example: Example, weight: Weight | None = None) -> Rule:
    """The rule with the parameters of its example."""
    return kind.model_validate(example.params | ({} if weight is None else {"weight": weight}))


class Trial:
    """A problem and its model, built once, for one roster after another."""

    def __init__(self, team: Team, rules: Iterable[AnyRule]) -> None:
        self.problem = Problem(team, tuple(rules))

    @cached_property
    def model(self) -> RosterModel:
        model = RosterModel(self.problem)
        model.cp.minimize(cp_model.LinearExpr.sum([model.penalty(tier) for tier in model.tiers]))
        return model

    def posted(self, roster: Roster) -> Penalties | None:
        """What the solver would pay for the roster, tier by tier; None when a rule forbids it."""
        chosen = {(a.person, a.shift) for a in roster}
        for key, decision in self.model.decisions.items():
            domain = self.model.cp.proto.variables[decision.index].domain
            domain.clear()
            domain.extend([int(key in chosen)] * 2)
        solver = cp_model.CpSolver()
        solver.parameters.num_workers = 1
        status = solver.solve(self.model.cp)
        if status == cp_model.INFEASIBLE:
            return None
        assert status == cp_model.OPTIMAL, solver.status_name()
        return _paid({tier: solver.value(self.model.penalty(tier)) for tier in self.model.tiers})

    def checked(self, roster: Roster) -> Penalties | None:
        """What the checker finds, in the same terms."""
        verdict = verify(self.problem, roster)
        return None if verdict.hard else _paid(verdict.penalties)

    def disagreement(self, rosters: Iterable[Roster]) -> str | None:
        """Where the two differ first; None when they never do."""
        for roster in rosters:
            posted, checked = self.posted(roster), self.checked(roster)
            if posted != checked:
                return f"{sorted((a.person, a.shift) for a in roster)}: posted {posted}, checked {checked}"
        return None

    def rosters(self, given: Roster, few: int = FEW, sample: int = SAMPLE) -> Iterator[Roster]:
        """All rosters where there are `few`; else the one given, the empty and the full one, and a sample."""
        cells = [Assignment(p.id, s.id) for p in self.problem.people for s in self.problem.shifts_of(p, None)]
        if 2 ** len(cells) <= few:
            subsets = chain.from_iterable(combinations(cells, n) for n in range(len(cells) + 1))
            yield from (Roster(frozenset(subset)) for subset in subsets)
            return
        given = Roster(given.assignments & set(cells))
        yield from (given, Roster(), Roster(frozenset(cells)))
        dice = Random(len(cells))
        for n in range(sample - 3):
            yield (_changed(given, cells, dice), _plausible(cells, dice), _any(cells, dice))[n % 3]


def _paid(penalties: Penalties) -> Penalties:
    return {tier: penalty for tier, penalty in penalties.items() if penalty}


def _changed(given: Roster, cells: list[Assignment], dice: Random) -> Roster:
    """The roster with one to three decisions turned over."""
    return Roster(given.assignments ^ set(dice.sample(cells, dice.randint(1, 3))))


def _plausible(cells: list[Assignment], dice: Random) -> Roster:
    """On each day each person works one shift or none."""
    by_day: dict[tuple[str, str], list[Assignment]] = {}
    for cell in cells:
        by_day.setdefault((cell.person, cell.shift[-len("2027-01-04") :]), []).append(cell)
    density = dice.uniform(0.4, 1)
    return Roster(frozenset(dice.choice(day) for day in by_day.values() if dice.random() < density))


def _any(cells: list[Assignment], dice: Random) -> Roster:
    density = dice.uniform(0.1, 0.9)
    return Roster(frozenset(cell for cell in cells if dice.random() < density))
