"""Standby without nights: preferably no night shift in a week of standby."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from pydantic import Field

from constraints.base import Example, Rule, Weight
from constraints.examples import ANA, BEN, example
from scheduler.domain.roster import Roster, Tier, Violation
from scheduler.domain.shift import Duty
from scheduler.problem import Problem, RuleModel


class StandbyNights(Rule):
    """No night shift overlaps a standby shift of the same person."""

    name: ClassVar[str] = "standby_nights"
    personal: ClassVar[bool] = True
    TIER: ClassVar[Tier] = Tier.POLICY
    unit: ClassVar[str] = "one night shift in a standby shift"
    formula: ClassVar[str] = "for each person: pairs of a night shift and a standby shift that overlap"
    source: ClassVar[str] = "house rule: a call in the day's sleep after a night is worse than either"
    EXAMPLES: ClassVar[list[Example]] = [
        example("days in a week of standby", 0, last=1, shifts="DNS", works={"ana": "[SD]D"}),
        example("two nights in a week of standby", 2, last=1, shifts="NS", works={"ana": "[SN]N"}),
        example("a night in the week before", 0, last=7, shifts="NS", works={"ana": "---N---S"}),
        example("a Sunday night runs into the week", 0, last=7, shifts="NS", works={"ana": "------NS"}),
        example("the last night of the week", 1, last=6, shifts="NS", works={"ana": "S-----N"}),
        example("the first week of two", 1, last=8, shifts="NS", works={"ana": "S-----N--"}),
        example("the last week of two", 1, last=8, shifts="NS", works={"ana": "-------SN"}),
        example(
            "a week of standby that began in the past",
            1,
            first=2,
            shifts="NS",
            before={"ana": "S-"},
            works={"ana": "N"},
        ),
        example("the nights of the past are past", 0, first=2, shifts="NS", before={"ana": "[SN]-"}),
        example("somebody else's night", 0, last=0, people=(ANA, BEN), shifts="NS", works={"ana": "S", "ben": "N"}),
    ]

    weight: Weight = Field(default=1, description="price of one night, or hard")

    def post(self, model: RuleModel, problem: Problem) -> None:
        for person in self.concerns(problem):
            nights = [s for s in problem.worked_before(person) + problem.shifts_of(person) if s.night]
            for standby in problem.worked_before(person, Duty.STANDBY) + problem.shifts_of(person, Duty.STANDBY):
                for night in nights:
                    past = problem.is_past(standby) and problem.is_past(night)
                    if night.interval.overlaps(standby.interval) and not past:
                        model.forbid(self, [model.works(person, standby), model.works(person, night)])

    def check(self, problem: Problem, roster: Roster) -> Iterator[Violation]:
        for person in self.concerns(problem):
            nights = [s for s in problem.worked(person, roster) if s.night]
            for standby in problem.worked(person, roster, Duty.STANDBY):
                for night in nights:
                    planned = night.day >= problem.first_day or standby.day >= problem.first_day
                    if standby.start < night.end and night.start < standby.end and planned:
                        because = f"{person.id} has {night.id} while on {standby.id}"
                        yield Violation(self.name, 1, because, person.id, (standby.id, night.id), night.start)
