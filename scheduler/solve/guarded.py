"""Work that ends when it is no longer needed, wherever it stands: runs of CP-SAT, and what cannot be interrupted."""

from __future__ import annotations

from collections.abc import Callable
from threading import Event, Thread
from time import monotonic
from typing import Any

from ortools.sat.python import cp_model

_LOOK_SECONDS = 0.1
_PATIENT_LOOKS = 5


def guarded(
    solver: cp_model.CpSolver,
    cp: cp_model.CpModel,
    is_over: Callable[[], bool],
    watch: cp_model.CpSolverSolutionCallback | None = None,
    meanwhile: Callable[[], object] = lambda: None,
) -> Any:
    """Let the solver run until it ends or `is_over` says that it may; `meanwhile` is called again and again."""
    done = Event()

    def look() -> None:
        while not done.wait(_LOOK_SECONDS):
            meanwhile()
            if is_over():
                solver.stop_search()

    guard = Thread(target=look, daemon=True)
    guard.start()
    try:
        return solver.solve(cp, watch)
    finally:
        done.set()
        guard.join()


def a_while_after(cancel: Event, seconds: float) -> Callable[[], bool]:
    """Whether `cancel` has been set for so long, seen from now on."""
    since: list[float] = []

    def is_over() -> bool:
        if cancel.is_set() and not since:
            since.append(monotonic())
        return bool(since) and monotonic() - since[0] > seconds

    return is_over


def left_behind(work: Callable[[], None], is_over: Callable[[], bool]) -> None:
    """Do `work`, which minds `is_over` now and then; where it takes long to notice, let it notice on its own."""
    failed: list[BaseException] = []

    def run() -> None:
        try:
            work()
        except BaseException as error:  # noqa: BLE001 - raised again where somebody waits for it
            failed.append(error)

    thread = Thread(target=run, daemon=True)
    thread.start()
    over = 0
    while thread.is_alive() and over < _PATIENT_LOOKS:
        thread.join(_LOOK_SECONDS)
        over = over + 1 if is_over() else 0
    if failed:
        raise failed[0]
