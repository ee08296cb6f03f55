"""The running sums that the requirements of a shape come down to, and what each can still come to after each stage."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from scheduler.solve.columns.posted import Atom, Sum
from scheduler.solve.columns.subproblems import Option, Shape

Ints = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Count:
    """A running sum of a fact, true when it reaches `limit`, or of a requirement, kept while it is at most that.

    It runs from stage `first` to `last`.
    """

    limit: int
    terms: Sum
    first: int
    last: int
    requirement: int | None = None
    fact: Atom | None = None


class Counts:
    """All counts of a shape, in an order in which facts come before what speaks of them.

    `gains` has, by stage and count, what each option adds; `most` and `least` what a count can still gain and lose
    after each stage; `closing` the counts that end with a stage; `users` which counts a fact adds to, and how much.
    """

    def __init__(self, shape: Shape) -> None:
        self._shape = shape
        self._facts = dict(shape.facts)
        stages = range(len(shape.options))
        self._spans = {a: (stage, stage) for stage in stages for option in shape.options[stage] for a in option}
        for atom, fact in shape.facts:
            self._spans[atom] = self._span(fact.sum)
        self.all = [*self._of_facts(), *self._of_requirements()]
        true = [[self._true(stage, option) for option in shape.options[stage]] for stage in stages]
        self.gains = [
            {c: self._gain(stage, count, true[stage]) for c, count in enumerate(self.all) if _runs(count, stage)}
            for stage in stages
        ]
        self.closing = [[c for c, count in enumerate(self.all) if count.last == stage] for stage in stages]
        self.users: dict[Atom, list[tuple[int, int]]] = defaultdict(list)
        self.most, self.least = (np.zeros((len(self.all), len(stages)), np.int64) for _ in range(2))
        for c, count in enumerate(self.all):
            self._look_ahead(c, count)

    def decisions(self, terms: Sum) -> set[Atom]:
        """The decisions that a sum comes down to."""
        found: set[Atom] = set()
        for _, atom in terms:
            found |= self.decisions(self._facts[atom].sum) if atom in self._facts else {atom}
        return found

    def _span(self, terms: Sum) -> tuple[int, int]:
        spans = [self._spans[atom] for _, atom in terms]
        return min((s[0] for s in spans), default=0), max((s[1] for s in spans), default=0)

    def _is_long(self, atom: Atom) -> bool:
        first, last = self._spans[atom]
        return first < last

    def _of_facts(self) -> Iterator[Count]:
        for atom, fact in self._shape.facts:
            if self._is_long(atom):
                yield Count(fact.least, fact.sum, *self._spans[atom], fact=atom)

    def _of_requirements(self) -> Iterator[Count]:
        """A count for each sum; those of which only the largest excess is paid end together."""
        for n, requirement in enumerate(self._shape.requirements):
            spans = [self._span(terms) for _, terms in requirement.bounds]
            end = max(last for _, last in spans)
            for (limit, terms), (first, last) in zip(requirement.bounds, spans, strict=True):
                yield Count(limit, terms, first, last if requirement.price is None else end, requirement=n)

    def _true(self, stage: int, option: Option) -> set[Atom]:
        """What an option makes true at once: its decisions, and facts of that one day."""
        true = set(option)
        for atom, fact in self._shape.facts:
            here = self._spans[atom] == (stage, stage)
            if here and sum(amount for amount, part in fact.sum if part in true) >= fact.least:
                true.add(atom)
        return true

    def _gain(self, stage: int, count: Count, true: list[set[Atom]]) -> Ints:
        here = [(amount, atom) for amount, atom in count.terms if self._spans[atom] == (stage, stage)]
        return np.array([sum(amount for amount, atom in here if atom in made) for made in true], np.int64)

    def _look_ahead(self, c: int, count: Count) -> None:
        stages = len(self._shape.options)
        most, least = np.zeros(stages + 1, np.int64), np.zeros(stages + 1, np.int64)
        for stage in range(count.first, count.last + 1):
            most[stage], least[stage] = self.gains[stage][c].max(), self.gains[stage][c].min()
        for amount, atom in count.terms:
            if self._is_long(atom):
                self.users[atom].append((c, amount))
                most[self._spans[atom][1]] += max(0, amount)
                least[self._spans[atom][1]] += min(0, amount)
        self.most[c], self.least[c] = (np.cumsum(found[::-1])[::-1][1:] for found in (most, least))


def _runs(count: Count, stage: int) -> bool:
    return count.first <= stage <= count.last
