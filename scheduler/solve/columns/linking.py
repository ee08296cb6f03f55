"""What ties owners together, as rows of a linear program: what no single owner decides, and the tiers above.

Each row is ``sum <= limit`` over atoms of owners, the penalty of whole personal rosters by tier, and *extras*: numbers
that are nobody's, such as what a requirement lacks. A row of whole numbers is here as its linear relaxation.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from scheduler.domain.roster import Tier
from scheduler.solve.columns.posted import Atom, Levelling, Posted, Requirement, Sum


@dataclass(frozen=True, slots=True)
class Extra:
    """A number that is nobody's: from 0 to `most`, with what one of it costs in the tier that is minimised."""

    most: int
    cost: int = 0


@dataclass(frozen=True, slots=True)
class Row:
    """`lazy`: seldom of account, so that a linear program may begin without it."""

    limit: int
    atoms: Sum = ()
    extras: tuple[tuple[int, int], ...] = ()  # amounts, and numbers of extras
    tier: Tier | None = None  # whose personal penalties are in it, once
    lazy: bool = False


@dataclass(slots=True)
class Linking:
    """The rows and extras of a problem for one tier, with those above held at what they may cost."""

    posted: Posted
    tier: Tier
    held: Mapping[Tier, int]
    extras: list[Extra] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    _owed: dict[Tier, list[tuple[int, int]]] = field(default_factory=dict)
    _facts: dict[Atom, int] = field(default_factory=dict)

    def add(self, requirements: Iterable[Requirement]) -> None:
        """Write down everything that ties owners together; `requirements` are those of no single owner."""
        for requirement in requirements:
            self._require(requirement)
        for levelling in self.posted.levellings:
            if levelling.price is None or levelling.tier <= self.tier:
                self._level(levelling)
        for tier, most in self.held.items():
            if tier < self.tier:
                self.rows.append(Row(most, extras=tuple(self._owed.get(tier, ())), tier=tier))

    @property
    def watched(self) -> set[Atom]:
        """The facts of single owners that rows look at."""
        facts = self.posted.facts
        return {atom for row in self.rows for _, atom in row.atoms if atom in facts}

    def _extra(self, most: int, tier: Tier | None = None, price: int = 0) -> int:
        self.extras.append(Extra(most, price if tier == self.tier else 0))
        if tier is not None and tier != self.tier:
            self._owed.setdefault(tier, []).append((price, len(self.extras) - 1))
        return len(self.extras) - 1

    def _require(self, requirement: Requirement) -> None:
        owed: tuple[tuple[int, int], ...] = ()
        if requirement.price is not None:
            extra = self._extra(requirement.most, requirement.tier, requirement.price)
            owed = ((-requirement.unit, extra),)
        for limit, terms in requirement.bounds:
            self._row(limit, terms, owed, lazy=requirement.price is None)

    def _row(self, limit: int, terms: Sum, extras: tuple[tuple[int, int], ...], *, lazy: bool = False) -> None:
        """A row over terms, of which those that are nobody's become extras."""
        owners = self.posted.owners
        common = tuple((amount, self._fact(atom)) for amount, atom in terms if owners[atom] is None)
        own = tuple((amount, atom) for amount, atom in terms if owners[atom] is not None)
        self.rows.append(Row(limit, own, extras + common, lazy=lazy and not common))

    def _fact(self, atom: Atom) -> int:
        """The extra that is a fact of several owners: between 0 and 1, and held from both sides."""
        if atom not in self._facts:
            self._facts[atom] = extra = self._extra(1)
            fact = self.posted.facts[atom]
            lowest = sum(min(0, amount) for amount, _ in fact.sum)
            highest = sum(max(0, amount) for amount, _ in fact.sum)
            self._row(fact.least - 1, fact.sum, ((fact.least - 1 - highest, extra),))
            self._row(-lowest, tuple((-a, part) for a, part in fact.sum), ((fact.least - lowest, extra),))
        return self._facts[atom]

    def _level(self, levelling: Levelling) -> None:
        reach = max((abs(carried) + sum(abs(a) for a, _ in terms) for _, carried, terms in levelling.totals), default=0)
        smallest = min((share for share, _, _ in levelling.totals), default=100)
        level = self._extra(reach * 100 // (levelling.unit * smallest) + 1)
        sides: tuple[int, int] | None = None
        for share, carried, terms in levelling.totals:
            if sides is None or not levelling.together:
                sides = self._sides(levelling, 100 * (2 * reach // levelling.unit + 2))
            whole = 100 * levelling.unit
            for sign, side in zip((1, -1), sides, strict=True):
                extras = ((-sign * share * levelling.unit, level), (-whole, side))
                self._row(whole - 1 - sign * 100 * carried, tuple((sign * 100 * a, atom) for a, atom in terms), extras)

    def _sides(self, levelling: Levelling, most: int) -> tuple[int, int]:
        """How far above and below the level: paid for, or beyond the tolerance both together."""
        if levelling.price is not None and not levelling.together:
            return self._extra(most, levelling.tier, levelling.price), self._extra(
                most, levelling.tier, levelling.price
            )
        over, under = self._extra(most), self._extra(most)
        owed = () if levelling.price is None else ((-1, self._extra(2 * most, levelling.tier, levelling.price)),)
        self.rows.append(Row(levelling.tolerance, extras=((1, over), (1, under), *owed)))
        return over, under
