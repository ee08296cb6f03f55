"""Queues on either engine: what is enqueued is worked off, by processes of their own, as often as the settings say."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest
import sqlalchemy as sa
from sqlmodel import select

from api.jobs.depth import depth
from api.store.engine import Store
from api.store.tables import SolveRun
from api.store.transaction import Transaction
from tests.api.jobs.solvable import asked, hard, impossible, row_of, run_of, tiny
from tests.api.jobs.test_work import sound
from tests.processes import until
from tests.service import Service, serving


def jobs(store: Store) -> int:
    """How many jobs the engine's own queue has; none where the table of runs is the queue."""
    if store.sqlite:
        return 0
    with store.reading() as session:
        return int(session.scalar(sa.text("select count(*) from procrastinate_jobs")) or 0)


def state(store: Store, plan: str) -> str:
    return row_of(store, plan).state


@pytest.mark.parametrize("commits", [True, False])
def test_a_run_is_in_the_queue_when_its_transaction_is_committed_and_never_else(
    service: Service, commits: bool
) -> None:
    store, plan = service.services.store, asked(service)
    with store.writing() as session:
        session.execute(sa.delete(SolveRun))
    before = jobs(store)
    transaction = Transaction(store, service.clock())
    run = SolveRun(plan_id=plan, team_id="harbour", state="queued", enqueued_at=service.clock())
    service.services.queue.enqueue(transaction, run)
    if commits:
        transaction.commit()
    transaction.close()
    with store.reading() as session:
        assert len(session.exec(select(SolveRun)).all()) == commits
    assert jobs(store) - before == (commits and not store.sqlite)


def test_who_only_takes_runs_in_works_none_off(service: Service) -> None:
    store, plan = service.services.store, asked(service)
    time.sleep(0.2)
    assert run_of(store, plan).state == "queued"


@pytest.fixture
def solving(database_url: str) -> Iterator[Service]:
    """A service that solves two at once, one of each team."""
    with serving(database_url, solver_jobs=2) as found:
        yield found


@pytest.mark.slow
def test_what_is_asked_for_is_solved(solving: Service) -> None:
    store = solving.services.store
    plan, none = asked(solving), asked(solving, impossible("none"))
    until(lambda: state(store, plan) == state(store, none) == "done")
    sound(row_of(store, plan))
    assert row_of(store, none).status == "infeasible"
    assert [run_of(store, p).attempt for p in (plan, none)] == [1, 1]
    text = solving.admin.get(f"/v1/plans/{plan}/events").text
    assert "event: end" in text


@pytest.mark.slow
def test_one_team_does_not_keep_others_waiting(solving: Service) -> None:
    store = solving.services.store
    busy = [asked(solving, hard("busy"), seconds=600) for _ in range(3)]
    little = asked(solving, tiny("little"))
    until(lambda: state(store, little) == "done")
    until(lambda: run_of(store, busy[0]).best is not None)
    with store.reading() as session:
        assert depth(session) == {"queued": 2, "running": 1}
    assert [state(store, plan) for plan in busy] == ["running", "queued", "queued"]


@pytest.mark.slow
def test_a_search_that_is_cancelled_keeps_its_best_and_makes_room(solving: Service) -> None:
    store = solving.services.store
    plan, after = asked(solving, hard(), seconds=600), asked(solving)
    until(lambda: run_of(store, plan).best is not None)
    assert solving.admin.delete(f"/v1/plans/{plan}").json()["done"] == "stopping"
    until(lambda: state(store, plan) == "cancelled")
    row = row_of(store, plan)
    assert len(sound(row)) > 50
    assert row.status == "feasible"
    assert (row.seconds or 0) < 600
    until(lambda: state(store, after) in {"running", "done"})


@pytest.mark.slow
def test_a_service_that_stops_gives_its_runs_back_and_the_next_goes_on(database_url: str) -> None:
    with serving(database_url, solver_jobs=1) as first:
        store = first.services.store
        plan = asked(first, hard(), seconds=600)
        until(lambda: run_of(store, plan).best is not None)
    store = Store(database_url)
    run = run_of(store, plan)
    assert (run.state, run.attempt, run.owner) == ("queued", 0, None)
    assert run.best
    assert run.spent_seconds > 0
    with serving(database_url, root="other", solver_jobs=1) as second:
        until(lambda: run_of(store, plan).spent_seconds > run.spent_seconds)
        second.admin.delete(f"/v1/plans/{plan}").raise_for_status()
        until(lambda: state(store, plan) == "cancelled")
    assert (row_of(store, plan).seconds or 0) > run.spent_seconds
    sound(row_of(store, plan))
    store.close()
