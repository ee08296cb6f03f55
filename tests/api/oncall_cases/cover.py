"""Cases about who could take a turn that nobody has."""

from __future__ import annotations

from datetime import datetime

from scheduler.intervals import Interval, parse_instant, shift_by, utc_text
from tests.api.oncall_cases.scenario import DUTY, TRACK, Raw, Scenario
from tests.oncall_cases.rows import between, shift_row

MONDAY = parse_instant("2026-07-06T00:00Z")
OTHER_LEVEL = TRACK[1] + 1


def pick_next(scenario: Scenario) -> None:
    """Who was on call before has an hour each, some days before; who is busy has the slot itself."""
    asked, expected = scenario.case.input, scenario.case.expected
    slot = Interval(*(shift_by(MONDAY, minutes=minute) for minute in asked.get("slot", (0, 60))))
    before = [person for person in asked["roster"] if person not in asked["never_scheduled"]]
    shifts = [_shift(person, shift_by(slot.start, minutes=-60 * 24 * (n + 1)), 60) for n, person in enumerate(before)]
    busy = [_shift(person, slot.start, slot.minutes) for person in asked["busy"]]
    names = [str(person) for person in asked["roster"]]
    scenario.before([parse_instant(row["start"]) for row in shifts])
    scenario.oncall(scenario.case.document({"shifts": [*shifts, *busy]}, others=names))
    may = covers(scenario, slot)
    if "picked" in expected:
        assert may[0] == str(expected["picked"])
    if "candidates" in expected:
        assert sorted(may) == [str(person) for person in expected["candidates"]]


def suggest_cover(scenario: Scenario) -> None:
    """What overlaps the slot is on call at another level, as the case says: who has it is busy all the same."""
    asked, slot = scenario.case.input, between(*scenario.case.input["slot"])
    elsewhere = [event for event in asked["events"] if between(*event[1:]).overlaps(slot)]
    here = [shift_row(*event) for event in asked["events"] if event not in elsewhere]
    document = scenario.case.document({"shifts": here}, others=asked["roster"])
    layers = [{"shifts": [shift_row(*event) for event in elsewhere]}]
    document["schedules"].append({"duty": DUTY, "level": OTHER_LEVEL, "layers": layers})
    scenario.before(parse_instant(event[1]) for event in asked["events"])
    scenario.oncall(document)
    may = covers(scenario, slot)
    assert may[0] == scenario.case.expected["suggested"]
    assert sorted(may) == sorted({*asked["roster"]} - {event[0] for event in elsewhere})


def covers(scenario: Scenario, slot: Interval) -> list[str]:
    """Who may have `slot`, the best first; all people of the team are told, and the others each with a reason."""
    people = scenario.asked("/cover", duty=DUTY, level=TRACK[1], start=slot.start, end=slot.end)["people"]
    assert all(bool(row["reasons"]) is not row["may"] for row in people)
    assert {row["person"] for row in people} == {str(person) for person in scenario.case.input["roster"]}
    return [row["person"] for row in people if row["may"]]


def _shift(person: int, start: datetime, minutes: int) -> Raw:
    return shift_row(str(person), utc_text(start), utc_text(shift_by(start, minutes=minutes)))
