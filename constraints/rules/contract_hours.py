"""Contract hours: a week holds no more paid work than the contract says."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import ClassVar

from pydantic import Field

from constraints.base import Example, Rule
from constraints.examples import ANA, AUTUMN, DUBLIN, SPRING, example, instant
from scheduler.domain.people import Person
from scheduler.domain.roster import Roster, Violation
from scheduler.domain.shift import Shift
from scheduler.domain.team import CallOut
from scheduler.intervals import monday_of
from scheduler.problem import Problem, RuleModel

_HALF = replace(ANA, contract_minutes=1440)
_39_HOURS = replace(ANA, contract_minutes=2340)
_39_HOURS_AND_A_HALF = replace(ANA, contract_minutes=2370)


class ContractHours(Rule):
    """The paid hours of shifts that start in a Monday-to-Sunday week are at most the contract's, plus `overtime`.

    Paid hours are true elapsed time less the unpaid break, of standby that counts as work and of call-outs too. A week
    that began before the first day counts what was worked, but what was too much already then is past.
    """

    name: ClassVar[str] = "contract_hours"
    personal: ClassVar[bool] = True
    unit: ClassVar[str] = "one hour too many in a week, rounded up"
    formula: ClassVar[str] = (
        "for each person and week: ceil(max(0, paid hours - max(paid hours of the past, contract's hours + "
        "`overtime`)))"
    )
    source: ClassVar[str] = "the person's contract"
    EXAMPLES: ClassVar[list[Example]] = [
        example("five shifts of eight paid hours", 0, works={"ana": "DDDDD"}),
        example("six shifts", 8, works={"ana": "DDDDDD"}),
        example("four shifts of somebody with 24 hours", 8, people=(_HALF,), works={"ana": "DDDD"}),
        example("six shifts in the first week", 8, last=13, works={"ana": "DDDDDD-D"}),
        example("six shifts in the last week", 8, last=13, works={"ana": "D------DDDDDD"}),
        example("a week that began in the past", 8, first=3, before={"ana": "DDD"}, works={"ana": "DDD-"}),
        example("a week of which only Sunday is planned", 8, first=6, before={"ana": "DDDDD-"}, works={"ana": "D"}),
        example("what was too much in the past is past", 0, first=6, before={"ana": "DDDDDD"}, works={"ana": "-"}),
        example("and what comes on top is not", 8, first=6, before={"ana": "DDDDDD"}, works={"ana": "D"}),
        example("the week before the period is past", 0, before={"ana": "DDDDDD-"}, works={"ana": "DDDDD"}),
        example("a night counts in the week in which it starts", 0, last=7, shifts="DN", works={"ana": "--DDDDND"}),
        example("half an hour too much is rounded up", 1, people=(_39_HOURS_AND_A_HALF,), works={"ana": "DDDDD"}),
        example(
            "a night on which the clocks go forward is seven paid hours",
            0,
            first=SPRING - 6,
            last=SPRING,
            shifts="DN",
            people=(_39_HOURS,),
            sites=(DUBLIN,),
            works={"ana": "-DDDDN"},
        ),
        example(
            "a night on which the clocks go back is nine",
            1,
            first=AUTUMN - 6,
            last=AUTUMN,
            shifts="DN",
            sites=(DUBLIN,),
            works={"ana": "-DDDDN"},
        ),
        example("each week counts alone", 0, last=13, works={"ana": "--DDDDDDDDDD"}),
        example("six shifts with eight hours of overtime", 0, works={"ana": "DDDDDD"}, params={"overtime": 8}),
        example(
            "a call-out counts",
            1,
            works={"ana": "DDDDD"},
            callouts=(CallOut("ana", instant(2, 20), instant(2, 22)),),
            params={"overtime": 1},
        ),
        example("standby that counts as work", 4, shifts="DC", works={"ana": "DDDD[DC]"}, params={"overtime": 1}),
        example("standby is not paid work", 0, shifts="DS", works={"ana": "[DS]DDDD"}),
    ]

    overtime: float = Field(default=0, ge=0, le=40, description="hours a week over the contract that are allowed")

    def post(self, model: RuleModel, problem: Problem) -> None:
        for person in self.concerns(problem):
            weeks: dict[date, list[Shift]] = defaultdict(list)
            for shift in problem.work_of(person):
                weeks[monday_of(shift.day)].append(shift)
            for week in weeks.values():
                past = sum(s.paid_minutes for s in week if problem.is_past(s))
                terms = [(s.paid_minutes, model.works(person, s)) for s in week if not problem.is_past(s)]
                model.at_most(self, max(0, self._most(person) - past), terms, unit=60)

    def check(self, problem: Problem, roster: Roster) -> Iterator[Violation]:
        for person in self.concerns(problem):
            weeks: dict[date, list[Shift]] = defaultdict(list)
            for shift in problem.work(person, roster):
                weeks[monday_of(shift.day)].append(shift)
            for monday, shifts in weeks.items():
                minutes = sum(shift.paid_minutes for shift in shifts)
                past = sum(shift.paid_minutes for shift in shifts if problem.is_past(shift))
                too_much = minutes - max(past, self._most(person))
                if too_much > 0:
                    because = (
                        f"{person.id} works {minutes / 60:g} h in the week of {monday}; "
                        f"{self._most(person) / 60:g} h are the most"
                    )
                    ids = tuple(shift.id for shift in shifts)
                    yield Violation(self.name, -(-too_much // 60), because, person.id, ids, shifts[0].start)

    def _most(self, person: Person) -> int:
        return person.contract_minutes + round(60 * self.overtime)
