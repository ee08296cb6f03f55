"""Cases about wall-clock times that happen twice, or never."""

from __future__ import annotations

from datetime import date, datetime, time

from scheduler.intervals import Interval, at, next_day, parse_instant
from tests.api.oncall_cases import documents
from tests.api.oncall_cases.scenario import DUTY, Raw, Scenario
from tests.oncall_case_documents import CASES

STARTS = next(case for case in CASES if case["id"] == "GA-CLK-01")


def ends_like_starts(scenario: Scenario) -> None:
    """What ends at a wall time ends at its first instant, at which the next one begins: neither overlap nor gap.

    Turns that are handed over (level 1) end where the case of starts has them begin. So do windows (level 2), but for
    an end that never happens: it is where calendar programs show it.
    """
    zone, rows = scenario.case.zone, scenario.case.input["rows"]
    assert rows == STARTS["input"]["rows"]
    scenario.before(_midnight(row, zone) for row in rows)
    for row, first in zip(rows, STARTS["expected"]["rows"], strict=True):
        scenario.oncall(_meeting(scenario, row))
        held = documents.held(scenario, Interval(_midnight(row, zone), _midnight(row, zone, days=1)))
        for level in (1, 2):
            before, after = (h for h in held if h.level == level)
            assert [before.person, after.person] == ["ends", "starts"]
            assert before.end == after.start
            if level == 1 or f"T{row['clock']}" in first:
                assert before.end == parse_instant(first)


def _meeting(scenario: Scenario, row: Raw) -> Raw:
    """A handover at the wall time of `row`, and two windows of each day that meet at it."""
    turns = {"people": ["starts", "ends"], "start": f"{row['date']}T{row['clock']}", "cadence": "daily"}
    windows = {"ends": f"00:00-{row['clock']}", "starts": f"{row['clock']}-00:00"}
    daily = [
        {"people": [who], "start": f"{row['date']}T00:00", "cadence": "daily", "windows": [window]}
        for who, window in windows.items()
    ]
    document = scenario.case.document({"rotations": [turns]})
    document["schedules"].append({"duty": DUTY, "level": 2, "layers": [{"rotations": daily}]})
    return document


def _midnight(row: Raw, zone: str, days: int = 0) -> datetime:
    return at(next_day(date.fromisoformat(row["date"]), days), time(), zone)
