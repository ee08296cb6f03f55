"""What a serving process holds: settings, store, clock, the final schedules in memory, the queue."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime

from fastapi import Request

from api.housekeeping import Housekeeping
from api.jobs.queue import Queue
from api.limiter import Limiter
from api.metrics import Requests
from api.schedule.board import Board
from api.settings import Settings
from api.store.engine import Store
from api.store.migrate import prepare
from api.uses import Uses

Clock = Callable[[], datetime]


def now() -> datetime:
    """The clock of the machine, in UTC."""
    return datetime.now(UTC)


@dataclass
class Services:
    """One value of each, made when the application starts."""

    settings: Settings
    store: Store
    board: Board
    queue: Queue
    clock: Clock = now
    limiter: Limiter = field(default_factory=Limiter)
    uses: Uses = field(default_factory=Uses)
    requests: Requests = field(default_factory=Requests)
    housekeeping: Housekeeping = field(default_factory=Housekeeping)
    _writer: asyncio.Lock = field(default_factory=asyncio.Lock)

    def start(self) -> None:
        """Bring the schema up to date, post all schedules, begin to listen and to work."""
        prepare(self.store, migrate=self.settings.migrate)
        self.board.warm()
        self.board.start()
        self.queue.start()
        self.housekeeping.start()

    def stop(self) -> None:
        self.housekeeping.stop()
        self.queue.stop()
        self.board.stop()
        self.uses.write(self.store)
        self.store.close()

    @asynccontextmanager
    async def one_writer(self) -> AsyncIterator[None]:
        """On SQLite one request of this process writes at a time.

        Those that wait do it here and not in the database, where they would hold the threads that the writer needs.
        """
        if not self.store.sqlite:
            yield
            return
        async with self._writer:
            yield


def services(request: Request) -> Services:
    """Those of the application that serves `request`."""
    found: Services = request.app.state.services
    return found
