"""What a pattern comes to, whatever day it begins on: hours in windows that slide over the cycle, runs, risk."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from scheduler.domain.shift import Duty
from scheduler.fatigue.risk import risks
from scheduler.intervals import Interval, at, next_day
from scheduler.patterns.values import FREE, Pattern, WorkedShift

THREE_WEEKS = 21
_A_MONDAY = date(2027, 1, 4)
_NO_CLOCK_CHANGES = "UTC"


@dataclass(frozen=True, slots=True)
class Figures:
    """Hours of one crew's work, breaks included; standby is no work.

    `worst_3_weeks` is the most in any 21 days as an average a week; `worst_3_weeks_paid` the same when an hour of each
    shift is an unpaid break. `mean_relative_risk` is that of the index, weighted by hours; None without work.
    """

    hours_a_week: float
    most_in_7_days: float
    worst_3_weeks: float
    worst_3_weeks_paid: float
    longest_run: int
    mean_relative_risk: float | None


def figures(pattern: Pattern) -> Figures:
    """The figures of `pattern`; where sites have shifts of their own, with the longest."""
    worked = {letter: hours(pattern, letter) for letter in pattern.cycle}
    each = [worked[letter] for letter in pattern.cycle]
    paid = [max(0.0, time - 1) for time in each]
    return Figures(
        hours_a_week=7 * sum(each) / len(each),
        most_in_7_days=_most(each, 7),
        worst_3_weeks=_most(each, THREE_WEEKS) / 3,
        worst_3_weeks_paid=_most(paid, THREE_WEEKS) / 3,
        longest_run=longest_run(pattern.cycle),
        mean_relative_risk=_mean_risk(pattern),
    )


def hours(pattern: Pattern, letter: str) -> float:
    """Hours of work that a letter stands for."""
    return max((shift.hours for shift in pattern.shifts if shift.letter == letter and _is_work(shift)), default=0.0)


def longest_run(cycle: str) -> int:
    """The most days in a row that are not free, over the end of the cycle too. Raises ValueError when none is free."""
    if FREE not in cycle:
        raise ValueError(f"{cycle} has no free day")
    return max(len(run) for run in (2 * cycle).split(FREE))


def _most(each: list[float], days: int) -> float:
    """The most in any `days` in a row of the repeated cycle."""
    endless = each * (days // len(each) + 2)
    return max(sum(endless[first : first + days]) for first in range(len(each)))


def _mean_risk(pattern: Pattern) -> float | None:
    """Of the second of two cycles: what came before is the cycle itself."""
    days = [(n, letter) for n, letter in enumerate(2 * pattern.cycle) if hours(pattern, letter)]
    index = risks((_dated(pattern, n, letter) for n, letter in days), _NO_CLOCK_CHANGES)
    second = [risk for (n, _), risk in zip(days, index, strict=True) if n >= len(pattern.cycle)]
    worked = sum(risk.load.hours for risk in second)
    return 1 + sum(risk.excess_risk_hours for risk in second) / worked if worked else None


def _dated(pattern: Pattern, day: int, letter: str) -> Interval:
    shift = max((s for s in pattern.shifts if s.letter == letter), key=lambda s: s.hours)
    first = next_day(_A_MONDAY, day)
    last = first if shift.end > shift.start else next_day(first)
    return Interval(at(first, shift.start, _NO_CLOCK_CHANGES), at(last, shift.end, _NO_CLOCK_CHANGES))


def _is_work(shift: WorkedShift) -> bool:
    return shift.duty is Duty.ON_DUTY
