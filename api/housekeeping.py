"""What a serving process does now and then, beside what it is asked."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from threading import Event, Thread
from time import monotonic

import structlog
from sqlalchemy.exc import DBAPIError

_log = structlog.get_logger("watchbill.housekeeping")
_TICK_SECONDS = 0.5


@dataclass(frozen=True, slots=True)
class Chore:
    """`work`, again `seconds` after it was begun."""

    name: str
    seconds: float
    work: Callable[[], object]


class Housekeeping:
    """A thread that does chores in turn. One that fails is logged and tried again at its time."""

    def __init__(self) -> None:
        self._chores: list[Chore] = []
        self._done = Event()
        self._thread = Thread(target=self._run, name="housekeeping", daemon=True)

    def add(self, name: str, seconds: float, work: Callable[[], object]) -> None:
        """One more chore, before it starts."""
        self._chores.append(Chore(name, seconds, work))

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        """Ends after the chore that is under way."""
        self._done.set()
        if self._thread.is_alive():
            self._thread.join()

    def _run(self) -> None:
        due = {chore.name: monotonic() + chore.seconds for chore in self._chores}
        while not self._done.wait(_TICK_SECONDS):
            for chore in self._chores:
                if monotonic() >= due[chore.name]:
                    due[chore.name] = monotonic() + chore.seconds
                    self._do(chore)

    @staticmethod
    def _do(chore: Chore) -> None:
        try:
            chore.work()
        except DBAPIError as error:
            _log.warning("chore waits for the database", chore=chore.name, error=str(error.orig))
        except Exception:  # noqa: BLE001 - a bug in one chore must not end the others
            _log.exception("chore failed", chore=chore.name)
