"""Every rule, the same questions: a new rule needs no test file of its own for these."""

from __future__ import annotations

import inspect
import pkgutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from math import ceil
from typing import Any

import jsonschema
import pytest
from pydantic import ValidationError

import constraints.rules
from constraints.base import Example, Rule
from constraints.catalog import RULES, RuleBook
from constraints.rules.fairness import Fairness
from scheduler.domain.people import Person
from scheduler.domain.roster import Roster, Tier, Violation
from scheduler.domain.team import Site, Team
from scheduler.intervals import next_day
from scheduler.problem import Problem, Weight
from tests.constraints.agreement import SOFT, Trial, of_example

CASES = [pytest.param(kind, e, id=f"{kind.name}: {e.says}") for kind in RULES for e in kind.EXAMPLES]
EVERY_RULE = pytest.mark.parametrize("kind", RULES, ids=lambda kind: kind.name)
# Rules that apply only where a document asks for them.
ON_REQUEST = {
    "apart",
    "apart_at_night",
    "around_leave",
    "average_hours",
    "breaks",
    "calm_days",
    "consecutive_days_off",
    "days_in_week",
    "days_off",
    "exposure",
    "fatigue_risk",
    "follows",
    "forward_rotation",
    "free_weekends",
    "frozen_days",
    "guided",
    "holiday_turns",
    "hours_in_day",
    "pattern",
    "practice",
    "minimum_change",
    "office_days",
    "reserve",
    "hours_in_window",
    "overtime",
    "hours_in_period",
    "people_on_shift",
    "shift_count",
    "shifts_in_days",
    "shortest_runs",
    "span_of_day",
    "stable_start",
    "successions",
    "together",
    "trained_first",
    "unwanted_sequences",
    "variety",
    "weeks_between",
    "whole_weeks",
    "weekends_worked",
}
WHOLE_PERIOD = {"fairness", "hours_in_period", "hours_target"}  # rules whose violations have no instant


def found(rule: Rule, team: Team, roster: Roster) -> list[Violation]:
    return list(rule.check(Problem(team), roster))


def amount(rule: Rule, team: Team, roster: Roster) -> int:
    return sum(violation.amount for violation in found(rule, team, roster))


# -- what the examples say ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("kind", "example"), CASES)
def test_check_finds_the_amount_that_the_example_says(kind: type[Rule], example: Example) -> None:
    assert amount(of_example(kind, example), example.team, example.roster) == example.amount


@pytest.mark.parametrize(("kind", "example"), CASES)
def test_violations_say_who_and_when_and_why(kind: type[Rule], example: Example) -> None:
    problem = Problem(example.team)
    named = {person.id for person in example.team.people} | {owed.id for owed in example.team.coverage}
    shifts = {shift.id for shift in problem.shifts} | set(problem.past) | set(problem.callouts)
    for violation in found(of_example(kind, example), example.team, example.roster):
        assert violation.rule == kind.name
        assert violation.amount > 0
        assert any(name in violation.because for name in named.union(violation.shifts)), violation
        assert violation.person is None or violation.person in violation.because, violation
        assert kind.name in WHOLE_PERIOD or (violation.start and violation.start.tzinfo), violation
        assert shifts.issuperset(violation.shifts)


@pytest.mark.parametrize("weight", ["hard", SOFT])
@pytest.mark.parametrize(("kind", "example"), CASES)
def test_post_agrees_with_check(kind: type[Rule], example: Example, weight: Weight) -> None:
    trial = Trial(example.team, [of_example(kind, example, weight)])
    assert trial.disagreement(trial.rosters(example.roster)) is None


@pytest.mark.slow
@pytest.mark.parametrize("weight", ["hard", SOFT])
@pytest.mark.parametrize(("kind", "example"), CASES)
def test_post_agrees_with_check_on_many_more_rosters(kind: type[Rule], example: Example, weight: Weight) -> None:
    trial = Trial(example.team, [of_example(kind, example, weight)])
    assert trial.disagreement(trial.rosters(example.roster, few=2**10, sample=500)) is None


@EVERY_RULE
def test_examples_show_a_roster_that_the_rule_accepts_and_one_that_it_rejects(kind: type[Rule]) -> None:
    assert {e.amount > 0 for e in kind.EXAMPLES} == {True, False}


@EVERY_RULE
def test_examples_say_different_things(kind: type[Rule]) -> None:
    says = [e.says for e in kind.EXAMPLES]
    assert len(set(says)) == len(says)


@EVERY_RULE
def test_posting_forbids_something_when_hard_and_costs_something_when_soft(kind: type[Rule]) -> None:
    example = next(e for e in kind.EXAMPLES if e.amount)
    hard = Trial(example.team, [of_example(kind, example, "hard")])
    soft = Trial(example.team, [of_example(kind, example, SOFT)])
    rosters = list(hard.rosters(example.roster))
    assert any(hard.posted(roster) is None for roster in rosters)
    assert any(soft.posted(roster) for roster in rosters)


# -- windows: in the first position, in the last, and across the first day ---------------------------------------------

# How many days a window of the rule is long.
WINDOWS: dict[str, Callable[[Any], int]] = {
    "one_shift_a_day": lambda rule: 2,
    "rest_period": lambda rule: 2,
    "weekly_rest": lambda rule: 9,  # a rest that begins on Sunday evening
    "consecutive_days": lambda rule: rule.most + 1,
    "consecutive_days_off": lambda rule: rule.most + 1,
    "consecutive_nights": lambda rule: rule.most + 1,
    "recovery_after_nights": lambda rule: rule.nights + 1,
    "contract_hours": lambda rule: 7,
    "successions": lambda rule: rule.days + 1,
    "forward_rotation": lambda rule: 2,
    "stable_start": lambda rule: 2,
    "shortest_runs": lambda rule: max(rule.work, rule.off) + 1,
    "free_weekends": lambda rule: 7 * rule.one_in + 1,
    "days_in_week": lambda rule: 7,
    "office_days": lambda rule: 7,
    "exposure": lambda rule: 14,
    "calm_days": lambda rule: rule.days + rule.calm,
    "fatigue_risk": lambda rule: 14,
    "follows": lambda rule: rule.days + 1,
    "average_hours": lambda rule: 7 * rule.weeks,
    "hours_in_window": lambda rule: ceil(rule.window / 24) + 1,
    "overtime": lambda rule: 28 * rule.months,  # four weeks end in January, and four in February
    "shift_count": lambda rule: 7 if rule.per == "week" else 366,
    "variety": lambda rule: 7,
    "standby_weeks": lambda rule: 8,
    "whole_weeks": lambda rule: 7,
    "shifts_in_days": lambda rule: rule.days,
    "unwanted_sequences": lambda rule: len(rule.days),
    "days_off": lambda rule: rule.days,
    "practice": lambda rule: 7 * (rule.weeks or 0),
    "weeks_between": lambda rule: 7 * rule.least + 7,
    "standby_nights": lambda rule: 8,
    "isolated_days": lambda rule: 3,
}

# Rules that look at one day, one shift or one instant, at one weekend, or at the period as a whole.
NO_WINDOW = {
    "apart",
    "apart_at_night",
    "around_leave",
    "breaks",
    "complete_weekends",
    "coverage",
    "coverage_target",
    "fairness",
    "frozen_days",
    "guided",
    "holiday_turns",
    "hours_in_day",
    "hours_in_period",
    "hours_target",
    "leave",
    "minimum_change",
    "pattern",
    "people_on_shift",
    "pins",
    "qualified",
    "reserve",
    "shadow",
    "span_of_day",
    "standby_apart",
    "together",
    "trained_first",
    "weekends_worked",
    "wishes",
}


def test_every_rule_has_a_window_or_none() -> None:
    assert WINDOWS.keys() ^ NO_WINDOW == {kind.name for kind in RULES}


def rejected(name: str) -> Iterator[tuple[Rule, Team, Roster, int]]:
    """The rejecting examples of a window rule, each with the length of its window."""
    kind = next(kind for kind in RULES if kind.name == name)
    for e in kind.EXAMPLES:
        if e.amount:
            rule = of_example(kind, e)
            yield rule, e.team, e.roster, WINDOWS[name](rule)


def within(team: Team, roster: Roster, first: int, last: int) -> Roster:
    """The assignments to shifts that start that many days after the first day."""
    days = {next_day(team.period.first_day, n).isoformat() for n in range(first, last + 1)}
    return Roster(frozenset(a for a in roster if a.shift.split("@")[1] in days))


def length(team: Team) -> int:
    return (team.period.last_day - team.period.first_day).days + 1


@pytest.mark.parametrize("name", WINDOWS)
def test_windows_fail_in_the_first_position(name: str) -> None:
    assert any(
        length(team) > days and amount(rule, replace(team, previous=()), within(team, roster, 0, days - 1))
        for rule, team, roster, days in rejected(name)
    )


@pytest.mark.parametrize("name", WINDOWS)
def test_windows_fail_in_the_last_position(name: str) -> None:
    def last_days(team: Team, roster: Roster, days: int) -> Roster:
        return within(team, roster, length(team) - days, length(team) - 1)

    assert any(
        length(team) > days and amount(rule, replace(team, previous=()), last_days(team, roster, days))
        for rule, team, roster, days in rejected(name)
    )


@pytest.mark.parametrize("name", WINDOWS)
def test_windows_reach_into_the_past(name: str) -> None:
    assert any(
        amount(rule, team, roster) > amount(rule, replace(team, previous=()), roster)
        for rule, team, roster, _ in rejected(name)
    )


# -- what is said of a rule --------------------------------------------------------------------------------------------


def test_every_file_of_the_folder_is_in_the_catalog() -> None:
    files = {module.name for module in pkgutil.iter_modules(constraints.rules.__path__)}
    assert {kind.__module__.removeprefix("constraints.rules.") for kind in RULES} == files
    assert {kind.name for kind in RULES} == files
    assert len(RULES) == len(files)


@EVERY_RULE
def test_every_rule_says_what_it_is(kind: type[Rule]) -> None:
    own = [kind.__dict__.get(name) for name in ("__doc__", "unit", "formula", "source")]
    said = [inspect.getdoc(inspect.getmodule(kind)), *own]
    assert all(said)
    assert all(about.description for name, about in kind.model_fields.items()), kind.model_fields


@EVERY_RULE
def test_the_formula_of_a_rule_names_every_parameter(kind: type[Rule]) -> None:
    parameters = kind.model_fields.keys() - {"weight", "sites", "people"}
    assert {name for name in parameters if f"`{name}`" not in kind.formula} == set()
    assert "\n" not in kind.formula


TIERS = {
    Tier.SHORTFALL: {"coverage"},
    Tier.FAIRNESS: {"fairness", "holiday_turns"},
    Tier.BALANCE: {"fairness"},
    Tier.SERVICE: {"around_leave", "coverage_target", "hours_target", "pattern", "people_on_shift", "wishes"},
    Tier.SMOOTHNESS: {
        "complete_weekends",
        "isolated_days",
        "shortest_runs",
        "forward_rotation",
        "stable_start",
        "variety",
    },
}


def test_every_rule_has_its_place_among_the_strict_priorities() -> None:
    tiers = {(rule.tier, rule.name) for kind in RULES for rule in kind.defaults() or [kind.model_validate({})]}
    others = {kind.name for kind in RULES} - set().union(*TIERS.values())
    assert tiers == {(tier, name) for tier, names in (TIERS | {Tier.POLICY: others}).items() for name in names}


def test_fairness_looks_at_the_worst_off_first_and_at_the_sum_later() -> None:
    assert (Fairness(measure="worst").tier, Fairness(measure="sum").tier) == (Tier.FAIRNESS, Tier.BALANCE)


# -- how it can be asked for -------------------------------------------------------------------------------------------


def applied(kind: type[Rule], said: object) -> list[Rule]:
    """The rules of this kind in a book that says this of it."""
    return [rule for rule in RuleBook.model_validate({kind.name: said}).rules() if isinstance(rule, kind)]


def test_a_book_that_says_nothing_has_the_defaults_of_all_rules_in_the_order_of_the_catalog() -> None:
    rules = RuleBook().rules()
    assert list(rules) == [rule for kind in RULES for rule in kind.defaults()]
    assert {type(rule) for rule in rules} == {kind for kind in RULES if kind.name not in ON_REQUEST}


@EVERY_RULE
def test_a_rule_can_be_switched_off(kind: type[Rule]) -> None:
    assert applied(kind, False) == []
    assert len(RuleBook.model_validate({kind.name: False}).rules()) == len(RuleBook().rules()) - len(kind.defaults())


@EVERY_RULE
def test_a_rule_can_be_hard_or_have_a_weight(kind: type[Rule]) -> None:
    assert [rule.weight for rule in applied(kind, {"weight": "hard"})] == ["hard"]
    assert [rule.weight for rule in applied(kind, {"weight": 7})] == [7]


@EVERY_RULE
@pytest.mark.parametrize("weight", [0, -1, 1.5, 1_000_001, "soft", None, True])
def test_a_weight_is_a_positive_whole_number_or_hard(kind: type[Rule], weight: object) -> None:
    with pytest.raises(ValidationError, match="weight"):
        kind.model_validate({"weight": weight})


@EVERY_RULE
def test_a_rule_can_apply_twice(kind: type[Rule]) -> None:
    assert [rule.weight for rule in applied(kind, [{"weight": "hard"}, {"weight": 3, "sites": ["hub"]}])] == ["hard", 3]


@EVERY_RULE
def test_an_unknown_parameter_is_refused(kind: type[Rule]) -> None:
    with pytest.raises(ValidationError, match="wieght"):
        RuleBook.model_validate({kind.name: {"wieght": 3}})


def test_an_unknown_rule_is_refused() -> None:
    with pytest.raises(ValidationError, match="rest_perod"):
        RuleBook.model_validate({"rest_perod": {}})


def test_the_book_has_a_json_schema_that_knows_every_rule() -> None:
    schema = RuleBook.model_json_schema()
    jsonschema.Draft202012Validator.check_schema(schema)
    reader = jsonschema.Draft202012Validator(schema)
    assert schema["properties"].keys() == {kind.name for kind in RULES}
    good: tuple[object, ...] = (False, {}, {"weight": 3}, [{"weight": "hard"}, {"sites": ["hub"]}])
    bad: tuple[object, ...] = (True, 3, {"weight": 0}, {"wieght": 3})
    for kind in RULES:
        assert all(reader.is_valid({kind.name: said}) for said in good)
        assert not any(reader.is_valid({kind.name: said}) for said in bad)


# -- scope -------------------------------------------------------------------------------------------------------------

ELSEWHERE = Site("elsewhere", "Pacific/Auckland")
ZOE = Person("zoe", "elsewhere", contract_minutes=0)


def narrows_to_people(kind: type[Rule]) -> bool:
    try:
        kind.model_validate({"people": ["zoe"]})
    except ValidationError:
        return False
    return True


def scoped(kind: type[Rule], example: Example, **scope: list[str]) -> tuple[Rule, Team]:
    """The example with a further person at a further site, and the rule narrowed."""
    team = replace(example.team, sites=(*example.team.sites, ELSEWHERE), people=(*example.team.people, ZOE))
    return kind.model_validate(example.params | {"weight": SOFT} | scope), team


@pytest.mark.parametrize(("kind", "example"), CASES)
@pytest.mark.parametrize("scope", [{"sites": ["elsewhere"]}, {"people": ["zoe"]}], ids=["sites", "people"])
def test_a_rule_narrowed_to_others_finds_and_posts_nothing(
    kind: type[Rule], example: Example, scope: dict[str, list[str]]
) -> None:
    if "people" in scope and not narrows_to_people(kind):
        return
    rule, team = scoped(kind, example, **scope)
    trial = Trial(team, [rule])
    assert found(rule, team, example.roster) == []
    assert len(trial.model.cp.proto.constraints) == 0
    assert trial.model.tiers == []


@pytest.mark.parametrize(("kind", "example"), CASES)
def test_a_rule_narrowed_to_those_concerned_says_the_same(kind: type[Rule], example: Example) -> None:
    if narrows_to_people(kind):
        rule, team = scoped(kind, example, people=[person.id for person in example.team.people])
        assert amount(rule, team, example.roster) == example.amount


def test_only_the_rules_of_coverage_cannot_be_narrowed_to_people() -> None:
    assert {kind.name for kind in RULES if not narrows_to_people(kind)} == {"coverage", "coverage_target"}
