"""Why there is no roster: what is named clashes, and nothing that is named could be left out."""

from __future__ import annotations

from dataclasses import replace
from threading import Event
from typing import Any

import pytest

from constraints.catalog import RuleBook
from constraints.examples import ANA, BEN, day, example, instant
from scheduler.domain.coverage import CoverageRequirement
from scheduler.domain.people import Leave
from scheduler.domain.roster import Assignment
from scheduler.explain import clash, reasons, reasons_with_clash
from scheduler.model import RosterModel
from scheduler.outcome import Budget, Status
from scheduler.problem import Problem, Rule
from scheduler.solve import solve

ALWAYS = (CoverageRequirement("floor", minimum=1),)


def problem(**brought: Any) -> Problem:
    """Two people and three days, unless brought otherwise."""
    wanted: dict[str, Any] = {"people": (ANA, BEN), "last": 2} | brought
    return Problem(example("", 0, **wanted).team, RuleBook().rules())


def impossible(problem: Problem, rules: list[Rule]) -> bool:
    return solve(RosterModel(problem.with_rules(rules)), budget()).status is Status.INFEASIBLE


def budget(**more: Any) -> Budget:
    return Budget(seconds=10, workers=1, **more)


AWAY = problem(
    coverage=ALWAYS,
    coverage_window=(instant(1, 8), instant(1, 15)),
    leave=(Leave("ana", day(1), day(1)), Leave("ben", day(1), day(1))),
)
ALONE = problem(
    people=(ANA,),
    shifts="DEN",
    coverage=ALWAYS,
    coverage_window=(instant(0, 8), instant(1, 8)),
)
PINNED = replace(AWAY.team, coverage=(), pins=frozenset({Assignment("ana", "day@2027-01-05")}))


@pytest.mark.parametrize(
    ("case", "names"),
    [
        (AWAY, {"coverage", "leave"}),
        (Problem(PINNED, RuleBook().rules()), {"pins", "leave"}),
        (problem(coverage=(CoverageRequirement("three", 3),)), {"coverage"}),
    ],
    ids=["everybody away", "pinned on leave", "more than there are"],
)
def test_the_rules_that_clash_are_named(case: Problem, names: set[str]) -> None:
    assert {rule.name for rule in clash(case, budget())} == names


@pytest.mark.parametrize("case", [AWAY, ALONE], ids=["everybody away", "one person round the clock"])
def test_they_cannot_hold_together_and_none_can_be_left_out(case: Problem) -> None:
    found = list(clash(case, budget()))
    assert impossible(case, found)
    for rule in found:
        assert not impossible(case, [other for other in found if other is not rule])


def test_what_is_possible_has_no_clash() -> None:
    assert clash(problem(), budget()) == ()


def test_soft_rules_are_never_named() -> None:
    assert all(rule.weight == "hard" for rule in clash(AWAY, budget()))


def test_cancelled_it_names_what_is_proven_so_far() -> None:
    cancel = Event()
    told: list[float] = []

    def tell(progress: Any) -> None:
        told.append(progress.seconds)
        if len(told) == 3:
            cancel.set()

    found = clash(AWAY, budget(cancel=cancel, tell=tell))
    assert impossible(AWAY, list(found))
    assert len(found) > 2


def test_reasons_are_known_without_a_search() -> None:
    known = reasons(AWAY)
    assert known.clash == ()
    assert [(s.start, s.end, s.able) for s in known.thin_spots] == [(instant(1, 8), instant(1, 15), 0)]
    assert known.short == ()


def test_reasons_with_the_clash_say_what_the_rules_ask_for() -> None:
    told = reasons_with_clash(AWAY, budget())
    assert {rule.rule for rule in told.clash} == {"coverage", "leave"}
    assert any(rule.says.startswith("No shift of any duty overlaps a local day of leave.") for rule in told.clash)
    assert told.thin_spots == reasons(AWAY).thin_spots
