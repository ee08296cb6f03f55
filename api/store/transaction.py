"""One request, one transaction."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session, col

from api.store.engine import Store
from api.store.tables import TeamRow

CHANNEL = "watchbill_schedule"


class Transaction:
    """What one request reads and writes, at one instant `now`; committed as a whole, or not at all.

    What is handed to `afterwards` runs once it is committed, and never before.
    """

    def __init__(self, store: Store, now: datetime, *, writes: bool = True) -> None:
        self.session: Session = store.session(writes=writes)
        self.now = now
        self.changed_schedules: set[str] = set()
        self._afterwards: list[Callable[[], object]] = []

    def lock(self, team: str) -> TeamRow | None:
        """The team, with all other writers of it waiting until this transaction ends."""
        return self.session.get(TeamRow, team, with_for_update=True, populate_existing=True)

    def schedule_changed(self, team: str) -> None:
        """Who is on call may have changed: all processes that hold the final schedule will hear of it."""
        if team in self.changed_schedules:
            return
        self.changed_schedules.add(team)
        raised = sa.update(TeamRow).where(col(TeamRow.id) == team).values(schedule_version=TeamRow.schedule_version + 1)
        self.session.execute(raised, execution_options={"synchronize_session": "fetch"})
        if self.session.get_bind().dialect.name == "postgresql":
            self.session.execute(sa.select(sa.func.pg_notify(CHANNEL, team)))

    def afterwards(self, call: Callable[[], object]) -> None:
        self._afterwards.append(call)

    def commit(self) -> None:
        self.session.commit()
        for call in self._afterwards:
            call()
        self._afterwards.clear()

    def close(self) -> None:
        """Whatever was not committed is forgotten."""
        self.session.close()


@contextmanager
def committed(store: Store, now: datetime) -> Iterator[Transaction]:
    """A transaction that belongs to no request: committed at the end, or rolled back when something is raised."""
    transaction = Transaction(store, now)
    try:
        yield transaction
        transaction.commit()
    finally:
        transaction.close()
