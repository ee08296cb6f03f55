"""Cases about wall-clock times that happen twice, or never: one document, and a level of it for each row of a case."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time
from itertools import chain

from scheduler.intervals import Interval, at, next_day, parse_instant, utc_text
from tests.api.oncall_cases import documents
from tests.api.oncall_cases.scenario import DUTY, Raw, Scenario
from tests.oncall_case_documents import CASES, questions

STARTS = next(case for case in CASES if case["id"] == "GA-CLK-01")


def starts(scenario: Scenario) -> None:
    """A turn begins at the wall time of each row."""
    asked = dict(enumerate(questions(scenario.raw), 1))
    scenario.before(chain.from_iterable(documents.bounds(question) for question in asked.values()))
    layers = [question.document["schedules"][0]["layers"] for question in asked.values()]
    scenario.oncall(asked[1].document | {"schedules": _levels(layers)})
    for level, question in asked.items():
        assert question.differences(documents.held(scenario, question.window, level)) == []


def ends_like_starts(scenario: Scenario) -> None:
    """What ends at a wall time ends at its first instant, at which the next one begins: neither overlap nor gap.

    Turns that are handed over end where the case of starts has them begin. So do windows, but for an end that never
    happens: it is where calendar programs show it.
    """
    zone, rows = scenario.case.zone, scenario.case.input["rows"]
    assert rows == STARTS["input"]["rows"]
    scenario.before(_midnight(row, zone) for row in rows)
    document = scenario.case.document(*(layer for row in rows for layer in _meeting(row, zone)))
    scenario.oncall(document | {"schedules": _levels([layer] for layer in document["schedules"][0]["layers"])})
    for n, (row, first) in enumerate(zip(rows, STARTS["expected"]["rows"], strict=True)):
        day = Interval(_midnight(row, zone), _midnight(row, zone, days=1))
        for level, exact in ((2 * n + 1, True), (2 * n + 2, f"T{row['clock']}" in first)):
            before, after = documents.held(scenario, day, level)
            assert [before.person, after.person] == ["ends", "starts"]
            assert before.end == after.start
            assert not exact or before.end == parse_instant(first)


def _meeting(row: Raw, zone: str) -> list[Raw]:
    """Of that day, a handover at the wall time of `row`; and two windows that meet at it."""
    since, until = (utc_text(_midnight(row, zone, days)) for days in (0, 1))
    that_day = {"since": since, "until": until}
    turns = that_day | {"people": ["starts", "ends"], "start": f"{row['date']}T{row['clock']}", "cadence": "daily"}
    windows = {"ends": f"00:00-{row['clock']}", "starts": f"{row['clock']}-00:00"}
    alone = [
        that_day | {"people": [who], "start": f"{row['date']}T00:00", "windows": [window]}
        for who, window in windows.items()
    ]
    return [{"rotations": [turns]}, {"rotations": alone}]


def _levels(schedules: Iterable[list[Raw]]) -> list[Raw]:
    """A schedule for each list of layers, at the levels 1, 2, 3 and so on."""
    return [{"duty": DUTY, "level": level, "layers": layers} for level, layers in enumerate(schedules, 1)]


def _midnight(row: Raw, zone: str, days: int = 0) -> datetime:
    return at(next_day(date.fromisoformat(row["date"]), days), time(), zone)
