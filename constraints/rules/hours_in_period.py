"""Hours in period: over the whole period, people get so many paid hours, at least and at most."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from pydantic import Field

from constraints.base import Example, Rule
from constraints.examples import DUBLIN, SPRING, example
from scheduler.domain.roster import Roster, Violation
from scheduler.problem import Problem, RuleModel

_16_TO_32 = {"least": 16, "most": 32}


class HoursInPeriod(Rule):
    """A person's paid hours over the period come to `least` at least and `most` at most.

    The hours are the same for everybody of whom the rule speaks, whatever the contract, leave and employment: hours
    that follow from these are asked for by `hours_target`. What was worked before the first day does not count. Who has
    no shift at the own site is not held to `least`.
    """

    name: ClassVar[str] = "hours_in_period"
    personal: ClassVar[bool] = True
    unit: ClassVar[str] = "one hour too many or too few over the period, rounded up"
    formula: ClassVar[str] = (
        "for each person: ceil(max(0, `least` - paid hours of the period)) + ceil(max(0, paid hours of the period - "
        "`most`))"
    )
    source: ClassVar[str] = (
        "house rule; the staff rostering literature's total minutes (Curtois and Qu 2014: MaxTotalMinutes, "
        "MinTotalMinutes)"
    )
    EXAMPLES: ClassVar[list[Example]] = [
        example("three shifts of eight paid hours", 0, works={"ana": "DDD"}, params=_16_TO_32),
        example("as few as may be", 0, works={"ana": "DD"}, params=_16_TO_32),
        example("one shift fewer", 8, works={"ana": "D"}, params=_16_TO_32),
        example("as many as may be", 0, works={"ana": "DDDD"}, params=_16_TO_32),
        example("one shift more", 8, works={"ana": "DDDDD"}, params=_16_TO_32),
        example("half an hour too much is rounded up", 1, works={"ana": "DDDD"}, params={"most": 31.5}),
        example("half an hour short is rounded up", 1, works={"ana": "DDDD"}, params={"least": 32.5}),
        example("the weeks of the period add up", 8, last=13, works={"ana": "DD-----DDD----"}, params={"most": 32}),
        example("the first day and the last count", 8, works={"ana": "D-----D"}, params={"most": 8}),
        example("the past is not of the period", 0, before={"ana": "DDD"}, works={"ana": "DD"}, params=_16_TO_32),
        example("nor does it help", 8, before={"ana": "DDD"}, works={"ana": "D"}, params=_16_TO_32),
        example(
            "a night on which the clocks go forward is seven paid hours",
            1,
            first=SPRING - 1,
            last=SPRING,
            shifts="DN",
            sites=(DUBLIN,),
            works={"ana": "N"},
            params={"least": 8},
        ),
        example("standby is not paid work", 8, shifts="DS", works={"ana": "SD"}, params={"least": 16}),
        example("whose site has no shifts", 0, shifts="S", params={"least": 16}),
    ]

    least: float = Field(default=0, ge=0, le=4000, description="paid hours over the period, at least")
    most: float | None = Field(
        default=None, ge=0, le=4000, description="paid hours over the period, at most; left out: any number"
    )

    @classmethod
    def defaults(cls) -> list[Rule]:
        return []

    def post(self, model: RuleModel, problem: Problem) -> None:
        for person in self.concerns(problem):
            terms = [(s.paid_minutes, model.works(person, s)) for s in problem.shifts_of(person)]
            if self.most is not None:
                model.at_most(self, round(60 * self.most), terms, unit=60)
            if terms:
                model.at_least(self, round(60 * self.least), terms, unit=60)

    def check(self, problem: Problem, roster: Roster) -> Iterator[Violation]:
        for person in self.concerns(problem):
            minutes = sum(s.paid_minutes for s in problem.worked(person, roster) if not problem.is_past(s))
            short = round(60 * self.least) - minutes if problem.shifts_of(person) else 0
            wrong = max(0, -(-short // 60))
            if self.most is not None:
                wrong += max(0, -((round(60 * self.most) - minutes) // 60))
            if wrong:
                bounds = f"{self.least:g} to {'any number' if self.most is None else f'{self.most:g}'}"
                because = f"{person.id} gets {round(minutes / 60, 1):g} h in the period, not {bounds}"
                yield Violation(self.name, wrong, because, person.id)
