"""What the on-call projects' own suites expect (oncall-cases.json, each with its source), asked of our parts."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from datetime import date, datetime, time
from itertools import chain, pairwise
from pathlib import Path
from typing import Any

import pytest

from scheduler.domain.coverage import TimeBand
from scheduler.domain.roster import Assignment
from scheduler.domain.shift import EVERY_DAY
from scheduler.intervals import (
    Interval,
    first_instant,
    local,
    minutes_between,
    monday_of,
    next_day,
    parse_instant,
    resolve,
    shift_by,
    utc_text,
    wall_after,
)
from scheduler.oncall.digest import next_digest
from scheduler.oncall.gaps import gaps
from scheduler.oncall.grid import Cadence, Grid
from scheduler.oncall.layers import Layer, clipped, layered
from scheduler.oncall.resolve import resolve as resolved
from scheduler.oncall.rotation import Rotation, window_active
from scheduler.oncall.values import Holding, Move, Override, Source, Swap

Case = dict[str, Any]

CASES: list[Case] = json.loads(Path(__file__).with_name("oncall-cases.json").read_text())["cases"]
DUTY, TRACK = "standby", ("standby", 1)
WEEKDAYS = {code: n for n, code in enumerate(["MO", "TU", "WE", "TH", "FR", "SA", "SU"])}

LEFT_OUT = {
    "GA-CLK-02": "not ours: one policy, the first instant, for starts and ends alike (GA-CLK-01)",
    "GA-CON-01": "two requests at once: a matter of the store",
    "GA-ICS-01": "not ours: no reminders and no UID from the end; tests/exports checks the rest of it",
    "GF-SWP-06": "the states of a swap request: a matter of the service",
    "GF-GAP-02": "who can be reached is not known to a roster",
    "GF-FAIR-01": "a score of a schedule: tests/scheduler/test_quality.py",
    "GF-FAIR-03": "a score of a schedule: tests/scheduler/test_quality.py",
    "GF-ICS-01": "needs two revisions of one feed; a plan has one",
    "LI-PCK-01": "picks the next person: tests/scheduler/test_cover_rotation.py",
    "LI-PCK-02": "picks the next person: tests/scheduler/test_cover_rotation.py",
    "LI-SUG-02": "suggests a cover: tests/scheduler/test_cover_rotation.py",
    "LI-SUG-03": "suggests a cover: tests/scheduler/test_cover_rotation.py",
}

# What the sources read from their stores and the cases do not repeat.
RECORDED = {"GA-RES-09": [{"user": "Craig", "start": "2018-09-12T08:05-05:00"}]}


def naive(text: str) -> datetime:
    return datetime.fromisoformat(text)


def interval(start: str, end: str) -> Interval:
    return Interval(parse_instant(start), parse_instant(end))


def holding(person: str, start: str, end: str, shift: str | None = None) -> Holding:
    return Holding(DUTY, 1, person, interval(start, end), shift=shift, source=Source.ROTATION)


def weekdays(codes: list[str] | str | None) -> frozenset[int]:
    return EVERY_DAY if codes in (None, "ALL") else frozenset(WEEKDAYS[code] for code in codes)


def band(rule: Case, zone: str) -> TimeBand:
    start, end = time.fromisoformat(rule["from"]), time.fromisoformat(rule["to"])
    return TimeBand(weekdays(rule["weekdays"]), start, end, zone)


def grid(spec: Case, zone: str) -> Grid:
    return Grid(naive(spec["start_local"]), zone, Cadence(spec["type"]), spec["length"])


def spans(holdings: Iterable[Holding]) -> list[tuple[str, str, str]]:
    return [(h.person, utc_text(h.start), utc_text(h.end)) for h in holdings]


def rotation_handoffs(case: Case) -> None:
    zone, asked = case["timezone"], case["input"]
    first, last = (first_instant(naive(wall), zone) for wall in asked["window_local"])
    turns = [turn for _, turn in grid(asked, zone).turns(Interval(first, shift_by(last, seconds=1)))]
    handoffs = [turn.start for turn in turns] + [turns[-1].end]
    assert handoffs == [parse_instant(text) for text in case["expected"]["handoffs"]]
    assert all(one.end == other.start for one, other in pairwise(turns))


def rotation_shift_end(case: Case) -> None:
    zone = case["timezone"]
    for row, expected in zip(case["input"]["rows"], case["expected"]["rows"], strict=True):
        asked = grid(row, zone)
        turn = asked.turn_at(resolve(naive(row["at_local"]), zone))
        assert asked.wall(turn + 1) == naive(expected["end_local"])
        assert asked.handover(turn + 1) == resolve(naive(expected["end_local"]), zone)


def wall_clock_to_instant(case: Case) -> None:
    for row, expected in zip(case["input"]["rows"], case["expected"]["rows"], strict=True):
        wall = naive(f"{row['date']}T{row['clock']}")
        assert first_instant(wall, case["timezone"]) == parse_instant(expected)


def window_is_active(case: Case) -> None:
    window = band(case["input"], case["timezone"])
    active = [window_active(window, parse_instant(text)) for text in case["input"]["at"]]
    assert active == case["expected"]["active"]


def next_notification(case: Case) -> None:
    for row, due in zip(case["input"]["rows"], case["expected"]["rows"], strict=True):
        clock = time.fromisoformat(row["clock"]) if row["clock"] else None
        found = next_digest(parse_instant(case["input"]["now"]), clock, case["timezone"], weekdays(row["weekdays"]))
        assert found == (parse_instant(due) if due else None)


def rolling(case: Case) -> tuple[Rotation, Interval]:
    asked, zone = case["input"], case["timezone"]
    days, groups = weekdays(asked["by_day"]), [tuple(group) for group in asked["groups"]]
    first = date.fromisoformat(asked["start_date"])
    if asked["frequency"] == "weekly":  # an interval of n: n - 1 weeks without anybody after each turn
        groups = list(chain.from_iterable([group, *[()] * (asked["interval"] - 1)] for group in groups))
        turns = Grid(datetime.combine(monday_of(first), time()), zone, Cadence.WEEKLY)
    else:
        turns = Grid(datetime.combine(first, time()), zone, Cadence.DAILY, asked["interval"], days)
    hours = TimeBand(days, time(), time(asked["hours"]), zone)
    return Rotation(tuple(groups), turns, DUTY, windows=(hours,)), days_from(first, asked["total_days"], zone)


def days_from(first: date, days: int, zone: str) -> Interval:
    midnights = (datetime.combine(day, time()) for day in (first, next_day(first, days)))
    return Interval(*(resolve(midnight, zone) for midnight in midnights))


def rolling_by_day(case: Case) -> None:
    rotation, window = rolling(case)
    by_date: dict[str, str] = defaultdict(str)
    for h in rotation.holdings(window):
        by_date[local(h.start, case["timezone"]).date().isoformat()] += h.person
    assert by_date == case["expected"]["by_date"]


def rule_holdings(rule: Case, zone: str, window: Interval) -> list[Holding]:
    turn = rule.get("rotation")
    if turn is None:
        order, start, cadence = [rule["user"]], local(window.start, zone), Cadence.DAILY
    else:
        order = turn["members"][turn["current_index"] :] + turn["members"][: turn["current_index"]]
        start, cadence = local(parse_instant(turn["current_start"]), zone), Cadence(turn["type"])
    groups = tuple((person,) for person in order)
    hours = band(rule, zone)
    return Rotation(groups, Grid(start.replace(tzinfo=None), zone, cadence), DUTY, windows=(hours,)).holdings(window)


def resolve_shifts(case: Case) -> None:
    asked, zone = case["input"], case["timezone"]
    window = interval(*asked["window"])
    recorded = [
        holding(past["user"], past["start"], asked["window"][0])
        for past in asked.get("history", RECORDED.get(case["id"], []))
    ]
    base = [h for rule in asked["rules"] for h in rule_holdings(rule, zone, window)]
    if recorded:  # what was, was: rules speak of the time from now on
        base = clipped(base, Interval(window.start, max(h.end for h in base)))
    fixed = [
        Layer(
            tuple(holding(s["user"], s["start"], s["end"]) for s in temporary["shifts"]),
            (interval(temporary["start"], temporary["end"]),),
        )
        for temporary in asked.get("temporary", [])
    ]
    overrides = [
        Override(interval(o["start"], o["end"]), DUTY, add=o.get("add"), remove=o.get("remove"))
        for o in asked.get("overrides", [])
    ]
    final = resolved(layered([Layer((*recorded, *base)), *fixed]), overrides)
    found = [
        (h.person, h.start, min(h.end, window.end), h.end > window.end)  # the last: cut off by the window
        for h in final.between(window)
    ]
    assert found == [
        (s["user"], parse_instant(s["start"]), parse_instant(s["end"]), s["truncated"])
        for s in case["expected"]["shifts"]
    ]


def override_map(case: Case) -> None:
    whole = ("2026-07-06T00:00Z", "2026-07-07T00:00Z")
    base = [holding(person, *whole) for person in case["input"]["active"]]
    overrides = [
        Override(interval(*whole), DUTY, add=o.get("add"), remove=o.get("remove"), created=n)
        for n, o in enumerate(case["input"]["overrides"])
    ]
    found = resolved(base, overrides).at(parse_instant("2026-07-06T12:00Z"))
    assert [h.person for h in found] == case["expected"]["active"]


def override_edit(case: Case) -> None:
    base = [holding(*event) for event in case["input"]["events"]]
    person, *bounds = case["input"]["override"]
    final = resolved(base, [Override(interval(*bounds), DUTY, add=person, remove=base[0].person)])
    for who, expected in case["expected"].items():
        mine = [[utc_text(h.start), utc_text(h.end)] for h in final.holdings if h.person == who]
        assert mine == expected


def layered_final(case: Case) -> None:
    asked, window = case["input"], interval(*case["input"]["window"])
    levels: dict[int, list[Holding]] = defaultdict(list)
    for s in asked["shifts"]:
        levels[s["level"]].append(holding(s["user"], s["start"], s["end"]))
    overrides = [
        Override(interval(o["start"], o["end"]), DUTY, add=o["user"], everybody=True, created=o["level"])
        for o in asked["overrides"]
    ]
    final = resolved(layered([Layer(tuple(levels[n])) for n in sorted(levels)]), overrides)
    found = [(h.start, h.end, h.person, h.source is Source.OVERRIDE) for h in final.between(window)]
    found += [(gap.start, gap.end, "", False) for gap in gaps(final.holdings, window, TRACK)]
    rows = case["expected"].get("final") or case["expected"]["final_without_gaps"]
    assert sorted(found) == sorted(
        (parse_instant(r["start"]), parse_instant(r["end"]), r["user"] or "", r["override"]) for r in rows
    )


def swap_split(case: Case) -> None:
    asked, swap = case["input"], case["input"]["swap"]
    base = [holding(s["user"], s["start"], s["end"], shift=f"s{n}") for n, s in enumerate(asked["shifts"])]
    part = interval(swap["start"], swap["end"])
    moves = [Move(Assignment(h.person, h.shift or ""), swap["to_user"], part) for h in base]
    final = resolved(base, swaps=[Swap(tuple(moves))])
    found = [(h.person, h.start, h.end, h.source is Source.SWAP) for h in final.holdings]
    assert found == [
        (e["user"], parse_instant(e["start"]), parse_instant(e["end"]), e["swapped"])
        for e in case["expected"]["events"]
    ]
    assert spans(resolved(base).holdings) == spans(base), "as long as nobody takes it, nothing is split"


def gaps_in_window(case: Case) -> None:
    base = [holding(s["user"], s["start"], s["end"]) for s in case["input"]["shifts"]]
    found = gaps(base, interval(*case["input"]["window"]), TRACK)
    assert found == [interval(*gap) for gap in case["expected"]["gaps"]]


def fixed_schedule_delete(case: Case) -> None:
    asked = case["input"]["schedule"]
    layer = Layer(tuple(holding(*s) for s in asked["shifts"]), (interval(asked["start"], asked["end"]),))
    expected = [
        Layer(tuple(holding(*s) for s in schedule["shifts"]), (interval(schedule["start"], schedule["end"]),))
        for schedule in case["expected"]["schedules"]
    ]
    assert layer.cleared(interval(*case["input"]["delete"])) == expected


def weekly_shift_occurrence(case: Case) -> None:
    turns = Grid(naive(case["input"]["start_local"]), case["timezone"], Cadence.WEEKLY)
    for at, expected in zip(case["input"]["at"], case["expected"]["occurrences"], strict=True):
        instant = parse_instant(at)
        assert [t for _, t in turns.turns(Interval(instant, shift_by(instant, seconds=1)))] == [interval(*expected)]


def weekly_template(case: Case) -> None:
    """Slots counted in wall-clock hours from a Sunday, planned for as many turns as begin before the horizon ends."""
    asked, zone, expected = case["input"], case["timezone"], case["expected"]
    now, slots = naive(asked["now_local"]), asked["template"]
    planned = asked.get("last_planned_week")
    sunday = datetime.combine(next_day(monday_of(next_day(now.date())), -1), time())
    first = wall_after(naive(planned), days=7) if planned else sunday
    weeks = -(-(slots[-1]["offset_from_sunday_hours"] - slots[0]["offset_from_sunday_hours"]) // 168) or 1
    horizon = wall_after(now, days=asked["horizon_days"])
    periods = Grid(first, zone, Cadence.WEEKLY, int(weeks))
    numbers = [n for n, _ in periods.turns(Interval(resolve(first, zone), resolve(horizon, zone)))]
    turns = [Grid(slot_start(first, slot), zone, Cadence.WEEKLY, int(weeks)) for slot in slots]
    starts = [[turn.wall(n) for turn in turns] for n in numbers]
    assert len(numbers) == expected.get("periods", len(numbers))
    if "second_period_starts_local" in expected:
        assert starts[1] == [naive(text) for text in expected["second_period_starts_local"]]
    if "starts_local" in expected:
        assert [s for period in starts for s in period] == [naive(text) for text in expected["starts_local"]]
    if "turns_utc" in expected:
        found = [Interval(turns[0].handover(n), turns[0].handover(n + 1)) for n in numbers]
        assert found == [interval(*turn) for turn in expected["turns_utc"]]


def slot_start(sunday: datetime, slot: Case) -> datetime:
    hours, part = divmod(slot["offset_from_sunday_hours"], 1)
    return wall_after(sunday, hours=int(hours)).replace(minute=int(60 * part))


def hours_export(case: Case) -> None:
    asked, zone = case["input"], case["timezone"]
    start = naive(asked["start"].removesuffix("Z"))
    days = weekdays(asked["by_day"])
    rotation = Rotation(
        tuple((member,) for member in asked["members"]),
        Grid(start, zone, Cadence.DAILY, weekdays=days),
        DUTY,
        windows=(TimeBand(days, start.time(), wall_after(start, hours=asked["hours"]).time(), zone),),
        span=interval(asked["start"], asked["until"]),
    )
    window = interval(*asked["query"])
    shifts = resolved(rotation.holdings(window)).between(window)
    minutes: Counter[str] = Counter()
    for h in shifts:
        minutes[h.person] += minutes_between(h.start, h.end)
    assert {person: total // 60 for person, total in minutes.items()} == case["expected"]["hours"]
    assert len(shifts) == case["expected"]["shifts"]


KINDS: dict[str, Callable[[Case], None]] = {
    "rotation_handoffs": rotation_handoffs,
    "rotation_shift_end": rotation_shift_end,
    "wall_clock_to_instant": wall_clock_to_instant,
    "window_active": window_is_active,
    "next_notification": next_notification,
    "rolling_by_day": rolling_by_day,
    "resolve_shifts": resolve_shifts,
    "override_map": override_map,
    "override_edit": override_edit,
    "layered_final": layered_final,
    "swap_split": swap_split,
    "gaps": gaps_in_window,
    "fixed_schedule_delete": fixed_schedule_delete,
    "weekly_shift_occurrence": weekly_shift_occurrence,
    "weekly_template": weekly_template,
    "hours_export": hours_export,
}
TESTED = [case for case in CASES if case["id"] not in LEFT_OUT]


@pytest.mark.parametrize("case", TESTED, ids=[case["id"] for case in TESTED])
def test_case(case: Case) -> None:
    KINDS[case["kind"]](case)


def test_every_case_is_tested_or_left_out_with_a_reason() -> None:
    ids = [case["id"] for case in CASES]
    assert sorted([*(case["id"] for case in TESTED), *LEFT_OUT]) == sorted(ids)
    assert all(LEFT_OUT.values())
    assert all(case["adopt"] == "yes" for case in TESTED)


def test_a_week_without_a_turn_is_reported_as_a_gap() -> None:
    case = next(case for case in CASES if case["id"] == "GF-ROL-08")
    rotation, window = rolling(case)
    weekend = days_from(date(2024, 8, 10), 2, case["timezone"])
    assert any(gap.covers(weekend) for gap in gaps(rotation.holdings(window), window, TRACK))
