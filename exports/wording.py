"""What a calendar says of a shift, in words."""

from __future__ import annotations

from datetime import datetime
from unicodedata import category

from scheduler.domain.people import Person
from scheduler.domain.roster import Assignment, Roster
from scheduler.domain.shift import Duty, Shift
from scheduler.intervals import Interval, local
from scheduler.problem import Problem

_DUTY = {Duty.ON_DUTY: "On duty", Duty.STANDBY: "Standby"}


def summary(problem: Problem, assignment: Assignment, *, personal: bool) -> str:
    """The shift, and in a feed of many people who works it: ``sin-night: Mei``, ``Standby: manager-week: Mei``."""
    shift = problem.shift(assignment.shift)
    words = [] if shift.on_duty else [_DUTY[shift.duty]]
    words.append(shift.template)
    if not personal:
        words.append(called(problem.person(assignment.person)))
    return ": ".join(words)


def description(problem: Problem, roster: Roster, assignment: Assignment) -> str:
    """The duty, when by the clock of the site, for how long in truth, and with whom."""
    shift = problem.shift(assignment.shift)
    zone = problem.site(shift.site).zone
    lines = [f"{_DUTY[shift.duty]} in {shift.site}", f"{when(shift.interval, zone)} ({zone}), {how_long(shift)}"]
    others = [called(problem.person(id)) for id in roster.by_shift[assignment.shift] if id != assignment.person]
    if others:
        lines.append(f"With: {', '.join(others)}")
    return "\n".join(lines)


def when(interval: Interval, zone: str) -> str:
    """``Mon 4 Jan 2027 23:00 to Tue 5 Jan 2027 07:30``, as the wall clock of `zone` shows it."""
    return " to ".join(_clock(local(instant, zone)) for instant in (interval.start, interval.end))


def how_long(shift: Shift) -> str:
    """The elapsed time: ``8 h 30 min``."""
    hours, minutes = divmod(shift.interval.minutes, 60)
    return f"{hours} h {minutes} min" if minutes else f"{hours} h"


def called(person: Person) -> str:
    """The name of a person, or the id of one who has none."""
    return person.name or person.id


def without_controls(text: str) -> str:
    """`text` without the characters that a calendar cannot hold: controls, halves of pairs. Line ends become one kind.

    A tab stays. icalendar would let a NUL through, and programs take odd line ends for the end of a property.
    """
    lines = text.splitlines()
    return "\n".join("".join(c for c in line if c == "\t" or category(c) not in {"Cc", "Cs"}) for line in lines)


def one_line(text: str) -> str:
    """The same on one line, as a calendar's name has to be."""
    return " ".join(without_controls(text).split())


def _clock(moment: datetime) -> str:
    return f"{moment:%a} {moment.day} {moment:%b %Y %H:%M}"
