"""The progress of a plan as server-sent events.

Nothing is held between two looks at the database: no transaction, no connection, no thread.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

import structlog
from fastapi.sse import ServerSentEvent
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import load_only
from sqlmodel import select
from starlette.concurrency import run_in_threadpool

from api.plans.reading import gap
from api.plans.schemas import EndBody, StepBody
from api.store.engine import Store, unreachable
from api.store.tables import PlanRow, SolveRun

LOOK_SECONDS = 0.5
END = "end"
_UNFINISHED = frozenset({"queued", "running"})
_TOLD: tuple[Any, ...] = (PlanRow.state, PlanRow.status, PlanRow.penalty, PlanRow.lower_bound, PlanRow.error)

_log = structlog.get_logger()


@dataclass(frozen=True)
class Look:
    """What is new: steps of the search, and how it ended, if it did."""

    steps: list[dict[str, Any]]
    end: EndBody | None


async def events(store: Store, plan: str, last_seen: str | None) -> AsyncIterator[ServerSentEvent]:
    """`progress` for each step after the event with the id `last_seen`; then `end`, and nothing more."""
    seen = int(last_seen) if last_seen and last_seen.isdecimal() and len(last_seen) < 10 else 0
    while True:
        look = await run_in_threadpool(_patient_look, store, plan, seen)
        for step in look.steps if last_seen != END else ():
            seen = step["id"]
            yield ServerSentEvent(event="progress", id=str(seen), data=StepBody.model_validate(step))
        if look.end is not None:
            yield ServerSentEvent(event=END, id=END, data=look.end)
            return
        await asyncio.sleep(LOOK_SECONDS)


def _patient_look(store: Store, plan: str, seen: int) -> Look:
    """While the database is away there is nothing new."""
    try:
        return _look(store, plan, seen)
    except DBAPIError as error:
        if not unreachable(error):
            raise
        _log.warning("a stream of events waits for the database", error=str(error.orig))
        return Look([], None)


def _look(store: Store, plan: str, seen: int) -> Look:
    with store.reading() as session:
        row = session.get(PlanRow, plan, options=[load_only(*_TOLD)])
        progress = session.exec(select(SolveRun.progress).where(SolveRun.plan_id == plan)).first() or []
    steps = [step for step in progress if step["id"] > seen]
    if row is None:
        return Look(steps, EndBody.model_validate({"state": "deleted"}))
    if row.state in _UNFINISHED:
        return Look(steps, None)
    told = row.model_dump(include={column.key for column in _TOLD})
    return Look(steps, EndBody.model_validate(told | {"gap": gap(row.penalty, row.lower_bound)}))
