"""The queue of many machines: procrastinate's, on PostgreSQL.

A job of it says only that there is a run; which one is up to whoever gets the job, in fair order. So a job that is lost
or comes twice does no harm, and each worker looks now and then whether there is a run without a job.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from threading import Event, Thread
from typing import Any

import psycopg
import structlog
from procrastinate import App, JobContext, PsycopgConnector, SyncPsycopgConnector
from procrastinate.exceptions import AlreadyEnqueued, ConnectorException
from procrastinate.jobs import Status
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session

from api.jobs.process import Process
from api.jobs.runs import claim_if_any, is_waiting
from api.settings import Settings
from api.store.engine import Store
from api.store.tables import SolveRun
from api.store.transaction import Transaction

CARE_SECONDS = 3.0  # between two looks for what a worker that is gone left behind
_GONE_SECONDS = 10  # without a heartbeat of procrastinate's own: that worker is gone
_QUEUE = _TASK = "solve"
_WORKER: dict[str, Any] = {
    "queues": [_QUEUE],
    "install_signal_handlers": False,
    "shutdown_graceful_timeout": 0,  # what runs is told by `stop`, and gives its run back
    "fetch_job_polling_interval": 2.0,  # most jobs come by notification
    "update_heartbeat_interval": 2.0,
    "stalled_worker_timeout": 2.0 * _GONE_SECONDS,
    "delete_jobs": "always",
}

_log = structlog.get_logger()


class SharedQueue:
    """Works off as many runs at once as the settings say; with none it only takes them in."""

    def __init__(self, store: Store, settings: Settings) -> None:
        self._store, self._settings = store, settings
        self._address = make_url(store.url).set(drivername="postgresql").render_as_string(hide_password=False)
        self._deferring = App(connector=SyncPsycopgConnector(conninfo=self._address))
        self._stopping, self._ready = Event(), Event()
        self._thread: Thread | None = None
        self._cancel: Callable[[], object] | None = None

    def enqueue(self, transaction: Transaction, run: SolveRun) -> None:
        transaction.session.add(run)
        transaction.session.flush()
        self._announce(transaction.session)

    def start(self) -> None:
        if self._settings.solver_jobs:
            self._thread = Thread(target=self._run, name="worker", daemon=True)
            self._thread.start()

    def stop(self) -> None:
        self._stopping.set()
        if self._thread is not None:
            self._ready.wait()
            assert self._cancel is not None
            self._cancel()
            self._thread.join()

    def _announce(self, session: Session, lock: str | None = None) -> None:
        """A job for some worker, once the session is committed. Raises AlreadyEnqueued when one waits with `lock`."""
        raw = session.connection().connection.driver_connection
        self._deferring.configure_task(_TASK, queue=_QUEUE, queueing_lock=lock, connection=raw).defer()

    # -- the worker --------------------------------------------------------------------------------------------------

    def _run(self) -> None:
        with suppress(asyncio.CancelledError):
            asyncio.run(self._serve())

    async def _serve(self) -> None:
        """Work until cancelled; when the database was away, begin again."""
        loop, task = asyncio.get_running_loop(), asyncio.current_task()
        assert task is not None
        loop.set_default_executor(ThreadPoolExecutor(self._settings.solver_jobs + 4))
        self._cancel = lambda: loop.call_soon_threadsafe(task.cancel)
        self._ready.set()
        while not self._stopping.is_set():
            try:
                await self._work()
            except (ConnectorException, psycopg.Error, OSError) as error:
                _log.warning("the worker waits for the database", error=str(error))
            await asyncio.sleep(1)

    async def _work(self) -> None:
        connections = self._settings.solver_jobs + 3
        app = App(connector=PsycopgConnector(conninfo=self._address, min_size=1, max_size=connections))
        app.task(name=_TASK, queue=_QUEUE, pass_context=True)(self._solve)
        async with app.open_async():
            care = asyncio.create_task(self._care(app))
            try:
                await app.run_worker_async(concurrency=self._settings.solver_jobs, **_WORKER)
            finally:
                care.cancel()

    def _solve(self, context: JobContext) -> None:
        """Work off runs until there are none for us. A job that finds none is done.

        When procrastinate lost its database it wants to begin anew: the search goes on, and we are done after it.
        """
        while not self._stopping.is_set() and not context.should_abort():
            claimed = claim_if_any(self._store, self._settings.team_jobs)
            if claimed is None:
                return
            process = Process(self._store, self._settings, claimed)
            while not process.has_ended(wait=0.5):
                if self._stopping.is_set():
                    process.give_back()
                    self._announce_forgotten()
                    return

    async def _care(self, app: App) -> None:
        while True:
            await asyncio.sleep(CARE_SECONDS)
            try:
                for job in await app.job_manager.get_stalled_jobs(seconds_since_heartbeat=_GONE_SECONDS):
                    await app.job_manager.finish_job(job, Status.ABORTED, delete_job=True)
            except ConnectorException as error:  # another worker was faster, or the database is away
                _log.debug("jobs of workers that are gone remain", error=str(error))
            await asyncio.to_thread(self._announce_forgotten)

    def _announce_forgotten(self) -> None:
        """A job for a run that has none, such as one whose worker was killed."""
        try:
            if is_waiting(self._store, self._settings.team_jobs):
                with self._store.writing() as session:
                    self._announce(session, lock="forgotten")
        except AlreadyEnqueued:
            pass
        except (DBAPIError, ConnectorException) as error:
            _log.warning("the queue waits for the database", error=str(error))
