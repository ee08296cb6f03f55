"""Large-neighbourhood search by blocks: a step costs what its block does, however large the problem is.

Threads share one solution. A step looks only at its own block, so what another thread has found meanwhile elsewhere is
joined with it, where the two agree.
"""

from __future__ import annotations

from collections.abc import Callable
from random import Random
from threading import RLock

import numpy as np

from scheduler.domain.roster import Tier
from scheduler.solve.blocks.block import Block
from scheduler.solve.blocks.ground import Ground
from scheduler.solve.blocks.rows import Ints
from scheduler.solve.clock import Clock
from scheduler.solve.course import WORTH
from scheduler.solve.large_neighbourhood import REPRESENTABLE, ROOM, STEP_SECONDS, is_easy, one_thread
from scheduler.solve.neighbourhood import Kind
from scheduler.solve.standing import Standing


class Best:
    """The best solution so far, as the threads share it."""

    def __init__(self, ground: Ground, standing: Standing, values: Ints) -> None:
        self.values = values
        self._ground = ground
        self._standing = standing
        self._lock = RLock()

    def take(self, base: Ints, found: Ints) -> None:
        """What a step made of `base`, by now perhaps joined with what others have made of it."""
        changed = np.flatnonzero(base != found)
        with self._lock:
            joined = self.values.copy()
            joined[changed] = found[changed]
            if base is not self.values and not self._agrees(joined, changed):
                return
            if self._standing.offer(self._ground.values(joined)):
                self.values = joined

    def _agrees(self, joined: Ints, changed: Ints) -> bool:
        self._ground.total_up(joined)
        return self._ground.rows.hold(self._ground.rows.of(changed), joined)


class BlockSearch:
    """Improves the best solution step by step; one object a thread."""

    def __init__(
        self, ground: Ground, best: Best, standing: Standing, clock: Clock, cancelled: Callable[[], bool], seed: int
    ) -> None:
        self._ground = ground
        self._best = best
        self._standing = standing
        self._clock = clock
        self._cancelled = cancelled
        self._rng = Random(seed)
        days, people = ground.days, len(ground.home)
        self._kinds = [
            Kind("colleagues", self._colleagues, 2, 1, people),
            Kind("days", self._days, 7, 2, days),
            Kind("people and weeks", self._people_and_weeks, 8, min(3, people), people),
        ]

    def run(self, seconds: float) -> None:
        """Search until time is up, somebody cancels, or all is proven."""
        until = self._clock.left - seconds
        while self._clock.left > max(0.0, until) and self._standing.open:
            kind = self._rng.choice(self._kinds)
            self._step(kind, kind.choose(self._rng, round(kind.size)), self._rng.randrange(2**30))

    def _step(self, kind: Kind[Ints], decisions: Ints, seed: int) -> None:
        rows, base = self._ground.rows, self._best.values
        block = Block(rows, rows.moved_by(decisions), base)
        self._ground.minimise(block, self._most(base))
        block.hint()
        solver = one_thread(seed)
        found, ended = block.solved(solver, self._clock, STEP_SECONDS, self._cancelled)
        kind.learn(solved=ended, easily=is_easy(self._clock.took(solver)))
        if found is not None:
            self._best.take(base, found)

    def _most(self, base: Ints) -> dict[Tier, int]:
        """Tiers down to the first open one get no worse; the others may, as far as one above them wants it."""
        first = min(self._standing.open, default=None)
        reached = {tier: int(base[total]) for tier, total in self._ground.totals.items()}
        return {
            tier: most if first is None or tier <= first else min(most + ROOM, most + REPRESENTABLE // WORTH[tier])
            for tier, most in reached.items()
        }

    # -- neighbourhoods ----------------------------------------------------------------------------------------------

    def _colleagues(self, rng: Random, size: int) -> Ints:
        """Some people of a site, over the whole period."""
        person, _ = self._centre(rng)
        return self._of(self._some(rng, person, size), 0, self._ground.days)

    def _days(self, rng: Random, size: int) -> Ints:
        """Everybody of a site, for some days."""
        person, day = self._centre(rng)
        return self._of(self._home(person), *self._span(rng, day, size))

    def _people_and_weeks(self, rng: Random, size: int) -> Ints:
        """Some people of any site, for five weeks."""
        person, day = self._centre(rng)
        others = rng.sample(range(len(self._ground.home)), min(size, len(self._ground.home)))
        return self._of(np.array([person, *others]), *self._span(rng, day, 35))

    def _centre(self, rng: Random) -> tuple[int, int]:
        """Somebody and a day: mostly where something is paid, now and then anywhere."""
        decision = self._ground.paid(rng, self._best.values) if rng.random() < 0.7 else None
        if decision is None:
            decision = rng.randrange(len(self._ground.day))
        return int(self._ground.person[decision]), int(self._ground.day[decision])

    def _home(self, person: int) -> Ints:
        return np.flatnonzero(self._ground.home == self._ground.home[person])

    def _some(self, rng: Random, person: int, size: int) -> Ints:
        home = self._home(person).tolist()
        return np.array([person, *rng.sample(home, min(size - 1, len(home)))])

    def _span(self, rng: Random, day: int, length: int) -> tuple[int, int]:
        start = day - rng.randrange(length)
        return start, start + length

    def _of(self, people: Ints, start: int, end: int) -> Ints:
        """Their decisions on the days ``[start, end)``, and those of who shadows them."""
        ground = self._ground
        chosen = np.isin(ground.guide[ground.person], people) | np.isin(ground.person, people)
        return ground.rows.decisions[chosen & (ground.day >= start) & (ground.day < end)]
