"""Tier by tier: each is minimised while those above keep what they reached.

A first roster comes from the hard rules alone, unless there is one to start from. Then each tier has a share of the
time; what it does not use goes to the later ones. While time is left, the tiers not yet proven are taken up again from
the top.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from time import monotonic

from scheduler.domain.roster import Tier
from scheduler.model import RosterModel
from scheduler.outcome import Budget, Outcome, Progress, Status, TierResult
from scheduler.solve.large_neighbourhood import LargeNeighbourhood
from scheduler.solve.stage import Found, Stage
from scheduler.solve.values import Values

_SHARE = {Tier.SHORTFALL: 4, Tier.POLICY: 2, Tier.FAIRNESS: 5, Tier.BALANCE: 3, Tier.SERVICE: 12, Tier.SMOOTHNESS: 2}
_SHORTEST = 1.0
_BY_NEIGHBOURHOOD = Tier.SERVICE
_EXACT = 0.2  # of the time of a tier searched by neighbourhood goes to its bound


def solve(model: RosterModel, budget: Budget) -> Outcome:
    """Search until all tiers are proven, time is up or somebody cancels."""
    return _Search(model, budget).run()


class _Search:
    def __init__(self, model: RosterModel, budget: Budget) -> None:
        self.model = model
        self.budget = budget
        self.began = monotonic()
        self.tiers = model.tiers
        self.bounds = dict.fromkeys(self.tiers, 0)
        self.best: Values
        self.stage = Stage(model, budget)

    def run(self) -> Outcome:
        self.budget.tell(Progress(self._spent(), "first roster", None, 0))
        found = self._first()
        if found.values is None:
            status = Status.INFEASIBLE if found.infeasible else Status.UNKNOWN
            return Outcome(status, seconds=self._spent(), seed=self.budget.seed)
        self._take(found.values)
        first_after = self._spent()
        while self._open() and self._left() > _SHORTEST:
            self._round(self._open())
        return Outcome(
            self._status(),
            self.model.roster(self.best.of),
            tuple(TierResult(t, self._reached(t), self.bounds[t]) for t in self.tiers),
            self._spent(),
            self.budget.seed,
            first_after,
        )

    def _first(self) -> Found:
        """The roster to start from where it keeps the hard rules; else any that does, if possible near it."""
        start = self.budget.start
        adopted = None if start is None else self.stage.adopt(start)
        return Found(adopted) if adopted else self.stage.first(self._left(), near=start)

    def _take(self, better: Values) -> None:
        self.best = better
        self.budget.keep(partial(self.model.roster, better.of))

    def _round(self, tiers: list[Tier]) -> None:
        """Give each tier its share of what is left, once."""
        for n, tier in enumerate(tiers):
            share = _SHARE[tier] / sum(_SHARE[t] for t in tiers[n:])
            self._improve(tier, max(_SHORTEST, share * self._left()))
            if self._left() <= 0:
                return

    def _improve(self, tier: Tier, seconds: float) -> None:
        """Minimise one tier. Its bound stays true when one above gets better: then fewer rosters are as good there."""
        above = {t: self._reached(t) for t in self.tiers if t < tier}
        until = monotonic() + min(seconds, self._left())
        exact = until - monotonic() if tier < _BY_NEIGHBOURHOOD else _EXACT * (until - monotonic())
        found = self.stage.minimise(tier, above, self.best, exact, self._telling(tier))
        if found.values is not None and found.values.penalty(tier) < self._reached(tier):
            self._take(self.stage.settle(found.values))
        self.bounds[tier] = max(self.bounds[tier], min(found.lower_bound, self._reached(tier)))
        if tier >= _BY_NEIGHBOURHOOD and self.bounds[tier] < self._reached(tier) and self._left() > _SHORTEST:
            search = LargeNeighbourhood(self.stage, self.model, self.budget, tier, self.best, self._telling(tier))
            self.best = search.run(min(until - monotonic(), self._left()))

    def _telling(self, tier: Tier) -> Callable[[int, int], None]:
        """Tells of a better penalty or bound of `tier`, with the others as they were when it began."""

        def tell(penalty: int, lower_bound: int) -> None:
            bounds = self.bounds | {tier: max(self.bounds[tier], lower_bound)}
            others = sum(self._reached(t) for t in self.tiers if t != tier)
            self.budget.tell(Progress(self._spent(), tier.name.lower(), others + penalty, sum(bounds.values())))

        return tell

    def _open(self) -> list[Tier]:
        return [t for t in self.tiers if self.bounds[t] < self._reached(t)]

    def _status(self) -> Status:
        return Status.FEASIBLE if self._open() else Status.OPTIMAL

    def _reached(self, tier: Tier) -> int:
        return self.best.penalty(tier)

    def _spent(self) -> float:
        return monotonic() - self.began

    def _left(self) -> float:
        return 0.0 if self.budget.cancel.is_set() else self.budget.seconds - self._spent()
