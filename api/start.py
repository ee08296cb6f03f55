"""From settings to the services of a process."""

from __future__ import annotations

from api.jobs.dispatcher import Dispatcher
from api.jobs.queue import Queue
from api.notices.chores import add_notices
from api.schedule.board import Board
from api.services import Clock, Services, now
from api.settings import Settings
from api.slack.following import add_slack
from api.store.engine import Store, store_of
from api.web.idempotency import forget_old


def services_of(settings: Settings, clock: Clock = now) -> Services:
    """Everything that the settings ask for, not yet started. Raises BadInput for a database address that is none."""
    store = store_of(settings)
    made = Services(settings, store, Board(store, clock), queue_of(settings, store), clock)
    made.housekeeping.add("note when secrets were used", 30, made.note_uses)
    made.housekeeping.add("move windows on", 60, made.board.move_windows)
    made.housekeeping.add("forget old answers", 3600, lambda: forget_old(store, clock()))
    add_notices(made)
    add_slack(made)
    return made


def queue_of(settings: Settings, store: Store) -> Queue:
    """The queue that fits the database."""
    if store.sqlite:
        return Dispatcher(store, settings)
    from api.jobs.shared import SharedQueue  # procrastinate takes a second to load

    return SharedQueue(store, settings)
