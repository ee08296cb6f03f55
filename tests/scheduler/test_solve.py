"""The search: what it returns is as good as trying every roster, tier by tier, and its proof is true."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from itertools import chain, combinations
from random import Random
from threading import Event
from time import monotonic

import pytest
from ortools.sat.python import cp_model

from constraints.base import Rule
from constraints.catalog import RuleBook
from constraints.examples import ANA, BEN, day, example, instant
from constraints.rules.coverage import Coverage
from constraints.rules.qualified import Qualified
from scheduler.domain.coverage import CoverageRequirement
from scheduler.domain.people import Leave, LedgerEntry, Wish
from scheduler.domain.roster import Roster, Tier
from scheduler.domain.team import Team
from scheduler.errors import SolverDisagreesWithChecker
from scheduler.model import RosterModel
from scheduler.outcome import Budget, Outcome, Progress, Status, TierResult
from scheduler.plan import confirmed, plan
from scheduler.problem import Problem
from scheduler.solve import solve
from scheduler.solve import stage as stages
from scheduler.solve.clock import Clock
from scheduler.solve.course import Course
from scheduler.solve.guarded import a_while_after, guarded, left_behind
from scheduler.solve.large_neighbourhood import LargeNeighbourhood
from scheduler.solve.neighbourhood import Neighbourhoods
from scheduler.solve.stage import Listener, Stage, Watch
from scheduler.solve.standing import Standing
from scheduler.solve.values import Values
from scheduler.verify import Verdict, verify

FLOOR = CoverageRequirement("floor", minimum=1, target=2)


def small_team(last: int = 2, shifts: str = "DN") -> Team:
    """Two people, six open shifts: small enough to try every roster."""
    return example(
        "",
        0,
        last=last,
        people=(ANA, BEN),
        shifts=shifts,
        coverage=(FLOOR,),
        coverage_window=(instant(0, 8), instant(0, 15)),
        wishes=(Wish("ana", day(0), None, 3), Wish("ben", day(1), "night", 2)),
        ledger=(LedgerEntry("ana", hours=500, night_shifts=9), LedgerEntry("ben", hours=480, night_shifts=8)),
        leave=(Leave("ben", day(2), day(2)),),
    ).team


def busy_team() -> Team:
    """Seven people, four weeks round the clock: more than can be proven in a second."""
    people = tuple(replace(ANA, id=f"p{n}") for n in range(7))
    wishes = tuple(Wish(p.id, day(3 * n + k), None, 1 + k % 3) for n, p in enumerate(people) for k in range(0, 8, 2))
    return replace(
        small_team(last=27, shifts="DEN"),
        people=people,
        wishes=wishes,
        ledger=(LedgerEntry("p0", night_shifts=3),),
        leave=(),
        coverage=(CoverageRequirement("floor", minimum=1, target=2),),
        period=replace(small_team(last=27).period, coverage_from=instant(0, 15), coverage_until=instant(27, 12)),
    )


def all_rosters(problem: Problem) -> list[Roster]:
    cells = [(p.id, s.id) for p in problem.people for s in problem.shifts_of(p, None)]
    return [Roster.of(c) for c in chain.from_iterable(combinations(cells, n) for n in range(len(cells) + 1))]


def rank(verdict: Verdict) -> tuple[int, ...]:
    return tuple(verdict.penalties.get(tier, 0) for tier in Tier)


@pytest.fixture
def problem() -> Problem:
    return Problem(small_team(), RuleBook().rules())


def test_no_roster_is_better_in_the_strict_order_of_tiers(problem: Problem) -> None:
    legal = [v for roster in all_rosters(problem) if not (v := verify(problem, roster)).hard]
    best = min(legal, key=rank)
    made = plan(problem, Budget(seconds=30, workers=1))
    assert made.outcome.status is Status.OPTIMAL
    assert made.verdict is not None
    assert rank(made.verdict) == rank(best)
    assert made.verdict.penalty == made.outcome.penalty == made.outcome.lower_bound == best.penalty
    assert made.gap == 0


def test_hard_rules_that_clash_are_a_result() -> None:
    nobody_can = (CoverageRequirement("three", minimum=3),)
    team = example("", 0, people=(ANA, BEN), coverage=nobody_can, coverage_window=(instant(0, 8), instant(0, 9))).team
    made = plan(Problem(team, RuleBook().rules()), Budget(seconds=20, workers=1))
    assert made.outcome.status is Status.INFEASIBLE
    assert made.outcome.roster is None
    assert made.verdict is None
    assert made.gap is None


def test_no_time_is_no_answer(problem: Problem) -> None:
    cancelled = Event()
    cancelled.set()
    outcome = solve(RosterModel(problem), Budget(seconds=0.01, workers=1, cancel=cancelled))
    assert outcome.status in {Status.UNKNOWN, Status.FEASIBLE}


def test_cancelling_keeps_the_best_roster_so_far() -> None:
    problem = Problem(small_team(last=13, shifts="DEN"), RuleBook().rules())
    cancel = Event()

    def tell(progress: Progress) -> None:
        if progress.penalty is not None:
            cancel.set()

    outcome = solve(RosterModel(problem), Budget(seconds=60, workers=1, cancel=cancel, tell=tell))
    assert outcome.status is Status.FEASIBLE
    assert outcome.roster is not None
    assert not verify(problem, outcome.roster).hard
    assert outcome.seconds < 55


def test_bounds_that_are_told_never_fall(problem: Problem) -> None:
    seen: list[Progress] = []
    outcome = solve(RosterModel(problem), Budget(seconds=30, workers=1, tell=seen.append))
    bounds = [progress.lower_bound for progress in seen]
    assert bounds == sorted(bounds)
    assert (seen[-1].penalty, seen[-1].lower_bound) == (outcome.penalty, outcome.lower_bound)


def test_without_soft_rules_any_roster_is_optimal() -> None:
    rules: list[Rule] = [Coverage(), Qualified()]
    made = plan(Problem(small_team(), rules), Budget(seconds=10, workers=1))
    assert made.outcome.status is Status.OPTIMAL
    assert made.outcome.tiers == ()
    assert made.gap == 0


def test_a_minimum_that_may_slip_comes_before_all_other_soft_rules() -> None:
    book = RuleBook.model_validate({"coverage": {"weight": 1}, "leave": {"weight": 1}})
    team = example(
        "",
        0,
        last=0,
        leave=(Leave("ana", day(0), day(0)),),
        coverage=(CoverageRequirement("one", minimum=1),),
        coverage_window=(instant(0, 8), instant(0, 9)),
    ).team
    made = plan(Problem(team, book.rules()), Budget(seconds=20, workers=1))
    assert made.outcome.roster is not None
    assert len(made.outcome.roster) == 1
    assert made.verdict is not None
    assert Tier.SHORTFALL not in {t for t, penalty in made.verdict.penalties.items() if penalty}


def test_neighbourhood_steps_only_ever_improve() -> None:
    problem = Problem(small_team(last=13, shifts="DEN"), RuleBook().rules())
    model = RosterModel(problem)
    kept: list[Callable[[], Roster]] = []
    budget = Budget(seconds=5, workers=1, repeatable=True, keep=kept.append)
    clock = Clock(budget)
    stage = Stage(model, budget, clock)
    first = stage.first(10).values
    assert first is not None
    standing = Standing(model, budget, clock, stage.settle(first))
    LargeNeighbourhood(stage, model, budget, clock, standing, Course(standing, clock)).run(0.1)
    verdicts = [verify(problem, make()) for make in kept]
    assert len(verdicts) > 1
    assert not any(verdict.hard for verdict in verdicts)
    ranks = [rank(verdict) for verdict in verdicts]
    assert ranks == sorted(ranks, reverse=True)


def test_the_same_seed_gives_the_same_roster_twice_in_a_repeatable_search() -> None:
    budget = Budget(seconds=3, workers=1, seed=7, repeatable=True)
    first, second = (solve(RosterModel(Problem(busy_team(), RuleBook().rules())), budget) for _ in range(2))
    assert first.roster is not None
    assert first.status is Status.FEASIBLE
    assert (first.roster, first.tiers) == (second.roster, second.tiers)


def test_a_repeatable_search_has_one_worker(problem: Problem) -> None:
    with pytest.raises(ValueError, match="one worker"):
        solve(RosterModel(problem), Budget(workers=2, repeatable=True))


def test_rosters_and_bounds_come_from_searching_side_by_side() -> None:
    made = plan(Problem(busy_team(), RuleBook().rules()), Budget(seconds=6, workers=2))
    assert made.verdict is not None
    assert not made.verdict.hard
    assert all(result.lower_bound <= result.penalty for result in made.outcome.tiers)


def test_a_search_anneals_from_what_serves_better(monkeypatch: pytest.MonkeyPatch) -> None:
    problem = Problem(busy_team(), RuleBook().rules())
    begun: list[tuple[Values, Values]] = []
    cancel = Event()

    def anneal(course: Course, start: Values, tier: Tier, seconds: float) -> None:
        assert tier is Tier.SERVICE
        assert seconds > 0
        begun.append((start, course._standing.best))
        cancel.set()

    monkeypatch.setattr(Course, "anneal", anneal)
    monkeypatch.setattr(LargeNeighbourhood, "run", lambda *_: None)
    model = RosterModel(problem)
    solve(model, Budget(seconds=60, workers=2, cancel=cancel))
    ((start, best),) = begun
    assert start.penalty(Tier.SERVICE) < best.penalty(Tier.SERVICE)
    assert not verify(problem, model.roster(start.of)).hard


def test_what_comes_too_soon_after_another_is_told_later(problem: Problem, monkeypatch: pytest.MonkeyPatch) -> None:
    model = RosterModel(problem)
    told: list[Values] = []
    watch = Watch(model, Listener(found=told.append))
    some, better, best = ([n] * len(model.cp.proto.variables) for n in (2, 1, 0))
    monkeypatch.setattr(stages, "_OFTEN", 1000.0)
    watch._last = monotonic() - 1001  # long ago
    watch.hear(some)
    watch.hear(better)
    watch.hear(best)
    assert len(told) == 1
    monkeypatch.setattr(stages, "_OFTEN", 0.0)
    watch.pass_on()
    watch.pass_on()
    assert [values.of(next(iter(model.decisions.values()))) for values in told] == [2, 0]


def test_every_roster_is_told_where_time_must_not_tell(problem: Problem, monkeypatch: pytest.MonkeyPatch) -> None:
    model = RosterModel(problem)
    told: list[Values] = []
    watch = Watch(model, Listener(found=told.append), every=True)
    monkeypatch.setattr(stages, "_OFTEN", 1000.0)
    for value in (2, 1, 0):
        watch.hear([value] * len(model.cp.proto.variables))
    assert [values.of(next(iter(model.decisions.values()))) for values in told] == [2, 1, 0]


def test_a_run_that_nobody_needs_ends_in_its_midst() -> None:
    cp = cp_model.CpModel()  # more pigeons than holes: no proof comes in the time of a test
    sits = [[cp.new_bool_var("") for _ in range(60)] for _ in range(61)]
    for pigeon in sits:
        cp.add_bool_or(pigeon)
    for hole in zip(*sits, strict=True):
        for one, other in combinations(hole, 2):
            cp.add_bool_or([~one, ~other])
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.max_time_in_seconds = 300
    solver.parameters.symmetry_level = 0
    cancel = Event()
    cancel.set()
    looked: list[bool] = []
    status = guarded(solver, cp, a_while_after(cancel, 0.3), meanwhile=lambda: looked.append(True))
    assert status == cp_model.UNKNOWN
    assert solver.wall_time < 150
    assert looked


def test_work_that_is_slow_to_notice_its_end_is_left_behind() -> None:
    release, ended = Event(), Event()

    def stubborn() -> None:
        release.wait(300)
        ended.set()

    left_behind(stubborn, lambda: True)
    assert not ended.is_set()
    release.set()
    assert ended.wait(60)


def test_work_is_waited_for_and_its_errors_come_out() -> None:
    ended = Event()

    def slow() -> None:
        Event().wait(0.3)
        ended.set()

    def broken() -> None:
        raise ZeroDivisionError

    left_behind(slow, lambda: False)
    assert ended.is_set()
    with pytest.raises(ZeroDivisionError):
        left_behind(broken, lambda: False)


def test_settled_penalties_are_the_checkers() -> None:
    problem = Problem(small_team(last=6), RuleBook().rules())
    model = RosterModel(problem)
    budget = Budget(seconds=10, workers=1)
    stage = Stage(model, budget, Clock(budget))
    first = stage.first(10).values
    assert first is not None
    settled = stage.settle(first)
    verdict = verify(problem, model.roster(settled.of))
    assert {t: settled.penalty(t) for t in model.tiers} == {t: verdict.penalties.get(t, 0) for t in model.tiers}


def test_every_kind_of_neighbourhood_frees_only_decisions_and_takes_learners_along() -> None:
    team = replace(small_team(last=6), people=(ANA, replace(BEN, shadows="ana")))
    problem = Problem(team, ())
    decisions = RosterModel(problem).decisions.keys()
    for kind in Neighbourhoods(problem).kinds:
        for seed in range(30):
            free = kind.choose(Random(seed), kind.smallest)
            assert free <= decisions
            assert {s for p, s in free if p == "ana"} <= {s for p, s in free if p == "ben"}


@pytest.mark.parametrize(
    ("bound", "solvers"),
    [(4, 9), (0, 2)],
    ids=["a bound above the checked penalty", "a solver that understates"],
)
def test_a_roster_that_the_checker_does_not_confirm_is_refused(bound: int, solvers: int) -> None:
    outcome = Outcome(Status.FEASIBLE, Roster(), (TierResult(Tier.SERVICE, solvers, bound),))
    with pytest.raises(SolverDisagreesWithChecker, match="service"):
        confirmed(outcome, Verdict((), (), {Tier.SERVICE: 3}))


def test_a_penalty_in_a_tier_the_solver_never_saw_is_refused() -> None:
    with pytest.raises(SolverDisagreesWithChecker, match="saw none"):
        confirmed(Outcome(Status.FEASIBLE, Roster()), Verdict((), (), {Tier.SERVICE: 3}))


def test_a_hard_violation_in_the_solvers_roster_is_refused(problem: Problem) -> None:
    everything = Roster.of([(p.id, s.id) for p in problem.people for s in problem.shifts_of(p, None)])
    with pytest.raises(SolverDisagreesWithChecker, match="hard"):
        confirmed(Outcome(Status.FEASIBLE, everything), verify(problem, everything))


def test_an_overstated_penalty_is_published_as_checked_and_may_turn_out_proven() -> None:
    outcome = Outcome(Status.FEASIBLE, Roster(), (TierResult(Tier.SERVICE, 5, 3),))
    published = confirmed(outcome, Verdict((), (), {Tier.SERVICE: 3}))
    assert published.penalty == 3
    assert published.status is Status.OPTIMAL
