"""The part of a problem that is one owner's: what a whole personal roster may look like, and what of it is of account.

A roster is built day by day. On each day one *option* is taken: a set of decisions that are true together. What looks
at one day only is said of its options; the rest makes the *shape*, which owners under the same rules share, whatever
their leave and wishes.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import date
from itertools import combinations

from scheduler.domain.roster import Tier
from scheduler.solve.columns.posted import Atom, Fact, Posted, Requirement, Sum

Option = tuple[Atom, ...]
_MOST_OPTIONS = 500


class TooManyOptions(ValueError):
    """A day can be worked in so many ways that no graph of them is worth making."""


@dataclass(frozen=True, slots=True)
class Shape:
    """`options` by stage; facts in an order in which each speaks of earlier ones only; atoms numbered from 0.

    `watched` are the facts whose truth is wanted for each roster.
    """

    options: tuple[tuple[Option, ...], ...]
    facts: tuple[tuple[Atom, Fact], ...]
    requirements: tuple[Requirement, ...]
    watched: frozenset[Atom]


@dataclass(frozen=True, slots=True)
class Column:
    """A whole personal roster: its decisions, these and the watched facts that are true, and what it owes by tier."""

    owner: str
    decisions: frozenset[Atom]
    true: frozenset[Atom]
    owed: Mapping[Tier, int]


class Subproblem:
    """What `owner` may work.

    `requirements` are those that are the owner's alone, `watched` the facts of the owner that others look at.
    `atoms` translates the shape's atoms into the problem's.
    """

    def __init__(self, posted: Posted, owner: str, requirements: Sequence[Requirement], watched: Set[Atom]) -> None:
        self.owner = owner
        self._posted = posted
        self.requirements = requirements
        days: dict[date, list[Atom]] = defaultdict(list)
        for atom, (person, shift) in enumerate(posted.decisions):
            if posted.owner_of[person] == owner:
                days[posted.problem.shift(shift).day].append(atom)
        self._days = [days[day] for day in sorted(days)]
        self._stage = {atom: stage for stage, atoms in enumerate(self._days) for atom in atoms}
        self._spans: dict[Atom, tuple[int, int]] = {}
        self.one_day, longer = self._split(requirements)
        first_of = {r: len(longer) - 1 - n for n, r in enumerate(reversed(longer))}
        self.options = [self._options(stage) for stage in range(len(self._days))]
        if posted.problem.history:  # then nobody's shape is another's: what is not allowed can be left out at once
            self.options = [self._only_allowed(stage) for stage in range(len(self._days))]
            self._stage = {atom: n for n, options in enumerate(self.options) for option in options for atom in option}
            self._spans = {}
        self.watched = frozenset(watched)
        self.atoms: list[Atom] = []
        self.longer = [r for n, r in enumerate(longer) if r.price is not None or first_of[r] == n]
        self.shape = self._shape(self.longer)

    def span(self, atom: Atom) -> tuple[int, int]:
        """The first and last stage that an atom looks at."""
        if atom in self._stage:
            return self._stage[atom], self._stage[atom]
        if atom not in self._spans:
            spans = [self.span(part) for _, part in self._posted.facts[atom].sum if self._matters(part)]
            self._spans[atom] = min((s[0] for s in spans), default=0), max((s[1] for s in spans), default=0)
        return self._spans[atom]

    def column(self, chosen: Set[Atom], tiers: Iterable[Tier]) -> Column:
        """The owner's part of a roster, by all its decisions."""
        mine = frozenset(atom for day in self._days for atom in day if atom in chosen)
        true = mine | {atom for atom in self.watched if self._posted.true(atom, mine)}
        owed = dict.fromkeys(tiers, 0)
        for r in self.requirements:
            if r.price is not None and r.tier in owed:
                owed[r.tier] += r.price * self._posted.owed(r, mine)
        return Column(self.owner, mine, true, owed)

    def broken_by(self, column: Column) -> int:
        """How many requirements that must hold a column breaks."""
        hard = (r for r in self.requirements if r.price is None)
        return sum(self._posted.owed(r, column.decisions) > 0 for r in hard)

    def owed_by(self, n: int, decisions: Set[Atom]) -> tuple[int, Requirement]:
        """How many units the `n`th requirement of the shape is exceeded by, and that requirement."""
        return self._posted.owed(self.longer[n], decisions), self.longer[n]

    def _matters(self, atom: Atom) -> bool:
        """False for a decision that is in no option: it is never true."""
        return atom in self._stage or atom in self._posted.facts

    def truth(self, stage: int) -> Iterator[Option]:
        """Of each option of a stage, which atoms it makes true that others may look at.

        That is decisions, and watched facts of this one day.
        """
        facts = [a for a in self.watched if self.span(a) == (stage, stage)]
        for option in self.options[stage]:
            yield (*option, *(a for a in facts if self._posted.true(a, option)))

    def _split(self, requirements: Sequence[Requirement]) -> tuple[list[list[Requirement]], list[Requirement]]:
        """The requirements of one day each, by stage, and the others."""
        one_day: list[list[Requirement]] = [[] for _ in self._days]
        longer = []
        for requirement in requirements:
            spans = [self.span(atom) for atom in requirement.atoms]
            first, last = min(f for f, _ in spans), max(la for _, la in spans)
            if first == last:
                one_day[first].append(requirement)
            else:
                longer.append(requirement)
        return one_day, longer

    def _options(self, stage: int) -> list[Option]:
        """All sets of the day's decisions of which no two exclude each other."""
        apart = set()
        for requirement in self.one_day[stage]:
            if requirement.price is None:
                apart |= set(_apart(requirement, self._posted.facts))
        found: list[Option] = [()]
        for atom in self._days[stage]:
            found += [(*option, atom) for option in found if all((other, atom) not in apart for other in option)]
            if len(found) > _MOST_OPTIONS:
                raise TooManyOptions(f"{self.owner} has over {_MOST_OPTIONS} ways to work a day")
        return found

    def _only_allowed(self, stage: int) -> list[Option]:
        return [option for option, allowed in zip(self.options[stage], self.allowed(stage), strict=True) if allowed]

    def _shape(self, requirements: Sequence[Requirement]) -> Shape:
        """The shape in its own numbers: decisions in order of day, then facts, each after those it speaks of."""
        self.atoms = [atom for day in self._days for atom in day if atom in self._stage]
        self.decisions = len(self.atoms)
        number = {atom: n for n, atom in enumerate(self.atoms)}
        needed = [atom for requirement in requirements for atom in requirement.atoms]
        for atom in [*needed, *sorted(self.watched)]:
            self._number(atom, number)
        facts = self._posted.facts
        return Shape(
            tuple(tuple(tuple(number[a] for a in option) for option in options) for options in self.options),
            tuple((number[a], _renamed(facts[a], number)) for a in self.atoms if a in facts),
            tuple(_required(r, number) for r in requirements),
            frozenset(number[a] for a in self.watched),
        )

    def _number(self, atom: Atom, number: dict[Atom, int]) -> None:
        if atom not in number and self._matters(atom):
            for _, part in self._posted.facts[atom].sum:
                self._number(part, number)
            number[atom] = len(self.atoms)
            self.atoms.append(atom)

    def allowed(self, stage: int) -> Iterator[bool]:
        """Of each option of a stage, whether the day itself allows it."""
        hard = [r for r in self.one_day[stage] if r.price is None]
        for option in self.options[stage]:
            yield not any(self._posted.owed(r, option) for r in hard)

    def owed(self, stage: int, tier: Tier) -> Iterator[int]:
        """Of each option of a stage, what is owed in a tier for the day itself."""
        soft = [r for r in self.one_day[stage] if r.price is not None and r.tier == tier]
        for option in self.options[stage]:
            yield sum((r.price or 0) * self._posted.owed(r, option) for r in soft)


def _apart(requirement: Requirement, facts: Mapping[Atom, Fact]) -> Iterator[tuple[Atom, Atom]]:
    """The pairs of decisions that may not both be true, whatever else is."""
    for limit, terms in requirement.bounds:
        least = sum(min(0, amount) for amount, _ in terms)
        free = [(amount, atom) for amount, atom in terms if atom not in facts and amount > 0]
        for (one, first), (other, second) in combinations(free, 2):
            if one + other + least > limit:
                yield from ((first, second), (second, first))


def _renamed(fact: Fact, number: Mapping[Atom, int]) -> Fact:
    return Fact(_renumbered(fact.sum, number), fact.least)


def _required(requirement: Requirement, number: Mapping[Atom, int]) -> Requirement:
    bounds = tuple((limit, _renumbered(terms, number)) for limit, terms in requirement.bounds)
    return Requirement(bounds, requirement.unit, requirement.price, requirement.tier)


def _renumbered(terms: Sum, number: Mapping[Atom, int]) -> Sum:
    return tuple((amount, number[atom]) for amount, atom in terms if atom in number)
