"""Workers that are killed, stopped or frozen in the midst of a search: real ones, on either engine.

No run is lost, none ends twice, and none begins anew: the next worker goes on from the best roster found.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from api.documents.domain import problem_of
from api.documents.reading import document_of
from api.jobs.runs import LEASE_SECONDS
from api.schedule.content import roster_of
from api.store.engine import Store
from scheduler.verify import Verdict, verify
from tests.api.conftest import migrated
from tests.api.jobs.solvable import asked, hard, row_of, run_of
from tests.postgres import own_server
from tests.processes import children, state, until
from tests.service import Service, serving

pytestmark = pytest.mark.slow

Rows = list[list[str]]


class Worker:
    """`watchbill worker`, with the process of its solve."""

    def __init__(self, database_url: str, log: Path) -> None:
        command = [sys.executable, "-c", "from api.cli import main; main()", "worker", "--database-url", database_url]
        with log.open("a") as stream:
            self.process = subprocess.Popen(command, stdout=stream, stderr=stream)

    @property
    def solves(self) -> list[int]:
        return children(self.process.pid)

    def kill(self, *, solves: bool) -> None:
        """kill -9: of it alone, or of what it started too."""
        gone = [*self.solves, self.process.pid] if solves else [self.process.pid]
        for pid in gone:
            os.kill(pid, signal.SIGKILL)
        self.process.wait()

    def end(self) -> int:
        """SIGTERM, and its exit code."""
        self.process.terminate()
        return self.process.wait(60)


class Workers:
    """Starts workers, and ends those that are left."""

    def __init__(self, database_url: str, folder: Path) -> None:
        self._url, self._log = database_url, folder / "workers.log"
        self._started: list[Worker] = []

    def start(self) -> Worker:
        self._started.append(Worker(self._url, self._log))
        return self._started[-1]

    def end(self) -> None:
        for worker in self._started:
            if worker.process.poll() is None:
                worker.end()


@pytest.fixture
def workers(database_url: str, tmp_path: Path) -> Iterator[Workers]:
    made = Workers(database_url, tmp_path)
    yield made
    made.end()


@pytest.fixture
def store(service: Service) -> Store:
    return service.services.store


@pytest.fixture
def plan(service: Service) -> str:
    return asked(service, hard(), seconds=600)


def checked(store: Store, plan: str, rows: Rows) -> Verdict:
    return verify(problem_of(document_of(row_of(store, plan).document)), roster_of(rows))


def best_of(store: Store, plan: str) -> Rows:
    """The best roster so far, once there is one."""
    until(lambda: run_of(store, plan).progress != [])
    until(lambda: run_of(store, plan).best is not None)
    return run_of(store, plan).best or []


def ended(service: Service, plan: str, before: Rows) -> None:
    """Cancelled, the worker of now writes the result: legal, and tier by tier no worse than `before`."""
    store = service.services.store
    service.admin.delete(f"/v1/plans/{plan}").raise_for_status()
    until(lambda: row_of(store, plan).state == "cancelled")
    row = row_of(store, plan)
    assert row.version == 2  # one result was written
    now, then = checked(store, plan, row.roster or []), checked(store, plan, before)
    assert not now.hard
    assert [now.penalties[tier] for tier in sorted(now.penalties)] <= [
        then.penalties[tier] for tier in sorted(then.penalties)
    ]


def test_a_killed_workers_solve_gives_its_run_back_and_the_next_worker_goes_on(
    service: Service, store: Store, plan: str, workers: Workers
) -> None:
    first = workers.start()
    best = best_of(store, plan)
    spent, orphans = run_of(store, plan).spent_seconds, first.solves
    first.kill(solves=False)
    until(lambda: run_of(store, plan).state == "queued")
    until(lambda: not any(map(state, orphans)))
    assert run_of(store, plan).attempt == 0
    workers.start()
    until(lambda: run_of(store, plan).spent_seconds > spent + 1)
    ended(service, plan, best)


def test_a_worker_killed_with_its_solve_loses_its_run_to_another(
    service: Service, store: Store, plan: str, workers: Workers
) -> None:
    first = workers.start()
    best, owner = best_of(store, plan), run_of(store, plan).owner
    workers.start()  # looks on
    first.kill(solves=True)
    until(lambda: run_of(store, plan).attempt == 2)
    until(lambda: run_of(store, plan).spent_seconds > 2)
    run = run_of(store, plan)
    assert run.state == "running"
    assert run.owner != owner
    ended(service, plan, best)


def test_a_solve_that_is_killed_alone_is_begun_again_by_its_worker(
    service: Service, store: Store, plan: str, workers: Workers
) -> None:
    worker = workers.start()
    best = best_of(store, plan)
    (solve,) = worker.solves
    os.kill(solve, signal.SIGKILL)
    until(lambda: run_of(store, plan).attempt == 2)
    until(lambda: solve not in worker.solves and len(worker.solves) == 1)
    ended(service, plan, best)


def test_a_worker_that_is_stopped_gives_its_run_back_at_once(
    service: Service, store: Store, plan: str, workers: Workers
) -> None:
    first = workers.start()
    best = best_of(store, plan)
    assert first.end() == 0
    run = run_of(store, plan)
    assert (run.state, run.attempt) == ("queued", 0)
    assert run.best
    workers.start()
    until(lambda: run_of(store, plan).state == "running")
    ended(service, plan, best)


def test_a_solve_that_was_frozen_past_its_lease_writes_nothing(
    service: Service, store: Store, plan: str, workers: Workers
) -> None:
    first = workers.start()
    best = best_of(store, plan)
    (frozen,) = first.solves
    os.kill(frozen, signal.SIGSTOP)
    workers.start()
    until(lambda: run_of(store, plan).attempt == 2)
    owner = run_of(store, plan).owner
    os.kill(frozen, signal.SIGCONT)
    until(lambda: not state(frozen))
    assert run_of(store, plan).owner == owner
    assert run_of(store, plan).attempt == 2
    ended(service, plan, best)


def test_a_search_outlives_its_database(tmp_path: Path) -> None:
    """PostgreSQL is killed under it and comes back: the search goes on meanwhile, and its result is written once."""
    with own_server() as server:
        url = server.database("watchbill")
        migrated(url)
        workers = Workers(url, tmp_path)
        with serving(url) as service:
            store, plan = service.services.store, asked(service, hard(), seconds=600)
            workers.start()
            best = best_of(store, plan)
            owner, spent = run_of(store, plan).owner, run_of(store, plan).spent_seconds
            server.kill()
            time.sleep(LEASE_SECONDS + 2)
            server.start()
            until(lambda: run_of(store, plan).spent_seconds > spent + LEASE_SECONDS)
            run = run_of(store, plan)
            assert (run.owner, run.attempt) == (owner, 1)
            ended(service, plan, best)
        workers.end()
