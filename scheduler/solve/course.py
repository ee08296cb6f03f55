"""Where large-neighbourhood search goes on from, and what a penalty of each tier is worth to it."""

from __future__ import annotations

from threading import RLock

from scheduler.domain.roster import Tier
from scheduler.solve.clock import Clock
from scheduler.solve.standing import Standing
from scheduler.solve.values import Values

WORTH = {
    Tier.SHORTFALL: 10**9,
    Tier.POLICY: 10**8,
    Tier.FAIRNESS: 10**7,
    Tier.BALANCE: 10**5,
    Tier.SERVICE: 10,
    Tier.SMOOTHNESS: 1,
}

_SLOWNESS = 1.5  # above 1 the worth rises slowly at first; at 2 short searches were not fair in time


class Course:
    """At the best roster, each tier worth far more than the one below it; or annealing. One for all threads.

    Then it is at a roster that is worse in some tiers but better in one below them. What those are worth rises from
    half as much as that one to what they are worth at last: so they get better at the least cost to it. In the end it
    goes on from there until it is at the best.
    """

    def __init__(self, standing: Standing, clock: Clock) -> None:
        self._standing = standing
        self._clock = clock
        self._lock = RLock()
        self._annealed: Values | None = None
        self._first: dict[Tier, float] = {}
        self._began = self._until = 0.0

    def anneal(self, start: Values, tier: Tier, seconds: float) -> None:
        """Go on from `start`, which is good in `tier`; the worth of those above in which it owes anything rises."""
        with self._lock:
            self._standing.offer(start)
            total = WORTH[tier] * max(1, start.penalty(tier)) / 2
            self._first = {
                above: min(WORTH[above], total / start.penalty(above))
                for above in self._standing.tiers
                if above < tier and start.penalty(above) > 0
            }
            self._annealed = start if self._first else None
            self._began, self._until = self._clock.left, self._clock.left - seconds

    def now(self) -> tuple[Values, dict[Tier, int], Tier | None]:
        """The roster to go on from, what each tier is worth, and the last tier that may not get worse at all.

        That is None when all may.
        """
        with self._lock:
            share = self._share()
            if share >= 1 and self._annealed is self._standing.best:
                self._annealed = None
            if self._annealed is None or share >= 1:
                base = self._annealed or self._standing.best
                return base, WORTH, min(self._standing.open, default=max(WORTH))
            rise = share**_SLOWNESS
            rising = {tier: round(first ** (1 - rise) * WORTH[tier] ** rise) for tier, first in self._first.items()}
            return self._annealed, WORTH | rising, max((t for t in WORTH if t < min(rising)), default=None)

    def offer(self, found: Values, worth: dict[Tier, int]) -> None:
        """Take a roster that is better at what the tiers were worth when it was looked for."""
        with self._lock:
            self._standing.offer(found)
            if self._annealed is not None and self._sum(found, worth) < self._sum(self._annealed, worth):
                self._annealed = found

    def _share(self) -> float:
        """Of the time for annealing, what is over."""
        return (self._began - self._clock.left) / max(0.001, self._began - self._until)

    def _sum(self, values: Values, worth: dict[Tier, int]) -> int:
        return sum(worth[tier] * values.penalty(tier) for tier in self._standing.tiers)
