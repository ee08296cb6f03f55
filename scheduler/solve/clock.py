"""How much of a budget is spent: wall time, or work done where the same roster must come twice."""

from __future__ import annotations

from time import monotonic

from ortools.sat.python import cp_model

from scheduler.outcome import Budget


class Clock:
    """Measures a search and limits its runs of CP-SAT.

    In a repeatable search a second is one of CP-SAT's deterministic time: counted work, of which a machine does as much
    in a second of wall time, roughly. Only one thread may then search.
    """

    def __init__(self, budget: Budget) -> None:
        self._budget = budget
        self._began = monotonic()
        self._worked = 0.0

    @property
    def repeatable(self) -> bool:
        return self._budget.repeatable

    @property
    def wall(self) -> float:
        """Seconds of wall time since the search began."""
        return monotonic() - self._began

    @property
    def left(self) -> float:
        """Seconds of the budget that are left; none once it is cancelled."""
        if self._budget.cancel.is_set():
            return 0.0
        return self._budget.seconds - (self._worked if self.repeatable else self.wall)

    def limit(self, solver: cp_model.CpSolver, seconds: float) -> None:
        """Let a run take `seconds` at most."""
        if self.repeatable:
            solver.parameters.max_deterministic_time = max(0.01, seconds)
        else:
            solver.parameters.max_time_in_seconds = max(0.1, seconds)

    def took(self, solver: cp_model.CpSolver) -> float:
        """Seconds that a run which has ended took."""
        return float(solver.response_proto.deterministic_time if self.repeatable else solver.wall_time)

    def count(self, solver: cp_model.CpSolver) -> None:
        """Add a run that has ended to what is spent."""
        if self.repeatable:
            self._worked += max(0.001, solver.response_proto.deterministic_time)
