"""The master: a linear program that joins whole personal rosters under the rows that tie owners together."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence, Set
from heapq import nsmallest
from itertools import chain

import numpy as np
import numpy.typing as npt
from ortools.linear_solver import pywraplp  # type: ignore[import-untyped]

from scheduler.solve.columns.linking import Linking
from scheduler.solve.columns.subproblems import Column

_SOME = 1e-9
_FEW = 20
Floats = npt.NDArray[np.float64]


class Master:
    """Each owner takes one column, in parts; a row that cannot hold yet is bought off at `dear`."""

    def __init__(self, linking: Linking, owners: Sequence[str], dear: float) -> None:
        self.columns: list[Column] = []
        self._linking = linking
        self._dear = dear
        self._lp = pywraplp.Solver.CreateSolver("GLOP")
        self._objective = self._lp.Objective()
        self._objective.SetMinimization()
        self._one = {owner: self._lp.Constraint(1, 1) for owner in owners}
        for one in self._one.values():
            one.SetCoefficient(self._variable(dear), 1)
        self._extras = [self._variable(extra.cost, extra.most) for extra in linking.extras]
        self._rows: dict[int, pywraplp.Constraint] = {}
        self._at: dict[int, list[tuple[int, int]]] = {}  # of each atom, in which rows it is, and how much of it
        self._parts: list[pywraplp.Variable] = []
        self._known: set[tuple[str, frozenset[int]]] = set()
        self._duals = np.zeros(len(linking.rows))
        self._worth = dict.fromkeys(owners, dear)
        for n, row in enumerate(linking.rows):
            if not row.lazy:
                self._take_up(n)

    # -- rows and columns --------------------------------------------------------------------------------------------

    def add(self, column: Column) -> bool:
        """Offer a column; False when it is there already."""
        key = column.owner, column.decisions
        if key in self._known:
            return False
        self._known.add(key)
        part = self._variable(column.owed.get(self._linking.tier, 0))
        self._one[column.owner].SetCoefficient(part, 1)
        amounts: dict[int, int] = {}
        for atom in column.true:
            for n, amount in self._at.get(atom, ()):
                amounts[n] = amounts.get(n, 0) + amount
        for n in self._rows:
            tier = self._linking.rows[n].tier
            if tier is not None and column.owed.get(tier):
                amounts[n] = amounts.get(n, 0) + column.owed[tier]
        for n, amount in amounts.items():
            self._rows[n].SetCoefficient(part, amount)
        self.columns.append(column)
        self._parts.append(part)
        return True

    def take_up_broken(self, most: int) -> int:
        """Take up those lazy rows that the last solution breaks, the worst first; says how many."""
        if len(self._rows) == len(self._linking.rows):
            return 0
        weight: dict[int, float] = {}
        for column, part in self.parts():
            for atom in column.true:
                weight[atom] = weight.get(atom, 0.0) + part
        broken = []
        for n, row in enumerate(self._linking.rows):
            if n not in self._rows:
                over = sum(amount * weight.get(atom, 0.0) for amount, atom in row.atoms) - row.limit
                scale = max((abs(amount) for amount, _ in row.atoms), default=1)
                if over > 1e-6 * scale:
                    broken.append((-over / scale, n))
        for _, n in sorted(broken)[:most]:
            self._take_up(n)
        return min(most, len(broken))

    def _take_up(self, n: int) -> None:
        row = self._linking.rows[n]
        self._rows[n] = held = self._lp.Constraint(-self._lp.infinity(), row.limit)
        held.SetCoefficient(self._variable(self._dear / max([1, *(abs(a) for a, _ in row.atoms)])), -1)
        for amount, extra in row.extras:
            held.SetCoefficient(self._extras[extra], held.GetCoefficient(self._extras[extra]) + amount)
        amounts = {atom: amount for amount, atom in row.atoms}
        for atom, amount in amounts.items():
            self._at.setdefault(atom, []).append((n, amount))
        for column, part in zip(self.columns, self._parts, strict=True):
            total = sum(amounts[atom] for atom in column.true & amounts.keys())
            total += column.owed.get(row.tier, 0) if row.tier is not None else 0
            if total:
                held.SetCoefficient(part, total)

    def _variable(self, cost: float, most: float | None = None) -> pywraplp.Variable:
        variable = self._lp.NumVar(0, self._lp.infinity() if most is None else most, "")
        self._objective.SetCoefficient(variable, cost)
        return variable

    # -- solving -----------------------------------------------------------------------------------------------------

    def solve(self) -> float:
        """The least cost of joining the columns, in parts.

        Now and then GLOP loses its way from where it ended last: then it begins anew.
        """
        status = self._lp.Solve()
        if status != pywraplp.Solver.OPTIMAL:
            status = self._lp.Solve(_anew())
        if status != pywraplp.Solver.OPTIMAL:
            raise ArithmeticError(f"the linear program ended with status {status}")
        self._duals = np.zeros(len(self._linking.rows))
        for n, row in self._rows.items():
            self._duals[n] = min(0.0, row.dual_value())
        self._worth = {owner: one.dual_value() for owner, one in self._one.items()}
        return float(self._objective.Value())

    def duals(self) -> Floats:
        """The dual value of each row, none above 0; 0 for those not taken up."""
        return self._duals

    def worth(self, owner: str) -> float:
        """What the owner's roster may cost, the rows reckoned in, to be worth taking up."""
        return self._worth[owner]

    def parts(self) -> list[tuple[Column, float]]:
        """The columns that the last solution uses, and how much of each; asked for before anything is added."""
        values = ((column, part.solution_value()) for column, part in zip(self.columns, self._parts, strict=True))
        return [(column, value) for column, value in values if value > _SOME]

    def narrowed(self, fixed: Mapping[str, Column]) -> Master:
        """The same with one column only for the owners that are `fixed`, and for each other its few cheapest.

        To begin anew with little takes less time than to go on with many columns from where others were free.
        """
        self.solve()
        made = Master(self._linking, list(self._one), self._dear)
        for n in self._rows.keys() - made._rows.keys():
            made._take_up(n)
        for column in chain(fixed.values(), self._cheapest(fixed.keys())):
            made.add(column)
        return made

    def _cheapest(self, fixed: Set[str]) -> Iterator[Column]:
        free: dict[str, list[tuple[float, int]]] = {owner: [] for owner in self._one if owner not in fixed}
        for n, column in enumerate(self.columns):
            if column.owner in free:
                free[column.owner].append((self._parts[n].reduced_cost(), n))
        for found in free.values():
            yield from (self.columns[n] for _, n in nsmallest(_FEW, found))


def _anew() -> pywraplp.MPSolverParameters:
    """Solve without what is known from the last time."""
    parameters = pywraplp.MPSolverParameters()
    parameters.SetIntegerParam(parameters.INCREMENTALITY, parameters.INCREMENTALITY_OFF)
    return parameters
