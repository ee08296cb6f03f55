"""Standby weeks: one person a week, and nobody two weeks in a row."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations
from typing import ClassVar

from pydantic import Field

from constraints.base import Example, Rule
from constraints.examples import ANA, BEN, example
from scheduler.domain.roster import Roster, Violation
from scheduler.domain.shift import Duty
from scheduler.problem import Problem, RuleModel

_TWO = (ANA, BEN)


class StandbyWeeks(Rule):
    """A standby shift has one holder; nobody holds two that touch or overlap, the past included.

    So that primary and secondary are two people. With `in_a_row` one may follow the other at once, as where the
    secondary comes after the primary (`follows`); for a distance of several weeks ask for `weeks_between`.
    """

    name: ClassVar[str] = "standby_weeks"
    formula: ClassVar[str] = (
        "for each standby shift: max(0, holders - 1); for each person: pairs of standby shifts with start of the "
        "later <= end of the earlier, with `in_a_row` <"
    )
    unit: ClassVar[str] = "one holder too many, or one pair of standby shifts in a row or at once"
    source: ClassVar[str] = "house rule; Google SRE book ch. 11 keeps on-call to a quarter of the time"
    EXAMPLES: ClassVar[list[Example]] = [
        example("two people in turn", 0, last=7, people=_TWO, shifts="S", works={"ana": "S", "ben": "-------S"}),
        example("two weeks in a row", 1, last=7, shifts="S", works={"ana": "S------S"}),
        example("two holders of one week", 1, last=0, people=_TWO, shifts="S", works={"ana": "S", "ben": "S"}),
        example("the week before the first", 1, last=0, shifts="S", before={"ana": "S------"}, works={"ana": "S"}),
        example("the last two weeks of the period", 1, last=14, shifts="S", works={"ana": "-------S------S"}),
        example("three weeks in a row are two pairs", 2, last=14, shifts="S", works={"ana": "S------S------S"}),
        example(
            "two weeks of the past are past",
            0,
            last=0,
            shifts="S",
            before={"ana": "S------S------"},
            people=_TWO,
            works={"ben": "S"},
        ),
        example("a week between", 0, last=14, shifts="S", works={"ana": "S-------------S"}),
        example("primary and secondary at once", 1, last=0, shifts="SB", works={"ana": "[SB]"}),
        example("primary, then secondary", 1, last=7, shifts="SB", works={"ana": "S------B"}),
        example(
            "primary, then secondary, where one may follow the other",
            0,
            last=7,
            shifts="SB",
            works={"ana": "S------B"},
            params={"in_a_row": True},
        ),
        example(
            "both at once, where one may follow the other",
            1,
            last=0,
            shifts="SB",
            works={"ana": "[SB]"},
            params={"in_a_row": True},
        ),
    ]

    in_a_row: bool = Field(default=False, description="whether one may begin at the very end of the other")

    def post(self, model: RuleModel, problem: Problem) -> None:
        people = self.concerns(problem)
        for shift in (s for s in problem.shifts if s.duty is Duty.STANDBY):
            model.exclusive(self, [model.works(p, shift) for p in people if p.site == shift.site])
        for person in people:
            known = problem.worked_before(person, Duty.STANDBY) + problem.shifts_of(person, Duty.STANDBY)
            for first, second in combinations(known, 2):
                too_near = second.start < first.end or (second.start == first.end and not self.in_a_row)
                if too_near and not problem.is_past(second):
                    model.forbid(self, [model.works(person, first), model.works(person, second)])

    def check(self, problem: Problem, roster: Roster) -> Iterator[Violation]:
        concerned = {person.id for person in self.concerns(problem)}
        for shift in (s for s in problem.shifts if s.duty is Duty.STANDBY):
            holders = [p for p in roster.by_shift.get(shift.id, []) if p in concerned]
            if len(holders) > 1:
                because = f"{shift.id} has {len(holders)} holders, {', '.join(holders)}; one is the most"
                yield Violation(self.name, len(holders) - 1, because, None, (shift.id,), shift.start)
        for person in self.concerns(problem):
            for first, second in combinations(problem.worked(person, roster, Duty.STANDBY), 2):
                touching = first.end == second.start and not self.in_a_row
                if (touching or first.end > second.start) and not problem.is_past(second):
                    because = f"{person.id} has standby twice in a row or at once, {first.id} and {second.id}"
                    yield Violation(self.name, 1, because, person.id, (first.id, second.id), second.start)
