"""How many paid hours a week, and nights, the hard rules leave a person, read off their numbers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from constraints.base import Rule
from constraints.rules.average_hours import AverageHours
from constraints.rules.consecutive_nights import ConsecutiveNights
from constraints.rules.contract_hours import ContractHours
from constraints.rules.recovery_after_nights import RecoveryAfterNights
from scheduler.domain.people import Person
from scheduler.headcount import Rhythm
from scheduler.intervals import MINUTES_A_DAY
from scheduler.problem import Problem

WHOLE_WEEK = 7 * MINUTES_A_DAY


@dataclass(frozen=True, slots=True)
class WeeklyMost:
    """The most paid minutes of a week, and the rule that says so; None where the contract itself says less."""

    minutes: int
    rule: str | None


def most_on_average(problem: Problem, person: Person) -> WeeklyMost:
    """The least of the contract and of what the hard rules on average hours allow in the long run.

    Overtime that a rule would allow is left out: nobody should be counted on for it.
    """
    averages = [WeeklyMost(round(60 * r.hours), r.name) for r in _hard(problem, person) if isinstance(r, AverageHours)]
    return min([WeeklyMost(person.contract_minutes, None), *averages], key=lambda most: most.minutes)


def most_in_one(problem: Problem, person: Person) -> int:
    """The most paid minutes in any single week, overtime that is allowed included; a whole week where no rule says."""
    return min(_of_one_week(_hard(problem, person), person), default=WHOLE_WEEK)


def rhythm(problem: Problem, person: Person) -> Rhythm | None:
    """How nights may follow one another; None where no rule limits a run of them.

    Full nights off after a run are as many days on which no night begins.
    """
    rules = _hard(problem, person)
    runs = [rule.most for rule in rules if isinstance(rule, ConsecutiveNights)]
    rests = [rule.nights for rule in rules if isinstance(rule, RecoveryAfterNights)]
    return Rhythm(min(runs), max(rests, default=1)) if runs else None


def _of_one_week(rules: Sequence[Rule], person: Person) -> Iterator[int]:
    for rule in rules:
        if isinstance(rule, ContractHours):
            yield person.contract_minutes + round(60 * rule.overtime)
        if isinstance(rule, AverageHours) and rule.weeks == 1:
            yield round(60 * rule.hours)


def _hard(problem: Problem, person: Person) -> list[Rule]:
    """The hard rules that speak of the person."""
    rules = (rule for rule in problem.rules if isinstance(rule, Rule) and rule.weight == "hard")
    return [rule for rule in rules if person in rule.concerns(problem)]
