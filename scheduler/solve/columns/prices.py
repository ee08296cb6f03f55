"""From dual values to prices of personal rosters, and to what no roster can beat."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from scheduler.domain.roster import Tier
from scheduler.solve.columns.linking import Linking

Floats = npt.NDArray[np.float64]
_GRAIN = 2.0**20  # duals are whole numbers of grains: then sums of prices are exact in floating point


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

    def exact(self, duals: Floats) -> Floats:
        """Duals near these with which all reckoning is exact; nearer to 0, so that no extra becomes worth its while."""
        return np.trunc(duals * _GRAIN) / _GRAIN

    def atoms(self, duals: Floats) -> Floats:
        """The price of each atom."""
        row, atom, amount = self._terms
        return np.bincount(atom, -duals[row] * amount, self._atoms)

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


def _columns(entries) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64], Floats]:
    found = np.array(list(entries), np.int64).reshape(-1, 3)
    return found[:, 0], found[:, 1], found[:, 2].astype(np.float64)
