"""What a roster costs, by the words of the instance format alone.

It reads the text for itself and imports nothing of the project: neither its reader nor its rules can mislead it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby, pairwise

Line = Sequence[str | None]  # what somebody works on each day of the horizon; None: a day off


def evaluated(text: str, roster: Mapping[str, Line]) -> tuple[int, list[str]]:
    """The objective of a roster, which has a line for each employee, and a sentence for each broken constraint."""
    parts = _parts(text)
    broken = [f"{row[0]} {what}" for row in parts["STAFF"] for what in _broken(row, roster[row[0]], parts)]
    return sum(_request_costs(parts, roster)) + sum(_cover_costs(parts, roster)), broken


def _parts(text: str) -> dict[str, list[list[str]]]:
    parts: dict[str, list[list[str]]] = {}
    for block in text.lstrip("\ufeff").replace("\r", "").split("SECTION_")[1:]:
        title, *lines = block.split("\n")
        parts[title.strip()] = [line.strip().split(",") for line in lines if line.strip() and line.strip()[0] != "#"]
    return parts


def _broken(row: list[str], line: Line, parts: dict[str, list[list[str]]]) -> Iterator[str]:
    _, most_of, most_minutes, least_minutes, *runs, most_weekends = row
    lengths = {kind: int(minutes) for kind, minutes, *_ in parts["SHIFTS"]}
    if len(line) != int(parts["HORIZON"][0][0]):
        yield f"has {len(line)} days"
    for limit in most_of.split("|"):
        kind, most = limit.split("=")
        if list(line).count(kind) > int(most):
            yield f"works {kind} more than {most} times"
    minutes = sum(lengths[kind] for kind in line if kind)
    if not int(least_minutes) <= minutes <= int(most_minutes):
        yield f"works {minutes} minutes"
    for kind, _, never in parts["SHIFTS"]:
        for number, (today, tomorrow) in enumerate(pairwise(line)):
            if today == kind and tomorrow in never.split("|"):
                yield f"works {tomorrow} after {kind} of day {number}"
    yield from _broken_runs(line, *map(int, runs))
    weekends = sum(1 for saturday in range(5, len(line), 7) if any(line[saturday : saturday + 2]))
    if weekends > int(most_weekends):
        yield f"works {weekends} weekends"
    for day in (int(day) for id, *days in parts.get("DAYS_OFF", []) for day in days if id == row[0]):
        if line[day]:
            yield f"works on day {day}, a day off"


def _broken_runs(line: Line, longest: int, shortest: int, shortest_off: int) -> Iterator[str]:
    """Runs at either end of the horizon may be short: what comes before and after them is not known."""
    runs = [(works, len(list(days))) for works, days in groupby(line, key=bool)]
    for number, (works, length) in enumerate(runs):
        inside = 0 < number < len(runs) - 1
        if works and length > longest:
            yield f"works {length} days in a row"
        if inside and length < (shortest if works else shortest_off):
            yield f"has only {length} days in a row {'of work' if works else 'off'}"


def _request_costs(parts: dict[str, list[list[str]]], roster: Mapping[str, Line]) -> Iterator[int]:
    for employee, day, kind, cost in parts.get("SHIFT_ON_REQUESTS", []):
        if roster[employee][int(day)] != kind:
            yield int(cost)
    for employee, day, kind, cost in parts.get("SHIFT_OFF_REQUESTS", []):
        if roster[employee][int(day)] == kind:
            yield int(cost)


def _cover_costs(parts: dict[str, list[list[str]]], roster: Mapping[str, Line]) -> Iterator[int]:
    there = Counter((day, kind) for line in roster.values() for day, kind in enumerate(line))
    for day, kind, wanted, under, over in parts.get("COVER", []):
        people = there[int(day), kind]
        yield max(0, int(wanted) - people) * int(under) + max(0, people - int(wanted)) * int(over)
