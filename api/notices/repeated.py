"""Work in threads of its own, for what would keep the housekeeping from its other chores."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from queue import Empty, SimpleQueue
from threading import Event, Thread

import structlog
from sqlalchemy.exc import DBAPIError

PATIENCE_SECONDS = 3.0

_log = structlog.get_logger("watchbill.notices")


class Repeated:
    """`work`, called by `threads` threads: at once again while it returns True, else after `seconds`.

    One of them need not wait when this process has committed something. Work that fails is logged and tried again.
    """

    def __init__(self, name: str, work: Callable[[], bool], seconds: float, threads: int) -> None:
        self._name, self._work, self._seconds = name, work, seconds
        self._stopping = Event()
        self._wanted: SimpleQueue[None] = SimpleQueue()
        self._threads = [Thread(target=self._run, name=name, daemon=True) for _ in range(threads)]

    def start(self) -> None:
        for thread in self._threads:
            thread.start()

    def committed(self) -> None:
        """There may be work."""
        if self._wanted.empty():
            self._wanted.put(None)

    def stop(self) -> None:
        """Ends after the work that is under way; for what takes longer than a few seconds it does not wait."""
        self._stopping.set()
        for _ in self._threads:
            self._wanted.put(None)
        for thread in self._threads:
            if thread.is_alive():
                thread.join(PATIENCE_SECONDS)

    def _run(self) -> None:
        while not self._stopping.is_set():
            if not self._done():
                with suppress(Empty):
                    self._wanted.get(timeout=self._seconds)

    def _done(self) -> bool:
        try:
            return self._work()
        except DBAPIError as error:
            _log.warning("waiting for the database", work=self._name, error=str(error.orig))
        except Exception:  # noqa: BLE001 - a bug must not end it for good
            _log.exception("failed", work=self._name)
        return False
