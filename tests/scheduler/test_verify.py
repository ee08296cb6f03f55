"""The checker sums up what the rules find: hard and soft apart, tier by tier."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from constraints.examples import ANA, BEN, example
from constraints.rules.consecutive_days import ConsecutiveDays
from constraints.rules.one_shift_a_day import OneShiftADay
from constraints.rules.wishes import Wishes
from scheduler.domain.people import Wish
from scheduler.domain.roster import Roster, Tier, Violation
from scheduler.intervals import next_day
from scheduler.problem import Problem, RuleModel, Weight
from scheduler.verify import verify


@dataclass(frozen=True)
class Finds:
    """A rule that finds violations of these amounts in any roster."""

    name: str
    amounts: tuple[int, ...]
    weight: Weight
    tier: Tier = Tier.POLICY

    def post(self, model: RuleModel, problem: Problem) -> None:
        raise AssertionError("the checker knows no solver")

    def check(self, problem: Problem, roster: Roster) -> Iterator[Violation]:
        return (Violation(self.name, amount, "as told") for amount in self.amounts)


TEAM = example("", 0, people=(ANA, BEN)).team


def test_hard_violations_have_no_price_and_soft_ones_cost_weight_times_amount() -> None:
    rules = (
        Finds("law", (1, 2), "hard"),
        Finds("policy", (1, 2), 10),
        Finds("custom", (4,), 3),
        Finds("service", (5,), 7, Tier.SERVICE),
    )
    verdict = verify(Problem(TEAM, rules), Roster())
    assert [(v.rule, v.amount) for v in verdict.hard] == [("law", 1), ("law", 2)]
    assert [(v.rule, v.amount) for v in verdict.soft] == [("policy", 1), ("policy", 2), ("custom", 4), ("service", 5)]
    assert verdict.penalties == {Tier.POLICY: 10 * 3 + 3 * 4, Tier.SERVICE: 7 * 5}
    assert verdict.penalty == 77


def test_without_rules_every_roster_is_good() -> None:
    verdict = verify(Problem(TEAM), Roster.of([("ana", "day@2027-01-04")]))
    assert (verdict.hard, verdict.soft, verdict.penalty) == ((), (), 0)


def test_a_rule_that_finds_nothing_costs_nothing() -> None:
    verdict = verify(Problem(TEAM, [Finds("policy", (), 10)]), Roster())
    assert verdict.penalty == 0
    assert not any(verdict.penalties.values())


def test_a_rule_that_applies_twice_is_judged_twice() -> None:
    roster = Roster.of(("ana", f"day@{next_day(TEAM.period.first_day, n)}") for n in range(7))
    verdict = verify(Problem(TEAM, [ConsecutiveDays(most=5), ConsecutiveDays(most=6, weight=4)]), roster)
    assert (len(verdict.hard), verdict.penalties) == (2, {Tier.POLICY: 4})


def test_a_roster_made_elsewhere_is_judged_too() -> None:
    made = example(
        "", 0, last=0, shifts="DE", works={"ana": "[DE]"}, wishes=(Wish("ana", TEAM.period.first_day, None),)
    )
    verdict = verify(Problem(made.team, [OneShiftADay(), Wishes(weight=5)]), made.roster)
    assert [v.person for v in verdict.hard] == ["ana"]
    assert verdict.penalties == {Tier.SERVICE: 5}
