"""A service for each test, on SQLite and on a real PostgreSQL."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest

from api.store.engine import Store
from api.store.migrate import upgrade
from tests.api.furnished_harbour import crew, postgres_harbour, sqlite_harbour
from tests.postgres import Server, running
from tests.service import Service, serving

__all__ = ["crew", "postgres_harbour", "sqlite_harbour"]  # fixtures, once for all folders below
_numbers = count()


@pytest.fixture(scope="session")
def postgres() -> Iterator[Server]:
    """A PostgreSQL with a migrated database named `base`."""
    with running() as server:
        migrated(server.database("base"))
        yield server


@pytest.fixture(scope="session")
def sqlite_base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated SQLite file."""
    file = tmp_path_factory.mktemp("sqlite") / "base.db"
    migrated(f"sqlite:///{file}")
    return file


class Databases:
    """Makes new databases, on either engine."""

    def __init__(self, request: pytest.FixtureRequest) -> None:
        self._request = request
        self._made: list[str] = []

    def new(self, engine: str, *, migrated: bool = True) -> str:
        """The address of a new one, with our schema or empty."""
        return self._sqlite(migrated) if engine == "sqlite" else self._postgresql(migrated)

    def drop(self) -> None:
        """Drop those on the server; files go with their folder."""
        for name in self._made:
            self._server.drop(name)

    def _sqlite(self, migrated: bool) -> str:
        folder: Path = self._request.getfixturevalue("tmp_path")
        file = folder / f"watchbill{next(_numbers)}.db"
        if migrated:
            shutil.copy(self._request.getfixturevalue("sqlite_base"), file)
        return f"sqlite:///{file}"

    def _postgresql(self, migrated: bool) -> str:
        self._made.append(f"test{next(_numbers)}")
        return self._server.database(self._made[-1], template="base" if migrated else None)

    @property
    def _server(self) -> Server:
        server: Server = self._request.getfixturevalue("postgres")
        return server


@pytest.fixture
def databases(request: pytest.FixtureRequest) -> Iterator[Databases]:
    """As many databases as a test wants."""
    made = Databases(request)
    yield made
    made.drop()


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.slow)])
def database_url(request: pytest.FixtureRequest, databases: Databases) -> str:
    """A new, migrated database on each engine; what runs on PostgreSQL counts as slow, for there is so much of it."""
    return databases.new(request.param)


@pytest.fixture
def service(database_url: str) -> Iterator[Service]:
    """The service with nothing in it, in December 2026."""
    with serving(database_url) as found:
        yield found


def migrated(url: str) -> None:
    store = Store(url)
    upgrade(store)
    store.close()
