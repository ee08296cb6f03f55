"""A real PostgreSQL for tests: thrown away afterwards, with no service, no hand-work and nothing left behind.

    with running() as server:                       # TEST_POSTGRES_URL, or else a server of our own
        base = server.database("base")              # a new database; its SQLAlchemy URL
        copy = server.database("copy", template="base")

A server of our own takes about a second to start, a copy of a database some hundredths: start once a process, migrate
once, copy for every test. As root it runs as `nobody`, for PostgreSQL refuses root.
"""

from __future__ import annotations

import os
import secrets
import signal
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, LiteralString

import psycopg
from psycopg import sql
from sqlalchemy.engine import URL, make_url

from tests.postgres_install import circumstances, find_binaries, reachable
from tests.processes import children, state, until

# No fsync: no machine loses its power in a test. All else is as in earnest: what was committed outlives a kill -9.
# Shared memory lies in the data directory, and goes with it.
SETTINGS = {
    "fsync": "off",
    "full_page_writes": "off",
    "autovacuum": "off",
    "max_connections": "200",
    "dynamic_shared_memory_type": "mmap",
}

# Waits until whoever started it closes its input or dies, in whatever way; then ends the server and removes the folder.
GUARD = """
cat
pid=$(head -n 1 "$0/data/postmaster.pid") && kill -QUIT "$pid" && kill -CONT "$pid"
until rm -rf "$0"; do sleep 0.05; done
"""


class Server:
    """A PostgreSQL to make databases on. `url` is that of one it has, as SQLAlchemy writes it."""

    def __init__(self, url: URL, prefix: str = "") -> None:
        self._url = url.set(drivername="postgresql+psycopg")
        self._prefix = prefix  # of the names of databases, on a server where others may have some too
        self._databases: set[str] = set()

    @property
    def url(self) -> str:
        return _text(self._url)

    def database(self, name: str, template: str | None = None) -> str:
        """Make the database `name`, a copy of `template` where one is given (nobody may be connected to that then)."""
        source = self._prefix + template if template else "template1"
        self._execute("create database {} template {}", self._prefix + name, source)
        self._databases.add(name)
        return _text(self._url.set(database=self._prefix + name))

    def drop(self, name: str) -> None:
        """Drop the database `name`, whoever is connected to it."""
        self._execute("drop database {} with (force)", self._prefix + name)
        self._databases.remove(name)

    def drop_all(self) -> None:
        """Drop what `database` made."""
        for name in sorted(self._databases):
            self.drop(name)

    def connect(self) -> psycopg.Connection[Any]:
        """A plain connection to `url`, each statement a transaction."""
        return psycopg.connect(_text(self._url.set(drivername="postgresql")), autocommit=True)

    def _execute(self, statement: LiteralString, *names: str) -> None:
        with self.connect() as connection:
            connection.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))


class OwnServer(Server):
    """A server that tests may freeze, kill and start again: the same data, the same URL."""

    _postmaster: subprocess.Popen[str]

    def __init__(self, home: Path, binaries: Path, how: dict[str, Any], port: int | None) -> None:
        at = {"query": {"host": str(home)}} if port is None else {"host": "127.0.0.1", "port": port}
        super().__init__(URL.create("postgresql", "postgres", database="postgres", **at))
        self._home, self._binaries, self._how = home, binaries, how

    def start(self) -> None:
        """Start it, also after `kill`, and wait until it answers. Raises RuntimeError with its log when it ends."""
        settings = SETTINGS | {"listen_addresses": self._url.host or "", "port": str(self._url.port or 5432)}
        options = [f"--{name}={value}" for name, value in settings.items()]
        program = [str(self._binaries / "postgres"), "-D", str(self._home / "data"), "-k", str(self._home)]
        with self._log.open("a") as log:
            # In a session of its own: Ctrl-C is for the tests, which then end it.
            self._postmaster = subprocess.Popen(
                [*program, *options], stdout=log, stderr=log, start_new_session=True, **self._how
            )
        until(self._answers)

    def pause(self) -> None:
        """Freeze it: open connections get no answer, and new ones are let in as far as the kernel does so."""
        self._postmaster.send_signal(signal.SIGSTOP)
        until(lambda: state(self._postmaster.pid) == "T")  # from here on it has no new children
        self._signal(signal.SIGSTOP)

    def resume(self) -> None:
        """Let a frozen server go on where it was."""
        self._signal(signal.SIGCONT)

    def kill(self) -> None:
        """kill -9 of all its processes, as when the machine dies; `start` then recovers what had been committed."""
        self.pause()
        gone = self._signal(signal.SIGKILL)
        self._postmaster.wait()
        until(lambda: not any(map(state, gone)))

    def stop(self) -> None:
        """End it at once and leave nothing in memory: what a killed one left there, only its next start takes away."""
        if self._postmaster.poll() is not None:
            self.start()
        self.resume()
        self._postmaster.send_signal(signal.SIGQUIT)
        self._postmaster.wait()

    @property
    def _log(self) -> Path:
        return self._home / "log"

    def _answers(self) -> bool:
        if self._postmaster.poll() is not None:
            raise RuntimeError(f"PostgreSQL ended with {self._postmaster.returncode}:\n{self._log.read_text()}")
        try:
            self.connect().close()
        except psycopg.OperationalError:
            return False
        return True

    def _signal(self, number: signal.Signals) -> list[int]:
        """Signal the server and its children, which have left its process group."""
        pids = [self._postmaster.pid, *children(self._postmaster.pid)]
        for pid in filter(state, pids):
            os.kill(pid, number)
        return pids


@contextmanager
def running() -> Iterator[Server]:
    """The server of TEST_POSTGRES_URL, whose user may create databases; without it, one of our own."""
    if found := os.environ.get("TEST_POSTGRES_URL"):
        server = Server(make_url(found), prefix=f"test_{secrets.token_hex(4)}_")
        try:
            yield server
        finally:
            server.drop_all()
    else:
        with own_server() as own:
            yield own


@contextmanager
def own_server(*, tcp: bool = False) -> Iterator[OwnServer]:
    """A new server of our own, on a Unix socket; with `tcp` on a free port of the loopback address."""
    home = Path(tempfile.mkdtemp(prefix="pg-", dir="/tmp"))  # short: the path of a socket has at most 107 bytes
    with _guarded(home):
        how = circumstances()
        binaries = reachable(find_binaries(), home, how)
        for path in [home, *home.rglob("*")] if "user" in how else []:
            os.chown(path, how["user"], how["group"])
        _initialise(binaries, home / "data", how)
        server = OwnServer(home, binaries, how, _free_port() if tcp else None)
        server.start()
        try:
            yield server
        finally:
            server.stop()


@contextmanager
def _guarded(home: Path) -> Iterator[None]:
    """`home` goes when we leave or die, and the server that is in it ends."""
    command = ["sh", "-c", GUARD, str(home)]
    quiet = subprocess.DEVNULL
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=quiet, stderr=quiet, start_new_session=True):
        yield


def _initialise(binaries: Path, data: Path, how: dict[str, Any]) -> None:
    options = ["--username=postgres", "--auth=trust", "--encoding=UTF8", "--locale=C", "--no-sync"]
    program = [str(binaries / "initdb"), "-D", str(data)]
    subprocess.run([*program, *options], check=True, stdout=subprocess.DEVNULL, **how)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _text(url: URL) -> str:
    return url.render_as_string(hide_password=False)
