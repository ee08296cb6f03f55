"""Complete weekends: Saturday and Sunday are worked together or free together."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import ClassVar

from pydantic import Field

from constraints.base import Example, Rule, Weight
from constraints.examples import ANA, day, example
from scheduler.domain.people import Leave
from scheduler.domain.roster import Roster, Tier, Violation
from scheduler.domain.shift import Shift
from scheduler.intervals import SATURDAY, each_day, monday_of, next_day
from scheduler.problem import Problem, RuleModel


class CompleteWeekends(Rule):
    """A shift that starts on Saturday comes with one on Sunday, and the other way round.

    A weekend of which the person is on leave or not employed on a day is lost anyway, and does not count.
    """

    name: ClassVar[str] = "complete_weekends"
    personal: ClassVar[bool] = True
    TIER: ClassVar[Tier] = Tier.SMOOTHNESS
    unit: ClassVar[str] = "one weekend with work on one of its days only"
    formula: ClassVar[str] = (
        "for each person and weekend: 1 if exactly one of Saturday and Sunday has work, and neither is lost"
    )
    source: ClassVar[str] = "house rule; the nurse rostering literature's complete-weekend constraint (INRC-II, S7)"
    EXAMPLES: ClassVar[list[Example]] = [
        example("both days", 0, works={"ana": "-----DD"}),
        example("neither day", 0, works={"ana": "DDDDD--"}),
        example("Saturday alone", 1, works={"ana": "-----D-"}),
        example("Sunday alone", 1, works={"ana": "------D"}),
        example("leave on Sunday", 0, works={"ana": "-----D-"}, leave=(Leave("ana", day(6), day(6)),)),
        example("leave on Saturday", 0, works={"ana": "------D"}, leave=(Leave("ana", day(5), day(5)),)),
        example("leave up to Friday", 1, works={"ana": "-----D-"}, leave=(Leave("ana", day(3), day(4)),)),
        example(
            "the last day of employment is Saturday",
            0,
            people=(replace(ANA, last_day=day(5)),),
            works={"ana": "-----D"},
        ),
        example("leave on Monday", 1, last=7, works={"ana": "-----D-"}, leave=(Leave("ana", day(7), day(7)),)),
        example("the last weekend of two", 1, last=13, works={"ana": "-----DD------D"}),
        example("each weekend counts", 2, last=13, works={"ana": "-----D-------D"}),
        example("a period that ends on Saturday", 0, last=5, works={"ana": "-----D"}),
        example(
            "the first day of employment is Sunday",
            0,
            people=(replace(ANA, first_day=day(6)),),
            works={"ana": "------D"},
        ),
        example("a period that begins on Saturday", 1, first=5, last=7, works={"ana": "D-"}),
        example("a period that begins on Sunday", 0, first=6, last=7, before={"ana": "-"}, works={"ana": "D"}),
    ]

    weight: Weight = Field(default=3, description="price of one broken weekend, or hard")

    def post(self, model: RuleModel, problem: Problem) -> None:
        for person in self.concerns(problem):
            for saturday in self._saturdays(problem):
                sunday = next_day(saturday)
                if any(leave.first_day <= sunday and saturday <= leave.last_day for leave, _ in problem.away(person)):
                    continue
                if not (person.employed_on(saturday) and person.employed_on(sunday)):
                    continue
                first, second = (
                    model.any_of([model.works(person, s) for s in problem.shifts_on(person, d)])
                    for d in (saturday, sunday)
                )
                model.forbid(self, [first], unless=[second])
                model.forbid(self, [second], unless=[first])

    @staticmethod
    def _saturdays(problem: Problem) -> Iterator[date]:
        for saturday in each_day(problem.first_day, problem.last_day):
            if saturday.weekday() == SATURDAY and saturday != problem.last_day:
                yield saturday

    def check(self, problem: Problem, roster: Roster) -> Iterator[Violation]:
        for person in self.concerns(problem):
            away = {d for leave, _ in problem.away(person) for d in each_day(leave.first_day, leave.last_day)}
            weekends: dict[date, dict[date, Shift]] = defaultdict(dict)
            for shift in problem.worked(person, roster):
                if shift.day.weekday() >= SATURDAY:
                    weekends[next_day(monday_of(shift.day), SATURDAY)][shift.day] = shift
            for saturday, worked in weekends.items():
                weekend = {saturday, next_day(saturday)}
                in_period = all(problem.first_day <= d <= problem.last_day for d in weekend)
                lost = any(d in away or not person.employed_on(d) for d in weekend)
                if len(worked) == 1 and in_period and not lost:
                    (shift,) = worked.values()
                    because = f"{person.id} has {shift.id}, but no shift on the weekend's other day"
                    yield Violation(self.name, 1, because, person.id, (shift.id,), shift.start)
