"""What owners owe together, as it stands with what each of them brings, and what one more roster would change of it."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from scheduler.solve.columns.posted import Atom, Posted, Requirement

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]


class _Part(NamedTuple):
    """The rows that one owner may bring something to, and the terms of the owner's atoms in them, by place there."""

    rows: Ints
    atoms: Ints
    places: Ints
    amounts: Floats


class Shared:
    """The requirements of several owners; to break one that must hold is `dear`.

    Each sum is a row. Rows that look at facts of several owners are left out, so what this says is no proof.
    """

    def __init__(self, posted: Posted, requirements: Iterable[Requirement], dear: float) -> None:
        rows = [
            (requirement, limit, terms)
            for requirement in requirements
            for limit, terms in requirement.bounds
            if all(posted.owners[atom] is not None for _, atom in terms)
        ]
        hard = np.array([r.price is None for r, _, _ in rows], bool)
        sizes = np.array([max((abs(amount) for amount, _ in terms), default=1) for _, _, terms in rows], np.float64)
        self._limits = np.array([limit for _, limit, _ in rows], np.float64)
        self._units = np.where(hard, sizes, [r.unit for r, _, _ in rows])
        self._prices = np.array([dear if r.price is None else r.price for r, _, _ in rows], np.float64)
        self._load = np.zeros(len(rows))
        self._atoms = len(posted.owners)
        self._parts = _parts(posted, rows)

    @property
    def owed(self) -> float:
        """What is owed as it stands; at first with nothing brought."""
        return float(self._owed(self._load, np.arange(len(self._load))).sum())

    def brings(self, owner: str, true: Collection[Atom]) -> Floats:
        """What these atoms bring to each row of the owner."""
        part = self._parts[owner]
        here = np.zeros(self._atoms)
        here[list(true)] = 1
        return np.bincount(part.places, part.amounts * here[part.atoms], len(part.rows)).astype(np.float64)

    def add(self, owner: str, brought: Floats) -> float:
        """Count what an owner brings; says how much more is owed now. A negative of it takes it away."""
        rows = self._parts[owner].rows
        before = self._load[rows]
        self._load[rows] = after = before + brought
        return float((self._owed(after, rows) - self._owed(before, rows)).sum())

    def prices(self, owner: str) -> Floats:
        """Of each atom of the problem, how much more would be owed if the owner brought it and nothing else."""
        part = self._parts[owner]
        rows = part.rows[part.places]
        now = self._load[rows]
        change = self._owed(now + part.amounts, rows) - self._owed(now, rows)
        return np.bincount(part.atoms, change, self._atoms).astype(np.float64)

    def _owed(self, load: Floats, rows: Ints) -> Floats:
        units = np.ceil((load - self._limits[rows]) / self._units[rows])
        owed: Floats = self._prices[rows] * np.maximum(0, units)
        return owed


def _parts(posted: Posted, rows: Iterable[tuple[Requirement, int, tuple[tuple[int, Atom], ...]]]) -> dict[str, _Part]:
    entries: dict[str, list[tuple[int, Atom, int]]] = {owner: [] for owner in posted.owner_of.values()}
    for n, (_, _, terms) in enumerate(rows):
        for amount, atom in terms:
            entries[str(posted.owners[atom])].append((n, atom, amount))
    found = {}
    for owner, mine in entries.items():
        table = np.array(mine, np.int64).reshape(-1, 3)
        places, number = np.unique(table[:, 0], return_inverse=True)
        found[owner] = _Part(places, table[:, 1], number, table[:, 2].astype(np.float64))
    return found
