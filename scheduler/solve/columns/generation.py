"""Column generation for one tier: bounds that no roster can beat, and the personal rosters that good rosters are made of.

The master joins the columns known so far; its dual values price what each owner's roster brings to others; each owner
offers the cheapest roster at those prices. The same prices give a lower bound in every round: it is exact arithmetic,
not a matter of tolerances. Prices move smoothly, between those of the best bound and those of the master.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Set
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from math import ceil

import numpy as np
import numpy.typing as npt

from scheduler.domain.roster import Tier
from scheduler.solve.columns.layers import Compiler, Graph
from scheduler.solve.columns.linking import Linking
from scheduler.solve.columns.master import Master
from scheduler.solve.columns.posted import Atom, Posted, Requirement
from scheduler.solve.columns.prices import Prices
from scheduler.solve.columns.pricing import Column, Pricer
from scheduler.solve.columns.subproblems import Shape, Subproblem

Floats = npt.NDArray[np.float64]
_SMOOTH = 0.6
_WIDTH = 30_000
_ROWS_A_ROUND = 300


class Generation:
    """Columns and bounds for `tier`, with the tiers above at what `held` says at most."""

    def __init__(self, posted: Posted, tier: Tier, held: Mapping[Tier, int], dear: float = 1e6) -> None:
        self.tier = tier
        self.posted = posted
        self.lower_bound = 0
        self.value = np.inf
        own, common = _divided(posted, tier, held)
        self.linking = Linking(posted, tier, held)
        self.linking.add(common)
        self.prices = Prices(self.linking, len(posted.owners))
        watched: dict[str, set[Atom]] = {}
        for atom in self.linking.watched:
            watched.setdefault(str(posted.owners[atom]), set()).add(atom)
        owners = list(dict.fromkeys(posted.owner_of.values()))
        self.subproblems = {o: Subproblem(posted, o, own.get(o, []), watched.get(o, set())) for o in owners}
        self.master = Master(self.linking, owners, dear)
        self._graphs: dict[Shape, Graph] = {}
        self._tiers = tuple(sorted({t for t in held if t < tier} | {tier}))
        self._centre: Floats | None = None
        self._best = -np.inf
        self._smooth = _SMOOTH

    def pricers(self) -> Iterator[Pricer]:
        """Make the pricers, one owner after the other: it takes a while."""
        for subproblem in self.subproblems.values():
            shape = subproblem.shape
            if shape not in self._graphs:
                self._graphs[shape] = Compiler(shape, _WIDTH).graph()
            yield Pricer(subproblem, self._graphs[shape], self._tiers)

    def seed(self, chosen: Set[Atom]) -> None:
        """Begin with the personal rosters of a whole one, by its decisions."""
        for subproblem in self.subproblems.values():
            self.master.add(subproblem.column(chosen, self._tiers))

    def round(self, pricers: list[Pricer], pool: ThreadPoolExecutor) -> bool:
        """One round; False when there is nothing left to find."""
        self.value = self.master.solve()
        rows = self.master.take_up_broken(_ROWS_A_ROUND)
        duals = self.master.duals()
        at = duals if self._centre is None else self._smooth * self._centre + (1 - self._smooth) * duals
        at = self.prices.exact(at)
        added, bound = self._price(pricers, pool, at, duals)
        if bound > self._best:
            self._best, self._centre = bound, at
            self.lower_bound = max(self.lower_bound, ceil(bound))
        if not rows and self.lower_bound >= self.value - 1e-6:
            return False
        if not added and not rows:
            if self._smooth == 0:
                return False
            self._smooth = 0 if self._smooth < 0.15 else self._smooth / 2
        return True

    def _price(
        self, pricers: list[Pricer], pool: ThreadPoolExecutor, at: Floats, duals: Floats
    ) -> tuple[int, float]:
        """Price every owner: how many columns came, and what nothing can beat."""
        atoms, tiers = self.prices.atoms(at), self.prices.tiers(at)
        worth, true_atoms, true_tiers = self.master.convexity(), self.prices.atoms(duals), self.prices.tiers(duals)
        bound, added = self.prices.rest(at), 0
        for pricer, found in zip(pricers, pool.map(lambda p: p.price(atoms, tiers), pricers), strict=True):
            if found is None:
                return added, np.inf
            bound += found[0]
            column = found[1]
            if column is None:
                continue
            cost = true_atoms[list(column.true)].sum() + sum(true_tiers[t] * column.owed.get(t, 0) for t in true_tiers)
            if cost - worth[pricer.owner] < -1e-6:
                added += self.master.add(column)
        return added, bound


def _divided(
    posted: Posted, tier: Tier, held: Mapping[Tier, int]
) -> tuple[dict[str, list[Requirement]], list[Requirement]]:
    """The requirements that count for `tier`: those of each single owner, and those of several.

    What is owed in a tier that is held at nothing must hold.
    """
    own: dict[str, list[Requirement]] = {}
    common = []
    for requirement in posted.requirements:
        if requirement.price is not None and requirement.tier > tier:
            continue
        if requirement.price is not None and requirement.tier < tier:
            if requirement.tier not in held:
                continue
            if held[requirement.tier] == 0:
                requirement = replace(requirement, price=None)
        owner = posted.owner(requirement.atoms)
        if owner is None:
            common.append(requirement)
        else:
            own.setdefault(owner, []).append(requirement)
    return own, common
