"""The best roster that known columns make: one column of each owner, chosen exactly by CP-SAT."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from threading import Event, Thread

from ortools.sat.python import cp_model

from scheduler.solve.columns.linking import Linking
from scheduler.solve.columns.subproblems import Column


def join(
    linking: Linking,
    columns: Sequence[Column],
    near: Sequence[Column],
    effort: float,
    seed: int,
    going_on: Callable[[], bool],
) -> list[Column] | None:
    """The cheapest choice found with `effort`, in CP-SAT's deterministic seconds; None when none keeps all rows.

    What is `near` is tried first.
    """
    cp = cp_model.CpModel()
    parts = [cp.new_bool_var("") for _ in columns]
    extras = [cp.new_int_var(0, extra.most, "") for extra in linking.extras]
    owners: dict[str, list[int]] = defaultdict(list)
    for n, column in enumerate(columns):
        owners[column.owner].append(n)
        cp.add_hint(parts[n], column in near)
    for found in owners.values():
        cp.add_exactly_one(parts[n] for n in found)
    _add_rows(cp, linking, columns, parts, extras)
    costs = [column.owed.get(linking.tier, 0) for column in columns]
    weighted = cp_model.LinearExpr.weighted_sum
    cp.minimize(weighted(parts, costs) + weighted(extras, [extra.cost for extra in linking.extras]))
    solver = _solver(effort, seed)
    status = _solved(solver, cp, going_on)
    if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return None
    return [column for column, part in zip(columns, parts, strict=True) if solver.value(part)]


def _add_rows(
    cp: cp_model.CpModel,
    linking: Linking,
    columns: Sequence[Column],
    parts: Sequence[cp_model.IntVar],
    extras: Sequence[cp_model.IntVar],
) -> None:
    having: dict[int, list[int]] = defaultdict(list)
    for n, column in enumerate(columns):
        for atom in column.true:
            having[atom].append(n)
    for row in linking.rows:
        amounts: dict[int, int] = defaultdict(int)
        for amount, atom in row.atoms:
            for n in having[atom]:
                amounts[n] += amount
        if row.tier is not None:
            for n, column in enumerate(columns):
                amounts[n] += column.owed.get(row.tier, 0)
        left = cp_model.LinearExpr.weighted_sum([parts[n] for n in amounts], list(amounts.values()))
        beside = cp_model.LinearExpr.weighted_sum([extras[e] for _, e in row.extras], [a for a, _ in row.extras])
        cp.add(left + beside <= row.limit)


def _solver(effort: float, seed: int) -> cp_model.CpSolver:
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.random_seed = seed
    solver.parameters.max_deterministic_time = effort
    solver.parameters.linearization_level = 2
    solver.parameters.catch_sigint_signal = False
    return solver


def _solved(solver: cp_model.CpSolver, cp: cp_model.CpModel, going_on: Callable[[], bool]) -> cp_model.CpSolverStatus:
    done = Event()

    def guard() -> None:
        while not done.wait(0.1):
            if not going_on():
                solver.stop_search()

    watching = Thread(target=guard, daemon=True)
    watching.start()
    try:
        return solver.solve(cp)
    finally:
        done.set()
        watching.join()
