"""INRC-II: the competition's own figures, and our rules against its words on any roster."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.inrc2.problem import cells_of, problem_of, roster_of
from benchmarks.inrc2.texts import Standing, history_of, scenario_of, week_of
from benchmarks.inrc2.weekly import Instance, Lines, costs, instances_in, planned, reference
from constraints.rules.shift_count import ShiftCount
from constraints.rules.weekends_worked import WeekendsWorked
from tests.shared import INRC2, needs_benchmarks

WARD = Instance(Path(__file__).parent / "ward", 0, (0, 1))
SAID = {  # by the kinds of constraint of the validator, those of the evaluator
    "Total assignment constraints": "total assignments",
    "Consecutive constraints": "consecutive",
    "Non working days constraints": "days off",
    "Preferences": "preferences",
    "Max working weekend": "working weekends",
    "Complete weekends": "complete weekends",
    "Optimal coverage constraints": "optimal coverage",
}
# What the evaluator finds, by the rules that find it. The limits on the horizon are shared out by weeks, and differ.
TOGETHER = {
    ("consecutive", "days off"): ("shortest_runs", "consecutive_days", "consecutive_days_off"),
    ("preferences",): ("wishes",),
    ("complete weekends",): ("complete_weekends",),
    ("optimal coverage",): ("people_on_shift",),
}


def week_by_week(instance: Instance, lines: Lines) -> tuple[Counter[str], bool]:
    """What each of our rules charges over the weeks, each with its history alone; and whether a hard one is broken."""
    scenario, standings = scenario_of(instance.scenario_text), history_of(instance.history_text)
    charged: Counter[str] = Counter()
    broken = False
    for number, text in enumerate(instance.week_texts):
        week = {nurse: line[7 * number : 7 * number + 7] for nurse, line in lines.items()}
        problem = problem_of(scenario, week_of(text), standings, number)
        roster = roster_of(problem, week)
        assert cells_of(problem, roster) == week
        for rule in problem.rules:
            amount = sum(violation.amount for violation in rule.check(problem, roster))
            if rule.weight == "hard":
                broken |= amount > 0
            else:
                charged[rule.name] += rule.weight * amount
        standings = {nurse: standing.after(week[nurse]) for nurse, standing in standings.items()}
    return charged, broken


def agree(instance: Instance, lines: Lines) -> None:
    charged, broken = week_by_week(instance, lines)
    found, sentences = costs(instance, lines)
    assert broken == bool(sentences)
    for kinds, rules in TOGETHER.items():
        assert sum(found[kind] for kind in kinds) == sum(charged[rule] for rule in rules), kinds


cell = st.one_of(st.none(), st.sampled_from([("Early", "Head"), ("Early", "Nurse"), ("Night", "Nurse")]))
line = st.lists(cell, min_size=14, max_size=14)


@settings(max_examples=100, deadline=None)
@given(st.fixed_dictionaries({"Ana": line, "Ben": line, "Cai": line}))
def test_our_rules_and_the_evaluator_agree_on_any_weeks(lines: Lines) -> None:
    agree(WARD, lines)


@pytest.mark.parametrize(
    ("week", "then"),
    [
        ("EEEEEEE", Standing(shifts=12, weekends=2, last="Early", run_of_kind=9, run=10, days_off=0)),
        ("-EENNEE", Standing(shifts=11, weekends=2, last="Early", run_of_kind=2, run=6, days_off=0)),
        ("EE-----", Standing(shifts=7, weekends=1, last=None, run_of_kind=0, run=0, days_off=5)),
    ],
)
def test_a_week_changes_where_a_nurse_stands(week: str, then: Standing) -> None:
    before = Standing(shifts=5, weekends=1, last="Early", run_of_kind=2, run=3, days_off=0)
    kinds = {"E": ("Early", "Nurse"), "N": ("Night", "Nurse"), "-": None}
    assert before.after([kinds[letter] for letter in week]) == then


def test_days_off_go_on_from_week_to_week() -> None:
    assert Standing(0, 0, None, 0, 0, 3).after([None] * 7).days_off == 10


def shares(number: int, shifts: int, weekends: int) -> dict[str, list[tuple[Any, ...]]]:
    """Weight, least and most of what week `number` limits for Ana, who stands so on its eve."""
    scenario = scenario_of(WARD.scenario_text)
    standings = {
        nurse: replace(standing, shifts=shifts, weekends=weekends)
        for nurse, standing in history_of(WARD.history_text).items()
    }
    rules = problem_of(scenario, week_of(WARD.week_texts[0]), standings, number).rules
    return {
        "shifts": [(r.weight, r.least, r.most) for r in rules if isinstance(r, ShiftCount) and "Ana" in r.people],
        "weekends": [(r.weight, r.most) for r in rules if isinstance(r, WeekendsWorked) and "Ana" in r.people],
    }


def test_what_is_only_too_early_costs_less_than_what_is_too_much() -> None:
    """Ana owes 5 to 9 shifts and one weekend at most in two weeks."""
    assert shares(0, 0, 0) == {"shifts": [(2, 0, 9), (18, 2, 4)], "weekends": [(15, 1), (15, 0)]}
    assert shares(1, 4, 1) == {"shifts": [(20, 1, 5)], "weekends": [(30, 0)]}


def test_the_weeks_are_planned_one_after_the_other() -> None:
    lines = planned(WARD, seconds=2, workers=1, seed=1)
    assert lines is not None
    assert costs(WARD, lines)[1] == []
    agree(WARD, lines)


@needs_benchmarks
def test_the_evaluator_says_what_the_validator_of_the_competition_says() -> None:
    instance = Instance(INRC2 / "n005w4", 0, (1, 2, 3, 3))
    validator = (instance.folder / "Solution_H_0-WD_1-2-3-3" / "validator.txt").read_text(encoding="utf-8")
    said = {kind: int(cost) for kind, cost in re.findall(r"^(.+?): (\d+)$", validator, re.MULTILINE)}
    found, broken = costs(instance, reference(instance))
    assert {name: found[ours] for name, ours in SAID.items()} == {name: said[name] for name in SAID}
    assert (sum(found.values()), broken) == (said["Total cost"], [])


@needs_benchmarks
@pytest.mark.parametrize("folder", ["n005w4", "n012w8"])
def test_our_rules_and_the_evaluator_agree_on_the_reference_solutions(folder: str) -> None:
    known = [instance for instance in instances_in(INRC2 / folder) if instance.solution_texts]
    assert len(known) == 3
    for instance in known:
        agree(instance, reference(instance))
