"""Consecutive days off: not too many days without work in a row."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import ClassVar

from pydantic import Field

from constraints.base import Example, Rule
from constraints.examples import ANA, day, example
from scheduler.domain.people import Leave, Person
from scheduler.domain.roster import Roster, Violation
from scheduler.intervals import day_interval, each_day, next_day
from scheduler.problem import Problem, RuleModel

_TWO = {"most": 2}
_FORTNIGHT = 14


class ConsecutiveDaysOff(Rule):
    """In any `most` + 1 days in a row, at least one has an on-duty shift that starts on it.

    Days in a row with leave or without employment do not count. Of the past, the fortnight is known of who has worked
    in it; of others, nothing.
    """

    name: ClassVar[str] = "consecutive_days_off"
    personal: ClassVar[bool] = True
    unit: ClassVar[str] = "one stretch of `most` + 1 days in a row, all off"
    formula: ClassVar[str] = (
        "for each person and day: 1 if on-duty shifts start on none of the `most` + 1 days up to it, all known, "
        "employed and without leave"
    )
    source: ClassVar[str] = "house rule; the nurse rostering literature's maximum consecutive days off (INRC-II, S3)"
    EXAMPLES: ClassVar[list[Example]] = [
        example("two days off and work again", 0, works={"ana": "DD--DDD"}, params=_TWO),
        example("three days off", 1, works={"ana": "DD---DD"}, params=_TWO),
        example("four days off are two stretches of three", 2, works={"ana": "DD----D"}, params=_TWO),
        example("in the first days of the period", 1, works={"ana": "---DDDD"}, params=_TWO),
        example("in the last days of the period", 1, works={"ana": "DDDD---"}, params=_TWO),
        example("days off of the past", 1, last=3, before={"ana": "D-"}, works={"ana": "--DD"}, params=_TWO),
        example(
            "what was too long in the past is past", 0, last=1, before={"ana": "D---"}, works={"ana": "DD"}, params=_TWO
        ),
        example("and what comes on top is not", 1, last=1, before={"ana": "D---"}, works={"ana": "-D"}, params=_TWO),
        example("a past of which nothing is known", 0, last=3, works={"ana": "--DD"}, params=_TWO),
        example(
            "days in a row with leave", 0, works={"ana": "DD---DD"}, leave=(Leave("ana", day(2), day(2)),), params=_TWO
        ),
        example(
            "before the first day of employment",
            0,
            people=(replace(ANA, first_day=day(3)),),
            works={"ana": "---DDDD"},
            params=_TWO,
        ),
        example("standby is a day off", 1, shifts="DS", works={"ana": "S--DDDD"}, params=_TWO),
    ]

    most: int = Field(default=4, ge=1, le=_FORTNIGHT, description="days off in a row, at most")

    @classmethod
    def defaults(cls) -> list[Rule]:
        return []

    def post(self, model: RuleModel, problem: Problem) -> None:
        for person in self.concerns(problem):
            away = {d for leave, _ in problem.away(person) for d in each_day(leave.first_day, leave.last_day)}
            for last in each_day(problem.first_day, problem.last_day) if problem.shifts_of(person) else ():
                row = list(each_day(next_day(last, -self.most), last))
                known = row[0] >= self._since(problem, person)
                if known and away.isdisjoint(row) and all(map(person.employed_on, row)):
                    lits = [model.works(person, s) for d in row for s in problem.shifts_on(person, d)]
                    model.forbid(self, [True], unless=lits)

    def check(self, problem: Problem, roster: Roster) -> Iterator[Violation]:
        for person in self.concerns(problem):
            worked = {s.day for s in problem.worked(person, roster)}
            off = 0
            for now in each_day(self._since(problem, person), problem.last_day) if problem.shifts_of(person) else ():
                away = any(leave.first_day <= now <= leave.last_day for leave, _ in problem.away(person))
                off = 0 if now in worked or away or not person.employed_on(now) else off + 1
                if off > self.most and now >= problem.first_day:
                    because = f"{person.id} is off for {off} days up to {now}; {self.most} are the most"
                    start = day_interval(now, problem.site(person.site).zone).start
                    yield Violation(self.name, 1, because, person.id, (), start)

    @staticmethod
    def _since(problem: Problem, person: Person) -> date:
        """The first day of which something is known."""
        return next_day(problem.first_day, -_FORTNIGHT if problem.worked_before(person) else 0)
