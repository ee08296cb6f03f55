"""The harbour with a published roster and everybody's tokens, copied for each test: quicker than publishing anew."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest

from tests.api.changes.crew import Crew, Secrets, enrolled
from tests.api.plans_at_hand import publish
from tests.postgres import Server
from tests.service import serving

_numbers = count()


@pytest.fixture(scope="session")
def sqlite_harbour(sqlite_base: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Secrets]:
    """A file to copy."""
    file = tmp_path_factory.mktemp("harbour") / "base.db"
    shutil.copy(sqlite_base, file)
    return file, _furnished(f"sqlite:///{file}")


@pytest.fixture(scope="session")
def postgres_harbour(postgres: Server) -> tuple[str, Secrets]:
    """A database to copy, by its name."""
    return "harbour", _furnished(postgres.database("harbour", template="base"))


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.slow)])
def crew(request: pytest.FixtureRequest) -> Iterator[Crew]:
    """With the legal roster of January, seen from December, on each engine."""
    if request.param == "sqlite":
        file, secrets = request.getfixturevalue("sqlite_harbour")
        copy = shutil.copy(file, request.getfixturevalue("tmp_path") / "harbour.db")
        with serving(f"sqlite:///{copy}", "boss") as service:
            yield Crew(service, secrets)
        return
    server: Server = request.getfixturevalue("postgres")
    base, secrets = request.getfixturevalue("postgres_harbour")
    name = f"harbour{next(_numbers)}"
    with serving(server.database(name, template=base), "boss") as service:
        yield Crew(service, secrets)
    server.drop(name)


def _furnished(url: str) -> Secrets:
    with serving(url) as service:
        publish(service)
        return enrolled(service)
