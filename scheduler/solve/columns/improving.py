"""Large-neighbourhood search on columns: free some owners, dive for them beside what the others keep."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from random import Random

from scheduler.solve.columns.dive import adapted, dive
from scheduler.solve.columns.generation import TOLERANCE, Generation
from scheduler.solve.columns.subproblems import Column

_SHARE = 0.4  # of the owners are free at first
_GROW, _SHRINK = 1.05, 0.95


class Improvement:
    """Steps to better rosters, each from a whole one.

    What the master costs with some owners free is what no roster in that neighbourhood can beat. Where that leaves
    nothing to find, more owners are free the next time; where a dive finds nothing of it, fewer.
    """

    def __init__(self, generation: Generation, seed: int) -> None:
        self._generation = generation
        self._rng = Random(seed)
        self._share = _SHARE

    def step(self, columns: Sequence[Column], cost: int, going_on: Callable[[], bool]) -> list[Column] | None:
        """Columns that may cost less than `cost`, which `columns`, one of each owner, do."""
        free = max(2, round(self._share * len(columns)))
        kept = self._rng.sample(columns, max(0, len(columns) - free))
        fixed = {column.owner: column for column in kept}
        master = self._generation.master.narrowed(fixed)
        if adapted(self._generation, master, going_on, fixed) > cost - 1 + TOLERANCE:
            self._share = min(1.0, self._share * _GROW)
            return None
        found = dive(self._generation, master, going_on, fixed, cost)
        if found is None:
            self._share *= _SHRINK
        return found
