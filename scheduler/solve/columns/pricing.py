"""The cheapest personal roster at given prices: a shortest path in the layered graph of its shape."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from scheduler.domain.roster import Tier
from scheduler.solve.columns.graph import Brought, Graph, Ints, Layer
from scheduler.solve.columns.posted import Atom
from scheduler.solve.columns.subproblems import Column, Subproblem

Floats = npt.NDArray[np.float64]


class Pricer:
    """Prices the rosters of one owner. Read-only once made, so that threads may share graphs.

    The options of all stages are numbered through; those of a stage begin at its `_first`.
    """

    def __init__(self, subproblem: Subproblem, graph: Graph, tiers: tuple[Tier, ...]) -> None:
        self.owner = subproblem.owner
        self._subproblem = subproblem
        self._layers = graph.layers
        self._untold = graph.untold
        stages = range(len(graph.layers))
        self._atoms = np.array(subproblem.atoms, np.int64)
        self._true = [true for stage in stages for true in subproblem.truth(stage)]
        self._pairs = np.array([(n, atom) for n, true in enumerate(self._true) for atom in true], np.int64).reshape(
            -1, 2
        )
        self._banned = np.array([not a for stage in stages for a in subproblem.allowed(stage)], bool)
        self._own = {t: np.array([o for s in stages for o in subproblem.owed(s, t)], np.int64) for t in tiers}
        self._first = np.cumsum([0, *(len(subproblem.options[stage]) for stage in stages)]).tolist()

    def price(self, atoms: Floats, tiers: Mapping[Tier, float]) -> tuple[float, Column | None]:
        """The least sum of the prices of what a roster brings, and that roster; infinite when there is none at all.

        `atoms` is the price of each atom of the problem, `tiers` that of a unit of penalty. The column is None when
        the roster breaks a hard requirement that the graph does not tell: then its price is a bound all the same.
        """
        if not self._layers:
            return np.inf, None
        values, costs = self._forward(atoms, tiers)
        best = float(values[-1][0])
        if np.isinf(best):
            return np.inf, None
        return best, self._column(self._path(values, costs, atoms, tiers))

    def _forward(self, atoms: Floats, tiers: Mapping[Tier, float]) -> tuple[list[Floats], list[Floats]]:
        """The least price of reaching each state of each layer, and that of each option of each stage."""
        costs = self._option_costs(atoms, tiers)
        values = [np.zeros(1)]
        for layer, cost in zip(self._layers, costs, strict=True):
            arcs = self._arc_costs(layer, cost, atoms, tiers) + values[-1][layer.tail]
            values.append(np.minimum.reduceat(arcs, layer.starts))
        return values, costs

    def through(self, atoms: Floats, tiers: Mapping[Tier, float]) -> dict[Atom, float]:
        """Of each decision, the least price of a roster that takes it; infinite where none does."""
        values, costs = self._forward(atoms, tiers)
        found = dict.fromkeys((a for options in self._subproblem.options for o in options for a in o), float("inf"))
        ahead = np.zeros(1)
        for stage in reversed(range(len(self._layers))):
            layer = self._layers[stage]
            onward = self._arc_costs(layer, costs[stage], atoms, tiers) + ahead[layer.heads]
            best = np.full(len(costs[stage]), np.inf)
            np.minimum.at(best, layer.option, values[stage][layer.tail] + onward)
            for option, least in zip(self._subproblem.options[stage], best, strict=True):
                for atom in option:
                    found[atom] = min(found[atom], float(least))
            ahead = np.full(len(values[stage]), np.inf)
            np.minimum.at(ahead, layer.tail, onward)
        return found

    def ranked(self, atoms: Floats, tiers: Mapping[Tier, float], slack: float, most: int) -> list[Column] | None:
        """All rosters that cost at most `slack` more than the least; None when there are more than `most`."""
        if not self._layers:
            return []
        values, costs = self._forward(atoms, tiers)
        if np.isinf(values[-1][0]):
            return []
        spare, state = np.array([slack]), np.zeros(1, np.int64)
        paths = np.zeros((1, 0), np.int64)
        for stage in reversed(range(len(self._layers))):
            layer = self._layers[stage]
            arcs = self._arc_costs(layer, costs[stage], atoms, tiers) + values[stage][layer.tail]
            path, arc = _into(layer, state)
            left = spare[path] - (arcs[arc] - values[stage + 1][state[path]])
            path, arc, spare = path[left >= 0], arc[left >= 0], left[left >= 0]
            if len(path) > most:
                return None
            state = layer.tail[arc].astype(np.int64)
            paths = np.column_stack((arc, paths[path]))
        return [column for path in paths.tolist() if (column := self._column(path)) is not None]

    def _option_costs(self, atoms: Floats, tiers: Mapping[Tier, float]) -> list[Floats]:
        """The price of each option, by stage; infinite for those that the day itself does not allow."""
        option, atom = self._pairs.T
        cost = np.bincount(option, atoms[atom], len(self._true)).astype(np.float64)
        for tier, price in tiers.items():
            cost += price * self._own[tier]
        cost[self._banned] = np.inf
        return [cost[first:last] for first, last in pairwise(self._first)]

    def _arc_costs(
        self,
        layer: Layer,
        cost: Floats,
        atoms: Floats,
        tiers: Mapping[Tier, float],
        first: int = 0,
        last: int | None = None,
    ) -> Floats:
        """The price of each arc; with `last`, of those numbered from `first` to before it."""
        arcs: Floats = cost[layer.option[first:last]]
        for tier, brought in layer.owes.items():
            where, amounts = _within(brought, first, last)
            arcs[where] += tiers.get(tier, 0.0) * amounts
        for atom, brought in layer.shows.items():
            arcs[_within(brought, first, last)[0]] += atoms[self._atoms[atom]]
        return arcs

    def _path(self, values: list[Floats], costs: list[Floats], atoms: Floats, tiers: Mapping[Tier, float]) -> list[int]:
        """The arcs of the cheapest path, traced back from its end."""
        state, path = 0, []
        for stage in reversed(range(len(self._layers))):
            layer = self._layers[stage]
            first = int(layer.starts[state])
            last = int(layer.starts[state + 1]) if state + 1 < layer.width else len(layer.tail)
            arcs = self._arc_costs(layer, costs[stage], atoms, tiers, first, last)
            arc = first + int(np.argmin(arcs + values[stage][layer.tail[first:last]]))
            path.append(arc)
            state = int(layer.tail[arc])
        return path[::-1]

    def _column(self, path: list[int]) -> Column | None:
        """What the roster along a path brings."""
        decisions: set[Atom] = set()
        true: set[Atom] = set()
        owed: dict[Tier, int] = dict.fromkeys(self._own, 0)
        for stage, (layer, arc) in enumerate(zip(self._layers, path, strict=True)):
            option = int(layer.option[arc])
            decisions.update(self._subproblem.options[stage][option])
            true.update(self._true[self._first[stage] + option])
            for tier, own in self._own.items():
                owed[tier] += int(own[self._first[stage] + option])
            for tier, brought in layer.owes.items():
                owed[tier] += int(_within(brought, arc, arc + 1)[1].sum())
            true.update(int(self._atoms[a]) for a, b in layer.shows.items() if len(_within(b, arc, arc + 1)[0]))
        return self._settled(Column(self.owner, frozenset(decisions), frozenset(true), owed))

    def _settled(self, column: Column) -> Column | None:
        """The column with what its graph does not tell; None when it breaks something of that."""
        owed = dict(column.owed)
        for n in self._untold:
            units, requirement = self._subproblem.owed_by(n, column.decisions)
            if units and requirement.price is None:
                return None
            if units and requirement.price is not None:
                owed[requirement.tier] += requirement.price * units
        return replace(column, owed=owed)


def _into(layer: Layer, states: Ints) -> tuple[Ints, Ints]:
    """All arcs that lead to each of some states: the place of the state, and the arc."""
    counts = np.diff(np.append(layer.starts, len(layer.tail)))[states]
    place = np.repeat(np.arange(len(states)), counts)
    return place, np.arange(len(place)) + (layer.starts[states] - np.cumsum(counts) + counts)[place]


def _within(brought: Brought, first: int, last: int | None) -> Brought:
    """What the arcs from `first` to before `last` bring, numbered from there; without `last`, what all do."""
    if last is None:
        return brought
    where, amounts = brought
    begin, end = where.searchsorted((first, last))
    return where[begin:end] - first, amounts[begin:end]
