"""Qualified and employed: people work shifts of their own site, with the skill they require, while employed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import ClassVar

from constraints.base import Example, Rule
from constraints.examples import ANA, FAR, HUB, day, example
from scheduler.domain.people import Person
from scheduler.domain.roster import Roster, Violation
from scheduler.domain.shift import Duty, Shift
from scheduler.problem import Problem, RuleModel


class Qualified(Rule):
    """A shift goes to a person of its site who has the skill it requires and is employed on the day it starts.

    Who shadows takes no standby: the person answering must be able to act alone.
    """

    name: ClassVar[str] = "qualified"
    personal: ClassVar[bool] = True
    unit: ClassVar[str] = "one assignment"
    formula: ClassVar[str] = (
        "for each person: assignments to a shift of another site, or of a skill that the person lacks, or outside "
        "employment, or to standby while shadowing"
    )
    source: ClassVar[str] = "house rule"
    EXAMPLES: ClassVar[list[Example]] = [
        example("the right site and skill", 0, shifts="DS", last=0, works={"ana": "[DS]"}),
        example(
            "standby without its skill",
            1,
            shifts="S",
            last=0,
            people=(replace(ANA, skills=frozenset()),),
            works={"ana": "S"},
        ),
        example(
            "on the first and last day of employment",
            0,
            last=2,
            people=(replace(ANA, first_day=day(1), last_day=day(1)),),
            works={"ana": "-D-"},
        ),
        example("a shift of another site", 1, last=0, sites=(HUB, FAR), shifts="DF", works={"ana": "F"}),
        example(
            "before the first day of employment",
            1,
            last=1,
            people=(replace(ANA, first_day=day(1)),),
            works={"ana": "DD"},
        ),
        example(
            "after the last day of employment", 1, last=1, people=(replace(ANA, last_day=day(0)),), works={"ana": "DD"}
        ),
        example(
            "standby by somebody who shadows",
            1,
            shifts="S",
            last=0,
            people=(replace(ANA, shadows="ben"),),
            works={"ana": "S"},
        ),
        example(
            "work by somebody who shadows",
            0,
            last=0,
            shifts="DS",
            people=(replace(ANA, shadows="ben"),),
            works={"ana": "D"},
        ),
    ]

    def post(self, model: RuleModel, problem: Problem) -> None:
        for person in self.concerns(problem):
            for shift in problem.shifts_of(person, None):
                unskilled = shift.skill is not None and shift.skill not in person.skills
                alone = shift.duty is Duty.STANDBY and person.shadows is not None
                if unskilled or alone or not person.employed_on(shift.day):
                    model.forbid(self, [model.works(person, shift)])

    def check(self, problem: Problem, roster: Roster) -> Iterator[Violation]:
        for person in self.concerns(problem):
            for duty in Duty:
                for shift in problem.worked(person, roster, duty):
                    why = None if problem.is_past(shift) else _objection(person, shift)
                    if why:
                        yield Violation(
                            self.name, 1, f"{person.id} {why}: {shift.id}", person.id, (shift.id,), shift.start
                        )


def _objection(person: Person, shift: Shift) -> str | None:
    if person.site != shift.site:
        return f"is of site {person.site}, not {shift.site}"
    if shift.skill and shift.skill not in person.skills:
        return f"lacks the skill {shift.skill}"
    if person.first_day and shift.day < person.first_day:
        return f"starts work on {person.first_day} only"
    if person.last_day and shift.day > person.last_day:
        return f"left on {person.last_day}"
    if person.shadows and shift.duty is Duty.STANDBY:
        return "still shadows and takes no standby"
    return None
