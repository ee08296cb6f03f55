"""What a serving process holds: settings, store, clock, the final schedules in memory, the queue."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import asynccontextmanager, nullcontext
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Protocol

from fastapi import Request

from api.housekeeping import Housekeeping
from api.jobs.queue import Queue
from api.limiter import Limiter
from api.metrics import Requests
from api.schedule.board import Board
from api.settings import Settings
from api.store.engine import Store
from api.store.migrate import prepare
from api.store.tables import FeedSecret, Token
from api.uses import Uses

Clock = Callable[[], datetime]

MOST_AT_ONCE = 12  # requests of a process with a transaction: less than it has connections, and than it has threads


def now() -> datetime:
    """The clock of the machine, in UTC."""
    return datetime.now(UTC)


class Beside(Protocol):
    """Something that lives as long as the services, and is told when this process has written."""

    def start(self) -> None: ...
    def stop(self) -> None: ...
    def committed(self) -> None: ...


@dataclass(eq=False)
class Services:
    """One value of each, made when the application starts."""

    settings: Settings
    store: Store
    board: Board
    queue: Queue
    clock: Clock = now
    limiter: Limiter = field(default_factory=Limiter)
    uses: Uses = field(default_factory=lambda: Uses(Token))
    feed_uses: Uses = field(default_factory=lambda: Uses(FeedSecret))
    requests: Requests = field(default_factory=Requests)
    housekeeping: Housekeeping = field(default_factory=Housekeeping)
    beside: list[Beside] = field(default_factory=list)
    _writer: asyncio.Lock = field(default_factory=asyncio.Lock)
    _room: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(MOST_AT_ONCE))

    def start(self) -> None:
        """Bring the schema up to date, post all schedules, begin to listen and to work."""
        prepare(self.store, migrate=self.settings.migrate)
        self.board.warm()
        self.board.start()
        for one in self.beside:
            one.start()
        self.queue.start()
        self.housekeeping.start()

    def stop(self) -> None:
        self.housekeeping.stop()
        self.queue.stop()
        for one in self.beside:
            one.stop()
        self.board.stop()
        self.note_uses()
        self.store.close()

    def committed(self, schedules: Iterable[str]) -> None:
        """This process has written, and changed the final schedules of these teams: all that is in memory follows."""
        self.board.refresh(schedules)
        for one in self.beside:
            one.committed()

    def note_uses(self) -> None:
        """Write down when tokens and feeds were last used."""
        self.uses.write(self.store)
        self.feed_uses.write(self.store)

    @asynccontextmanager
    async def turn(self, *, writes: bool) -> AsyncIterator[None]:
        """Room for a request with its transaction; on SQLite one request of this process writes at a time.

        Those that wait do it here. They would else hold a thread while they wait for a connection, or for the lock,
        that others have, who wait for a thread.
        """
        async with self._writer if writes and self.store.sqlite else nullcontext(), self._room:
            yield


def services(request: Request) -> Services:
    """Those of the application that serves `request`."""
    found: Services = request.app.state.services
    return found
