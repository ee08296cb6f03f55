"""Claims, leases and results: whoever holds the token of the day writes, and nobody else."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from threading import Barrier, Thread

import sqlalchemy as sa
from sqlmodel import col

from api.jobs.clock import database_now
from api.jobs.depth import depth
from api.jobs.runs import (
    MOST_ATTEMPTS,
    Claim,
    Word,
    abandon,
    beat,
    claim,
    claim_if_any,
    finish,
    give_back,
    is_waiting,
)
from api.store.engine import Store
from api.store.tables import SolveRun
from tests.api.jobs.solvable import asked, claimed, row_of, run_of, tiny
from tests.service import Service

DONE = {"status": "infeasible"}


def expire(store: Store) -> None:
    """As if all leases had run out."""
    with store.writing() as session:
        past = database_now(session) - timedelta(seconds=1)
        session.execute(sa.update(SolveRun).where(col(SolveRun.state) == "running").values(lease_until=past))


def test_the_databases_clock_is_an_instant_in_utc(service: Service) -> None:
    with service.services.store.reading() as session:
        now = database_now(session)
    assert now.utcoffset() == timedelta(0)
    assert abs(now - datetime.now(UTC)) < timedelta(hours=1)


def test_a_claimed_run_is_nobody_elses_while_its_lease_lasts(service: Service) -> None:
    store, plan = service.services.store, asked(service)
    first = claimed(store)
    assert (row_of(store, plan).state, run_of(store, plan).state) == ("running", "running")
    assert not is_waiting(store, 5)
    assert claim(store, 5) is None
    assert beat(store, first, {}) is Word.GO_ON


def test_of_many_who_claim_at_once_one_gets_it(service: Service) -> None:
    store, found, start = service.services.store, [], Barrier(4)
    asked(service)

    def take() -> None:
        start.wait()
        found.append(claim(store, 5))

    threads = [Thread(target=take) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len([claim for claim in found if claim]) == 1


def test_a_team_has_only_so_many_under_way_whoever_claims(service: Service) -> None:
    store, found, start = service.services.store, [], Barrier(4)
    for _ in range(4):
        asked(service)

    def take() -> None:
        start.wait()
        found.append(claim(store, 2))

    threads = [Thread(target=take) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len([claim for claim in found if claim]) == 2
    with store.reading() as session:
        assert depth(session) == {"queued": 2, "running": 2}


def test_teams_take_turns(service: Service) -> None:
    store = service.services.store
    much = [asked(service, tiny("much")) for _ in range(2)]
    little = asked(service, tiny("little"))
    order = []
    while (found := claim_if_any(store, 1)) is not None:
        order.append(found.run)
        finish(store, found, "done", DONE, {})
    assert order == [run_of(store, plan).id for plan in (much[0], little, much[1])]


def test_an_expired_lease_is_taken_over_and_the_first_worker_is_told(service: Service) -> None:
    store, plan = service.services.store, asked(service)
    first = claimed(store)
    expire(store)
    second = claimed(store)
    assert second.run == first.run
    assert run_of(store, plan).attempt == 2
    assert beat(store, first, {"best": [["sin-01", "x"]]}) is Word.LOST
    assert not finish(store, first, "done", DONE, {})
    assert not give_back(store, first)
    assert row_of(store, plan).state == "running"
    assert run_of(store, plan).best is None
    assert finish(store, second, "done", DONE, {})
    assert row_of(store, plan).status == "infeasible"


def test_an_expired_lease_that_nobody_took_over_is_still_good(service: Service) -> None:
    """After an outage of the database, say."""
    store, plan = service.services.store, asked(service)
    found = claimed(store)
    expire(store)
    assert beat(store, found, {}) is Word.GO_ON
    assert claim(store, 1) is None
    expire(store)
    assert finish(store, found, "done", DONE, {})
    assert row_of(store, plan).state == "done"


def test_a_result_is_written_once(service: Service) -> None:
    store, plan = service.services.store, asked(service)
    found = claimed(store)
    assert finish(store, found, "done", DONE, {"spent_seconds": 3.5})
    assert not finish(store, found, "failed", {"error": "again"}, {})
    row, run = row_of(store, plan), run_of(store, plan)
    assert (row.state, row.error, row.version) == ("done", None, 2)
    assert row.finished_at == run.finished_at is not None
    assert (run.state, run.owner, run.lease_until, run.spent_seconds) == ("done", None, None, 3.5)
    assert beat(store, found, {}) is Word.LOST


def test_what_is_given_back_is_taken_up_at_once_from_the_best_roster(service: Service) -> None:
    store, plan = service.services.store, asked(service, seconds=20)
    first = claimed(store)
    assert first.seconds == 20
    assert give_back(store, first, {"best": [["sin-01", "sin-day@2027-01-04"]], "spent_seconds": 15.0})
    assert (row_of(store, plan).state, run_of(store, plan).attempt) == ("queued", 0)
    second = claimed(store)
    assert (second.run, second.seconds) == (first.run, 5)
    assert second.owner != first.owner
    assert run_of(store, plan).best == [["sin-01", "sin-day@2027-01-04"]]


def test_a_run_whose_time_is_used_up_still_has_a_moment_to_end(service: Service) -> None:
    store = service.services.store
    asked(service, seconds=20)
    give_back(store, claimed(store), {"spent_seconds": 300.0})
    assert 0 < claimed(store).seconds < 20


def test_an_abandoned_run_need_not_wait_for_the_end_of_its_lease(service: Service) -> None:
    store, plan = service.services.store, asked(service)
    abandon(store, claimed(store))
    assert claimed(store)
    assert run_of(store, plan).attempt == 2


def test_what_kills_its_worker_again_and_again_is_not_tried_for_ever(service: Service) -> None:
    store, plan, other = service.services.store, asked(service), asked(service, tiny("other"))
    with store.writing() as session:
        session.execute(sa.update(SolveRun).where(col(SolveRun.plan_id) == other).values(state="done"))
    for _ in range(MOST_ATTEMPTS):
        abandon(store, claimed(store))
    assert claim_if_any(store, 1) is None
    assert row_of(store, plan).state == run_of(store, plan).state == "failed"
    assert f"{MOST_ATTEMPTS} times" in (row_of(store, plan).error or "")
    assert not is_waiting(store, 1)


def test_a_worker_hears_that_its_run_is_cancelled_or_deleted(service: Service) -> None:
    store, plan = service.services.store, asked(service)
    found = claimed(store)
    service.admin.delete(f"/v1/plans/{plan}").raise_for_status()
    assert beat(store, found, {}) is Word.STOP
    with store.writing() as session:
        session.execute(sa.delete(SolveRun))
    assert beat(store, found, {}) is Word.LOST


def test_a_token_of_another_day_opens_nothing(service: Service) -> None:
    store, plan = service.services.store, asked(service)
    found = claimed(store)
    forged = Claim(found.run, "0" * 32, 1)
    assert beat(store, forged, {"cancel": True}) is Word.LOST
    assert not finish(store, forged, "failed", {}, {})
    abandon(store, forged)
    assert not is_waiting(store, 1)
    assert run_of(store, plan).owner == found.owner
