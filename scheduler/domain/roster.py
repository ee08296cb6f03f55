"""Who works what, and what is wrong with it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum
from functools import cached_property


@dataclass(frozen=True, slots=True, order=True)
class Assignment:
    """A person on a dated shift, both by id."""

    person: str
    shift: str


@dataclass(frozen=True)
class Roster:
    """All assignments of a horizon."""

    assignments: frozenset[Assignment] = frozenset()

    @classmethod
    def of(cls, pairs: Iterable[tuple[str, str]]) -> Roster:
        """A roster from (person, shift) pairs."""
        return cls(frozenset(Assignment(person, shift) for person, shift in pairs))

    @cached_property
    def by_person(self) -> dict[str, list[str]]:
        """The shift ids of each person who has any."""
        return self._grouped((a.person, a.shift) for a in self.assignments)

    @cached_property
    def by_shift(self) -> dict[str, list[str]]:
        """The people on each shift that has any, sorted."""
        return self._grouped((a.shift, a.person) for a in self.assignments)

    @staticmethod
    def _grouped(pairs: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
        groups: dict[str, list[str]] = defaultdict(list)
        for key, value in sorted(pairs):
            groups[key].append(value)
        return dict(groups)

    def __iter__(self) -> Iterator[Assignment]:
        return iter(self.assignments)

    def __len__(self) -> int:
        return len(self.assignments)


class Tier(IntEnum):
    """Strict priorities among soft rules: no amount of a later tier buys one unit of an earlier one."""

    SHORTFALL = 1
    POLICY = 2
    FAIRNESS = 3
    BALANCE = 4
    SERVICE = 5
    SMOOTHNESS = 6


@dataclass(frozen=True, slots=True)
class Violation:
    """One broken rule at one place. `amount` is in the rule's own unit; `because` is a sentence for a manager.

    `person` and `shifts` say who and where; `start` says when, where there is an instant. `about` names what else it
    speaks of: a coverage requirement, a burden at a site. One that lasts has an `end` too, and the same amount in each
    minute from `start` to `end`.
    """

    rule: str
    amount: int
    because: str
    person: str | None = None
    shifts: tuple[str, ...] = ()
    start: datetime | None = None
    end: datetime | None = None
    about: str | None = None
