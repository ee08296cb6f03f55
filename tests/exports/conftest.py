from __future__ import annotations

import os
from collections.abc import Callable
from datetime import UTC, date, datetime, time
from pathlib import Path

import pytest

from scheduler.domain.people import Person
from scheduler.domain.roster import Roster
from scheduler.domain.shift import Duty, ShiftTemplate, shift_id
from scheduler.domain.team import Period, Site, Team
from scheduler.problem import Problem

GOLDEN = Path(__file__).with_name("golden")


@pytest.fixture(scope="session")
def team() -> Team:
    """Two sites on the night that Dublin's clocks change; one name that no format likes."""
    period = (datetime(2027, 3, 27, tzinfo=UTC), datetime(2027, 3, 29, tzinfo=UTC))
    return Team(
        id="team 1/a",
        period=Period(date(2027, 3, 27), date(2027, 3, 28), *period),
        sites=(Site("sin", "Asia/Singapore"), Site("dub", "Europe/Dublin")),
        people=(
            Person("sin-01", "sin", name='Mei "M", Tan; of\\Singapore 🦉'),
            Person("sin-02", "sin"),
            Person(
                "dub-01", "dub", name="Áine Ní Bhriain, who has a name that is much longer than one line of a calendar"
            ),
            Person("dub-02", "dub", name="=1+1"),
        ),
        templates=(
            ShiftTemplate("sin-night", "sin", time(23), time(7, 30), span_days=1, night=True),
            ShiftTemplate("dub-night", "dub", time(22), time(6), span_days=1, night=True),
            ShiftTemplate("manager-week", "sin", time(10), time(10), span_days=7, duty=Duty.STANDBY),
        ),
    )


@pytest.fixture(scope="session")
def problem(team: Team) -> Problem:
    return Problem(team)


@pytest.fixture(scope="session")
def roster() -> Roster:
    first, second = date(2027, 3, 27), date(2027, 3, 28)
    return Roster.of(
        [
            ("sin-02", shift_id("sin-night", first)),
            ("sin-01", shift_id("sin-night", first)),
            ("sin-01", shift_id("sin-night", second)),
            ("dub-01", shift_id("dub-night", first)),
            ("sin-02", shift_id("manager-week", first)),
        ]
    )


@pytest.fixture(scope="session")
def stamp() -> datetime:
    return datetime(2026, 12, 1, 9, 30, tzinfo=UTC)


@pytest.fixture(scope="session")
def golden() -> Callable[[str, bytes], None]:
    """Compares with a file in golden/. To write the files anew: ``WATCHBILL_GOLDEN=write pytest tests/exports``."""

    def compare(name: str, found: bytes) -> None:
        if os.environ.get("WATCHBILL_GOLDEN") == "write":
            (GOLDEN / name).write_bytes(found)
        assert found == (GOLDEN / name).read_bytes()

    return compare
