"""What a calendar says of a shift, in words."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from unicodedata import category

from scheduler.domain.people import Person
from scheduler.domain.roster import Assignment, Roster
from scheduler.domain.shift import Duty
from scheduler.intervals import Interval, local
from scheduler.problem import Problem

_DUTY: dict[str, str] = {Duty.ON_DUTY: "On duty", Duty.STANDBY: "Standby"}


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
    others = [called(problem.person(id)) for id in roster.by_shift[assignment.shift] if id != assignment.person]
    return told(f"{_DUTY[shift.duty]} in {shift.site}", shift.interval, problem.site(shift.site).zone, others)


def told(what: str, interval: Interval, zone: str, others: Sequence[str]) -> str:
    """Three lines: `what`, when by the clock of `zone` and for how long in truth, with whom if there are `others`."""
    lines = [what, f"{when(interval, zone)} ({zone}), {how_long(interval)}"]
    return "\n".join([*lines, f"With: {', '.join(others)}"] if others else lines)


def when(interval: Interval, zone: str) -> str:
    """``Mon 4 Jan 2027 23:00 to Tue 5 Jan 2027 07:30``, as the wall clock of `zone` shows it."""
    return " to ".join(moment(instant, zone) for instant in (interval.start, interval.end))


def moment(instant: datetime, zone: str) -> str:
    """``Mon 4 Jan 2027 23:00``, as the wall clock of `zone` shows it."""
    shown = local(instant, zone)
    return f"{day_text(shown)} {shown:%H:%M}"


def day_text(day: date) -> str:
    """``Mon 4 Jan 2027``."""
    return f"{day:%a} {day.day} {day:%b %Y}"


def how_long(interval: Interval) -> str:
    """The elapsed time: ``8 h 30 min``."""
    hours, minutes = divmod(interval.minutes, 60)
    return f"{hours} h {minutes} min" if minutes else f"{hours} h"


def duty_name(duty: str) -> str:
    """A duty in words, at the start of a sentence: ``On duty``; that of an on-call schedule as it is called there."""
    return _DUTY.get(duty, duty)


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
