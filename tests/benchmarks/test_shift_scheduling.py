"""The instances of Curtois and Qu: what we read, plan and prove, against the format's own words and known optima."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.shift_scheduling.evaluator import Line, evaluated
from benchmarks.shift_scheduling.instance import Cover, Kind, Request, instance_of
from benchmarks.shift_scheduling.measuring import best_known, instances_in, measured, number_of
from benchmarks.shift_scheduling.plain import solved
from benchmarks.shift_scheduling.problem import lines_of, problem_of, roster_of
from scheduler.outcome import Budget
from scheduler.plan import plan
from scheduler.problem import Problem
from scheduler.verify import verify
from tests.shared import CURTOIS_QU, needs_benchmarks

TINY = (Path(__file__).parent / "tiny.txt").read_text(encoding="utf-8")
GOOD = {"A": "-NN--EE-", "B": "EEE--E-E", "C": "N---N--E"}
Lines = Mapping[str, Line]


def lines(changed: dict[str, str] | None = None) -> Lines:
    """The good roster with some lines changed."""
    return {
        who: [None if letter == "-" else letter for letter in line] for who, line in (GOOD | (changed or {})).items()
    }


def test_the_text_is_read() -> None:
    instance = instance_of(TINY)
    ana, _, cai = instance.staff
    assert instance.days == 8
    assert instance.kinds == (Kind("E", 480, frozenset()), Kind("N", 600, frozenset({"E"})))
    assert (ana.most_minutes, ana.least_minutes, ana.days_off) == (2640, 960, frozenset({0}))
    assert ana.most_of == {"E": 8, "N": 2}
    assert (ana.longest_run, ana.shortest_run, ana.shortest_rest, ana.most_weekends) == (3, 2, 2, 1)
    assert cai.days_off == {2, 3}
    assert instance.requests[0] == Request("A", 1, "N", 2, wanted=True)
    assert instance.requests[-1] == Request("C", 4, "N", 2, wanted=False)
    assert instance.covers[-2] == Cover(7, "E", 2, 100, 1)


def test_a_roster_costs_what_its_cover_and_requests_cost() -> None:
    one_too_many, nobody, unmet = 3, 2, 1 + 2
    assert evaluated(TINY, lines()) == (one_too_many + 100 * nobody + unmet, [])


BROKEN = {
    "A works on day 0, a day off": {"A": "ENN--EE-"},
    "A works N more than 2 times": {"A": "-NNN--EE"},
    "A works 480 minutes": {"A": "-------E"},
    "A has only 1 days in a row of work": {"A": "-N---EE-"},
    "A has only 1 days in a row off": {"A": "-NN-EE--"},
    "A works E after N of day 2": {"A": "-NNE--EE"},
    "B works 5 days in a row": {"B": "EEEEE---"},
    "B works 2880 minutes": {"B": "EEEE-E-E"},
    "B works N more than 0 times": {"B": "EEN--E-E"},
    "C works 1 weekends": {"C": "N---N-EE"},
}


@pytest.mark.parametrize("what", BROKEN)
def test_a_broken_constraint_is_named_and_our_checker_finds_it_too(what: str) -> None:
    broken = lines(BROKEN[what])
    assert what in evaluated(TINY, broken)[1]
    assert finders(what) & {violation.rule for violation in verify(tiny(), roster_of(broken)).hard}


@cache
def tiny() -> Problem:
    return problem_of(instance_of(TINY))


line = st.text("-EN", min_size=8, max_size=8)
near = st.sampled_from(list(GOOD)).flatmap(lambda who: line.map(lambda letters: {who: letters}))


# Which of our rules finds what the evaluator says in which words.
FOUND_BY = {
    "a day off": {"leave"},
    "more than": {"shift_count", "qualified"},
    "minutes": {"hours_in_period"},
    "weekends": {"weekends_worked"},
    "only": {"shortest_runs"},
    "in a row": {"consecutive_days"},
    " after ": {"successions"},
}


def finders(what: str) -> set[str]:
    return next(rules for words, rules in FOUND_BY.items() if words in what)


@settings(max_examples=300, deadline=None)
@given(st.one_of(near, st.fixed_dictionaries(dict.fromkeys(GOOD, line))))
def test_our_checker_and_the_evaluator_agree_on_any_roster(changed: dict[str, str]) -> None:
    some = lines(changed)
    objective, broken = evaluated(TINY, some)
    verdict = verify(tiny(), roster_of(some))
    found = {violation.rule for violation in verdict.hard}
    assert verdict.penalty == objective
    assert all(finders(what) & found for what in broken)
    assert found <= set().union(*map(finders, broken))


def test_a_plan_is_worth_what_the_evaluator_says() -> None:
    made = plan(tiny(), Budget(seconds=20, workers=1))
    assert made.outcome.roster is not None
    assert made.outcome.status == "optimal"
    assert evaluated(TINY, lines_of(tiny(), made.outcome.roster)) == (made.outcome.penalty, [])


def test_lines_become_a_roster_and_lines_again() -> None:
    assert lines_of(tiny(), roster_of(lines())) == lines()


def test_the_plain_model_finds_the_same_optimum() -> None:
    made = plan(tiny(), Budget(seconds=20, workers=1))
    plain = solved(instance_of(TINY), seconds=20, workers=1, seed=1)
    assert plain.objective == plain.bound == made.outcome.penalty


def test_nothing_published_beside_a_file_is_nothing_known() -> None:
    assert best_known(Path(__file__).parent / "tiny.txt") is None


@needs_benchmarks
@pytest.mark.parametrize("number", [1, 2, 3])
def test_no_bound_is_above_the_known_optimum_and_no_roster_below(number: int) -> None:
    row = measured(CURTOIS_QU / f"Instance{number}.txt", seconds=3, workers=1, baseline=True)
    assert row["wrong"] == ""
    assert row["bound"] <= row["best known"] <= row["objective"]
    assert row["baseline bound"] <= row["best known"]


@needs_benchmarks
def test_the_instances_of_a_folder_are_all_read() -> None:
    instances = sorted(instances_in(CURTOIS_QU), key=number_of)
    assert instances
    for path in instances:
        instance = instance_of(path.read_text(encoding="utf-8-sig"))
        assert best_known(path) is not None
        assert len(instance.covers) == instance.days * len(instance.kinds)
