"""One run of CP-SAT: for a first roster, or for one tier with those above held."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import ceil
from threading import Event, Thread
from time import monotonic

from ortools.sat.python import cp_model

from scheduler.domain.roster import Roster, Tier
from scheduler.model import RosterModel
from scheduler.outcome import Budget
from scheduler.solve.values import Values, hint_decisions, set_domain

Tell = Callable[[int, int], None]

_HUGE = 10**15
_PATIENCE = 0.2  # of a run's time may pass without anything better
_LEAST_PATIENCE = 4.0


@dataclass(frozen=True, slots=True)
class Found:
    """What a run found; `infeasible` is a proof that there is nothing to find."""

    values: Values | None
    lower_bound: int = 0
    infeasible: bool = False


class Stage:
    """Runs CP-SAT on the model of a problem, as often as asked."""

    def __init__(self, model: RosterModel, budget: Budget) -> None:
        self._model = model
        self._budget = budget
        self._held = {tier: _total(model, tier) for tier in model.tiers}

    def first(self, seconds: float, near: Roster | None = None) -> Found:
        """Any roster that keeps the hard rules; tried first is what it could share with `near`."""
        self._model.cp.clear_objective()
        if near is not None:
            hint_decisions(self._model, near)
        return self._run(seconds, None, _Watch(seconds, lambda *_: None))

    def minimise(self, tier: Tier, above: dict[Tier, int], start: Values, seconds: float, tell: Tell) -> Found:
        """The best roster for `tier` that is no worse than `above` in the tiers it names."""
        self.hold(above)
        start.hint(self._model.cp)
        self._model.cp.minimize(self.total(tier))
        return self._run(seconds, tier, _Watch(seconds, tell))

    def hold(self, most: dict[Tier, int]) -> None:
        """From now on the tiers named cost no more than that; the others may cost anything."""
        for tier, total in self._held.items():
            set_domain(self._model.cp, total, 0, most.get(tier, _HUGE))

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
        if hint is not None:
            hint.hint(fixed)
        fixed.minimize(sum(self._held.values()))
        solver = cp_model.CpSolver()
        solver.parameters.num_workers = 1
        solver.parameters.catch_sigint_signal = False  # it would leave the signal's default behind: Ctrl-C then kills
        status = solver.solve(fixed)
        return Values(self._model, solver.response_proto.solution) if status == cp_model.OPTIMAL else None

    def _run(self, seconds: float, tier: Tier | None, watch: _Watch) -> Found:
        solver = cp_model.CpSolver()
        solver.parameters.max_time_in_seconds = max(0.1, seconds)
        solver.parameters.num_workers = self._budget.workers
        solver.parameters.random_seed = self._budget.seed
        solver.parameters.catch_sigint_signal = False
        solver.best_bound_callback = watch.bound_found
        done = Event()
        guard = Thread(target=self._guard, args=(solver, watch, done), daemon=True)
        guard.start()
        try:
            status = solver.solve(self._model.cp, watch)
        finally:
            done.set()
            guard.join()
        if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            bound = 0 if tier is None or status == cp_model.INFEASIBLE else ceil(solver.best_objective_bound - 1e-6)
            return Found(None, bound, status == cp_model.INFEASIBLE)
        bound = ceil(solver.best_objective_bound - 1e-6) if tier is not None else 0
        return Found(Values(self._model, solver.response_proto.solution), bound)

    def _guard(self, solver: cp_model.CpSolver, watch: _Watch, done: Event) -> None:
        """Ends the run when somebody cancels or nothing better comes any more."""
        while not done.wait(0.1):
            if self._budget.cancel.is_set() or watch.stalled():
                solver.stop_search()


class _Watch(cp_model.CpSolverSolutionCallback):
    """Follows a run: tells of what is better, and knows how long nothing was."""

    def __init__(self, seconds: float, tell: Tell) -> None:
        super().__init__()
        self._patience = max(_LEAST_PATIENCE, seconds * _PATIENCE)
        self._tell = tell
        self._last = monotonic()
        self._penalty: int | None = None
        self._bound = 0

    def on_solution_callback(self) -> None:
        self._last = monotonic()
        self._penalty = round(self.objective_value)
        self._tell(self._penalty, self._bound)

    def bound_found(self, bound: float) -> None:
        self._bound = ceil(bound - 1e-6)
        if self._penalty is not None:
            self._tell(self._penalty, self._bound)

    def stalled(self) -> bool:
        return self._penalty is not None and monotonic() - self._last > self._patience


def _total(model: RosterModel, tier: Tier) -> cp_model.IntVar:
    total = model.cp.new_int_var(0, _HUGE, f"penalty {tier.name.lower()}")
    model.cp.add(total == model.penalty(tier))
    return total
