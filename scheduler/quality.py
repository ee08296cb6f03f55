"""The quality score of a schedule, as Grafana OnCall publishes it: coverage, balance, and who is overloaded.

It counts hours and nothing else: neither nights nor weekends nor holidays, for which see `fairness` and `statistics`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import combinations

from scheduler.intervals import Interval, union
from scheduler.oncall.values import Holding

BALANCED = 95  # percent of balance from which on a schedule counts as balanced


@dataclass(frozen=True, slots=True)
class Overload:
    """Somebody who has that many percent more hours than the average."""

    person: str
    percent: int


@dataclass(frozen=True, slots=True)
class Quality:
    """All in whole percent, 100 being best; the most overloaded first, nobody where hours are balanced."""

    coverage_percent: int
    balance_percent: int
    total: int
    overloaded: tuple[Overload, ...]


def quality(hours: Mapping[str, float], covered: float) -> Quality:
    """The score of a schedule in which each person has that many `hours`, and this share of the time somebody.

    Balance is the mean over all pairs of people of the smaller share of hours by the larger one, from 95 % on 100 %;
    the total is the mean of coverage and balance. Who has no hours is not of the schedule; with nobody, all is 0.
    """
    hours = {person: amount for person, amount in hours.items() if amount > 0}
    if not hours:
        return Quality(0, 0, 0, ())
    coverage, balance = _percent(min(covered, 1)), _percent(_balance(list(hours.values())))
    if balance >= BALANCED:
        return Quality(coverage, 100, round((coverage + 100) / 2), ())
    return Quality(coverage, balance, round((coverage + balance) / 2), _overloaded(hours))


def quality_of(holdings: Iterable[Holding], window: Interval) -> Quality:
    """The score of `holdings` in `window`: covered is when anybody holds anything. Raises ValueError for no time."""
    if window.minutes <= 0:
        raise ValueError("an empty window has no quality")
    parts: dict[str, list[Interval]] = defaultdict(list)
    for holding in holdings:
        if part := holding.interval.clipped(window):
            parts[holding.person].append(part)
    hours = {person: _minutes(intervals) / 60 for person, intervals in parts.items()}
    covered = _minutes(interval for intervals in parts.values() for interval in intervals)
    return quality(hours, covered / window.minutes)


def _balance(hours: list[float]) -> float:
    pairs = [min(pair) / max(pair) for pair in combinations(hours, 2)]
    return sum(pairs) / len(pairs) if pairs else 1.0


def _overloaded(hours: Mapping[str, float]) -> tuple[Overload, ...]:
    average = sum(hours.values()) / len(hours)
    above = (Overload(person, _percent(amount / average) - 100) for person, amount in hours.items())
    return tuple(sorted((o for o in above if o.percent > 0), key=lambda o: (-o.percent, o.person)))


def _minutes(intervals: Iterable[Interval]) -> int:
    return sum(interval.minutes for interval in union(intervals))


def _percent(share: float) -> int:
    return round(share * 100)
