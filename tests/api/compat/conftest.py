"""Teams that take turns, made once: most of these tests only read."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.api.compat import crowd
from tests.api.compat.crowd import Desk
from tests.service import EPOCH, Service, serving


@pytest.fixture(scope="session")
def _desks(sqlite_base: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Desk]]:
    file = tmp_path_factory.mktemp("compat") / "watchbill.db"
    shutil.copy(sqlite_base, file)
    with serving(f"sqlite:///{file}", requests_a_minute=1_000_000) as service:
        for team, schedules in crowd.TEAMS.items():
            crowd.made(service, *schedules, team=team)
        yield {team: desk(service, team) for team in crowd.TEAMS}


def desk(service: Service, team: str) -> Desk:
    """Who may do everything in one team, and sees no other."""
    return Desk(service, service.asking(f"all-of-{team}", administrator=True, teams=[team]))


@pytest.fixture
def desks(_desks: dict[str, Desk]) -> dict[str, Desk]:
    """By team; nothing there may be changed."""
    _desks[crowd.TEAM].clock.now = EPOCH
    return _desks


@pytest.fixture
def watch(desks: dict[str, Desk]) -> Desk:
    """The team of two levels."""
    return desks[crowd.TEAM]


@pytest.fixture
def world(desks: dict[str, Desk]) -> Desk:
    """The team of two sites, both on call at once."""
    return desks["world"]
