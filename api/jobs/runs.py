"""Solve runs and who works on them.

A worker claims a run: it gets a token of its own and a lease, which it renews again and again. When it does not,
because it is gone, another may claim the run. Whoever holds the token of the day writes the result, and nobody else: so
a run may be begun twice, but it ends once. All workers see the same clock, that of the database.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import CursorResult
from sqlmodel import Session, col, select

from api.jobs.clock import database_now
from api.jobs.turns import is_held, next_waiting
from api.store.engine import Store
from api.store.tables import PlanRow, SolveRun
from scheduler.intervals import shift_by

LEASE_SECONDS = 8
FIRST_LEASE_SECONDS = 30  # a process starts before its heart beats
MOST_ATTEMPTS = 3
LEAST_SECONDS = 2.0  # of search, also where workers that are gone have used up the time

_NO_SYNC = {"synchronize_session": False}
_TURNS = 823_003  # a lock of PostgreSQL by any number that nothing else uses
LOST = f"Its worker ended {MOST_ATTEMPTS} times before it was done: killed, out of memory, or stuck."


@dataclass(frozen=True, slots=True)
class Claim:
    """The right to work on a run, as long as `owner` is the token of the day; `seconds` of search are left for it."""

    run: int
    owner: str
    seconds: float


class Word(Enum):
    """What a worker is to do."""

    GO_ON = "go on"
    STOP = "stop"  # somebody cancelled: end with the best so far
    LOST = "lost"  # the run is another's by now, or is no more: whatever is found counts for nothing


def claim(store: Store, at_once: int) -> Claim | None:
    """The right to the run whose turn it is, `at_once` being the most that one team may have under way."""
    with store.writing() as session:
        _take_turns(session)
        now = database_now(session)
        _bury(session, now)
        run = next_waiting(session, now, at_once)
        if run is None:
            return None
        row = session.get_one(SolveRun, run)
        asked = session.exec(select(PlanRow.request).where(PlanRow.id == row.plan_id)).one()
        left = max(LEAST_SECONDS, asked["seconds"] - row.spent_seconds)
        claimed = Claim(run, secrets.token_hex(16), left)
        row.state, row.owner, row.attempt = "running", claimed.owner, row.attempt + 1
        row.lease_until, row.started_at = shift_by(now, seconds=FIRST_LEASE_SECONDS), now
        _set_plan(session, row.plan_id, state="running")
        return claimed


def claim_if_any(store: Store, at_once: int) -> Claim | None:
    """The same for whoever asks again and again: it writes only where there is something to claim."""
    return claim(store, at_once) if is_waiting(store, at_once) else None


def is_waiting(store: Store, at_once: int) -> bool:
    """Whether there is something to claim."""
    with store.reading() as session:
        return next_waiting(session, database_now(session), at_once) is not None


def beat(store: Store, claim: Claim, said: Mapping[str, Any]) -> Word:
    """Renew the lease, and write down what is `said` of the run."""
    with store.writing() as session:
        lease = shift_by(database_now(session), seconds=LEASE_SECONDS)
        if not _set(session, claim, lease_until=lease, **said):
            return Word.LOST
        cancelled = session.scalar(select(SolveRun.cancel).where(SolveRun.id == claim.run))
        return Word.STOP if cancelled else Word.GO_ON


def give_back(store: Store, claim: Claim, said: Mapping[str, Any] | None = None) -> bool:
    """Let others go on at once, from the best roster that is `said`. False when the run is no longer ours."""
    with store.writing() as session:
        free: dict[str, Any] = {"state": "queued", "owner": None, "lease_until": None}
        mine = _set(session, claim, attempt=SolveRun.attempt - 1, **(said or {}), **free)
        if mine:
            _set_plan(session, _plan_of(session, claim), state="queued")
        return mine


def abandon(store: Store, claim: Claim) -> None:
    """The worker of the run is gone: others need not wait for the end of its lease."""
    with store.writing() as session:
        _set(session, claim, lease_until=database_now(session))


def finish(store: Store, claim: Claim, state: str, result: Mapping[str, Any], said: Mapping[str, Any]) -> bool:
    """End the run, and write the result into its plan. False when the run is no longer ours: nothing is written."""
    with store.writing() as session:
        if not _set(session, claim, state="running", **said):
            return False
        conclude(session, session.get_one(SolveRun, claim.run), state, result, database_now(session))
        return True


def conclude(session: Session, run: SolveRun, state: str, result: Mapping[str, Any], now: datetime) -> None:
    """End a run that nobody else can end meanwhile. `state` is done, cancelled or failed."""
    run.state, run.owner, run.lease_until, run.finished_at, run.best = state, None, None, now, None
    _set_plan(session, run.plan_id, state=state, finished_at=now, version=PlanRow.version + 1, **result)


def _take_turns(session: Session) -> None:
    """Of two who claim at once, the second sees what the first took. On SQLite only one writes anyway."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(sa.select(sa.func.pg_advisory_xact_lock(_TURNS)))


def _bury(session: Session, now: datetime) -> None:
    """What killed its worker again and again is not tried for ever; where it found something, one more writes that."""
    query = select(SolveRun).where(SolveRun.state == "running", SolveRun.attempt >= MOST_ATTEMPTS)
    for run in session.exec(query).all():
        if not is_held(run, now) and (run.best is None or run.attempt > MOST_ATTEMPTS):
            conclude(session, run, "failed", {"error": LOST}, now)
    session.flush()


def _set(session: Session, claim: Claim, **values: Any) -> bool:
    """Change the run if it is still ours."""
    mine = sa.and_(col(SolveRun.id) == claim.run, col(SolveRun.owner) == claim.owner, col(SolveRun.state) == "running")
    done = session.execute(sa.update(SolveRun).where(mine).values(**values), execution_options=_NO_SYNC)
    assert isinstance(done, CursorResult)
    return bool(done.rowcount == 1)


def _set_plan(session: Session, plan: str, **values: Any) -> None:
    session.execute(sa.update(PlanRow).where(col(PlanRow.id) == plan).values(**values), execution_options=_NO_SYNC)


def _plan_of(session: Session, claim: Claim) -> str:
    return session.exec(select(SolveRun.plan_id).where(SolveRun.id == claim.run)).one()
