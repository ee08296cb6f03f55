"""Swaps that break nothing: whom somebody could exchange an assignment with, two by two or in a circle of three."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from scheduler.checked import Checked, checked, is_personal
from scheduler.cover.eligible import clashes, objections
from scheduler.domain.roster import Assignment, Roster
from scheduler.domain.shift import Shift
from scheduler.edits import swapped
from scheduler.effect import Effect, breaks, effect
from scheduler.errors import NotAssigned
from scheduler.growth import grown
from scheduler.intervals import days_between
from scheduler.oncall.values import Move, Swap
from scheduler.problem import Problem


@dataclass(frozen=True, slots=True)
class Exchange:
    """A swap that breaks no hard rule, and what it does."""

    swap: Swap
    effect: Effect


@dataclass(frozen=True, slots=True)
class Bounds:
    """How much work a search for exchanges is.

    Shifts count that start at most `days` days before or after the one to give away. At most `trials` times personal
    rules are asked whether somebody can give one shift for another, and of the swaps that they allow the first
    `weighed` are held against all rules: those of two people before those of three, nearer shifts before farther ones.
    """

    days: int = 7
    trials: int = 400
    weighed: int = 24


def effect_of_swap(problem: Problem, roster: Roster | Checked, swap: Swap) -> Effect:
    """What an offered swap would do. Raises EditRefused when it cannot be made."""
    known = checked(problem, roster)
    return effect(problem, known, swapped(known.roster, swap))


def exchanges(
    problem: Problem, roster: Roster | Checked, given: Assignment, asked: datetime, bounds: Bounds | None = None
) -> tuple[Exchange, ...]:
    """Swaps by which the holder of `given` gets rid of it, seen from the instant `asked`: the best first.

    All shifts of one swap have the same duty, and none has begun. Three swap in a circle, and only where no two of them
    could do without the third. The best is by the change of the tiers' penalties, the most important tier first: so
    fairness comes before wishes. Ties go by the order of the search: the same roster gives the same answer. Raises
    NotAssigned when `given` is not in the roster.
    """
    known = checked(problem, roster)
    if given not in known.roster.assignments:
        raise NotAssigned(f"{given.person} does not have {given.shift}")
    market = _Market(known, given, asked, bounds or Bounds())
    return tuple(sorted(market.exchanges(), key=lambda exchange: exchange.effect.cost))


class _Market:
    """What is offered for one assignment."""

    def __init__(self, roster: Checked, given: Assignment, asked: datetime, bounds: Bounds) -> None:
        self._problem, self._roster, self._given, self._asked = roster.problem, roster, given, asked
        self._shift = roster.problem.shift(given.shift)
        self._bounds, self._trials = bounds, 0
        self._personal = [
            n for n, rule in enumerate(self._problem.rules) if rule.weight == "hard" and is_personal(rule)
        ]
        self._known: dict[tuple[str, str, str], bool] = {}

    def exchanges(self) -> Iterator[Exchange]:
        """The swaps that break nothing, in the order of the search."""
        for swap in islice(self._swaps(), self._bounds.weighed):
            now = self._roster.after(swapped(self._roster.roster, swap))
            if not breaks(self._roster, now):
                yield Exchange(swap, effect(self._problem, self._roster, now))

    def _swaps(self) -> Iterator[Swap]:
        """The swaps that personal rules allow, as far as there are trials."""
        if self._shift.start <= self._asked:
            return
        offers = list(self._offers())
        wanted = [a for a in offers if self._fits(self._given.person, self._shift, self._problem.shift(a.shift))]
        direct = [a for a in wanted if self._takes_given(a)]
        yield from (Swap.exchange(self._given, a) for a in direct)
        yield from self._circles(
            (a for a in offers if a not in wanted and self._takes_given(a)), [a for a in wanted if a not in direct]
        )

    def _circles(self, first: Iterable[Assignment], second: list[Assignment]) -> Iterator[Swap]:
        """`given` goes to who has `first`, that to who has `second`, and that to the giver."""
        for one in first:
            for other in second:
                shifts = self._problem.shift(other.shift), self._problem.shift(one.shift)
                if self._fits(other.person, *shifts):
                    moves = Move(self._given, one.person), Move(one, other.person), Move(other, self._given.person)
                    yield Swap(moves)

    def _offers(self) -> Iterator[Assignment]:
        """Others' assignments that may come into question, the nearest in time first."""
        near = (shift for shift in self._problem.shifts if self._is_near(shift))
        for shift in sorted(near, key=lambda s: (abs(days_between(self._shift.day, s.day)), s.start, s.id)):
            people = self._roster.roster.by_shift.get(shift.id, [])
            if self._given.person not in people:
                yield from (Assignment(person, shift.id) for person in people)

    def _is_near(self, shift: Shift) -> bool:
        far = abs(days_between(self._shift.day, shift.day)) > self._bounds.days
        return not far and shift.duty is self._shift.duty and shift.start > self._asked

    def _takes_given(self, offer: Assignment) -> bool:
        return self._fits(offer.person, self._problem.shift(offer.shift), self._shift)

    def _fits(self, person: str, gives: Shift, takes: Shift) -> bool:
        """Whether the person could have `takes` in place of `gives`: by the facts, and by each hard personal rule."""
        key = person, gives.id, takes.id
        if key not in self._known:
            self._known[key] = self._tried(person, gives, takes)
        return self._known[key]

    def _tried(self, person: str, gives: Shift, takes: Shift) -> bool:
        who = self._problem.person(person)
        kept = [id for id in self._roster.roster.by_person[person] if id != gives.id]
        if objections(self._problem, who, takes, self._asked):
            return False
        if clashes(who, takes, (self._problem.shift(id) for id in kept)) or self._trials >= self._bounds.trials:
            return False
        self._trials += 1
        shifts = frozenset([*kept, takes.id])
        return all(self._allows(rule, person, shifts) for rule in self._personal)

    def _allows(self, rule: int, person: str, shifts: frozenset[str]) -> bool:
        before = [violation for violation in self._roster.found(rule) if violation.person == person]
        return not grown(before, self._roster.found_of(rule, person, shifts))
