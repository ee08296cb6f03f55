"""Builders for the EXAMPLES of rule files: a hub in UTC with three shifts, from Monday 4 January 2027 on."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, time
from typing import Any

from constraints.base import Example
from scheduler.domain.people import Person
from scheduler.domain.roster import Assignment, Roster
from scheduler.domain.shift import Duty, ShiftTemplate, shift_id
from scheduler.domain.team import PastShift, Period, Published, Site, Team
from scheduler.intervals import at, next_day

MONDAY = date(2027, 1, 4)
SPRING = 83  # the offset of Sunday 28 March 2027, when Dublin's clocks go forward: there is no 01:30
AUTUMN = 300  # the offset of Sunday 31 October 2027, when they go back: 01:30 comes twice
HUB = Site(id="hub", zone="UTC")
DUBLIN = Site(id="hub", zone="Europe/Dublin")
FAR = Site(id="far", zone="Asia/Singapore")
DAY = ShiftTemplate(id="day", site="hub", start=time(7), end=time(15, 30), unpaid_break_minutes=30)
EVENING = ShiftTemplate(id="evening", site="hub", start=time(15), end=time(23, 30), unpaid_break_minutes=30)
NIGHT = ShiftTemplate(
    id="night", site="hub", start=time(23), end=time(7, 30), span_days=1, unpaid_break_minutes=30, night=True
)
STANDBY = ShiftTemplate(
    id="standby",
    site="hub",
    start=time(10),
    end=time(10),
    span_days=7,
    duty=Duty.STANDBY,
    skill="lead",
    weekdays=frozenset({0}),
)
SECOND = replace(STANDBY, id="second")
CALL = ShiftTemplate(id="call", site="hub", start=time(17), end=time(22), duty=Duty.STANDBY, counts_as_work=True)
FAR_DAY = ShiftTemplate(id="far-day", site="far", start=time(7), end=time(15, 30), unpaid_break_minutes=30)
LATE = ShiftTemplate(id="late", site="hub", start=time(16), end=time(), span_days=1)
MIDNIGHT = ShiftTemplate(id="midnight", site="hub", start=time(), end=time(8))
TEMPLATES = {
    "D": DAY,
    "E": EVENING,
    "N": NIGHT,
    "S": STANDBY,
    "B": SECOND,
    "C": CALL,
    "F": FAR_DAY,
    "L": LATE,
    "M": MIDNIGHT,
}
ANA = Person(id="ana", site="hub", skills=frozenset({"lead"}))
BEN = Person(id="ben", site="hub", skills=frozenset({"lead"}))
CAI = Person(id="cai", site="far", skills=frozenset({"lead"}))


def day(offset: int) -> date:
    """The day that many after the first Monday."""
    return next_day(MONDAY, offset)


def instant(offset: int, hour: int = 0, zone: str = "UTC") -> datetime:
    """That hour of the wall clock on that day."""
    return at(day(offset), time(hour), zone)


def example(
    says: str,
    amount: int,
    *,
    first: int = 0,
    last: int = 6,
    people: tuple[Person, ...] = (ANA,),
    shifts: str = "D",
    works: dict[str, str] | None = None,
    before: dict[str, str] | None = None,
    params: dict[str, Any] | None = None,
    sites: tuple[Site, ...] = (HUB,),
    coverage_window: tuple[datetime, datetime] | None = None,
    **brought: Any,
) -> Example:
    """An example in which `works` has a letter of TEMPLATES for each day of each person, or - for none.

    ``[DN]`` is both on one day. `before` has the days that lead up to the first one, its last letter being the eve.
    `first` and `last` are the offsets of the first and last day from the first Monday; `shifts` says which templates
    there are.
    """
    begins, ends = coverage_window or (instant(first), instant(last + 1))
    team = Team(
        id="example",
        period=Period(day(first), day(last), begins, ends),
        sites=sites,
        people=people,
        templates=tuple(TEMPLATES[letter] for letter in shifts),
        previous=tuple(
            PastShift(person, day(offset), TEMPLATES[letter].id)
            for person, letters in (before or {}).items()
            for offset, letter in _letters(letters, first - _length(letters))
        ),
        **brought,
    )
    return Example(says, team, _roster(works or {}, first), amount, params or {})


def published(works: dict[str, str], *, first: int = 0, last: int = 6, as_of: datetime | None = None) -> Published:
    """What was published of the days with these offsets, drawn as in `example`; left out: as of the first midnight."""
    return Published(as_of or instant(first), day(first), day(last), _roster(works, first))


def _roster(works: dict[str, str], first: int) -> Roster:
    return Roster(
        frozenset(
            Assignment(person, shift_id(TEMPLATES[letter].id, day(offset)))
            for person, letters in works.items()
            for offset, letter in _letters(letters, first)
        )
    )


def _letters(text: str, first: int) -> Iterator[tuple[int, str]]:
    """Each shift's letter with the offset of its day; `text` begins at the offset `first`."""
    for offset, letters in enumerate(_DAY.findall(text), first):
        yield from ((offset, letter) for letter in letters if letter not in "[-]")


def _length(text: str) -> int:
    """How many days `text` tells of."""
    return len(_DAY.findall(text))


_DAY = re.compile(r"\[\w*\]|.")
