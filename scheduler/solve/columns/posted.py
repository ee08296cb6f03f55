"""What the rules demand, written down instead of posted to a solver: so it can be taken apart person by person.

Decisions and facts are *atoms*, numbered; a fact is true when a sum over other atoms reaches a number. A *requirement*
is what `RosterModel.worst` holds. An *owner* is who decides an atom: a person, together with those who shadow that
person, since they have hardly anything to decide apart. An atom of several owners has none.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import cast

from scheduler.domain.people import Person
from scheduler.domain.roster import Tier
from scheduler.domain.shift import Shift
from scheduler.problem import Bound, Condition, Lit, Problem, Rule, Terms, Total

Atom = int
Sum = tuple[tuple[int, Atom], ...]  # amounts and the atoms that bring them
Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Fact:
    """True exactly when the sum is at least `least`."""

    sum: Sum
    least: int


@dataclass(frozen=True, slots=True)
class Requirement:
    """Each sum is at most its limit; for the largest excess of any, in `unit`s rounded up, `price` each is owed.

    No price: it must hold.
    """

    bounds: tuple[tuple[int, Sum], ...]
    unit: int
    price: int | None
    tier: Tier

    @property
    def most(self) -> int:
        """The most units that it can be exceeded by."""
        return max(-(-(_range(terms)[1] - limit) // self.unit) for limit, terms in self.bounds)

    @property
    def atoms(self) -> Iterator[Atom]:
        return (atom for _, terms in self.bounds for _, atom in terms)


@dataclass(frozen=True, slots=True)
class Levelling:
    """Totals that should be level: shares in hundredths, what was carried, and the sums; as in `RuleModel`.

    `together`: the most above plus the most below counts, beyond the tolerance; else every distance does.
    """

    totals: tuple[tuple[int, int, Sum], ...]
    unit: int
    tolerance: int
    together: bool
    price: int | None
    tier: Tier


class Posted:
    """Implements `scheduler.problem.RuleModel`."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.owner_of = {p.id: p.shadows or p.id for p in problem.people}
        self.decisions: list[Key] = [(p.id, s.id) for p in problem.people for s in problem.shifts_of(p, None)]
        self.facts: dict[Atom, Fact] = {}
        self.owners: list[str | None] = [self.owner_of[person] for person, _ in self.decisions]
        self.requirements: list[Requirement] = []
        self.levellings: list[Levelling] = []
        self._atoms = {key: atom for atom, key in enumerate(self.decisions)}
        self._known: dict[Fact, Atom] = {}
        for rule in problem.rules:
            rule.post(self, problem)

    def atom(self, key: Key) -> Atom:
        """The decision whether a person works a shift."""
        return self._atoms[key]

    def owner(self, atoms: Iterable[Atom]) -> str | None:
        """Whose all the atoms are; None when they are not all one owner's."""
        found = {self.owners[atom] for atom in atoms}
        return found.pop() if len(found) == 1 else None

    def true(self, atom: Atom, chosen: Container[Atom]) -> bool:
        """Whether an atom is true when the decisions `chosen` are."""
        fact = self.facts.get(atom)
        return atom in chosen if fact is None else self.sum(fact.sum, chosen) >= fact.least

    def sum(self, terms: Sum, chosen: Container[Atom]) -> int:
        return sum(amount for amount, atom in terms if self.true(atom, chosen))

    @cached_property
    def most_owed(self) -> int:
        """No roster owes more than that for all requirements together."""
        return sum(r.price * r.most for r in self.requirements if r.price is not None)

    def owed(self, requirement: Requirement, chosen: Container[Atom]) -> int:
        """How many units a requirement is exceeded by."""
        excess = max(self.sum(terms, chosen) - limit for limit, terms in requirement.bounds)
        return max(0, -(-excess // requirement.unit))

    # -- the language of rules ---------------------------------------------------------------------------------------

    def works(self, person: Person, shift: Shift) -> Lit:
        if self.problem.is_past(shift):
            return any(s.id == shift.id for s in self.problem.worked_before(person, shift.duty))
        return self._atoms[person.id, shift.id]

    def any_of(self, lits: Sequence[Lit]) -> Lit:
        return self._reaches([(1, lit) for lit in lits], 1)

    def once(self, lits: Sequence[Lit]) -> Terms:
        return [(1, self.any_of(lits))]

    def none_of(self, lits: Sequence[Lit]) -> Lit:
        return self._reaches([(-1, lit) for lit in lits], 0)

    def whenever(self, conditions: Sequence[Condition]) -> Lit:
        return self.any_of([self._reaches(_when(together, unless), len(together)) for together, unless in conditions])

    def summed(self, terms: Terms) -> Terms:
        return terms

    def beyond(self, limit: int, terms: Terms) -> Terms:
        """Below the limit less than nothing: so what is demanded of it here is a little less than what is owed."""
        return [*terms, (-limit, True)]

    def exclusive(self, rule: Rule, lits: Sequence[Lit]) -> None:
        self.at_most(rule, 1, [(1, lit) for lit in lits])

    def at_most(self, rule: Rule, limit: int, terms: Terms, unit: int = 1) -> None:
        self.worst(rule, [(limit, terms)], unit)

    def at_least(self, rule: Rule, limit: int, terms: Terms, unit: int = 1) -> None:
        self.worst(rule, [(-limit, [(-amount, lit) for amount, lit in terms])], unit)

    def forbid(self, rule: Rule, together: Sequence[Lit], unless: Sequence[Lit] = (), amount: int = 1) -> None:
        self._require(rule, [(len(together) - 1, _when(together, unless))], 1, amount)

    def worst(self, rule: Rule, bounds: Sequence[Bound], unit: int = 1) -> None:
        self._require(rule, bounds, unit, 1)

    def spread(self, rule: Rule, totals: Sequence[Total], unit: int = 1, tolerance: int = 0) -> None:
        self._level(rule, totals, unit, tolerance, together=True)

    def deviation(self, rule: Rule, totals: Sequence[Total], unit: int = 1) -> None:
        self._level(rule, totals, unit, 0, together=False)

    # -- how it is written down --------------------------------------------------------------------------------------

    def _reaches(self, terms: Terms, least: int) -> Lit:
        known, free = _open(terms)
        lowest, highest = _range(free)
        if known + lowest >= least or known + highest < least:
            return known + lowest >= least
        if len(free) == 1 and free[0][0] > 0:
            return free[0][1]
        fact = Fact(free, least - known)
        if fact not in self._known:
            self._known[fact] = atom = len(self.owners)
            self.facts[atom] = fact
            self.owners.append(self.owner(atom for _, atom in free))
        return self._known[fact]

    def _require(self, rule: Rule, bounds: Sequence[Bound], unit: int, amount: int) -> None:
        found = [(limit - known, free) for limit, terms in bounds for known, free in [_open(terms)]]
        tight = tuple((limit, free) for limit, free in found if _range(free)[1] > limit)
        price = None if rule.weight == "hard" else rule.weight * amount
        if tight:
            self.requirements.append(Requirement(tight, unit, price, rule.tier))

    def _level(self, rule: Rule, totals: Sequence[Total], unit: int, tolerance: int, *, together: bool) -> None:
        found = tuple(
            (share, carried + known, free) for share, carried, terms in totals for known, free in [_open(terms)]
        )
        price = None if rule.weight == "hard" else rule.weight
        self.levellings.append(Levelling(found, unit, tolerance, together, price, rule.tier))


def _when(together: Sequence[Lit], unless: Sequence[Lit]) -> Terms:
    """A sum that comes to the number of those that must be `together` when the condition holds."""
    return [*((1, lit) for lit in together), *((-1, lit) for lit in unless)]


def _open(terms: Terms) -> tuple[int, Sum]:
    """What is known of a sum, and the terms still open, each atom once."""
    known = sum(amount for amount, lit in terms if lit is True)
    free: dict[Atom, int] = {}
    for amount, lit in terms:
        if not isinstance(lit, bool):
            atom = cast("Atom", lit)
            free[atom] = free.get(atom, 0) + amount
    return known, tuple((amount, atom) for atom, amount in free.items() if amount)


def _range(terms: Sum) -> tuple[int, int]:
    """Between what a sum can lie."""
    return sum(min(0, amount) for amount, _ in terms), sum(max(0, amount) for amount, _ in terms)
