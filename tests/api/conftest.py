"""A service for each test, on SQLite and on a real PostgreSQL."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest

from api.store.engine import Store
from api.store.migrate import upgrade
from tests.postgres import Server, running
from tests.service import Service, serving

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


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest) -> Iterator[str]:
    """A new, migrated database on each engine."""
    yield from _sqlite(request) if request.param == "sqlite" else _postgresql(request)


def _sqlite(request: pytest.FixtureRequest) -> Iterator[str]:
    base: Path = request.getfixturevalue("sqlite_base")
    folder: Path = request.getfixturevalue("tmp_path")
    yield f"sqlite:///{shutil.copy(base, folder / 'watchbill.db')}"


def _postgresql(request: pytest.FixtureRequest) -> Iterator[str]:
    server: Server = request.getfixturevalue("postgres")
    name = f"test{next(_numbers)}"
    yield server.database(name, template="base")
    server.drop(name)


@pytest.fixture
def service(database_url: str) -> Iterator[Service]:
    """The service with nothing in it, in December 2026."""
    with serving(database_url) as found:
        yield found


def migrated(url: str) -> None:
    store = Store(url)
    upgrade(store)
    store.close()
