"""Cases about what a schedule comes to: hours, and how well they are shared out."""

from __future__ import annotations

from scheduler.intervals import Interval, parse_instant, shift_by, utc_text
from tests.api.oncall_cases import documents
from tests.api.oncall_cases.scenario import DUTY, TRACK, Raw, Scenario
from tests.oncall_cases.rows import between, shift_row

MONDAY = parse_instant("2026-07-06T00:00Z")
WEEK = Interval(MONDAY, shift_by(MONDAY, minutes=7 * 24 * 60))


def hours_export(scenario: Scenario) -> None:
    """The totals of the statistics, over the shifts that a question about the document brings."""
    documents.answered(scenario)
    window = between(*scenario.case.input["query"])
    people = scenario.asked("/statistics", from_=window.start, until=window.end)["people"]
    assert {row["person"]: row["hours"] for row in people} == scenario.case.expected["hours"]
    assert sum(row["shifts"] for row in people) == scenario.case.expected["shifts"]


def fairness_score(scenario: Scenario) -> None:
    """The first half of the people answer together from Monday on, the others until the covered time is over."""
    scenario.before([MONDAY])
    scenario.oncall(scenario.case.document({"shifts": _shifts(scenario.case.input)}))
    quality = scenario.asked("/statistics", from_=WEEK.start, until=WEEK.end)["quality"]
    expected, overloaded = dict(scenario.case.expected), scenario.case.expected["overloaded"]
    expected["overloaded"] = [{"person": who, "percent": percent} for who, percent in overloaded.items()]
    assert quality == [{"duty": DUTY, "level": TRACK[1], **expected}]


def _shifts(asked: Raw) -> list[Raw]:
    covered = round(asked["coverage_ratio"] * WEEK.minutes)
    half, rows = len(asked["weekly_hours"]) // 2, []
    for n, (person, hours) in enumerate(asked["weekly_hours"].items()):
        first = 0 if n < half else covered - hours * 60
        bounds = (shift_by(MONDAY, minutes=first + minutes) for minutes in (0, hours * 60))
        rows.append(shift_row(person, *map(utc_text, bounds)))
    return rows
