"""What a change of a roster does: examples with the rules as they are, and the way back is the opposite."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import Any

from hypothesis import given, settings

from constraints.base import Rule
from constraints.examples import ANA, BEN, DUBLIN, HUB, SPRING, day, example, instant
from constraints.rules.consecutive_days import ConsecutiveDays
from constraints.rules.coverage import Coverage
from constraints.rules.fairness import Fairness
from constraints.rules.hours_target import HoursTarget
from constraints.rules.rest_period import RestPeriod
from constraints.rules.wishes import Wishes
from scheduler.burden import Burden
from scheduler.checked import Checked
from scheduler.domain.coverage import CoverageRequirement
from scheduler.domain.holidays import Holiday
from scheduler.domain.people import Wish
from scheduler.domain.roster import Roster
from scheduler.effect import BurdenChange, Change, Effect, TierChange, breaks, effect
from scheduler.problem import Problem
from scheduler.report import plain
from scheduler.verify import verify
from tests.scheduler.changes import Pair, changes

DESK = (CoverageRequirement("desk", minimum=1),)


def of(rules: list[Rule], before: dict[str, str], after: dict[str, str], **brought: Any) -> Effect:
    """The effect from one drawing of letters to another."""
    made = example("", 0, **{"people": (ANA, BEN), "shifts": "DEN", "works": before} | brought)
    then = example("", 0, **{"people": (ANA, BEN), "shifts": "DEN", "works": after} | brought)
    return effect(Problem(made.team, rules), made.roster, then.roster)


def said(changes: tuple[Change, ...]) -> list[tuple[str, int]]:
    return [(change.finding.because, change.by) for change in changes]


def test_an_evening_taken_before_a_day_breaks_the_rest() -> None:
    found = of([RestPeriod()], {"ana": "-D"}, {"ana": "ED"})
    assert said(found.breaks) == [
        ("ana rests 7.5 h between evening@2027-01-04 and day@2027-01-05; 11 h are required", 1)
    ]
    assert found.breaks[0].finding.hard
    assert (found.mends, found.worsens, found.eases, found.penalty_change) == ((), (), (), ())


def test_a_soft_rule_worsens_and_costs() -> None:
    found = of([RestPeriod(weight=7)], {"ana": "-D"}, {"ana": "ED"})
    assert [c.finding.weight for c in found.worsens] == [7]
    assert (found.breaks, found.eases, found.penalty_change) == ((), (), (TierChange("policy", 7),))


def test_what_was_wrong_before_is_no_effect() -> None:
    found = of([RestPeriod()], {"ana": "ED---"}, {"ana": "ED--D"})
    assert (found.breaks, found.mends) == ((), ())


def test_what_is_better_mends_and_eases() -> None:
    found = of([RestPeriod(), RestPeriod(weight=7)], {"ana": "ED"}, {"ana": "E-", "ben": "-D"})
    assert (found.breaks, found.worsens) == ((), ())
    assert [len(found.mends), len(found.eases)] == [1, 1]
    assert found.penalty_change == (TierChange("policy", -7),)


def test_what_grew_is_new_by_what_was_added() -> None:
    found = of([HoursTarget(weight=2)], {"ana": "DDDD-", "ben": "DDDDD"}, {"ana": "DD---", "ben": "DDDDD"}, last=6)
    assert [(c.finding.amount, c.by) for c in found.worsens] == [(24, 16)]
    assert found.cost == (32,)


def test_a_gap_in_coverage_that_another_narrows_is_eased_by_the_minutes() -> None:
    window = (instant(0, 7), instant(0, 23))
    found = of([Coverage()], {}, {"ana": "D"}, last=0, coverage=DESK, coverage_window=window)
    assert said(found.mends) == [("desk: 0 of 1 from 2027-01-04T07:00:00Z to 2027-01-04T23:00:00Z", 510)]
    assert found.breaks == ()
    back = of([Coverage()], {"ana": "D"}, {}, last=0, coverage=DESK, coverage_window=window)
    assert said(back.breaks) == [("desk: 0 of 1 from 2027-01-04T07:00:00Z to 2027-01-04T23:00:00Z", 510)]


def test_who_is_there_changes_and_the_gap_does_not() -> None:
    two = (CoverageRequirement("desk", minimum=2),)
    window = (instant(0, 7), instant(0, 23))
    found = of([Coverage()], {"ana": "D"}, {"ben": "D"}, last=0, coverage=two, coverage_window=window)
    assert (found.breaks, found.mends) == ((), ())


def test_fairness_is_compared_by_burden_whoever_is_worst_off() -> None:
    rule = Fairness(of=frozenset({Burden.NIGHTS}), tolerance=0)
    found = of([rule], {"ana": "N-N"}, {"ben": "N-N"}, last=2)
    assert (found.worsens, found.eases, found.penalty_change) == ((), (), (TierChange("fairness", 0),))
    found = of([rule], {"ana": "N-N"}, {"ana": "N", "ben": "--N"}, last=2)
    assert [change.by for change in found.eases] == [2]


def test_tiers_come_in_their_order_and_the_smaller_cost_is_better() -> None:
    wish = (Wish("ben", day(0), None),)
    rules = [Wishes(weight=100), RestPeriod(weight=7)]
    found = of(rules, {"ana": "ED"}, {"ana": "-D", "ben": "E"}, wishes=wish)
    assert found.penalty_change == (TierChange("policy", -7), TierChange("service", 100))
    assert found.cost == (-7, 100)
    assert found.cost < of(rules, {"ana": "ED"}, {"ana": "ED"}, wishes=wish).cost


def test_hard_changes_come_in_the_order_of_the_rules_then_of_time() -> None:
    found = of([ConsecutiveDays(most=1), RestPeriod()], {}, {"ana": "EDD", "ben": "DD"})
    assert [(c.finding.rule, c.finding.person, c.finding.start and c.finding.start.day) for c in found.breaks] == [
        ("consecutive_days", "ana", 5),
        ("consecutive_days", "ben", 5),
        ("consecutive_days", "ana", 6),
        ("rest_period", "ana", 5),
    ]


def test_soft_changes_come_in_the_order_of_the_tiers() -> None:
    wish = (Wish("ana", day(0), None),)
    found = of([Wishes(weight=100), RestPeriod(weight=7)], {"ana": "-D"}, {"ana": "ED"}, wishes=wish)
    assert [change.finding.rule for change in found.worsens] == ["rest_period", "wishes"]


# -- burdens -----------------------------------------------------------------------------------------------------------


def test_a_night_at_the_weekend_on_a_holiday_is_four_burdens() -> None:
    sites = (replace(HUB, holidays=(Holiday(day(6), "Founders' Day"),)),)
    found = of([], {}, {"ana": "------N"}, sites=sites)
    assert found.burdens == (
        BurdenChange("ana", Burden.HOURS, 0, 8),
        BurdenChange("ana", Burden.NIGHTS, 0, 1),
        BurdenChange("ana", Burden.WEEKENDS, 0, 1),
        BurdenChange("ana", Burden.HOLIDAYS, 0, 1),
    )


def test_only_burdens_that_change_are_listed_for_those_touched() -> None:
    found = of([], {"ana": "D--", "ben": "-N-"}, {"ana": "E--", "ben": "--D"})
    assert found.burdens == (BurdenChange("ben", Burden.NIGHTS, 1, 0),)


def test_standby_is_counted_in_weeks_and_the_clock_change_in_hours() -> None:
    found = of([], {}, {"ana": "S"}, shifts="S")
    assert found.burdens == (BurdenChange("ana", Burden.STANDBY, 0, 1),)
    found = of([], {}, {"ana": "N"}, first=SPRING - 1, last=SPRING, sites=(DUBLIN,))
    assert found.burdens[0] == BurdenChange("ana", Burden.HOURS, 0, 7)


# -- any change --------------------------------------------------------------------------------------------------------


def test_an_effect_has_a_plain_form() -> None:
    found = plain(of([RestPeriod(weight=7)], {"ana": "-D"}, {"ana": "ED"}))
    assert found["penalty_change"] == [{"tier": "policy", "by": 7}]
    assert found["worsens"][0]["finding"]["start"] == "2027-01-05T07:00:00Z"


@settings(max_examples=40, deadline=None)
@given(changes())
def test_the_way_back_is_the_opposite(pair: Pair) -> None:
    there = effect(pair.problem, pair.before, pair.after)
    back = effect(pair.problem, pair.after, pair.before)
    assert (there.breaks, there.mends, there.worsens, there.eases) == (
        back.mends,
        back.breaks,
        back.eases,
        back.worsens,
    )
    assert [(c.tier, c.by) for c in there.penalty_change] == [(c.tier, -c.by) for c in back.penalty_change]
    assert [(b.person, b.burden, b.before, b.after) for b in there.burdens] == [
        (b.person, b.burden, b.after, b.before) for b in back.burdens
    ]


@settings(max_examples=40, deadline=None)
@given(changes())
def test_it_adds_up_to_what_the_checker_says_of_both(pair: Pair) -> None:
    found = effect(pair.problem, Checked(pair.problem, pair.before), pair.after)
    was, now = verify(pair.problem, pair.before), verify(pair.problem, pair.after)
    assert sum(found.cost) == now.penalty - was.penalty
    for less, more, before, after in (
        (found.mends, found.breaks, was.hard, now.hard),
        (found.eases, found.worsens, was.soft, now.soft),
    ):
        grown: Counter[str] = Counter()
        for change in more:
            grown[change.finding.rule] += change.by
        for change in less:
            grown[change.finding.rule] -= change.by
        for violation in after:
            grown[violation.rule] -= violation.amount
        for violation in before:
            grown[violation.rule] += violation.amount
        assert not any(grown.values())


@settings(max_examples=10, deadline=None)
@given(changes())
def test_no_change_has_no_effect(pair: Pair) -> None:
    found = effect(pair.problem, pair.before, pair.before)
    assert (found.breaks, found.mends, found.worsens, found.eases, found.burdens) == ((), (), (), (), ())
    assert not any(found.cost)


def test_breaks_leaves_the_soft_rules_alone() -> None:
    problem = Problem(example("", 0).team, [RestPeriod()])
    was = Checked(problem, Roster())
    assert breaks(was, was.after(Roster())) == ()
