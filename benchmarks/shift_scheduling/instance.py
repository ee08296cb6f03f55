"""An instance of the shift scheduling format of Curtois and Qu, read from its text."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of shift: its length in minutes, and those that may not follow it on the next day."""

    id: str
    minutes: int
    never_before: frozenset[str]


@dataclass(frozen=True, slots=True)
class Employee:
    """Somebody's limits over the whole horizon; `most_of` has the most shifts of each kind."""

    id: str
    most_of: Mapping[str, int]
    most_minutes: int
    least_minutes: int
    longest_run: int
    shortest_run: int
    shortest_rest: int
    most_weekends: int
    days_off: frozenset[int]


@dataclass(frozen=True, slots=True)
class Request:
    """A wish to have, or not to have, a kind of shift on a day, and what it costs unmet."""

    employee: str
    day: int
    kind: str
    cost: int
    wanted: bool


@dataclass(frozen=True, slots=True)
class Cover:
    """How many people a kind of shift needs on a day, and what each one fewer or more costs."""

    day: int
    kind: str
    people: int
    cost_under: int
    cost_over: int


@dataclass(frozen=True, slots=True)
class Instance:
    """Days count from 0, and day 0 is a Monday."""

    days: int
    kinds: tuple[Kind, ...]
    staff: tuple[Employee, ...]
    requests: tuple[Request, ...]
    covers: tuple[Cover, ...]


Row = list[str]


def instance_of(text: str) -> Instance:
    """The instance that `text` describes. Raises ValueError or KeyError when it is not of this format."""
    sections = _sections(text)
    off = {row[0]: frozenset(map(int, row[1:])) for row in sections.get("DAYS_OFF", [])}
    return Instance(
        days=int(sections["HORIZON"][0][0]),
        kinds=tuple(Kind(id, int(minutes), _names(never)) for id, minutes, never in sections["SHIFTS"]),
        staff=tuple(_employee(row, off.get(row[0], frozenset())) for row in sections["STAFF"]),
        requests=(*_requests(sections, "ON"), *_requests(sections, "OFF")),
        covers=tuple(Cover(int(day), kind, *map(int, figures)) for day, kind, *figures in sections.get("COVER", [])),
    )


def _sections(text: str) -> dict[str, list[Row]]:
    """The rows of each section, without comments; trailing commas end a row."""
    found: dict[str, list[Row]] = {}
    rows: list[Row] = []
    for line in map(str.strip, text.removeprefix("\ufeff").splitlines()):
        if line.startswith("SECTION_"):
            rows = found[line.removeprefix("SECTION_")] = []
        elif line and not line.startswith("#"):
            rows.append([cell.strip() for cell in line.split(",")])
    return found


def _names(cell: str) -> frozenset[str]:
    return frozenset(cell.split("|")) - {""}


def _employee(row: Row, days_off: frozenset[int]) -> Employee:
    id, limits, *figures = row
    most_of = {kind: int(most) for kind, most in (limit.split("=") for limit in limits.split("|"))}
    return Employee(id, most_of, *map(int, figures), days_off=days_off)


def _requests(sections: dict[str, list[Row]], way: str) -> Iterator[Request]:
    for employee, day, kind, cost in sections.get(f"SHIFT_{way}_REQUESTS", []):
        yield Request(employee, int(day), kind, int(cost), wanted=way == "ON")
