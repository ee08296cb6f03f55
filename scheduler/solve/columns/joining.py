"""The best roster that given columns make: one column of each owner, chosen by SCIP's branch and cut."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from threading import Event, Thread

from ortools.linear_solver import pywraplp  # type: ignore[import-untyped]

from scheduler.solve.columns.linking import Linking, Row
from scheduler.solve.columns.subproblems import Column

Term = tuple[int, pywraplp.Variable]
_HALF = 0.5


@dataclass(frozen=True, slots=True)
class Joined:
    """The best choice there is below a cost; None: there is none."""

    columns: list[Column] | None


def join(
    linking: Linking, columns: Sequence[Column], below: int, nodes: int, going_on: Callable[[], bool]
) -> Joined | None:
    """The cheapest choice that costs less than `below`; None when so many nodes of the search do not tell.

    Nodes count in place of time, so that the same comes twice.
    """
    joining = _Joining(linking, columns, below)
    joining.program.SetSolverSpecificParametersAsString(f"limits/nodes = {nodes}\n")
    status = _solved(joining.program, going_on)
    if status == pywraplp.Solver.INFEASIBLE:
        return Joined(None)
    if status != pywraplp.Solver.OPTIMAL:
        return None
    return Joined([c for c, part in zip(columns, joining.parts, strict=True) if part.solution_value() > _HALF])


class _Joining:
    """The restricted master as a mixed-integer program: whole columns."""

    def __init__(self, linking: Linking, columns: Sequence[Column], below: int) -> None:
        self.program = pywraplp.Solver.CreateSolver("SCIP")
        self.parts = [self.program.BoolVar("") for _ in columns]
        self._extras = [self.program.NumVar(0, extra.most, "") for extra in linking.extras]
        self._columns = columns
        self._having: dict[int, list[int]] = defaultdict(list)
        owners: dict[str, list[int]] = defaultdict(list)
        for n, column in enumerate(columns):
            owners[column.owner].append(n)
            for atom in column.true:
                self._having[atom].append(n)
        for found in owners.values():
            self._limit(1, 1, [(1, self.parts[n]) for n in found])
        for row in linking.rows:
            self._limit(-self.program.infinity(), row.limit, self._terms(row))
        self._cost(self._costs(linking), below)

    def _costs(self, linking: Linking) -> Iterator[Term]:
        yield from ((extra.cost, number) for extra, number in zip(linking.extras, self._extras, strict=True))
        yield from ((c.owed.get(linking.tier, 0), part) for c, part in zip(self._columns, self.parts, strict=True))

    def _terms(self, row: Row) -> Iterator[Term]:
        yield from ((amount, self._extras[extra]) for amount, extra in row.extras)
        yield from ((amount, self.parts[n]) for amount, atom in row.atoms for n in self._having[atom])
        if row.tier is not None:
            yield from ((c.owed.get(row.tier, 0), part) for c, part in zip(self._columns, self.parts, strict=True))

    def _limit(self, least: float, most: float, terms: Iterable[Term]) -> None:
        limit = self.program.Constraint(least, most)
        for amount, variable in terms:
            limit.SetCoefficient(variable, limit.GetCoefficient(variable) + amount)

    def _cost(self, terms: Iterable[Term], below: int) -> None:
        """What is minimised, and less than `below`: SCIP proves much sooner that nothing is than what is best."""
        paid = [(cost, variable) for cost, variable in terms if cost]
        for cost, variable in paid:
            self.program.Objective().SetCoefficient(variable, cost)
        self._limit(-self.program.infinity(), below - 1, paid)


def _solved(program: pywraplp.Solver, going_on: Callable[[], bool]) -> int:
    done = Event()

    def guard() -> None:
        while not done.wait(0.1):
            if not going_on():
                program.InterruptSolve()

    watching = Thread(target=guard, daemon=True)
    watching.start()
    try:
        return int(program.Solve())
    finally:
        done.set()
        watching.join()
