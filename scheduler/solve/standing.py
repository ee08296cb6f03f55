"""The best roster so far and what is proven of it, shared by all threads of a search."""

from __future__ import annotations

from functools import partial
from threading import RLock

from scheduler.domain.roster import Tier
from scheduler.model import RosterModel
from scheduler.outcome import Budget, Progress, TierResult
from scheduler.solve.clock import Clock
from scheduler.solve.values import Values


class Standing:
    """Takes what is better in the strict order of tiers, keeps each tier's highest bound, and tells of both.

    A bound holds among rosters as good in the tiers above as the best one was when it was found. It stays true when
    those get better: then fewer rosters are as good.
    """

    def __init__(self, model: RosterModel, budget: Budget, clock: Clock, first: Values) -> None:
        self.tiers = model.tiers
        self.best = first
        self.ruled_out: frozenset[tuple[str, str]] = frozenset()  # decisions that no better roster takes
        self._model = model
        self._budget = budget
        self._clock = clock
        self._bounds = dict.fromkeys(self.tiers, 0)
        self._lock = RLock()
        self._keep(first)

    def reached(self, tier: Tier) -> int:
        return self.best.penalty(tier)

    @property
    def open(self) -> list[Tier]:
        """The tiers in which something better is not ruled out yet, most important first."""
        return [t for t in self.tiers if self._bounds[t] < self.reached(t)]

    def above(self, tier: Tier) -> dict[Tier, int]:
        """What the tiers above have reached."""
        return {t: self.reached(t) for t in self.tiers if t < tier}

    def results(self) -> tuple[TierResult, ...]:
        return tuple(TierResult(t, self.reached(t), self._bounds[t]) for t in self.tiers)

    def offer(self, found: Values) -> bool:
        """Take a roster if it beats the best of now, which another thread may have moved on."""
        with self._lock:
            better = self._rank(found) < self._rank(self.best)
            if better:
                changed = next(t for t in self.tiers if found.penalty(t) != self.reached(t))
                self.best = found
                self._keep(found)
                self._tell(changed)
            return better

    def prove(self, tier: Tier, lower_bound: int) -> None:
        """Take a bound if it is higher than the one there was."""
        with self._lock:
            bound = min(lower_bound, self.reached(tier))
            if bound > self._bounds[tier]:
                self._bounds[tier] = bound
                self._tell(tier)

    def replace(self, same: Values) -> None:
        """The same roster with lower penalties."""
        with self._lock:
            self.best = same

    def _rank(self, values: Values) -> tuple[int, ...]:
        return tuple(values.penalty(tier) for tier in self.tiers)

    def _keep(self, values: Values) -> None:
        self._budget.keep(partial(self._model.roster, values.of))

    def _tell(self, tier: Tier) -> None:
        penalty = sum(self._rank(self.best))
        self._budget.tell(Progress(self._clock.wall, tier.name.lower(), penalty, sum(self._bounds.values())))
