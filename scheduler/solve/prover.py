"""Bounds, tier by tier, each among rosters as good as the best in the tiers above."""

from __future__ import annotations

from functools import partial

from scheduler.domain.roster import Tier
from scheduler.solve.clock import Clock
from scheduler.solve.stage import Found, Listener, Stage
from scheduler.solve.standing import Standing

_QUICK = 0.05  # of the time goes to seeing whether the problem is a small one
_QUICKEST, _LONGEST = 0.5, 3.0
_SHORTEST = 1.0


class Prover:
    """Minimises one tier after the other exactly, for the bounds; a better roster on the way is welcome."""

    def __init__(self, stage: Stage, clock: Clock, standing: Standing) -> None:
        self._stage = stage
        self._clock = clock
        self._standing = standing

    def prove_quickly(self, workers: int) -> None:
        """Tier by tier as long as each is proven in no time, as those of a small problem are."""
        for tier in self._standing.tiers:
            quick = min(_LONGEST, max(_QUICKEST, _QUICK * self._clock.left))
            if tier in self._standing.open and self._clock.left > 0:
                self._minimise(tier, quick, workers)
            if tier in self._standing.open:
                return

    def prove(self, seconds: float) -> None:
        """Give each open tier its part of the time, once; what one does not use goes to the later ones."""
        until = self._clock.left - seconds
        done: set[Tier] = set()
        while (left := self._clock.left - max(0.0, until)) > _SHORTEST:
            waiting = [tier for tier in self._standing.open if tier not in done]
            if not waiting:
                return
            done.add(waiting[0])
            self._minimise(waiting[0], left / len(waiting), 1)

    def _minimise(self, tier: Tier, seconds: float, workers: int) -> None:
        standing = self._standing
        listener = Listener(
            found=standing.offer, bound=partial(standing.prove, tier), enough=lambda: tier not in standing.open
        )
        found = self._stage.minimise(
            tier, standing.above(tier), standing.best, min(seconds, self._clock.left), workers, listener
        )
        self._take(tier, found)

    def _take(self, tier: Tier, found: Found) -> None:
        if found.values is not None:
            self._standing.offer(self._stage.settle(found.values))
        self._standing.prove(tier, found.lower_bound)
