"""Cases whose question is who answers when: by rotations and fixed shifts, and by the overrides over them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time
from itertools import chain

from scheduler.intervals import Interval, at, next_day, parse_instant, shift_by, utc_text, wall_after
from scheduler.oncall.values import Holding, Override
from tests.api.oncall_cases.scenario import DUTY, TRACK, Raw, Scenario, holding, instants
from tests.oncall_case_documents import Question, questions


def answered(scenario: Scenario) -> None:
    """Every question about the case, one after the other: its document, its overrides, who is there, and the gaps."""
    asked = questions(scenario.raw)
    assert asked
    scenario.before(chain.from_iterable(bounds(question) for question in asked))
    for question in asked:
        scenario.oncall(question.document)
        for override in question.overrides:
            override_made(scenario, override)
        assert question.differences(held(scenario, question.window)) == []
        if not question.overrides and question.window.minutes:
            assert question.differences(previewed(scenario, question)) == []
        if question.gaps is not None:
            assert gaps(scenario, question.window) == list(question.gaps)


def rolling_by_day(scenario: Scenario) -> None:
    """A day that falls to nobody is a gap as a whole."""
    answered(scenario)
    asked, zone = scenario.case.input, scenario.case.zone
    first = date.fromisoformat(asked["start_date"])
    days = [next_day(first, n) for n in range(asked["total_days"])]
    midnights = [at(day, time(), zone) for day in (*days, next_day(days[-1]))]
    found = gaps(scenario, Interval(midnights[0], midnights[-1]))
    whole = [
        day.isoformat() for n, day in enumerate(days) if any(g.covers(Interval(*midnights[n : n + 2])) for g in found)
    ]
    assert whole == [text for day in days if (text := day.isoformat()) not in scenario.case.expected["by_date"]]


def weekly_template(scenario: Scenario) -> None:
    """As many people have a turn before the horizon ends as there are periods: each has one."""
    answered(scenario)
    asked, expected = scenario.case.input, scenario.case.expected
    if "periods" in expected:
        (question,) = questions(scenario.raw)
        horizon = wall_after(datetime.fromisoformat(asked["now_local"]), days=asked["horizon_days"])
        rotation = question.document["schedules"][0]["layers"][0]["rotations"][0]
        window = Interval(scenario.case.instant(rotation["start"]), scenario.case.instant(horizon.isoformat()))
        assert len({h.person for h in held(scenario, window)}) == expected["periods"]


def held(scenario: Scenario, window: Interval, level: int = TRACK[1]) -> list[Holding]:
    """Who is on call in `window` by the final schedule; one of no length asks for its instant.

    The question that paging tools ask is answered alike: at every handover, and in the second before it.
    """
    answer = scenario.asked("/oncall", from_=window.start, until=window.end, duty=DUTY, level=level)
    found = [holding(row) for row in answer["holdings"]]
    for instant in _handovers(found, window):
        there = sorted(h.person for h in found if h.interval.holds(instant))
        assert on_call(scenario, instant, level) == there
    return found


def on_call(scenario: Scenario, instant: datetime, level: int = TRACK[1]) -> list[str]:
    """The people who are on call at an instant, in order."""
    params = {"team": scenario.team, "duty": DUTY, "level": level, "at": utc_text(instant)}
    answers = scenario.sent("GET", "/v1/oncall", params=params)["answers"]
    assert [answer["covered"] for answer in answers] == [answer["person"] is not None for answer in answers]
    return sorted(answer["person"] for answer in answers if answer["covered"])


def previewed(scenario: Scenario, question: Question) -> list[Holding]:
    """Who would hold what by the document alone."""
    window = {"from": utc_text(question.window.start), "until": utc_text(question.window.end)}
    path = f"/v1/teams/{scenario.team}/oncall-schedules/preview"
    return [holding(row) for row in scenario.sent("POST", path, question.document, params=window)]


def gaps(scenario: Scenario, window: Interval) -> list[Interval]:
    """When nobody is on call."""
    rows = scenario.asked("/gaps", from_=window.start, until=window.end)["gaps"]
    assert {row["kind"] for row in rows} <= {"nobody"}
    return [Interval(parse_instant(row["start"]), parse_instant(row["end"])) for row in rows]


def bounds(question: Question) -> list[datetime]:
    """All instants that matter to the answer."""
    known = [bound for one in question.expected or () for bound in (one.start, one.end) if bound]
    return [*instants(question.window, *(override.interval for override in question.overrides)), *known]


def override_made(scenario: Scenario, override: Override) -> Raw:
    """The override as it was made."""
    names = ("duty", "level", "add", "remove", "everybody")
    span = {"start": utc_text(override.interval.start), "end": utc_text(override.interval.end), "reason": "A case"}
    body = {name: getattr(override, name) for name in names} | span
    made: Raw = scenario.sent("POST", f"/v1/teams/{scenario.team}/overrides", body, status=201)["override"]
    return made


def _handovers(found: Iterable[Holding], window: Interval) -> list[datetime]:
    known = {bound for bound in instants(*(h.interval for h in found)) if window.start < bound < window.end}
    return sorted({window.start, *known, *(shift_by(bound, seconds=-1) for bound in known)})
