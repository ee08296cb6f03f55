"""The CP-SAT model of a problem, in the words of the domain."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from itertools import combinations, count
from math import gcd
from typing import cast

from ortools.sat.python import cp_model

from scheduler.domain.people import Person
from scheduler.domain.roster import Roster, Tier
from scheduler.domain.shift import Shift
from scheduler.problem import Bound, Condition, Lit, Problem, Rule, Terms, Total

Expr = cp_model.LinearExpr
Var = cp_model.IntVar
Indices = tuple[int, ...]


class RosterModel:
    """The decisions of a problem, what its rules forbid, and what they make one pay, tier by tier.

    It implements `scheduler.problem.RuleModel`. No rule branches on hard or soft: here the weight decides.
    """

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.cp = cp_model.CpModel()
        self.decisions: dict[tuple[str, str], Var] = {
            (person.id, shift.id): self.cp.new_bool_var(f"{person.id} {shift.id}")
            for person in problem.people
            for shift in problem.shifts_of(person, None)
        }
        self._penalties: dict[Tier, list[Expr]] = defaultdict(list)
        self._unions: dict[tuple[int, ...], Var] = {}
        self._whenever: dict[tuple[tuple[Indices, Indices], ...], Var] = {}
        self._apart: dict[int, set[int]] = defaultdict(set)  # by literal: the hard limits to one that hold it
        self._limits = count()
        for rule in problem.rules:
            rule.post(self, problem)

    # -- what the search needs ---------------------------------------------------------------------------------------

    @property
    def tiers(self) -> list[Tier]:
        """The tiers in which anything can be paid, most important first."""
        return sorted(self._penalties)

    def penalty(self, tier: Tier) -> Expr:
        """What the rules of one tier cost."""
        return cast("Expr", sum(self._penalties[tier]))

    def fix(self, roster: Roster) -> None:
        """Decide everything as `roster` has it. Raises KeyError for an assignment that is no decision."""
        chosen = {(a.person, a.shift) for a in roster}
        if foreign := chosen - self.decisions.keys():
            raise KeyError(f"not among the decisions: {sorted(foreign)}")
        for key, decision in self.decisions.items():
            self.cp.add(decision == (key in chosen))

    def roster(self, value: Callable[[Var], int]) -> Roster:
        """The roster that a solver's values describe."""
        return Roster.of(key for key, decision in self.decisions.items() if value(decision))

    # -- the language of rules ---------------------------------------------------------------------------------------

    def works(self, person: Person, shift: Shift) -> Lit:
        if self.problem.is_past(shift):
            return self.problem.has_done(person, shift)
        return self.decisions[person.id, shift.id]

    def any_of(self, lits: Sequence[Lit]) -> Lit:
        known, free = _split(lits)
        if known or not free:
            return known > 0
        if len(free) == 1:
            return free[0]
        key = tuple(sorted(lit.index for lit in free))
        if key not in self._unions:
            self._unions[key] = self._union(free)
        return self._unions[key]

    def _union(self, lits: list[Var]) -> Var:
        union = self.cp.new_bool_var("")
        if self._are_apart(lits):
            self.cp.add(_sum(lits) == union)
        else:
            self.cp.add_max_equality(union, lits)
        return union

    def once(self, lits: Sequence[Lit]) -> Terms:
        known, free = _split(lits)
        if known or not self._are_apart(free):
            return [(1, self.any_of(lits))]
        return [(1, lit) for lit in free]

    def _are_apart(self, lits: Sequence[Var]) -> bool:
        """Whether hard rules posted so far already keep any two of them from being true together."""
        limits = [self._apart[lit.index] for lit in lits]
        if len(lits) < 2 or set.intersection(*limits):
            return True
        return not any(first.isdisjoint(second) for first, second in combinations(limits, 2))

    def _keep_apart(self, lits: Sequence[Var]) -> None:
        number = next(self._limits)
        for lit in lits:
            self._apart[lit.index].add(number)

    def _clash(self, lits: Sequence[Var]) -> bool:
        """Whether hard rules posted so far already keep some two of them from being true together."""
        limits = [self._apart[lit.index] for lit in lits]
        return any(not first.isdisjoint(second) for first, second in combinations(limits, 2))

    def none_of(self, lits: Sequence[Lit]) -> Lit:
        known, free = _split(lits)
        if known:
            return False
        if not free:
            return True
        none = self.cp.new_bool_var("")
        for lit in free:
            self.cp.add_implication(none, ~lit)
        return none

    def whenever(self, conditions: Sequence[Condition]) -> Lit:
        opened = (_still_open(together, unless) for together, unless in conditions)
        found = [(needed, excuses) for needed, excuses in filter(None, opened) if not self._clash(needed)]
        if ([], []) in found:
            return True
        if not found:
            return False
        if len(found) == 1 and len(found[0][0]) == 1 and not found[0][1]:
            return found[0][0][0]
        key = tuple((_indices(needed), _indices(excuses)) for needed, excuses in found)
        if key not in self._whenever:
            self._whenever[key] = lit = self.cp.new_bool_var("")
            for needed, excuses in found:
                self.cp.add_bool_or([*(~literal for literal in needed), *excuses, lit])
        return self._whenever[key]

    def beyond(self, limit: int, terms: Terms) -> Terms:
        limit, free, most = _open_bound((limit, terms))
        if most <= 0 or not free:
            return [(max(0, most), True)]
        over = self.cp.new_int_var(0, most, "")
        self.cp.add(_weighted(free) - over <= limit)
        return [(1, over)]

    def summed(self, terms: Terms) -> Terms:
        known, free = _known_and_free(terms)
        if len(free) < 2:
            return terms
        amounts = [amount for amount, _ in free]
        least, most = sum(min(0, a) for a in amounts), sum(max(0, a) for a in amounts)
        total = self.cp.new_int_var(least, most, "")
        self.cp.add(_weighted(free) <= total)
        return [(known, True), (1, total)]

    def exclusive(self, rule: Rule, lits: Sequence[Lit]) -> None:
        known, free = _split(lits)
        if rule.weight == "hard" and not known:
            self.cp.add_at_most_one(free)
            self._keep_apart(free)
        else:
            self.at_most(rule, 1, [(1, lit) for lit in lits])

    def at_most(self, rule: Rule, limit: int, terms: Terms, unit: int = 1) -> None:
        self.worst(rule, [(limit, terms)], unit)

    def at_least(self, rule: Rule, limit: int, terms: Terms, unit: int = 1) -> None:
        self.worst(rule, [(-limit, [(-amount, lit) for amount, lit in terms])], unit)

    def worst(self, rule: Rule, bounds: Sequence[Bound], unit: int = 1) -> None:
        tight = [(limit, free, excess) for limit, free, excess in map(_open_bound, bounds) if excess > 0]
        if rule.weight == "hard":
            for limit, free, _ in tight:
                self.cp.add(_weighted(free) <= limit)
        elif tight:
            owed = self.cp.new_int_var(0, max(-(-excess // unit) for _, _, excess in tight), "")
            for limit, free, _ in tight:
                self.cp.add(_weighted(free) - unit * owed <= limit)
            self._owe(rule, 1, owed)

    def forbid(self, rule: Rule, together: Sequence[Lit], unless: Sequence[Lit] = (), amount: int = 1) -> None:
        found = _still_open(together, unless)
        if found is None:
            return
        conditions, excuses = found
        clause = [~lit for lit in conditions] + excuses
        if rule.weight == "hard":
            self.cp.add_bool_or(clause)
            if len(conditions) == 2 and not excuses:
                self._keep_apart(conditions)
        elif len(conditions) == 1 and not excuses:
            self._owe(rule, amount, conditions[0])
        else:
            owed = self.cp.new_bool_var("")
            self.cp.add_bool_or([*clause, owed])
            self._owe(rule, amount, owed)

    def spread(self, rule: Rule, totals: Sequence[Total], unit: int = 1, tolerance: int = 0) -> None:
        level = self._level(totals, unit)
        over, under = self._distance(totals, unit), self._distance(totals, unit)
        for share, carried, terms in totals:
            self._hold_distance(level, over, under, share, carried, terms, unit)
        if rule.weight == "hard":
            self.cp.add(over + under <= tolerance)
            return
        owed = self._distance(totals, 1)
        self.cp.add(owed >= over + under - tolerance)
        self._owe(rule, 1, owed)

    def deviation(self, rule: Rule, totals: Sequence[Total], unit: int = 1) -> None:
        level = self._level(totals, unit)
        for share, carried, terms in totals:
            over, under = self._distance(totals, unit), self._distance(totals, unit)
            self._hold_distance(level, over, under, share, carried, terms, unit)
            if rule.weight == "hard":
                self.cp.add(over + under <= 0)
            else:
                self._owe(rule, 1, over + under)

    def _level(self, totals: Sequence[Total], unit: int) -> Var:
        """The fair amount, in units, for somebody with a share of 100."""
        reach = max((_reach(total) for total in totals), default=0) * 100
        smallest = min((share for share, _, _ in totals), default=100)
        return self.cp.new_int_var(0, reach // (unit * smallest) + 1, "")

    def _distance(self, totals: Sequence[Total], unit: int) -> Var:
        most = 2 * max((_reach(total) for total in totals), default=0) // unit + 2
        return self.cp.new_int_var(0, 100 * most, "")

    def _hold_distance(
        self, level: Var, over: Var, under: Var, share: int, carried: int, terms: Terms, unit: int
    ) -> None:
        known, free = _known_and_free(terms)
        ahead = 100 * (known + carried + _weighted(free)) - share * unit * level
        whole = 100 * unit
        # The distance moves in steps, so the part of a whole unit that is forgiven does too: none, for a full share of
        # single shifts. A relaxation would otherwise grant it to everybody.
        step = gcd(whole, share * unit, 100 * (known + carried), *(100 * amount for amount, _ in free))
        part = whole - step
        self.cp.add(ahead - part <= whole * over)
        self.cp.add(-ahead - part <= whole * under)

    def _owe(self, rule: Rule, amount: int, owed: Expr) -> None:
        assert rule.weight != "hard"
        self._penalties[rule.tier].append(rule.weight * amount * owed)


def _split(lits: Sequence[Lit]) -> tuple[int, list[Var]]:
    """How many literals are known to be true, and those still open."""
    free = [cast("Var", lit) for lit in lits if not isinstance(lit, bool)]
    return sum(1 for lit in lits if lit is True), free


def _indices(lits: Sequence[Var]) -> Indices:
    return tuple(lit.index for lit in lits)


def _still_open(together: Sequence[Lit], unless: Sequence[Lit]) -> tuple[list[Var], list[Var]] | None:
    """What is still open of a condition; None when it can no longer hold."""
    known, conditions = _split(together)
    excused, excuses = _split(unless)
    return None if known + len(conditions) < len(together) or excused else (conditions, excuses)


def _open_bound(bound: Bound) -> tuple[int, list[tuple[int, Var]], int]:
    """The limit of what is still open, its literals with their amounts, and the most that it can exceed the limit."""
    limit, terms = bound
    known, free = _known_and_free(terms)
    return limit - known, free, known + sum(amount * _most(lit) for amount, lit in free if amount > 0) - limit


def _most(lit: Var) -> int:
    """1, but for the numbers that `beyond` and `summed` make."""
    return 1 if lit.is_boolean else int(lit.domain.max())


def _known_and_free(terms: Terms) -> tuple[int, list[tuple[int, Var]]]:
    known = sum(amount for amount, lit in terms if lit is True)
    return known, [(amount, cast("Var", lit)) for amount, lit in terms if not isinstance(lit, bool)]


def _weighted(terms: Sequence[tuple[int, Var]]) -> Expr:
    return cp_model.LinearExpr.weighted_sum([lit for _, lit in terms], [amount for amount, _ in terms])


def _sum(lits: Sequence[Var]) -> Expr:
    return cp_model.LinearExpr.sum(lits)


def _reach(total: Total) -> int:
    """The largest amount that a total can come to, in absolute terms."""
    _, carried, terms = total
    return abs(carried) + sum(abs(amount) for amount, _ in terms)
