"""Large-neighbourhood search: free some decisions, let CP-SAT re-solve them exactly, keep what is better, repeat.

Each thread has its own copy of the model and one CP-SAT thread. All tiers not proven yet are searched together, each
at what it is worth in the course of the search; those proven are held.
"""

from __future__ import annotations

from random import Random

from ortools.sat.python import cp_model

from scheduler.domain.roster import Tier
from scheduler.model import RosterModel
from scheduler.outcome import Budget
from scheduler.solve.clock import Clock
from scheduler.solve.course import Course
from scheduler.solve.guarded import guarded
from scheduler.solve.neighbourhood import Key, Kind, Neighbourhoods
from scheduler.solve.stage import Stage
from scheduler.solve.standing import Standing
from scheduler.solve.values import Values, set_domain

STEP_SECONDS = 1.0
_EASY = 0.5  # of a step's time: a kind whose steps need less can take larger ones
REPRESENTABLE = 2**58  # a weighted penalty above it could overflow the solver's arithmetic
ROOM = 10**6  # by which a tier may get worse for the sake of one above it


class LargeNeighbourhood:
    """Improves rosters step by step along a course; one object a thread."""

    def __init__(
        self,
        stage: Stage,
        model: RosterModel,
        budget: Budget,
        clock: Clock,
        standing: Standing,
        course: Course,
        worker: int = 0,
    ) -> None:
        self._stage = stage
        self._model = model
        self._clock = clock
        self._standing = standing
        self._course = course
        self._cancelled = budget.cancel.is_set
        self._rng = Random(1000 * budget.seed + worker)
        self._kinds = Neighbourhoods(model.problem).kinds
        self._cp = model.cp.clone()

    def run(self, seconds: float) -> None:
        """Search until time is up, somebody cancels, or all is proven."""
        rng = self._rng
        until = self._clock.left - seconds
        while self._clock.left > max(0.0, until) and self._standing.open:
            kind = rng.choice(self._kinds)
            self._step(kind, kind.choose(rng, round(kind.size)), rng.randrange(2**30))

    def _step(self, kind: Kind[set[Key]], free: set[Key], seed: int) -> None:
        base, worth, strict = self._course.now()
        self._cp.minimize(sum(worth[tier] * self._stage.total(tier) for tier in self._model.tiers))
        self._hold(base, worth, strict)
        self._free_only(base, free)
        base.hint(self._cp)
        solver = one_thread(seed)
        self._clock.limit(solver, min(STEP_SECONDS, self._clock.left))
        status = guarded(solver, self._cp, self._cancelled)
        self._clock.count(solver)
        kind.learn(solved=status == cp_model.OPTIMAL, easily=is_easy(self._clock.took(solver)))
        if status in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            self._course.offer(Values(self._model, solver.response_proto.solution), worth)

    def _hold(self, base: Values, worth: dict[Tier, int], strict: Tier | None) -> None:
        """Tiers down to the last strict one get no worse; the others may, as far as another is worth it."""
        for tier in self._model.tiers:
            reached = base.penalty(tier)
            held = strict is not None and tier <= strict
            room = 0 if held else min(reached + ROOM, REPRESENTABLE // worth[tier])
            set_domain(self._cp, self._stage.total(tier), 0, reached + room)

    def _free_only(self, base: Values, free: set[Key]) -> None:
        ruled_out = self._standing.ruled_out
        for key, decision in self._model.decisions.items():
            value = base.of(decision)
            fixed = key not in free or (value == 0 and key in ruled_out)
            set_domain(self._cp, decision, *((value, value) if fixed else (0, 1)))


def is_easy(seconds: float) -> bool:
    """Whether a step that took so long could have been larger."""
    return seconds < _EASY * STEP_SECONDS


def one_thread(seed: int) -> cp_model.CpSolver:
    """Strong linear relaxation, hardly any presolve: what small sub-problems need (docs/adr/0008-search.md)."""
    solver = cp_model.CpSolver()
    parameters = solver.parameters
    parameters.num_workers = 1
    parameters.random_seed = seed
    parameters.linearization_level = 2
    parameters.cut_level = 0
    parameters.cp_model_probing_level = 0
    parameters.symmetry_level = 0
    parameters.max_presolve_iterations = 1
    parameters.merge_at_most_one_work_limit = 0
    parameters.presolve_inclusion_work_limit = 0
    parameters.catch_sigint_signal = False
    return solver
