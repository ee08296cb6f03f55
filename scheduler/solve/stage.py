"""One run of CP-SAT: for a first roster, or for one tier with those above held."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from math import ceil
from threading import Lock
from time import monotonic

from ortools.sat.python import cp_model

from scheduler.domain.roster import Roster, Tier
from scheduler.model import RosterModel
from scheduler.outcome import Budget
from scheduler.solve.clock import Clock
from scheduler.solve.guarded import a_while_after, guarded
from scheduler.solve.values import Values, hint_decisions, set_domain

_HUGE = 10**15
_LARGE = 10_000  # variables: the strong relaxation of more takes too long to be of use
_GRACE = 1.0  # seconds after somebody cancels in which a roster may still be settled
_OFTEN = 0.5  # seconds between two rosters that a run tells of


@dataclass(frozen=True, slots=True)
class Found:
    """What a run found; `infeasible` is a proof that there is nothing to find."""

    values: Values | None
    lower_bound: int = 0
    infeasible: bool = False


@dataclass(frozen=True, slots=True)
class Listener:
    """Who wants to know of a run while it goes on: of rosters, of bounds, and says when it is no longer needed."""

    found: Callable[[Values], object] = lambda _: None
    bound: Callable[[int], None] = lambda _: None
    enough: Callable[[], bool] = lambda: False


@dataclass(frozen=True, slots=True)
class _Run:
    found: bool
    infeasible: bool
    lower_bound: int


class Stage:
    """Runs CP-SAT on the model of a problem, as often as asked."""

    def __init__(self, model: RosterModel, budget: Budget, clock: Clock) -> None:
        self._model = model
        self._budget = budget
        self._clock = clock
        self._held = {tier: _total(model, tier) for tier in model.tiers}

    def first(self, seconds: float, near: Roster | None = None) -> Found:
        """Any roster that keeps the hard rules; tried first is what it could share with `near`."""
        self._model.cp.clear_objective()
        if near is not None:
            hint_decisions(self._model, near)
        solver = self._solver(seconds, self._budget.workers)
        if self._budget.workers == 1:
            solver.parameters.linearization_level = 0  # nothing costs, so a relaxation only takes time
        return self._found(self._model.cp, solver, Listener())

    def minimise(
        self, tier: Tier, above: dict[Tier, int], start: Values, seconds: float, workers: int, listener: Listener
    ) -> Found:
        """The best roster for `tier` that is no worse than `above` in the tiers it names, without what is ruled out."""
        self.hold(self._model.cp, above)
        start.hint(self._model.cp)
        self._model.cp.minimize(self.total(tier))
        large = len(self._model.cp.proto.variables) > _LARGE
        solver = self._solver(seconds, workers) if large else self._strong(seconds, workers)
        return self._found(self._model.cp, solver, listener)

    def bound(self, part: cp_model.CpModel, seconds: float, listener: Listener) -> int:
        """What no solution of `part`, a relaxation of the model with a cost of its own, can beat."""
        return self._run(part, self._strong(seconds, 1), listener).lower_bound

    def hold(self, cp: cp_model.CpModel, most: dict[Tier, int]) -> None:
        """From now on the tiers named cost no more than that in `cp`; the others may cost anything."""
        for tier, total in self._held.items():
            set_domain(cp, total, 0, most.get(tier, _HUGE))

    def rule_out(self, decisions: Iterable[tuple[str, str]]) -> None:
        """From now on `minimise` looks for rosters without these decisions."""
        for key in decisions:
            set_domain(self._model.cp, self._model.decisions[key], 0, 0)

    def total(self, tier: Tier) -> cp_model.IntVar:
        """The variable that is the penalty of a tier."""
        return self._held[tier]

    def settle(self, start: Values) -> Values:
        """The same roster with every penalty as low as it is: a search leaves slack in tiers it did not look at."""
        return self._lowest(self._model.roster(start.of), start) or start

    def adopt(self, roster: Roster) -> Values | None:
        """A roster from elsewhere with every penalty as low as it is; None when it breaks a hard rule.

        Assignments that are no decisions are left out.
        """
        return self._lowest(roster)

    def _lowest(self, roster: Roster, hint: Values | None = None) -> Values | None:
        fixed = self._model.cp.clone()
        chosen = {(a.person, a.shift) for a in roster}
        for key, decision in self._model.decisions.items():
            set_domain(fixed, decision, key in chosen, key in chosen)
        self.hold(fixed, {})
        if hint is not None:
            hint.hint(fixed)
        fixed.minimize(sum(self._held.values()))
        solver = cp_model.CpSolver()
        solver.parameters.num_workers = 1
        solver.parameters.catch_sigint_signal = False  # it would leave the signal's default behind: Ctrl-C then kills
        status = guarded(solver, fixed, a_while_after(self._budget.cancel, _GRACE))
        return Values(self._model, solver.response_proto.solution) if status == cp_model.OPTIMAL else None

    def _solver(self, seconds: float, workers: int) -> cp_model.CpSolver:
        solver = cp_model.CpSolver()
        self._clock.limit(solver, seconds)
        solver.parameters.num_workers = workers
        solver.parameters.random_seed = self._budget.seed
        solver.parameters.catch_sigint_signal = False
        return solver

    def _strong(self, seconds: float, workers: int) -> cp_model.CpSolver:
        """With a strong linear relaxation: by it bounds are proven (docs/adr/0008-search.md)."""
        solver = self._solver(seconds, workers)
        solver.parameters.subsolvers.extend(["max_lp"])
        solver.parameters.root_lp_iterations = 200_000
        return solver

    def _found(self, cp: cp_model.CpModel, solver: cp_model.CpSolver, listener: Listener) -> Found:
        done = self._run(cp, solver, listener)
        values = Values(self._model, solver.response_proto.solution) if done.found else None
        return Found(values, done.lower_bound, done.infeasible)

    def _run(self, cp: cp_model.CpModel, solver: cp_model.CpSolver, listener: Listener) -> _Run:
        watch = Watch(self._model, listener, every=self._clock.repeatable)
        solver.best_bound_callback = lambda bound: listener.bound(_whole(bound))
        status = guarded(solver, cp, partial(self._is_over, listener), watch, watch.pass_on)
        self._clock.count(solver)
        bounded = cp.has_objective() and status != cp_model.INFEASIBLE
        return _Run(
            status in (cp_model.OPTIMAL, cp_model.FEASIBLE),
            status == cp_model.INFEASIBLE,
            max(0, _whole(solver.best_objective_bound)) if bounded else 0,
        )

    def _is_over(self, listener: Listener) -> bool:
        """Somebody has cancelled, or nobody needs the run any more."""
        return self._budget.cancel.is_set() or (listener.enough() and not self._clock.repeatable)


class Watch(cp_model.CpSolverSolutionCallback):
    """Passes on the newest of what a run finds, not more often than anybody could look at it.

    Or `every` roster, where what is passed on must not depend on time.
    """

    def __init__(self, model: RosterModel, listener: Listener, *, every: bool = False) -> None:
        super().__init__()
        self._every = every
        self._model = model
        self._listener = listener
        self._newest: Sequence[int] | None = None
        self._last = 0.0
        self._lock = Lock()

    def on_solution_callback(self) -> None:
        if self._model.cp.has_objective():
            self.hear(tuple(self.response_proto.solution))

    def hear(self, solution: Sequence[int]) -> None:
        """Of a better solution."""
        self._newest = solution
        self.pass_on()

    def pass_on(self) -> None:
        """What was too soon after the one before is passed on later: it may be the last for long."""
        with self._lock:
            if self._newest is not None and (self._every or monotonic() - self._last >= _OFTEN):
                found, self._newest, self._last = self._newest, None, monotonic()
                self._listener.found(Values(self._model, found))


def _whole(bound: float) -> int:
    return ceil(bound - 1e-6)


def _total(model: RosterModel, tier: Tier) -> cp_model.IntVar:
    total = model.cp.new_int_var(0, _HUGE, f"penalty {tier.name.lower()}")
    model.cp.add(total == model.penalty(tier))
    return total
