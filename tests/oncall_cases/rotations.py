"""What the cases say of rotations and windows."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time
from itertools import pairwise

from scheduler.intervals import (
    Interval,
    at,
    each_day,
    first_instant,
    monday_of,
    next_day,
    parse_instant,
    resolve,
    shift_by,
    wall_after,
)
from tests.oncall_cases.questions import Expected, Question, Raw
from tests.oncall_cases.rows import (
    CREW,
    NUMBERS,
    Case,
    between,
    day_names,
    during,
    rotation_row,
    slot_text,
    window_text,
)


def rotation_handoffs(case: Case) -> Iterator[Question]:
    first, last = (first_instant(datetime.fromisoformat(wall), case.zone) for wall in case.input["window_local"])
    handoffs = [parse_instant(text) for text in case.expected["handoffs"]]
    expected = tuple(Expected(None, start, end) for start, end in pairwise(handoffs))
    document = case.document({"rotations": [rotation_row(case.input)]})
    yield Question(document, Interval(first, shift_by(last, seconds=1)), expected)


def rotation_shift_end(case: Case) -> Iterator[Question]:
    for row, expected in zip(case.input["rows"], case.expected["rows"], strict=True):
        now = case.instant(row["at_local"])
        end = case.instant(expected["end_local"])
        yield Question(
            case.document({"rotations": [rotation_row(row)]}), Interval(now, now), (Expected(None, None, end),)
        )


def wall_clock_to_instant(case: Case) -> Iterator[Question]:
    """A handover at this wall time of the day, from the one to the other."""
    for row, expected in zip(case.input["rows"], case.expected["rows"], strict=True):
        rotation = {"people": ["comes", "goes"], "start": f"{row['date']}T{row['clock']}", "cadence": "daily"}
        day, handover = date.fromisoformat(row["date"]), parse_instant(expected)
        window = Interval(at(day, time(), case.zone), at(next_day(day), time(), case.zone))
        held = (Expected("goes", None, handover), Expected("comes", handover, None))
        yield Question(case.document({"rotations": [rotation]}), window, held)


def window_active(case: Case) -> Iterator[Question]:
    rotation = {"people": ["ana"], "start": "2017-01-01T00:00", "windows": [window_text(case.input)]}
    document = case.document({"rotations": [rotation]})
    for text, active in zip(case.input["at"], case.expected["active"], strict=True):
        now = parse_instant(text)
        yield Question(document, Interval(now, now), (Expected("ana", None, None),) if active else ())


def rolling_by_day(case: Case) -> Iterator[Question]:
    asked, groups = case.input, [[*group] for group in case.input["groups"]]
    first, days = date.fromisoformat(asked["start_date"]), day_names(asked["by_day"])
    rotation: Raw = {"people": groups, "start": f"{first}T00:00", "cadence": "daily", "length": asked["interval"]}
    if asked["frequency"] == "weekly":  # an interval of n: n - 1 weeks without anybody after each turn
        order = [turn for group in groups for turn in (group, *[[]] * (asked["interval"] - 1))]
        rotation |= {"people": order, "start": f"{monday_of(first)}T00:00", "cadence": "weekly", "length": 1}
    else:
        rotation["weekdays"] = days
    rotation["windows"] = [f"{','.join(days)} 00:00-{asked['hours']:02}:00"]
    window = Interval(case.instant(f"{first}T00:00"), case.instant(f"{next_day(first, asked['total_days'])}T00:00"))
    expected = tuple(
        Expected(person, case.instant(f"{day}T00:00"), case.instant(f"{day}T{asked['hours']:02}:00"))
        for day, group in sorted(case.expected["by_date"].items())
        for person in sorted(group)
    )
    yield Question(case.document({"rotations": [rotation]}), window, expected)


def weekly_shift_occurrence(case: Case) -> Iterator[Question]:
    document = case.document({"rotations": [rotation_row({**case.input, "type": "weekly"})]})
    for text, occurrence in zip(case.input["at"], case.expected["occurrences"], strict=True):
        now = parse_instant(text)
        yield Question(document, Interval(now, now), (during(None, occurrence),))


def weekly_template(case: Case) -> Iterator[Question]:
    """Slots counted in wall-clock hours from a Sunday: windows of a rotation that hands over with the first slot."""
    slots, starts = case.input["template"], [_slot(case, slot) for slot in case.input["template"]]
    weeks = -(-int(slots[-1]["offset_from_sunday_hours"] - slots[0]["offset_from_sunday_hours"]) // 168) or 1
    rotation: Raw = {"people": CREW, "start": f"{starts[0]:%Y-%m-%dT%H:%M}", "cadence": "weekly", "length": weeks}
    if slots[0]["hours"] < 168:
        rotation["windows"] = [slot_text(start, slots[0]["hours"]) for start in starts]
    document = case.document({"rotations": [rotation]})
    if "second_period_starts_local" in case.expected:
        begins = [case.instant(text) for text in case.expected["second_period_starts_local"]]
        held = [Expected("p1", start, shift_by(start, minutes=60 * slots[0]["hours"])) for start in begins]
        second = (resolve(wall_after(starts[0], days=7 * weeks * n), case.zone) for n in (1, 2))
        yield Question(document, Interval(*second), tuple(held))
    if "starts_local" in case.expected:
        begins = [case.instant(text) for text in case.expected["starts_local"]]
        horizon = resolve(wall_after(_now(case), days=case.input["horizon_days"]), case.zone)
        held = [Expected(CREW[n], *bounds) for n, bounds in enumerate(pairwise([*begins, None]))]
        yield Question(document, Interval(resolve(starts[0], case.zone), horizon), tuple(held))
    if "turns_utc" in case.expected:
        held = [during(None, turn) for turn in case.expected["turns_utc"]]
        first, last = case.expected["turns_utc"][0], case.expected["turns_utc"][-1]
        yield Question(document, between(first[0], last[1]), tuple(held))


def hours_export(case: Case) -> Iterator[Question]:
    asked, start = case.input, datetime.fromisoformat(case.input["start"].removesuffix("Z"))
    rotation = {
        "people": asked["members"],
        "start": f"{start:%Y-%m-%dT%H:%M}",
        "cadence": "daily",
        "weekdays": day_names(asked["by_day"]),
        "windows": [
            f"{','.join(day_names(asked['by_day']))} {start:%H:%M}-{wall_after(start, hours=asked['hours']):%H:%M}"
        ],
        "since": asked["start"],
        "until": asked["until"],
    }
    window = between(*asked["query"])
    worked = [
        at(day, start.time(), case.zone)
        for day in each_day(window.start.date(), parse_instant(asked["until"]).date())
        if day.weekday() in {NUMBERS[code] for code in asked["by_day"]}
    ]
    held = [
        Expected(asked["members"][n % len(asked["members"])], begin, shift_by(begin, minutes=60 * asked["hours"]))
        for n, begin in enumerate(worked)
    ]
    assert len(held) == case.expected["shifts"]
    yield Question(case.document({"rotations": [rotation]}), window, tuple(held), hours=case.expected["hours"])


def _now(case: Case) -> datetime:
    return datetime.fromisoformat(case.input["now_local"])


def _slot(case: Case, slot: Raw) -> datetime:
    """The wall time at which the first shift of a slot starts."""
    planned = case.input.get("last_planned_week")
    sunday = next_day(monday_of(next_day(_now(case).date())), -1)
    first = next_day(date.fromisoformat(planned), 7) if planned else sunday
    hours, part = divmod(slot["offset_from_sunday_hours"], 1)
    return wall_after(datetime.combine(first, time()), hours=int(hours)).replace(minute=int(60 * part))
