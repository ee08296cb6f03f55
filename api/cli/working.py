"""`watchbill worker`: solves plans beside those who serve, on this machine or another."""

from __future__ import annotations

import signal
from threading import Event

from api.logs import set_up
from api.settings import Settings
from api.start import queue_of
from api.store.engine import store_of
from api.store.migrate import prepare
from api.terminal.console import messages


def work(settings: Settings, concurrency: int | None) -> None:
    """Work off runs until told to stop: then what is under way is given back, and another worker goes on with it."""
    set_up(settings)
    jobs = concurrency or max(1, settings.solver_jobs)
    store = store_of(settings)
    queue = queue_of(settings.model_copy(update={"solver_jobs": jobs}), store)
    stop = Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    try:
        prepare(store, migrate=settings.migrate)
        queue.start()
        messages().print(f"Solving {jobs} at once.", soft_wrap=True)
        stop.wait()
    finally:
        queue.stop()
        store.close()
