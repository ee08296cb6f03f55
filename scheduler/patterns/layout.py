"""A pattern laid out as the roster of people, one for each day of the week on which its cycle can begin."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, time
from math import gcd

from scheduler.domain.people import Person
from scheduler.domain.roster import Assignment, Roster
from scheduler.domain.shift import ShiftTemplate, holds_night, shift_id
from scheduler.domain.team import Period, Site, Team
from scheduler.intervals import at, each_day, next_day
from scheduler.patterns.values import FREE, Pattern, WorkedShift

_WEEK = 7
_FOUR_MONTHS = 18 * _WEEK  # longer than any stretch of which a pack has an average
_A_MONDAY = date(2027, 1, 4)
_SITE = Site("site", "UTC")  # without clock changes


def laid_out(pattern: Pattern, unpaid_break_minutes: int = 0) -> tuple[Team, Roster]:
    """The team and roster of people who follow `pattern` until it has met every day of the week, and four months on.

    Whatever crews follow it, and whatever day they begin on, do what one of these people does, some time later. Where
    sites have shifts of their own, it is the longest one. Each shift holds the unpaid break.
    """
    turns = gcd(len(pattern.cycle), _WEEK)
    last = next_day(_A_MONDAY, _WEEK * len(pattern.cycle) // turns + _FOUR_MONTHS - 1)
    longest = {s.letter: s for s in sorted(pattern.shifts, key=lambda s: s.hours)}
    team = Team(
        id=pattern.id,
        period=Period(_A_MONDAY, last, *(at(day, time(), _SITE.zone) for day in (_A_MONDAY, last))),
        sites=(_SITE,),
        people=tuple(Person(str(turn), _SITE.id) for turn in range(turns)),
        templates=tuple(_template(shift, unpaid_break_minutes) for shift in longest.values()),
    )
    return team, Roster(frozenset(_assignments(pattern.cycle, turns, _A_MONDAY, last)))


def _assignments(cycle: str, turns: int, first: date, last: date) -> Iterator[Assignment]:
    for turn in range(turns):
        for n, day in enumerate(each_day(first, last), turn):
            letter = cycle[n % len(cycle)]
            if letter != FREE:
                yield Assignment(str(turn), shift_id(letter, day))


def _template(shift: WorkedShift, unpaid_break_minutes: int) -> ShiftTemplate:
    return ShiftTemplate(
        id=shift.letter,
        site=_SITE.id,
        start=shift.start,
        end=shift.end,
        span_days=int(shift.end <= shift.start),
        unpaid_break_minutes=unpaid_break_minutes,
        duty=shift.duty,
        night=holds_night(shift.start, round(60 * shift.hours)),
    )
