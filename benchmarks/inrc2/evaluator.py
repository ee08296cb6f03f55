"""What the weeks of an INRC-II instance cost, by the rules of the competition alone (Ceschia et al. 2015, 2019).

It reads the files' texts for itself and imports nothing of the project.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby

DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
OPTIMAL, KIND, RUN, DAYS_OFF, PREFERENCE, WEEKEND, TOTAL, WEEKENDS = 30, 15, 30, 30, 10, 30, 20, 30

Cell = tuple[str, str] | None  # what a nurse works on a day: shift type and skill
Lines = Mapping[str, Sequence[Cell]]  # the days of all weeks, one after the other
Limits = tuple[int, int]


def evaluated(scenario: str, history: str, weeks: Sequence[str], lines: Lines) -> tuple[Counter[str], list[str]]:
    """The cost of each kind of constraint over all weeks, and a sentence for each broken hard constraint."""
    known = _Scenario(scenario)
    costs: Counter[str] = Counter()
    broken = [*_broken_nurses(known, _history(history), lines), *_broken_cover(weeks, lines)]
    for kind, cost in (*_cover_costs(weeks, lines), *_wish_costs(weeks, lines)):
        costs[kind] += cost
    for nurse, before in _history(history).items():
        for kind, cost in _nurse_costs(known, nurse, before, list(lines[nurse])):
            costs[kind] += cost
    return costs, broken


class _Scenario:
    """Shift types, contracts and nurses, by the text's own words."""

    def __init__(self, text: str) -> None:
        blocks = _blocks(text)
        self.weeks = int(blocks["WEEKS"][0][0])
        self.kinds = {row[0]: _limits(row[1]) for row in blocks["SHIFT_TYPES"]}
        self.never_after = {row[0]: set(row[2:]) for row in blocks["FORBIDDEN_SHIFT_TYPES_SUCCESSIONS"]}
        self.contracts = {row[0]: row[1:] for row in blocks["CONTRACTS"]}
        self.nurses = {row[0]: (row[1], set(row[3:])) for row in blocks["NURSES"]}


def _blocks(text: str) -> dict[str, list[list[str]]]:
    """The rows under each heading; what stands after ``=`` is a row, unless it counts those below."""
    found: dict[str, list[list[str]]] = {}
    for line in filter(None, map(str.strip, text.replace("\r", "").split("\n"))):
        if line.split(" = ")[0].replace("_", "").isupper():
            heading, *value = line.split(" = ")
            rows = found[heading] = [value] if heading in {"WEEKS", "SCENARIO"} else []
        else:
            rows.append(line.split())
    return found


def _limits(text: str) -> Limits:
    low, high = text.strip("()").split(",")
    return int(low), int(high)


def _history(text: str) -> dict[str, tuple[int, int, str, int, int, int]]:
    """Assignments and weekends so far, the last shift type, its run, the run of work, the run of days off."""
    rows = _blocks(text)["NURSE_HISTORY"]
    return {row[0]: (int(row[1]), int(row[2]), row[3], int(row[4]), int(row[5]), int(row[6])) for row in rows}


def _broken_nurses(
    known: _Scenario, history: Mapping[str, tuple[int, int, str, int, int, int]], lines: Lines
) -> Iterator[str]:
    for nurse, line in lines.items():
        last = history[nurse][2]
        for day, cell in enumerate(line):
            if cell and cell[1] not in known.nurses[nurse][1]:
                yield f"{nurse} lacks {cell[1]} on day {day}"
            if cell and cell[0] in known.never_after.get(last, ()):
                yield f"{nurse} works {cell[0]} after {last} on day {day}"
            last = cell[0] if cell else "None"


def _covers(weeks: Sequence[str], lines: Lines) -> Iterator[tuple[str, int, Limits, int]]:
    """For each shift type with a skill on a day: how many are the least and best, and how many are there."""
    for week, text in enumerate(weeks):
        for kind, skill, *wanted in _blocks(text)["REQUIREMENTS"]:
            for weekday, limits in enumerate(wanted):
                day = 7 * week + weekday
                there = sum(line[day] == (kind, skill) for line in lines.values())
                yield f"{kind} {skill}", day, _limits(limits), there


def _broken_cover(weeks: Sequence[str], lines: Lines) -> Iterator[str]:
    for what, day, (least, _), there in _covers(weeks, lines):
        if there < least:
            yield f"{what} has {there} of {least} on day {day}"


def _cover_costs(weeks: Sequence[str], lines: Lines) -> Iterator[tuple[str, int]]:
    for _, _, (_, best), there in _covers(weeks, lines):
        yield "optimal coverage", OPTIMAL * max(0, best - there)


def _wish_costs(weeks: Sequence[str], lines: Lines) -> Iterator[tuple[str, int]]:
    for week, text in enumerate(weeks):
        for nurse, kind, weekday in _blocks(text).get("SHIFT_OFF_REQUESTS", []):
            cell = lines[nurse][7 * week + DAYS.index(weekday)]
            yield "preferences", PREFERENCE * bool(cell and kind in ("Any", cell[0]))


def _nurse_costs(
    known: _Scenario, nurse: str, before: tuple[int, int, str, int, int, int], line: list[Cell]
) -> Iterator[tuple[str, int]]:
    total, working_weekends, last, run_of_kind, run, days_off = before
    totals, runs, rests, most_weekends, complete = known.contracts[known.nurses[nurse][0]]
    kinds = [cell[0] if cell else None for cell in line]
    for what, limits in known.kinds.items():
        yield "consecutive", KIND * _out_of(kinds, what, limits, run_of_kind if last == what else 0)
    works = ["work" if kind else "off" for kind in kinds]
    yield "consecutive", RUN * _out_of(works, "work", _limits(runs), run)
    yield "days off", DAYS_OFF * _out_of(works, "off", _limits(rests), days_off)
    weekends = [line[day : day + 2] for day in range(5, len(line), 7)]
    if complete == "1":
        yield "complete weekends", WEEKEND * sum(bool(saturday) != bool(sunday) for saturday, sunday in weekends)
    if len(line) == 7 * known.weeks:
        low, high = _limits(totals)
        total += sum(map(bool, line))
        working_weekends += sum(map(any, weekends))
        yield "total assignments", TOTAL * (max(0, low - total) + max(0, total - high))
        yield "working weekends", WEEKENDS * max(0, working_weekends - int(most_weekends))


def _out_of(days: Sequence[str | None], what: str, limits: Limits, before: int) -> int:
    """By how much the runs of `what` are too short or too long.

    The first run goes on from `before` days; what was too long then was counted then. The last one may still grow.
    """
    low, high = limits
    runs = [(key, len(list(group))) for key, group in groupby(days)]
    if before and (not runs or runs[0][0] != what):
        runs.insert(0, (what, 0))
    amount = 0
    for number, (key, length) in enumerate(runs):
        if key == what:
            carried = before if number == 0 else 0
            amount += max(0, carried + length - max(high, carried))
            if number < len(runs) - 1:
                amount += max(0, low - carried - length)
    return amount
