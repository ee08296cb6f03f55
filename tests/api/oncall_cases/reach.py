"""Cases about people who are on call and cannot be reached."""

from __future__ import annotations

from scheduler.intervals import Interval, parse_instant, shift_by
from tests.api.oncall_cases.scenario import Raw, Scenario

MONDAY = parse_instant("2026-07-06T00:00Z")


def unreachable(scenario: Scenario) -> None:
    """Somebody is there, so nothing is uncovered; but it counts as a gap that this one cannot be told of anything."""
    asked, expected = scenario.case.input, scenario.case.expected
    (person,) = asked["daily_24h_shift_users"]
    rotation = {"people": [person], "start": f"{MONDAY:%Y-%m-%dT%H:%M}", "cadence": "daily"}
    document = scenario.case.document({"rotations": [rotation]})
    window = Interval(MONDAY, shift_by(MONDAY, minutes=60 * 24 * asked["days"]))
    scenario.before([MONDAY])
    scenario.oncall(document)
    found = _gaps(scenario, window, unreachable=True)
    assert any(gap["kind"] == "nobody" for gap in found) is expected["has_gaps"]
    assert any(gap["kind"] == "empty" for gap in found) is expected["has_empty_shifts"]
    assert [(gap["people"], Interval(*map(parse_instant, (gap["start"], gap["end"])))) for gap in found] == [
        ([person], window)
    ]
    assert _gaps(scenario, window, unreachable=False) == []
    scenario.oncall(document | {"people": [{"id": person, "email": "viewer@example.org"}]})
    assert _gaps(scenario, window, unreachable=True) == []


def _gaps(scenario: Scenario, window: Interval, **params: bool) -> list[Raw]:
    found: list[Raw] = scenario.asked("/gaps", from_=window.start, until=window.end, **params)["gaps"]
    return found
