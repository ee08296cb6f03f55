"""The search: a first roster, what can be proven at once, then better rosters and bounds side by side.

A first roster comes from the hard rules alone, unless there is one to start from. Small problems are then solved tier
by tier, each with those above held. What takes longer is shared out: large-neighbourhood search improves all tiers
together while one thread proves bounds; with one worker the two take turns. A long horizon with many decisions is
planned block by block instead (`blocks/`), and nothing is proven of it.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from scheduler.domain.roster import Tier
from scheduler.model import RosterModel
from scheduler.outcome import Budget, Outcome, Progress, Status
from scheduler.solve.blocks.solving import Blocks, is_large
from scheduler.solve.clock import Clock
from scheduler.solve.columns.search import ColumnSearch
from scheduler.solve.columns.subproblems import TooManyOptions
from scheduler.solve.course import Course
from scheduler.solve.guarded import left_behind
from scheduler.solve.large_neighbourhood import LargeNeighbourhood
from scheduler.solve.prover import Prover
from scheduler.solve.stage import Found, Stage
from scheduler.solve.standing import Standing
from scheduler.solve.values import Values

_SHORTEST = 1.0
_OPENING = 0.4  # of the time, at most, one worker makes the graphs of personal rosters
_RECREATING = 0.2  # of the time that is left then it ruins and recreates
_ANNEALING = 0.6  # of the time that is left then
_IMPROVING = 0.6  # of the time that is left then all workers look for better rosters; then one turns to bounds


def solve(model: RosterModel, budget: Budget) -> Outcome:
    """Search until all tiers are proven, time is up or somebody cancels."""
    return _Search(model, budget).run()


class _Search:
    def __init__(self, model: RosterModel, budget: Budget) -> None:
        if budget.repeatable and budget.workers != 1:
            raise ValueError("a repeatable search has one worker")
        self.model = model
        self.budget = budget
        self.clock = Clock(budget)
        self.stage = Stage(model, budget, self.clock)
        totals = {tier: self.stage.total(tier) for tier in model.tiers}
        self.blocks = Blocks(model, totals, budget, self.clock) if is_large(model) else None

    def run(self) -> Outcome:
        self.budget.tell(Progress(self.clock.wall, "first roster", None, 0))
        found = self._first()
        if found.values is None:
            status = Status.INFEASIBLE if found.infeasible else Status.UNKNOWN
            return Outcome(status, seconds=self.clock.wall, seed=self.budget.seed)
        first_after = self.clock.wall
        if self.blocks is not None:
            self.standing = Standing(self.model, self.budget, self.clock, found.values)
            self._improve_large(self.blocks)
            return self._told(first_after)
        self.standing = Standing(self.model, self.budget, self.clock, self.stage.settle(found.values))
        self.course = Course(self.standing, self.clock)
        self.prover = Prover(self.stage, self.model, self.budget.seed, self.clock, self.standing)
        self.prover.prove_quickly(self.budget.workers)
        if self.standing.open and self.clock.left > _SHORTEST:
            self._side_by_side() if self.budget.workers > 1 else self._in_turns()
        return self._outcome(first_after)

    def _first(self) -> Found:
        """The roster to start from where it keeps the hard rules; else any that does, if possible near it."""
        start = self.budget.start
        adopted = None if start is None else self.stage.adopt(start)
        if adopted is None and self.blocks is not None:
            adopted = self.blocks.first()
            if self.clock.left <= 0:
                return Found(adopted)
        return Found(adopted) if adopted else self.stage.first(self.clock.left, near=start)

    def _side_by_side(self) -> None:
        """All workers but the last improve to the end; the last proves, and improves before and after."""
        left = self.clock.left
        with ThreadPoolExecutor(self.budget.workers) as pool:
            running = [pool.submit(self._neighbourhoods(n).run, left) for n in range(1, self.budget.workers)]
            running.append(pool.submit(self._in_turns))
            for each in running:
                each.result()

    def _in_turns(self) -> None:
        search = self._neighbourhoods(0)
        left_behind(self.prover.prove_by_columns, lambda: self.clock.left <= 0)
        left_behind(self._recreate, lambda: self.clock.left <= 0)
        search.run(_IMPROVING * self.clock.left)
        self.prover.prove(self.clock.left)
        search.run(self.clock.left)

    def _recreate(self) -> None:
        """Set a course from a roster that is far better in what people owe together, but less fair."""
        if len(self.standing.tiers) > 1 and not self.clock.repeatable:
            found = self._recreated()
            if found is not None:
                self.course.anneal(*found, _ANNEALING * self.clock.left)

    def _improve_large(self, blocks: Blocks) -> None:
        left_behind(self._offer_recreated, lambda: self.clock.left <= 0)
        blocks.improve(self.standing, self.standing.best)

    def _offer_recreated(self) -> None:
        if len(self.standing.tiers) == 1 and not self.clock.repeatable:
            found = self._recreated()
            if found is not None:
                self.standing.offer(found[0])

    def _recreated(self) -> tuple[Values, Tier] | None:
        """What ruin and recreate makes of the best roster, and the tier it looks at."""
        best, clock = self.standing.best, self.clock
        search = ColumnSearch(self.model.problem, self.budget.seed)
        tier = search.shared_tier
        if tier is None or tier not in self.standing.open:
            return None
        held = {above: 0 for above in Tier if above < tier}
        end = (1 - _OPENING) * clock.left
        try:
            if not search.open(tier, held, lambda: clock.left > end):
                return None
            began = clock.left
            found = search.recreate(
                tier,
                held,
                self.model.roster(best.of),
                best.penalty(tier),
                spent=lambda: (began - clock.left) / (_RECREATING * max(0.001, began)),
            )
        except TooManyOptions:
            return None
        values = self.stage.adopt(found) if found is not None and clock.left > 0 else None
        return (values, tier) if values is not None and clock.left > 0 else None  # else it may have ended without us

    def _neighbourhoods(self, worker: int) -> LargeNeighbourhood:
        return LargeNeighbourhood(self.stage, self.model, self.budget, self.clock, self.standing, self.course, worker)

    def _outcome(self, first_after: float) -> Outcome:
        self.standing.replace(self.stage.settle(self.standing.best))
        return self._told(first_after)

    def _told(self, first_after: float) -> Outcome:
        return Outcome(
            Status.FEASIBLE if self.standing.open else Status.OPTIMAL,
            self.model.roster(self.standing.best.of),
            self.standing.results(),
            self.clock.wall,
            self.budget.seed,
            first_after,
        )
