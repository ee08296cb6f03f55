"""Hours target: over the period, people get the hours of their contract."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import ClassVar

from pydantic import Field

from constraints.base import Example, Rule, Weight
from constraints.examples import ANA, BEN, DUBLIN, SPRING, day, example
from scheduler.burden import target_minutes
from scheduler.domain.people import Leave
from scheduler.domain.roster import Roster, Tier, Violation
from scheduler.problem import Problem, RuleModel

_HALF = replace(ANA, contract_minutes=1440)


class HoursTarget(Rule):
    """A person's paid hours over the period come to the contract's, for the days employed and not on leave.

    Who shadows has the mentor's hours and is left out.
    """

    name: ClassVar[str] = "hours_target"
    personal: ClassVar[bool] = True
    TIER: ClassVar[Tier] = Tier.SERVICE
    unit: ClassVar[str] = "one hour short over the period, rounded up"
    formula: ClassVar[str] = (
        "for each person: ceil(max(0, contract's hours for the days employed and not on leave - `tolerance` - paid "
        "hours))"
    )
    source: ClassVar[str] = "the person's contract"
    EXAMPLES: ClassVar[list[Example]] = [
        example("forty hours in a week", 0, works={"ana": "DDDDD"}),
        example("four shifts of eight hours", 8, works={"ana": "DDDD"}),
        example(
            "two days of leave are two sevenths of a week",
            0,
            works={"ana": "DDDD"},
            leave=(Leave("ana", day(5), day(6)),),
        ),
        example("half a day short is rounded up", 5, works={"ana": "DDD"}, leave=(Leave("ana", day(5), day(6)),)),
        example("half the hours for half the contract", 0, people=(_HALF,), works={"ana": "DDD"}),
        example("one shift for half the contract", 16, people=(_HALF,), works={"ana": "D"}),
        example("the hours of two weeks add up", 0, last=13, works={"ana": "DDDDDDDDDD"}),
        example("the last week counts", 8, last=13, works={"ana": "DDDDD--DDDD"}),
        example("what was worked in the past is past", 8, before={"ana": "DD"}, works={"ana": "DDDD"}),
        example(
            "days before the first day of employment",
            0,
            people=(replace(ANA, first_day=day(3)),),
            works={"ana": "---DDD"},
        ),
        example("who shadows is left out", 0, people=(replace(ANA, shadows="ben"), BEN), works={"ben": "DDDDD"}),
        example(
            "a night on which the clocks go forward is seven paid hours",
            1,
            first=SPRING - 6,
            last=SPRING,
            shifts="DN",
            sites=(DUBLIN,),
            works={"ana": "-DDDDN"},
        ),
        example("within the tolerance", 0, people=(ANA,), works={"ana": "DDDD"}, params={"tolerance": 8}),
        example("standby is not paid work", 8, shifts="DS", works={"ana": "SDDDD"}),
    ]

    weight: Weight = Field(default=15, description="price of one hour, or hard")
    tolerance: float = Field(default=0, ge=0, le=200, description="hours short over the period that cost nothing")

    def post(self, model: RuleModel, problem: Problem) -> None:
        for person in self.concerns(problem):
            if person.shadows is None:
                terms = [(s.paid_minutes, model.works(person, s)) for s in problem.shifts_of(person)]
                target = target_minutes(problem, person) - round(60 * self.tolerance)
                model.at_least(self, target, terms, unit=60)

    def check(self, problem: Problem, roster: Roster) -> Iterator[Violation]:
        for person in self.concerns(problem):
            worked = sum(s.paid_minutes for s in problem.worked(person, roster) if not problem.is_past(s))
            target = target_minutes(problem, person)
            short = target - worked - round(60 * self.tolerance)
            if short > 0 and person.shadows is None:
                because = f"{person.id} gets {round(worked / 60, 1):g} h of {round(target / 60, 1):g} h in the period"
                yield Violation(self.name, -(-short // 60), because, person.id)
