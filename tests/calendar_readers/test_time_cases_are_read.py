"""Each time case as a shift in a calendar: every program sees one event, at the right instants."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from exports.ical import to_ics
from scheduler.domain.people import Person
from scheduler.domain.roster import Roster
from scheduler.domain.shift import ShiftTemplate, shift_id
from scheduler.domain.team import Period, Site, Team
from scheduler.problem import Problem
from tests.calendar_readers.lint import lint
from tests.calendar_readers.readers import Reader
from tests.calendar_readers.seen import truth

CASES = json.loads((Path(__file__).parents[1] / "scheduler" / "time-cases.json").read_text())["cases"]
STAMP = datetime(2026, 1, 1, tzinfo=UTC)


def shift_of(case: dict[str, Any]) -> tuple[Problem, Roster]:
    """A team at the place of the case, whose only person has one shift."""
    start, end = (datetime.fromisoformat(case[name]) for name in ("local_start", "local_end"))
    first, last = start.date(), end.date()
    template = ShiftTemplate("shift", "here", start.time(), end.time(), span_days=(last - first).days)
    bounds = (datetime.fromisoformat(case[name]) for name in ("utc_start", "utc_end"))
    team = Team(
        id=case["id"],
        period=Period(first, first, *bounds),
        sites=(Site("here", case["zone"]),),
        people=(Person("ana", "here"),),
        templates=(template,),
    )
    return Problem(team), Roster.of([("ana", shift_id("shift", first))])


@pytest.fixture(scope="module")
def calendars() -> list[bytes]:
    """One for each case."""
    return [to_ics(*shift_of(case), person="ana", name=case["id"], stamp=STAMP) for case in CASES]


def test_the_calendars_are_clean(calendars: list[bytes]) -> None:
    assert [fault for calendar in calendars for fault in lint(calendar)] == []


def test_every_program_sees_every_case_at_the_right_instants(
    reader: Reader, calendars: list[bytes], tmp_path: Path
) -> None:
    for case, calendar, reading in zip(CASES, calendars, reader.read(calendars, tmp_path), strict=True):
        (seen,) = reading.events
        bounds = [datetime.fromisoformat(case[name]) for name in ("utc_start", "utc_end")]
        assert [seen.start, seen.end] == bounds, case["id"]
        assert (seen.end - seen.start).total_seconds() == case["true_hours"] * 3600, case["id"]
        assert [seen] == reader.sees(truth(calendar))
        assert reading.complaints == []
