"""A whole model as linear rows in arrays, from which the model of a block is cut at the cost of the block alone."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from scheduler.model import RosterModel

Ints = NDArray[np.int64]
Mask = NDArray[np.bool_]
Row = tuple[list[int], list[int], int, int]  # variables, coefficients, least, most

ENDLESS = 2**60


class Rows:
    """``least <= coefficients * variables <= most`` for each row; every constraint that `RosterModel` posts is some.

    A variable that rules have made is worth what its own rows let it be: those in which it is the newest variable, and
    of these only the first where that one says it all. All others are `hard`. `limited` are the entries that a row
    speaks of, and not what it makes one pay. `roots` have no row of their own and are no decisions: fair levels.
    """

    def __init__(self, model: RosterModel) -> None:
        rows = [(n, row) for n, constraint in enumerate(model.cp.proto.constraints) for row in _rows(constraint)]
        lengths = np.array([len(row[0]) for _, row in rows])
        self.start = np.concatenate([[0], np.cumsum(lengths)])
        self.variables = np.array([v for _, row in rows for v in row[0]], dtype=np.int64)
        self.coefficients = np.array([c for _, row in rows for c in row[1]], dtype=np.int64)
        self.least = np.array([row[2] for _, row in rows], dtype=np.int64)
        self.most = np.array([row[3] for _, row in rows], dtype=np.int64)
        domains = [list(variable.domain) for variable in model.cp.proto.variables]
        self.low = np.array([domain[0] for domain in domains], dtype=np.int64)
        self.high = np.array([domain[-1] for domain in domains], dtype=np.int64)
        self.decisions = np.array([decision.index for decision in model.decisions.values()], dtype=np.int64)
        self._by_variable = np.argsort(self.variables, kind="stable")
        self._first = np.searchsorted(self.variables[self._by_variable], np.arange(len(domains) + 1))
        self._row = np.repeat(np.arange(len(rows)), lengths)
        self._newest = np.maximum.reduceat(self.variables, self.start[:-1])
        self._own = self._are_own(np.array([n for n, _ in rows]))
        self.hard = np.flatnonzero(~self._own)
        self.limited = ~(self._own[self._row] & (self.variables == self._newest[self._row]))
        self.roots = np.setdiff1d(np.arange(len(domains)), [*self.decisions, *self._newest[self._own]])

    def of(self, variables: Ints) -> Ints:
        """The rows in which any of them stands."""
        return np.unique(self._row[self._by_variable[_spans(self._first, variables)]])

    def entries(self, rows: Ints) -> Ints:
        """The places of all that stands in these rows, one after the other."""
        return _spans(self.start, rows)

    def moved_by(self, decisions: Ints) -> Ints:
        """These decisions, and the variables whose worth can change with them."""
        moved = np.zeros(len(self.low), dtype=bool)
        frontier = decisions
        while len(frontier):
            moved[frontier] = True
            rows = self.of(frontier)
            newest = np.unique(self._newest[rows[self._own[rows]]])
            frontier = newest[~moved[newest]]
        return np.flatnonzero(moved)

    def behind(self, variable: int) -> Ints:
        """The decisions on which a variable depends."""
        found = np.array([variable])
        while len(made := np.setdiff1d(found, self.decisions)):
            rows = self.of(made)
            rows = rows[self._own[rows] & np.isin(self._newest[rows], made)]
            found = np.union1d(np.setdiff1d(found, made), np.setdiff1d(self.variables[self.entries(rows)], made))
            if not len(rows):
                break
        return np.intersect1d(found, self.decisions)

    def hold(self, rows: Ints, values: Ints) -> bool:
        """Whether `values` keep these rows."""
        if not len(rows):
            return True
        places = self.entries(rows)
        sums = summed(self.coefficients[places] * values[self.variables[places]], self.start, rows)
        return bool(((self.least[rows] <= sums) & (sums <= self.most[rows])).all())

    def _are_own(self, constraint: Ints) -> Mask:
        first = np.full(len(self.low), len(constraint))
        np.minimum.at(first, self._newest, np.arange(len(constraint)))
        begins = first[self._newest]
        follows = np.minimum(begins + 1, len(constraint) - 1)
        several = constraint[follows] == constraint[begins]  # a union, row by row
        whole = (self.least[begins] == self.most[begins]) | several
        made = np.ones(len(self.low), dtype=bool)
        made[self.decisions] = False
        own: Mask = made[self._newest] & (~whole | (constraint == constraint[begins]))
        return own


def summed(amounts: Ints, start: Ints, rows: Ints) -> Ints:
    """The sum of each row, of amounts in the order of `Rows.entries`."""
    lengths = start[rows + 1] - start[rows]
    sums: Ints = np.add.reduceat(amounts, np.concatenate([[0], np.cumsum(lengths)[:-1]]))
    return sums


def _spans(start: Ints, which: Ints) -> Ints:
    """The places from ``start[n]`` to ``start[n + 1]`` for each n of `which`."""
    lengths = start[which + 1] - start[which]
    skipped = np.repeat(start[which] - np.concatenate([[0], np.cumsum(lengths)[:-1]]), lengths)
    places: Ints = np.arange(len(skipped)) + skipped
    return places


def _rows(constraint: Any) -> Iterator[Row]:
    if constraint.has_linear():
        linear = constraint.linear
        least, most = linear.domain
        yield list(linear.vars), list(linear.coeffs), _bounded(least), _bounded(most)
    elif constraint.has_bool_or():
        yield _clause([*constraint.bool_or.literals, *(-e - 1 for e in constraint.enforcement_literal)])
    elif constraint.has_bool_and():
        (condition,) = constraint.enforcement_literal
        for literal in constraint.bool_and.literals:
            yield _clause([literal, -condition - 1])
    elif constraint.has_at_most_one():
        literals = list(constraint.at_most_one.literals)
        yield literals, [1] * len(literals), -ENDLESS, 1
    elif constraint.has_lin_max():
        target = constraint.lin_max.target.vars[0]
        either = [expression.vars[0] for expression in constraint.lin_max.exprs]
        yield [*either, target], [1] * len(either) + [-1], 0, ENDLESS
        for one in either:
            yield [one, target], [-1, 1], 0, ENDLESS
    else:
        raise ValueError(f"a constraint of an unknown kind: {constraint}")


def _clause(literals: list[int]) -> Row:
    signs = [1 if literal >= 0 else -1 for literal in literals]
    return [v if v >= 0 else -v - 1 for v in literals], signs, 1 - signs.count(-1), ENDLESS


def _bounded(limit: int) -> int:
    return max(-ENDLESS, min(ENDLESS, limit))
