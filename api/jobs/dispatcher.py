"""The queue of one machine: a thread looks for runs and starts a process for each. The table of runs is the queue."""

from __future__ import annotations

from threading import Event, Thread

import structlog
from sqlalchemy.exc import DBAPIError

from api.jobs.process import Process
from api.jobs.runs import claim_if_any
from api.settings import Settings
from api.store.engine import Store
from api.store.tables import SolveRun
from api.store.transaction import Transaction

POLL_SECONDS = 0.5  # for what other processes left behind; what this one enqueues wakes us

_log = structlog.get_logger()


class Dispatcher:
    """Works off as many runs at once as the settings say; with none it only takes them in."""

    def __init__(self, store: Store, settings: Settings) -> None:
        self._store, self._settings = store, settings
        self._processes: list[Process] = []
        self._wake, self._stopping = Event(), Event()
        self._thread: Thread | None = None

    def enqueue(self, transaction: Transaction, run: SolveRun) -> None:
        transaction.session.add(run)
        transaction.session.flush()
        transaction.afterwards(self._wake.set)

    def start(self) -> None:
        if self._settings.solver_jobs:
            self._thread = Thread(target=self._dispatch, name="dispatcher", daemon=True)
            self._thread.start()

    def stop(self) -> None:
        self._stopping.set()
        self._wake.set()
        if self._thread is not None:
            self._thread.join()

    def _dispatch(self) -> None:
        while not self._stopping.is_set():
            try:
                self._fill()
            except DBAPIError as error:
                _log.warning("the queue waits for the database", error=str(error.orig))
            except Exception:  # noqa: BLE001 - a bug here must not leave everybody waiting for ever
                _log.exception("dispatching failed")
            self._wake.wait(POLL_SECONDS)
            self._wake.clear()
        for process in self._processes:
            process.ask_to_give_back()
        for process in self._processes:
            process.give_back()

    def _fill(self) -> None:
        """Start processes while there are runs, and not too many processes already."""
        self._processes = [process for process in self._processes if not process.has_ended()]
        while len(self._processes) < self._settings.solver_jobs and not self._stopping.is_set():
            claimed = claim_if_any(self._store, self._settings.team_jobs)
            if claimed is None:
                return
            self._processes.append(Process(self._store, self._settings, claimed))
