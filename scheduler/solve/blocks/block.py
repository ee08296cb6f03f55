"""The model of a block: the rows in which what is free stands, all else as it is or, where undecided, left open."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from ortools.sat.python import cp_model

from scheduler.solve.blocks.rows import Ints, Mask, Rows, summed
from scheduler.solve.clock import Clock
from scheduler.solve.guarded import guarded


class Block:
    """A CP-SAT model of the `free` variables of `rows`, `values` being those of the others.

    Of an `undecided` variable nothing is known but its bounds: a row is kept if any value of it keeps the row.
    """

    def __init__(self, rows: Rows, free: Ints, values: Ints, undecided: Mask | None = None) -> None:
        self.cp = cp_model.CpModel()
        self._values = values
        self._free = free
        self._place = {variable: n for n, variable in enumerate(free.tolist())}
        for low, high in zip(rows.low[free].tolist(), rows.high[free].tolist(), strict=True):
            self.number(low, high)
        self._post(rows, undecided)

    def number(self, low: int, high: int) -> int:
        """A variable of the block's own; `add` knows it by what is returned."""
        variables = self.cp.proto.variables
        variables.add().domain.extend([low, high])
        return len(variables) - 1

    def domain(self, variable: int, low: int, high: int) -> None:
        """Let a free variable take ``low`` to ``high``."""
        domain = self.cp.proto.variables[self._place[variable]].domain
        domain.clear()
        domain.extend([low, high])

    def __contains__(self, variable: int) -> bool:
        """Whether the variable is free."""
        return variable in self._place

    def places(self, variables: Sequence[int]) -> list[int]:
        """How `add` knows free variables."""
        return [self._place[variable] for variable in variables]

    def add(self, places: Sequence[int], coefficients: Sequence[int], least: int, most: int) -> None:
        """A row of the block's own."""
        linear = self.cp.proto.constraints.add().linear
        linear.vars.extend(places)
        linear.coeffs.extend(coefficients)
        linear.domain.extend([least, most])

    def minimise(self, places: Sequence[int], coefficients: Sequence[int]) -> None:
        """What each of these costs."""
        self.cp.proto.objective.vars.extend(places)
        self.cp.proto.objective.coeffs.extend(coefficients)

    def hint(self) -> None:
        """Let the solver try the values of now first."""
        self.cp.proto.solution_hint.vars.extend(range(len(self._free)))
        self.cp.proto.solution_hint.values.extend(self._values[self._free].tolist())

    def solved(
        self, solver: cp_model.CpSolver, clock: Clock, seconds: float, is_over: Callable[[], bool]
    ) -> tuple[Ints | None, bool]:
        """All values with those that the solver finds in time, if it finds any; and whether it has come to the end."""
        clock.limit(solver, min(seconds, clock.left))
        status = guarded(solver, self.cp, is_over)
        clock.count(solver)
        ended = status in (cp_model.OPTIMAL, cp_model.INFEASIBLE)
        if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            return None, ended
        found = self._values.copy()
        found[self._free] = list(solver.response_proto.solution)[: len(self._free)]
        return found, ended

    def _post(self, rows: Rows, undecided: Mask | None) -> None:
        touched = rows.of(self._free)
        places = rows.entries(touched)
        variables, coefficients = rows.variables[places], rows.coefficients[places]
        position = np.full(len(rows.low), -1)
        position[self._free] = np.arange(len(self._free))
        position = position[variables]
        ours = position >= 0
        low, high = self._values.copy(), self._values.copy()
        if undecided is not None:
            low[undecided], high[undecided] = rows.low[undecided], rows.high[undecided]
        low[self._free], high[self._free] = rows.low[self._free], rows.high[self._free]
        up = np.maximum(coefficients * low[variables], coefficients * high[variables])
        down = np.minimum(coefficients * low[variables], coefficients * high[variables])

        def total(amounts: Ints, where: Mask) -> Ints:
            return summed(np.where(where, amounts, 0), rows.start, touched)

        least, most = rows.least[touched] - total(up, ~ours), rows.most[touched] - total(down, ~ours)
        matters = (total(down, ours) < least) | (total(up, ours) > most)
        chosen = ours & np.repeat(matters, rows.start[touched + 1] - rows.start[touched])
        lengths = total(np.ones_like(variables), ours)[matters]
        self._add(lengths, position[chosen], coefficients[chosen], least[matters], most[matters])

    def _add(self, lengths: Ints, places: Ints, coefficients: Ints, least: Ints, most: Ints) -> None:
        left, factors, begin = places.tolist(), coefficients.tolist(), 0
        for length, low, high in zip(lengths.tolist(), least.tolist(), most.tolist(), strict=True):
            self.add(left[begin : begin + length], factors[begin : begin + length], low, high)
            begin += length
