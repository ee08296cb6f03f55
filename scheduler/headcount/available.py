"""How many hours of presence each person has in the period."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from fractions import Fraction

from scheduler.burden import leave_days, target_minutes
from scheduler.domain.people import Person
from scheduler.problem import Problem

DAYS_A_WEEK = 5  # of work, by most contracts: a public holiday off takes one of them


class Available:
    """Minutes of presence: what contracts less leave allow, with the unpaid breaks, which coverage counts.

    `most` has the most paid minutes a week, by person, where a rule allows fewer than the contract. Public holidays are
    worked like other days; `holidays` is what they would take if they were not.
    """

    def __init__(self, problem: Problem, most: Mapping[str, int]) -> None:
        self._problem = problem
        self._most = most
        self._breaks = {site.id: _presence_per_paid(problem, site.id) for site in problem.team.sites}

    def minutes(self, person: Person) -> int:
        """What the person has in the period."""
        return int(target_minutes(self._problem, person) * self._part(person))

    def holidays(self, person: Person) -> int:
        """What the public holidays of the site would take, were each a day off or followed by one in lieu."""
        away = leave_days(self._problem, person)
        first, last = self._problem.first_day, self._problem.last_day
        days = [d for d in self._problem.public_holidays(person) if first <= d <= last and d not in away]
        return int(sum(map(person.employed_on, days)) * person.contract_minutes / DAYS_A_WEEK * self._part(person))

    def _part(self, person: Person) -> Fraction:
        """Minutes of presence for each minute of the contract."""
        contract = person.contract_minutes
        allowed = Fraction(min(contract, self._most.get(person.id, contract)), contract) if contract else Fraction(0)
        return allowed * self._breaks[person.site]


def _presence_per_paid(problem: Problem, site: str) -> Fraction:
    """Minutes there for each paid one, on the site's shifts with the longest unpaid breaks."""
    there: dict[str, int] = defaultdict(int)
    paid: dict[str, int] = defaultdict(int)
    for shift in problem.shifts:
        if shift.site == site and shift.on_duty:
            there[shift.template] += shift.interval.minutes
            paid[shift.template] += shift.paid_minutes
    return max((Fraction(there[t], paid[t]) for t in there if paid[t]), default=Fraction(0))
