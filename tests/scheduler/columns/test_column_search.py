"""The search by columns as its caller sees it: it can be stopped, repeats itself, and proves what is known."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import count

import pytest
from ortools.linear_solver import pywraplp  # type: ignore[import-untyped]

from constraints.examples import ANA, BEN, day, example, instant
from constraints.rules.consecutive_days import ConsecutiveDays
from constraints.rules.coverage import Coverage
from constraints.rules.coverage_target import CoverageTarget
from constraints.rules.one_shift_a_day import OneShiftADay
from constraints.rules.rest_period import RestPeriod
from constraints.rules.wishes import Wishes
from scheduler.domain.coverage import CoverageRequirement
from scheduler.domain.people import Person, Wish
from scheduler.domain.roster import Roster, Tier
from scheduler.outcome import Budget
from scheduler.plan import plan
from scheduler.problem import Problem, Rule
from scheduler.solve.columns.generation import Generation
from scheduler.solve.columns.posted import Posted
from scheduler.solve.columns.search import ColumnSearch
from scheduler.solve.columns.subproblems import TooManyOptions
from scheduler.solve.prover import Prover
from tests.constraints.agreement import Trial
from tests.shared import REFERENCE, needs_shared

OPTIMA = {1: 607, 2: 828, 3: 1001, 4: 1716, 5: 1143, 6: 1950, 9: 439, 16: 3225}
PEOPLE = (ANA, BEN, Person("dan", "hub"))


@dataclass
class Listener:
    """Keeps what a search tells and offers; lets it go on so many times."""

    steps: int = 1000
    bounds: list[int] = field(default_factory=list)
    rosters: list[Roster] = field(default_factory=list)

    def going_on(self) -> bool:
        self.steps -= 1
        return self.steps >= 0

    def run(self, problem: Problem, tier: Tier = Tier.SERVICE) -> int:
        return ColumnSearch(problem).run(tier, {}, None, self.going_on, self.bounds.append, self.rosters.append)


def week(*rules: Rule) -> Problem:
    """Three people who need a day and a night shift filled for a week, and would all be off on Wednesday."""
    team = example(
        "",
        0,
        shifts="DN",
        people=PEOPLE,
        coverage=(CoverageRequirement("desk", minimum=0, target=1),),
        coverage_window=(instant(0, 7), instant(7, 7)),
        wishes=tuple(Wish(person.id, day(2), None, 3) for person in PEOPLE),
    ).team
    return Problem(team, rules or (OneShiftADay(), RestPeriod(), ConsecutiveDays(most=3), CoverageTarget(), Wishes()))


def cost(problem: Problem, roster: Roster) -> int:
    """Of a roster that keeps the hard rules."""
    checked = Trial(problem.team, problem.rules).checked(roster)
    assert checked is not None
    return checked[Tier.SERVICE]


def test_bound_and_roster_meet_at_the_optimum() -> None:
    listener, problem = Listener(), week()
    bound = listener.run(problem)
    assert listener.bounds == sorted(listener.bounds)
    assert listener.bounds[-1] == bound
    assert bound in [cost(problem, roster) for roster in listener.rosters]


def test_the_same_comes_twice() -> None:
    first, second = Listener(), Listener()
    assert first.run(week()) == second.run(week())
    assert (first.bounds, first.rosters) == (second.bounds, second.rosters)


def test_rosters_improve_down_to_the_bound() -> None:
    """From nobody at work, which leaves everything undone."""
    problem = week()
    search = ColumnSearch(problem)
    bound = search.run(Tier.SERVICE, {}, Roster(), lambda: True, lambda _: None, lambda _: None)
    offered = [Roster()]

    def best() -> tuple[Roster, int]:
        return offered[-1], cost(problem, offered[-1])

    steps = count()
    search.improve(best, lambda: best()[1] > bound and next(steps) < 10_000, lambda _: None, offered.append)
    costs = [cost(problem, roster) for roster in offered]
    assert costs == sorted(costs, reverse=True)
    assert len(set(costs)) == len(costs) > 1
    assert costs[-1] == bound


def test_a_roster_at_the_bound_is_found_where_steps_are_in_vain(monkeypatch: pytest.MonkeyPatch) -> None:
    """And a bound that is too low for any is raised."""
    monkeypatch.setattr("scheduler.solve.columns.improving.Improvement.step", lambda *_: None)
    problem, told, offered = week(), Listener(), [Roster()]
    search = ColumnSearch(problem)
    bound = search.run(Tier.SERVICE, {}, None, lambda: True, lambda _: None, lambda _: None)
    assert search._generation is not None
    search._generation.lower_bound = bound - 2
    steps = count()
    search.improve(
        lambda: (offered[-1], cost(problem, offered[-1])),
        lambda: len(offered) == 1 and next(steps) < 100,
        told.bounds.append,
        offered.append,
    )
    assert told.bounds == [bound - 1, bound]
    assert cost(problem, offered[-1]) == bound


@pytest.mark.parametrize("steps", range(8))
def test_it_ends_when_told_to(steps: int) -> None:
    listener = Listener(steps)
    assert listener.run(week()) == (listener.bounds[-1] if listener.bounds else 0)
    assert listener.steps >= -3


def test_days_that_can_be_worked_in_very_many_ways_are_refused() -> None:
    soft = OneShiftADay(weight=1)
    team = example("", 0, last=0, shifts="DENSLM", people=PEOPLE).team
    many = Problem(team, (soft, Coverage()))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("scheduler.solve.columns.subproblems._MOST_OPTIONS", 10)
        with pytest.raises(TooManyOptions, match="ana"):
            Listener().run(many, Tier.SHORTFALL)


class Lost:
    """A linear program that does not find on from where it ended last."""

    def __init__(self, program: pywraplp.Solver) -> None:
        self._program = program

    def Solve(self, *anew: pywraplp.MPSolverParameters) -> int:  # noqa: N802
        return int(self._program.Solve(*anew) if anew else pywraplp.Solver.ABNORMAL)


def test_a_linear_program_that_lost_its_way_begins_anew() -> None:
    made = Generation(Posted(week()), Tier.SERVICE, {})
    made.open(lambda: True)
    value = made.master.solve()
    made.master._lp = Lost(made.master._lp)
    assert made.master.solve() == value


def test_a_search_goes_on_where_columns_come_to_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Prover, "prove_quickly", lambda *_: None)
    monkeypatch.setattr(ColumnSearch, "run", failing)
    assert plan(week(), Budget(seconds=4, workers=1)).outcome.roster is not None


def failing(*_: object) -> int:
    raise ArithmeticError("the linear program ended with status 4")


@needs_shared
@pytest.mark.slow
@pytest.mark.parametrize("number", OPTIMA)
def test_no_bound_is_above_a_known_optimum(number: int) -> None:
    reading = pytest.importorskip("benchmarks.shift_scheduling.instance")
    stating = pytest.importorskip("benchmarks.shift_scheduling.problem")
    text = (REFERENCE.parent / f"benchmarks/curtois-qu/Instance{number}.txt").read_text()
    problem: Callable[..., Problem] = stating.problem_of
    bound = Listener().run(problem(reading.instance_of(text)))
    assert 0.9 * OPTIMA[number] <= bound <= OPTIMA[number]
