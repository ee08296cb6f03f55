"""The rows of on-call documents, from what the cases say."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime

from scheduler.intervals import Interval, local, parse_instant, resolve, utc_text, wall_after
from scheduler.oncall.values import Override
from tests.oncall_cases.questions import DUTY, Expected, Raw

# So many that two turns, and one between them that a clock change swallows, fall to different people.
CREW = ["p0", "p1", "p2", "p3", "p4"]
WEEKDAYS = {"MO": "mon", "TU": "tue", "WE": "wed", "TH": "thu", "FR": "fri", "SA": "sat", "SU": "sun"}
NUMBERS = {code: n for n, code in enumerate(WEEKDAYS)}


@dataclass
class Case:
    """A case with what its documents are made of."""

    raw: Raw
    input: Raw = field(init=False)
    expected: Raw = field(init=False)
    zone: str = field(init=False)

    def __post_init__(self) -> None:
        self.input, self.expected, self.zone = self.raw["input"], self.raw["expected"], self.raw["timezone"]

    def document(self, *layers: Raw, overrides: Iterable[Override] = (), others: Iterable[str] = ()) -> Raw:
        """A document of one schedule, with everybody whom `layers`, `overrides` and `others` name."""
        people = {*people_of(layers), *people_added(overrides), *others}
        return {
            "timezone": self.zone,
            "people": [{"id": id} for id in sorted(people)],
            "schedules": [{"duty": DUTY, "level": 1, "layers": [*layers]}],
        }

    def instant(self, wall: str) -> datetime:
        return resolve(datetime.fromisoformat(wall), self.zone)


def rotation_row(spec: Raw) -> Raw:
    return {"people": CREW, "start": spec["start_local"], "cadence": spec["type"], "length": spec.get("length", 1)}


def rule_row(rule: Raw, window: Interval, zone: str) -> Raw:
    """A rule of GoAlert's: somebody, or a rotation that stands at a known turn, inside a weekly window."""
    turn = rule.get("rotation")
    if turn is None:
        order, start, cadence = [rule["user"]], local(window.start, zone), "daily"
    else:
        order = turn["members"][turn["current_index"] :] + turn["members"][: turn["current_index"]]
        start, cadence = local(parse_instant(turn["current_start"]), zone), turn["type"]
    return {"people": order, "start": f"{start:%Y-%m-%dT%H:%M}", "cadence": cadence, "windows": [window_text(rule)]}


def window_text(rule: Raw) -> str:
    return f"{','.join(day_names(rule['weekdays']))} {rule['from']}-{rule['to']}"


def slot_text(start: datetime, hours: int) -> str:
    return f"{start:%a} {start:%H:%M}-{wall_after(start, hours=hours):%H:%M}".lower()


def day_names(codes: list[str] | str | None) -> list[str]:
    return [*WEEKDAYS.values()] if codes in (None, "ALL") else [WEEKDAYS[code] for code in codes]


def shift_row(person: str, start: str, end: str, id: str | None = None) -> Raw:
    return {"person": person, "start": start, "end": end} | ({"id": id} if id else {})


def clipped_layer(shifts: list[list[str]], stretch: Interval) -> Raw:
    """A layer of what is left of fixed shifts inside `stretch`."""
    left = [(who, between(start, end).clipped(stretch)) for who, start, end in shifts]
    rows = [shift_row(who, utc_text(part.start), utc_text(part.end)) for who, part in left if part]
    return {"shifts": rows, "spans": [{"start": utc_text(stretch.start), "end": utc_text(stretch.end)}]}


def between(start: str, end: str) -> Interval:
    return Interval(parse_instant(start), parse_instant(end))


def during(person: str | None, span: Iterable[str]) -> Expected:
    start, end = map(parse_instant, span)
    return Expected(person, start, end)


def people_of(layers: Iterable[Raw]) -> Iterator[str]:
    for layer in layers:
        for rotation in layer.get("rotations", []):
            for group in rotation["people"]:
                yield from [group] if isinstance(group, str) else group
        yield from (shift["person"] for shift in layer.get("shifts", []))


def people_added(overrides: Iterable[Override]) -> Iterator[str]:
    return (override.add for override in overrides if override.add)


def by_start(one: Expected) -> tuple[datetime, str]:
    assert one.start
    return one.start, one.person or ""
