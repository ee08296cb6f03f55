"""A roster and what the checker finds in it, rule by rule: and, after a change, only where it may have changed."""

from __future__ import annotations

from copy import copy

from scheduler.domain.roster import Assignment, Roster, Violation
from scheduler.problem import Problem, Rule


class Checked:
    """What each rule of `problem` finds in `roster`, found when first asked for and then kept.

    Keep one for a roster that is asked about often: `after` makes the one of a changed roster, at a fraction of a whole
    check. A personal rule is asked again only of the people whose assignments changed; the others of everybody. All
    people and shifts of a roster must be known to the problem, else rules raise KeyError.
    """

    def __init__(self, problem: Problem, roster: Roster) -> None:
        self.problem = problem
        self.roster = roster
        self._before: Checked | None = None
        self._found: dict[int, tuple[Violation, ...]] = {}
        self._alone: dict[str, Problem] = {}

    def after(self, roster: Roster) -> Checked:
        """The same for a changed roster of the same problem."""
        changed = Checked(self.problem, roster)
        changed._before, changed._alone = self, self._alone
        return changed

    def found(self, rule: int) -> tuple[Violation, ...]:
        """What the rule with that number in ``problem.rules`` finds; in no particular order."""
        if rule not in self._found:
            self._found[rule] = self._again(rule, self._before) if self._before else self._whole(rule)
        return self._found[rule]

    def found_of(self, rule: int, person: str, shifts: frozenset[str]) -> tuple[Violation, ...]:
        """What the personal rule with that number would find of `person` with just these shifts."""
        part = Roster(frozenset(Assignment(person, shift) for shift in shifts))
        return tuple(self.problem.rules[rule].check(self._only(person), part))

    def _whole(self, rule: int) -> tuple[Violation, ...]:
        return tuple(self.problem.rules[rule].check(self.problem, self.roster))

    def _again(self, rule: int, before: Checked) -> tuple[Violation, ...]:
        changed = touched(before.roster, self.roster)
        if not changed:
            return before.found(rule)
        if not is_personal(self.problem.rules[rule]):
            return self._whole(rule)
        of_others = (v for v in before.found(rule) if v.person not in changed)
        of_them = (v for id in changed for v in self.found_of(rule, id, frozenset(self.roster.by_person.get(id, ()))))
        return (*of_others, *of_them)

    def _only(self, person: str) -> Problem:
        """The problem as a personal rule sees it that is asked of one person."""
        if person not in self._alone:
            alone = copy(self.problem)
            alone.people = (self.problem.person(person),)
            self._alone[person] = alone
        return self._alone[person]


def checked(problem: Problem, roster: Roster | Checked) -> Checked:
    """`roster` with what the checker finds in it, if that is not known yet."""
    return roster if isinstance(roster, Checked) else Checked(problem, roster)


def is_personal(rule: Rule) -> bool:
    """Whether the rule says that it speaks of one person at a time. One that does not say may tie people together."""
    return bool(getattr(rule, "personal", False))


def touched(before: Roster, after: Roster) -> tuple[str, ...]:
    """The people whose assignments differ, sorted."""
    return tuple(sorted({assignment.person for assignment in before.assignments ^ after.assignments}))
