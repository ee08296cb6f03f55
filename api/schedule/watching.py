"""Hearing of what other processes change: by notifications on PostgreSQL, by the version of the data on SQLite."""

from __future__ import annotations

import os
import socket
from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from select import select
from threading import Event, Thread
from time import monotonic
from typing import Any, Protocol

import structlog

from api.schedule.freshness import Freshness
from api.store.engine import Store
from api.store.transaction import CHANNEL

COMPARE_SECONDS = 2.0  # a safety net: notifications come at once, and are not lost while the connection lives
LOOK_SECONDS = 0.1
RETRY_SECONDS = 0.5
_PATIENT_SECONDS = 2.0
_DEAD_AFTER = {"keepalives_idle": 5, "keepalives_interval": 2, "keepalives_count": 2, "tcp_user_timeout": 8000}
_log = structlog.get_logger("watchbill.board")


class Told(Protocol):
    """Who is told what has changed: the board."""

    freshness: Freshness

    def hear(self, teams: Iterable[str]) -> None:
        """These teams may have changed. Raises DBAPIError while the database is away."""

    def compare(self) -> None:
        """Anything may have changed. Raises DBAPIError while the database is away."""


class Watch(ABC):
    """A thread with a connection of its own, which is made anew whenever it breaks."""

    def __init__(self, store: Store, board: Told) -> None:
        self._store, self._board = store, board
        self._done = Event()
        self._thread = Thread(target=self._run, name="schedule watch", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._done.set()
        self._thread.join(_PATIENT_SECONDS)

    @abstractmethod
    def _watched(self) -> None:
        """Watch until done. Raises whatever the connection does when it breaks."""

    def _run(self) -> None:
        while not self._done.is_set():
            try:
                self._watched()
            except Exception as error:  # noqa: BLE001 - whatever it is: it must be heard of again what changes
                if self._board.freshness.stale_since is None:
                    _log.warning("no word from the database: answering from memory", error=repr(error))
                self._board.freshness.lose()
                self._done.wait(RETRY_SECONDS)


class Listening(Watch):
    """PostgreSQL tells which team has changed; now and then all versions are compared."""

    def __init__(self, store: Store, board: Told) -> None:
        super().__init__(store, board)
        self._wake, self._woken = socket.socketpair()
        self._connection: Any = None

    def stop(self) -> None:
        self._wake.send(b"x")
        super().stop()
        if self._thread.is_alive() and self._connection is not None:  # it waits for a server that says nothing
            with socket.socket(fileno=os.dup(self._connection.fileno())) as waiting:
                waiting.shutdown(socket.SHUT_RDWR)
            self._thread.join()
        self._wake.close()
        self._woken.close()

    def _watched(self) -> None:
        with self._connected() as connection:
            connection.execute(f"listen {CHANNEL}")
            while not self._done.is_set():
                self._board.compare()
                self._listen(connection, monotonic() + COMPARE_SECONDS)

    def _listen(self, connection: Any, until: float) -> None:
        while not self._done.is_set() and (left := until - monotonic()) > 0:
            select([connection, self._woken], [], [], left)
            teams = {notice.payload for notice in connection.notifies(timeout=0)}
            self._board.hear(sorted(teams))

    @contextmanager
    def _connected(self) -> Iterator[Any]:
        import psycopg

        engine = self._store.engine
        _, how = engine.dialect.create_connect_args(engine.url)
        with closing(psycopg.connect(**{"connect_timeout": 5, **_DEAD_AFTER, **how}, autocommit=True)) as connection:
            self._connection = connection
            yield connection
            self._connection = None


class Looking(Watch):
    """SQLite says whether anybody else has written since the last look."""

    def _watched(self) -> None:
        with self._store.engine.connect() as ours:
            ours.detach()  # it is not for others, and says whether these wrote
            connection: Any = ours.connection.dbapi_connection
            seen = None
            while not self._done.is_set():
                version = connection.execute("pragma data_version").fetchone()
                if version != seen:
                    self._board.compare()
                    seen = version
                self._board.freshness.confirm()
                self._done.wait(LOOK_SECONDS)


def watch_of(store: Store, board: Told) -> Watch | None:
    """The watch that fits the database; None for one in memory, which nobody else can change."""
    if not store.sqlite:
        return Listening(store, board)
    return Looking(store, board) if store.engine.url.database not in (None, "", ":memory:") else None
