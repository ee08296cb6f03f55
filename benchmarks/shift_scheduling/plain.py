"""The baseline: the most direct CP-SAT model of an instance, under default parameters.

A literal for each employee, day and kind of shift; windows for runs; a variable for what is under and over each cover.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import ceil
from time import monotonic

from ortools.sat.python import cp_model

from benchmarks.shift_scheduling.instance import Employee, Instance

Lit = cp_model.IntVar
Days = list[Lit]


@dataclass(frozen=True, slots=True)
class Solved:
    """What the baseline came to; `first` is when it had its first roster. Seconds include building the model."""

    objective: int | None
    bound: int
    first: float | None
    seconds: float


def solved(instance: Instance, seconds: float, workers: int, seed: int) -> Solved:
    """Solve the plain model in `seconds` of wall time, building it included."""
    began = monotonic()
    solver, firsts = cp_model.CpSolver(), _First(began)
    model = _Plain(instance).model
    solver.parameters.max_time_in_seconds = max(0.1, seconds - (monotonic() - began))
    solver.parameters.num_workers = workers
    solver.parameters.random_seed = seed
    status = solver.solve(model, firsts)
    found = status in (cp_model.OPTIMAL, cp_model.FEASIBLE)
    bound = max(0, ceil(solver.best_objective_bound - 1e-6))
    objective = round(solver.objective_value) if found else None
    return Solved(objective, bound, firsts.seconds, round(monotonic() - began, 1))


class _First(cp_model.CpSolverSolutionCallback):
    """Remembers when the first roster came."""

    def __init__(self, began: float) -> None:
        super().__init__()
        self._began = began
        self.seconds: float | None = None

    def on_solution_callback(self) -> None:
        if self.seconds is None:
            self.seconds = round(monotonic() - self._began, 1)


class _Plain:
    def __init__(self, instance: Instance) -> None:
        self.instance = instance
        self.model = cp_model.CpModel()
        self.works = {
            (employee.id, day, kind.id): self.model.new_bool_var("")
            for employee in instance.staff
            for day in range(instance.days)
            for kind in instance.kinds
        }
        for employee in instance.staff:
            self._limit(employee)
        self.model.minimize(cp_model.LinearExpr.sum([*self._requests(), *self._covers()]))

    def _limit(self, employee: Employee) -> None:
        works = self._days_of(employee)
        self._limit_kinds(employee)
        self._limit_runs(works, employee)
        for day in employee.days_off:
            self.model.add(works[day] == 0)
        weekends = [self._either(works[n : n + 2]) for n in range(5, self.instance.days, 7)]
        self.model.add(sum(weekends) <= employee.most_weekends)

    def _days_of(self, employee: Employee) -> Days:
        """Whether the employee works at all, day by day."""
        days = []
        for day in range(self.instance.days):
            shifts = [self.works[employee.id, day, kind.id] for kind in self.instance.kinds]
            days.append(self.model.new_bool_var(""))
            self.model.add(sum(shifts) == days[-1])
        return days

    def _limit_kinds(self, employee: Employee) -> None:
        days, kinds = range(self.instance.days), self.instance.kinds
        for kind in kinds:
            shifts = [self.works[employee.id, day, kind.id] for day in days]
            self.model.add(sum(shifts) <= employee.most_of.get(kind.id, len(days)))
            for day in days[:-1]:
                for other in kind.never_before:
                    self.model.add_bool_or([~shifts[day], ~self.works[employee.id, day + 1, other]])
        minutes = sum(kind.minutes * self.works[employee.id, day, kind.id] for day in days for kind in kinds)
        self.model.add_linear_constraint(minutes, employee.least_minutes, employee.most_minutes)

    def _limit_runs(self, works: Days, employee: Employee) -> None:
        for day in range(len(works) - employee.longest_run):
            self.model.add(sum(works[day : day + employee.longest_run + 1]) <= employee.longest_run)
        for shortest, flip in ((employee.shortest_run, False), (employee.shortest_rest, True)):
            for length in range(1, shortest):
                for day in range(1, len(works) - length):
                    run = works[day : day + length]
                    edges = [works[day - 1], works[day + length]]
                    inside = run if flip else [~lit for lit in run]
                    outside = [~lit for lit in edges] if flip else edges
                    self.model.add_bool_or([*inside, *outside])

    def _either(self, lits: Days) -> Lit:
        either = self.model.new_bool_var("")
        for lit in lits:
            self.model.add_implication(lit, either)
        return either

    def _requests(self) -> Iterator[cp_model.LinearExpr]:
        for request in self.instance.requests:
            has_it = self.works[request.employee, request.day, request.kind]
            yield request.cost * (1 - has_it if request.wanted else has_it)

    def _covers(self) -> Iterator[cp_model.LinearExpr]:
        staff = self.instance.staff
        for cover in self.instance.covers:
            there = sum(self.works[employee.id, cover.day, cover.kind] for employee in staff)
            under = self.model.new_int_var(0, cover.people, "")
            over = self.model.new_int_var(0, len(staff), "")
            self.model.add(there + under - over == cover.people)
            yield cover.cost_under * under + cover.cost_over * over
