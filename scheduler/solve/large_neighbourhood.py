"""Large-neighbourhood search: free some decisions, let CP-SAT re-solve them exactly, keep what is better, repeat.

Each worker has its own copy of the model and one CP-SAT thread. Tiers above the first one searched are held; what is
searched is that tier and the one below it, the upper counting a thousandfold: within a step no lower tier pays for it.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from functools import partial
from random import Random
from threading import Lock
from time import monotonic

from ortools.sat.python import cp_model

from scheduler.domain.roster import Tier
from scheduler.model import RosterModel
from scheduler.outcome import Budget
from scheduler.solve.neighbourhood import Key, Kind, Neighbourhoods
from scheduler.solve.stage import Stage, Tell
from scheduler.solve.values import Values, set_domain

_STEP_SECONDS = 1.0
_UPPER = 1000


class LargeNeighbourhood:
    """Improves a roster for `tier`, then for the one below it, with all above held at what they have reached."""

    def __init__(self, stage: Stage, model: RosterModel, budget: Budget, tier: Tier, start: Values, tell: Tell) -> None:
        self._model = model
        self._budget = budget
        self._tiers = [t for t in model.tiers if t >= tier][:2]
        self._best = start
        self._tell = tell
        self._lock = Lock()
        stage.hold({t: start.penalty(t) for t in model.tiers if t < tier})
        scale = [_UPPER, 1] if len(self._tiers) == 2 else [1]
        model.cp.minimize(sum(k * stage.total(t) for k, t in zip(scale, self._tiers, strict=True)))

    def run(self, seconds: float) -> Values:
        """The best found when time is up or somebody cancels."""
        until = monotonic() + seconds
        with ThreadPoolExecutor(self._budget.workers) as pool:
            for worker in [pool.submit(self._work, n, until) for n in range(self._budget.workers)]:
                worker.result()
        return self._best

    def _work(self, worker: int, until: float) -> None:
        rng = Random(1000 * self._budget.seed + worker)
        model = self._model.cp.clone()
        kinds = Neighbourhoods(self._model.problem).kinds
        while monotonic() < until and not self._budget.cancel.is_set():
            kind = rng.choice(kinds)
            seconds = min(_STEP_SECONDS, until - monotonic())
            self._step(model, kind, kind.choose(rng, round(kind.size)), rng.randrange(2**30), seconds)

    def _step(self, model: cp_model.CpModel, kind: Kind, free: set[Key], seed: int, seconds: float) -> None:
        base = self._best
        self._free_only(model, base, free)
        base.hint(model)
        solver = _one_thread(seed, seconds)
        status = solver.solve(model)
        if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            kind.learn(solved=False, better=False)
            return
        found = Values(self._model, solver.response_proto.solution)
        kind.learn(solved=status == cp_model.OPTIMAL, better=self._offer(found))

    def _offer(self, found: Values) -> bool:
        """Take what was found if it beats the best of now, which another worker may have moved on."""
        with self._lock:
            better = self._rank(found) < self._rank(self._best)
            if better:
                self._best = found
                self._budget.keep(partial(self._model.roster, found.of))
                self._tell(found.penalty(self._tiers[0]), 0)
            return better

    def _rank(self, values: Values) -> tuple[int, ...]:
        return tuple(values.penalty(tier) for tier in self._tiers)

    def _free_only(self, model: cp_model.CpModel, base: Values, free: set[Key]) -> None:
        for key, decision in self._model.decisions.items():
            value = base.of(decision)
            set_domain(model, decision, *((0, 1) if key in free else (value, value)))


def _one_thread(seed: int, seconds: float) -> cp_model.CpSolver:
    """Strong linear relaxation, no probing: what small sub-problems need (docs/adr/0008-search.md)."""
    solver = cp_model.CpSolver()
    parameters = solver.parameters
    parameters.num_workers = 1
    parameters.random_seed = seed
    parameters.max_time_in_seconds = max(0.1, seconds)
    parameters.linearization_level = 2
    parameters.cp_model_probing_level = 0
    parameters.symmetry_level = 0
    parameters.catch_sigint_signal = False
    return solver
