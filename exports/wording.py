"""What a calendar says of a shift, in words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime
from functools import lru_cache

from exports.phrases import ENGLISH, phrase
from scheduler.domain.people import Person
from scheduler.domain.roster import Assignment, Roster
from scheduler.domain.shift import Duty
from scheduler.intervals import Interval, local
from scheduler.problem import Problem

_NAMED = (Duty.ON_DUTY.value, Duty.STANDBY.value)

# Controls but tab, and halves of pairs: what a calendar cannot hold. Line ends are others' ends of a property.
_LINE_END = re.compile("\r\n|[\n\r\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029]")
_REFUSED = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff]")


def summary(problem: Problem, assignment: Assignment, *, personal: bool) -> str:
    """The shift, and in a feed of many people who works it: ``sin-night: Mei``, ``Standby: manager-week: Mei``."""
    shift = problem.shift(assignment.shift)
    words = [] if shift.on_duty else [duty_name(shift.duty)]
    words.append(shift.template)
    if not personal:
        words.append(called(problem.person(assignment.person)))
    return ": ".join(words)


def description(problem: Problem, roster: Roster, assignment: Assignment) -> str:
    """The duty, when by the clock of the site, for how long in truth, and with whom."""
    shift = problem.shift(assignment.shift)
    others = [called(problem.person(id)) for id in roster.by_shift[assignment.shift] if id != assignment.person]
    what = phrase("at site", duty=duty_name(shift.duty), site=shift.site)
    return told(what, shift.interval, problem.site(shift.site).zone, others)


def told(
    what: str, interval: Interval, zone: str, others: Sequence[str], language: str = ENGLISH, more: int = 0
) -> str:
    """Three lines: `what`, when by the clock of `zone` and for how long in truth, with which `others` and `more`."""
    lines = [what, _when_and_how_long(interval, zone, language)]
    return "\n".join([*lines, phrase("with", language, names=listed(others, language, more))] if others else lines)


@lru_cache(maxsize=8192)  # of all who are on the same shift
def _when_and_how_long(interval: Interval, zone: str, language: str) -> str:
    return f"{when(interval, zone, language)} ({zone}), {how_long(interval, language)}"


def listed(names: Sequence[str], language: str = ENGLISH, more: int = 0) -> str:
    """The names, and how many more there are."""
    return ", ".join([*names, phrase("and more", language, count=more)] if more else names)


def when(interval: Interval, zone: str, language: str = ENGLISH) -> str:
    """``Mon 4 Jan 2027 23:00 to Tue 5 Jan 2027 07:30``, as the wall clock of `zone` shows it.

    In other languages ``2027-01-04 23:00 - 2027-01-05 07:30``, which every reader understands alike.
    """
    if language == ENGLISH:
        return " to ".join(moment(instant, zone) for instant in (interval.start, interval.end))
    return " - ".join(f"{local(instant, zone):%Y-%m-%d %H:%M}" for instant in (interval.start, interval.end))


def moment(instant: datetime, zone: str) -> str:
    """``Mon 4 Jan 2027 23:00``, as the wall clock of `zone` shows it."""
    shown = local(instant, zone)
    return f"{day_text(shown)} {shown:%H:%M}"


def day_text(day: date) -> str:
    """``Mon 4 Jan 2027``."""
    return f"{day:%a} {day.day} {day:%b %Y}"


def how_long(interval: Interval, language: str = ENGLISH) -> str:
    """The elapsed time: ``8 h 30 min``."""
    hours, minutes = divmod(interval.minutes, 60)
    if minutes:
        return phrase("hours minutes", language, hours=hours, minutes=minutes)
    return phrase("hours", language, hours=hours)


def duty_name(duty: str, language: str = ENGLISH) -> str:
    """A duty in words, at the start of a sentence: ``On duty``; another one as it is called where it comes from."""
    return phrase(duty, language) if duty in _NAMED else duty


def called(person: Person) -> str:
    """The name of a person, or the id of one who has none."""
    return person.name or person.id


def without_controls(text: str) -> str:
    """`text` without the characters that a calendar cannot hold: controls, halves of pairs. Line ends become one kind.

    A tab stays. icalendar would let a NUL through, and programs take odd line ends for the end of a property.
    """
    if text.isprintable():
        return text
    lines = _LINE_END.sub("\n", text)
    return _REFUSED.sub("", lines.removesuffix("\n"))


def one_line(text: str) -> str:
    """The same on one line, as a calendar's name has to be."""
    return " ".join(without_controls(text).split())
