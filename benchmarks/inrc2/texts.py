"""The files of an INRC-II instance, read: the scenario, where everybody stands, and what a week wants."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import takewhile

WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")

Limits = tuple[int, int]
Cell = tuple[str, str] | None  # what a nurse works on a day: shift type and skill


@dataclass(frozen=True, slots=True)
class Contract:
    """The least and most shifts of the horizon, days of work and days off in a row; and how weekends are worked."""

    shifts: Limits
    run: Limits
    days_off: Limits
    most_weekends: int
    complete_weekends: bool


@dataclass(frozen=True, slots=True)
class Scenario:
    """What holds in every week. `kinds` are the shift types, with the least and most of each in a row."""

    weeks: int
    kinds: Mapping[str, Limits]
    never_after: Mapping[str, frozenset[str]]
    contracts: Mapping[str, Contract]
    nurses: Mapping[str, tuple[str, tuple[str, ...]]]  # contract and skills

    def contract(self, nurse: str) -> Contract:
        return self.contracts[self.nurses[nurse][0]]


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a nurse stands on the eve of a week. Runs are in days; `last` is None after a day off."""

    shifts: int
    weekends: int
    last: str | None
    run_of_kind: int
    run: int
    days_off: int

    def after(self, week: Sequence[Cell]) -> Standing:
        """Where the nurse stands when the week has gone so."""
        kinds = [cell[0] if cell else None for cell in week]
        last = kinds[-1]
        back = kinds[::-1]
        same = len(list(takewhile(lambda kind: kind == last, back)))
        alike = len(list(takewhile(lambda kind: (kind is None) == (last is None), back)))
        whole = len(kinds)
        return replace(
            self,
            shifts=self.shifts + len(kinds) - kinds.count(None),
            weekends=self.weekends + any(kinds[-2:]),
            last=last,
            run_of_kind=(same + (self.run_of_kind if same == whole and self.last == last else 0)) if last else 0,
            run=(alike + (self.run if alike == whole else 0)) if last else 0,
            days_off=0 if last else alike + (self.days_off if alike == whole else 0),
        )


@dataclass(frozen=True, slots=True)
class Week:
    """What one week wants: the least and best number of nurses for each weekday, shift type and skill; and wishes.

    A wish names the nurse, the weekday from 0 on, and the shift type not wanted; None for any.
    """

    covers: tuple[tuple[int, str, str, Limits], ...]
    wishes: tuple[tuple[str, int, str | None], ...]


def scenario_of(text: str) -> Scenario:
    parts = _parts(text)
    return Scenario(
        weeks=int(parts["WEEKS"][0]),
        kinds={kind: _limits(limits) for kind, limits in map(str.split, parts["SHIFT_TYPES"])},
        never_after={
            kind: frozenset(never) for kind, _, *never in map(str.split, parts["FORBIDDEN_SHIFT_TYPES_SUCCESSIONS"])
        },
        contracts={
            id: Contract(_limits(shifts), _limits(run), _limits(off), int(weekends), complete == "1")
            for id, shifts, run, off, weekends, complete in map(str.split, parts["CONTRACTS"])
        },
        nurses={id: (contract, tuple(skills)) for id, contract, _, *skills in map(str.split, parts["NURSES"])},
    )


def history_of(text: str) -> dict[str, Standing]:
    standings = {}
    for nurse, shifts, weekends, last, *runs in map(str.split, _parts(text)["NURSE_HISTORY"]):
        standings[nurse] = Standing(int(shifts), int(weekends), None if last == "None" else last, *map(int, runs))
    return standings


def week_of(text: str) -> Week:
    parts = _parts(text)
    return Week(
        covers=tuple(
            (day, kind, skill, _limits(limits))
            for kind, skill, *wanted in map(str.split, parts["REQUIREMENTS"])
            for day, limits in enumerate(wanted)
        ),
        wishes=tuple(
            (nurse, WEEKDAYS.index(day), None if kind == "Any" else kind)
            for nurse, kind, day in map(str.split, parts.get("SHIFT_OFF_REQUESTS", []))
        ),
    )


def line_of(text: str, nurse: str) -> list[Cell]:
    """The week of a nurse in a solution file."""
    rows = (row.split() for row in _parts(text)["ASSIGNMENTS"])  # some files say more below
    works = {row[1]: (row[2], row[3]) for row in rows if len(row) == 4 and row[0] == nurse}
    return [works.get(day) for day in WEEKDAYS]


def _parts(text: str) -> dict[str, list[str]]:
    """The lines under each heading; a number beside the heading is the first."""
    parts: dict[str, list[str]] = {}
    for line in filter(None, map(str.strip, text.splitlines())):
        if heading := re.fullmatch(r"([A-Z_]+)(?: = (\S+))?", line):
            value = heading[2]
            lines = parts[heading[1]] = [value] if value and heading[1] == "WEEKS" else []
        else:
            lines.append(line)
    return parts


def _limits(text: str) -> Limits:
    low, high = text.strip("()").split(",")
    return int(low), int(high)
