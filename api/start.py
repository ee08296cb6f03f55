"""From settings to the services of a process."""

from __future__ import annotations

from api.jobs.queue import NoQueue, Queue
from api.schedule.board import Board
from api.services import Clock, Services, now
from api.settings import Settings
from api.store.engine import Store, store_of
from api.web.idempotency import forget_old


def services_of(settings: Settings, clock: Clock = now) -> Services:
    """Everything that the settings ask for, not yet started. Raises BadInput for a database address that is none."""
    store = store_of(settings)
    made = Services(settings, store, Board(store, clock), queue_of(settings, store), clock)
    made.housekeeping.add("note when tokens were used", 30, lambda: made.uses.write(store))
    made.housekeeping.add("forget old answers", 3600, lambda: forget_old(store, clock()))
    return made


def queue_of(settings: Settings, store: Store) -> Queue:
    """The queue that fits the database."""
    return NoQueue()
