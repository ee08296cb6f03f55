"""Which decisions a large-neighbourhood step sets free: some people, some weeks, or some of both.

Each kind has a size of its own: it grows when a step was solved to the end in little time, and shrinks when time ran
out, so that steps stay as large as the machine can solve.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from random import Random
from typing import Generic, TypeVar

from scheduler.intervals import days_between, next_day
from scheduler.problem import Problem

Key = tuple[str, str]
Chosen = TypeVar("Chosen")
_GROW, _SHRINK = 1.15, 0.8


@dataclass(slots=True)
class Kind(Generic[Chosen]):
    """A way to choose decisions. `size` counts people, or days for `weeks`."""

    name: str
    choose: Callable[[Random, int], Chosen]
    size: float
    smallest: int
    largest: int

    def learn(self, *, solved: bool, easily: bool) -> None:
        """Adapt the size to how the step went."""
        if solved and easily:
            self.size = min(self.largest, self.size * _GROW)
        elif not solved:
            self.size = max(self.smallest, self.size * _SHRINK)


class Neighbourhoods:
    """The kinds of neighbourhood of a problem."""

    def __init__(self, problem: Problem) -> None:
        self._problem = problem
        self._decisions: dict[str, list[str]] = {
            p.id: [s.id for s in problem.shifts_of(p, None)] for p in problem.people
        }
        self._teams = {site.id: [p.id for p in problem.people if p.site == site.id] for site in problem.team.sites}
        self._learners: dict[str, list[str]] = {}
        for person in problem.people:
            if person.shadows:
                self._learners.setdefault(person.shadows, []).append(person.id)
        self._days = days_between(problem.first_day, problem.last_day) + 1
        most = len(problem.people)
        self.kinds = [
            Kind("colleagues", self._colleagues, 3, min(2, most), most),
            Kind("weeks", self._weeks, 12, 3, self._days),
            Kind("people and weeks", self._people_and_weeks, 10, min(3, most), most),
        ]

    def _colleagues(self, rng: Random, size: int) -> set[Key]:
        """Some people of one site, over the whole period."""
        team = self._teams[self._site(rng)]
        return self._of(rng.sample(team, min(size, len(team))), 0, self._days)

    def _weeks(self, rng: Random, size: int) -> set[Key]:
        """Everybody of one site, for some days."""
        return self._of(self._teams[self._site(rng)], *self._span(rng, size))

    def _people_and_weeks(self, rng: Random, size: int) -> set[Key]:
        """Some people of any site, for five weeks."""
        everybody = list(self._decisions)
        return self._of(rng.sample(everybody, min(size, len(everybody))), *self._span(rng, 35))

    def _site(self, rng: Random) -> str:
        sites = [site for site, people in self._teams.items() if people]
        return rng.choices(sites, [len(self._teams[site]) for site in sites])[0]

    def _span(self, rng: Random, length: int) -> tuple[int, int]:
        start = rng.randint(min(0, 1 - length // 2), max(0, self._days - length // 2))
        return start, start + length

    def _of(self, people: list[str], start: int, end: int) -> set[Key]:
        """Their decisions on the days with offsets ``[start, end)``, and those of who shadows them."""
        chosen = {*people, *(learner for p in people for learner in self._learners.get(p, []))}
        first = next_day(self._problem.first_day, max(0, start))
        last = next_day(self._problem.first_day, end - 1)
        return {
            (person, id)
            for person in chosen
            for id in self._decisions[person]
            if first <= self._problem.shift(id).day <= last
        }
