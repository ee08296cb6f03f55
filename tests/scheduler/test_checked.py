"""Checked after a change, a roster has the violations that a whole check finds: only faster."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest
from hypothesis import given, settings

from constraints.examples import ANA, BEN, example
from scheduler.checked import Checked, checked, is_personal, touched
from scheduler.domain.roster import Assignment, Roster, Tier, Violation
from scheduler.problem import Problem, RuleModel, Weight
from tests.scheduler.changes import Pair, changes

TEAM = example("", 0, people=(ANA, BEN)).team
MONDAY, TUESDAY = "day@2027-01-04", "day@2027-01-05"


@dataclass(frozen=True)
class Counts:
    """A rule that finds every assignment and notes whom it was asked about."""

    personal: bool
    asked: list[list[str]] = field(default_factory=list)
    name: str = "counts"
    weight: Weight = "hard"
    tier: Tier = Tier.POLICY

    def post(self, model: RuleModel, problem: Problem) -> None:
        raise AssertionError("the checker knows no solver")

    def check(self, problem: Problem, roster: Roster) -> Iterator[Violation]:
        self.asked.append([person.id for person in problem.people])
        for person in problem.people:
            for shift in problem.worked(person, roster):
                yield Violation(self.name, 1, f"{person.id} has {shift.id}", person.id, (shift.id,), shift.start)


@settings(max_examples=40, deadline=None)
@given(changes())
def test_after_a_change_each_rule_finds_what_it_finds_in_the_whole(pair: Pair) -> None:
    afresh = Checked(pair.problem, pair.after)
    changed = Checked(pair.problem, pair.before).after(Roster()).after(pair.before).after(pair.after)
    for n in range(len(pair.problem.rules)):
        assert Counter(changed.found(n)) == Counter(afresh.found(n)), pair.problem.rules[n]


def test_a_personal_rule_is_asked_again_of_those_touched_only() -> None:
    rule = Counts(personal=True)
    problem = Problem(TEAM, [rule])
    before = Checked(problem, Roster.of([("ana", MONDAY), ("ben", MONDAY)]))
    before.found(0)
    found = before.after(Roster.of([("ana", MONDAY), ("ben", TUESDAY)])).found(0)
    assert rule.asked == [["ana", "ben"], ["ben"]]
    assert {(v.person, v.shifts) for v in found} == {("ana", (MONDAY,)), ("ben", (TUESDAY,))}


def test_any_other_rule_is_asked_again_of_everybody() -> None:
    rule = Counts(personal=False)
    before = Checked(Problem(TEAM, [rule]), Roster())
    before.after(Roster.of([("ben", MONDAY)])).found(0)
    assert rule.asked == [["ana", "ben"]]


def test_a_rule_is_asked_once_and_not_at_all_where_nothing_changed() -> None:
    rule = Counts(personal=False)
    before = Checked(Problem(TEAM, [rule]), Roster.of([("ben", MONDAY)]))
    same = before.after(Roster.of([("ben", MONDAY)]))
    assert same.found(0) == before.found(0) == same.found(0)
    assert len(rule.asked) == 1


def test_what_a_personal_rule_would_find_of_somebody() -> None:
    known = Checked(Problem(TEAM, [Counts(personal=True)]), Roster.of([("ben", MONDAY)]))
    assert [v.because for v in known.found_of(0, "ana", frozenset({TUESDAY}))] == [f"ana has {TUESDAY}"]


def test_a_rule_that_does_not_say_so_is_not_personal() -> None:
    class Silent:
        name, weight, tier = "silent", "hard", Tier.POLICY

    assert not is_personal(Silent())  # type: ignore[arg-type]
    assert is_personal(Counts(personal=True))


def test_what_is_checked_is_not_checked_again() -> None:
    problem = Problem(TEAM)
    known = checked(problem, Roster())
    assert checked(problem, known) is known


def test_touched_are_those_whose_assignments_differ() -> None:
    before = Roster.of([("ana", MONDAY), ("ben", MONDAY), ("cai", MONDAY)])
    after = Roster.of([("ana", MONDAY), ("ben", TUESDAY), ("dan", MONDAY)])
    assert touched(before, after) == ("ben", "cai", "dan")
    assert touched(before, before) == ()


def test_somebody_unknown_is_refused() -> None:
    known = Checked(Problem(TEAM, [Counts(personal=True)]), Roster())
    with pytest.raises(KeyError):
        known.after(Roster(frozenset({Assignment("zoe", MONDAY)}))).found(0)
