"""One service for many cases: each case has a team of its own."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest

from tests.service import Service, serving

_STORIES = ("cover", "digests", "documents", "feeds", "figures", "races", "reach", "scenario", "swaps", "wall_clock")
pytest.register_assert_rewrite(*(f"tests.api.oncall_cases.{name}" for name in _STORIES))
_numbers = count()


@pytest.fixture(scope="module", params=["sqlite"])
def shared(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """The service on a database of the engine that is named."""
    if request.param == "postgresql":
        server, name = request.getfixturevalue("postgres"), f"cases{next(_numbers)}"
        with serving(server.database(name, template="base"), notices=False) as found:
            yield found
        server.drop(name)
        return
    base: Path = request.getfixturevalue("sqlite_base")
    file = tmp_path_factory.mktemp("cases") / "watchbill.db"
    file.write_bytes(base.read_bytes())
    with serving(f"sqlite:///{file}", notices=False) as found:
        yield found
