"""From dual values to prices of personal rosters, and to what no roster can beat."""

from __future__ import annotations

from collections.abc import Iterable
from math import ceil, log2

import numpy as np
import numpy.typing as npt

from scheduler.domain.roster import Tier
from scheduler.solve.columns.linking import Linking

Floats = npt.NDArray[np.float64]
_EXACT = 52  # bits: whole numbers up to so many are exact in floating point, and so are their sums
_FINEST = 20  # bits after the point: finer duals gain nothing


class Prices:
    """Lagrangian relaxation of the rows: what each roster costs when breaking a row costs its dual value."""

    def __init__(self, linking: Linking, atoms: int) -> None:
        self._linking = linking
        rows = linking.rows
        self._atoms = atoms
        self._limits = np.array([row.limit for row in rows], np.float64)
        self._terms = _columns((n, atom, amount) for n, row in enumerate(rows) for amount, atom in row.atoms)
        self._extra = _columns((n, extra, amount) for n, row in enumerate(rows) for amount, extra in row.extras)
        self._most = np.array([e.most for e in linking.extras], np.float64)
        self._cost = np.array([e.cost for e in linking.extras], np.float64)
        self._owed = linking.posted.most_owed
        self._reach = self._reaches()

    def _reaches(self) -> Floats:
        """The largest that each row can come to, with everything in it counted as if it were of one sign."""
        (of, _, amount), (row, extra, share) = self._terms, self._extra
        count = len(self._limits)
        found: Floats = np.abs(self._limits) + np.bincount(of, np.abs(amount), count)
        found = found + np.bincount(row, np.abs(share) * self._most[extra], count)
        return found + np.array([self._owed if r.tier is not None else 0 for r in self._linking.rows], np.float64)

    def exact(self, duals: Floats) -> Floats:
        """Duals near these with which all reckoning is exact: whole numbers of a grain that no sum is too large for.

        They are nearer to 0, so that rounding makes no extra worth its while.
        """
        largest = float(np.abs(duals) @ self._reach + self._cost @ self._most) + self._owed + 1
        grain = 2.0 ** min(_FINEST, _EXACT - ceil(log2(largest)))
        return np.trunc(duals * grain) / grain

    def atoms(self, duals: Floats) -> Floats:
        """The price of each atom."""
        row, atom, amount = self._terms
        return np.bincount(atom, -duals[row] * amount, self._atoms).astype(np.float64)

    def tiers(self, duals: Floats) -> dict[Tier, float]:
        """The price of a unit of penalty of a personal roster, by tier."""
        found = {self._linking.tier: 1.0}
        for n, row in enumerate(self._linking.rows):
            if row.tier is not None:
                found[row.tier] = -float(duals[n])
        return found

    def rest(self, duals: Floats) -> float:
        """What the relaxation comes to besides the personal rosters."""
        row, extra, amount = self._extra
        reduced = self._cost - np.bincount(extra, duals[row] * amount, len(self._cost))
        return float(duals @ self._limits + np.minimum(0, reduced) @ self._most)


def _columns(entries: Iterable[tuple[int, int, int]]) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64], Floats]:
    found = np.array(list(entries), np.int64).reshape(-1, 3)
    return found[:, 0], found[:, 1], found[:, 2].astype(np.float64)
