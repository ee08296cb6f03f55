"""Days in a week: in each fixed week, not too many days of work."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import ClassVar

from pydantic import Field

from constraints.base import Example, Rule, Way
from constraints.examples import example
from scheduler.domain.roster import Roster, Violation
from scheduler.intervals import each_day, each_week, next_day
from scheduler.problem import Problem, RuleModel


class DaysInWeek(Rule):
    """In each week of seven days that begins on `week_start`, on-duty shifts start on at most `most` days.

    The week is fixed, not rolling: twelve days in a row may lie in two weeks. What was too much already in the past is
    past.
    """

    name: ClassVar[str] = "days_in_week"
    personal: ClassVar[bool] = True
    STRICTER: ClassVar[Mapping[str, Way]] = {"most": "less", "week_start": "any"}
    unit: ClassVar[str] = "one day of work too many in a week"
    formula: ClassVar[str] = (
        "for each person and week from `week_start` on: max(0, days with work - max(days with work of the past, "
        "`most`))"
    )
    source: ClassVar[str] = (
        "California Labor Code 551 and 552, one day of rest in seven by the defined workweek "
        "(Mendoza v. Nordstrom, 2 Cal.5th 1074, 2017)"
    )
    EXAMPLES: ClassVar[list[Example]] = [
        example("six days", 0, works={"ana": "DDDDDD-"}),
        example("seven days", 1, works={"ana": "DDDDDDD"}),
        example("twelve days in a row in two weeks", 0, last=13, works={"ana": "-DDDDDDDDDDDD-"}),
        example("the first of two weeks", 1, last=13, works={"ana": "DDDDDDD-DDDDDD"}),
        example("the last of two weeks", 1, last=13, works={"ana": "-DDDDDDDDDDDDD"}),
        example(
            "a week from Sunday to Saturday",
            1,
            last=13,
            works={"ana": "-----DDDDDDDD-"},
            params={"week_start": 7, "most": 6},
        ),
        example("the same days from Monday to Sunday", 0, last=13, works={"ana": "-----DDDDDDDD-"}),
        example("a week that began in the past", 1, first=3, before={"ana": "DDD"}, works={"ana": "DDDD"}),
        example("the past is past", 0, first=3, before={"ana": "DDD"}, works={"ana": "-"}, params={"most": 2}),
        example("what comes on top is not", 1, first=3, before={"ana": "DDD"}, works={"ana": "D"}, params={"most": 2}),
        example("two shifts on a day are one day", 0, shifts="DE", works={"ana": "[DE]DDDDD-"}),
        example("standby is no day of work", 0, shifts="DS", works={"ana": "SDDDDDD"}),
    ]

    most: int = Field(default=6, ge=1, le=7, description="days of work in a week, at most")
    week_start: int = Field(
        default=1, ge=1, le=7, description="the day on which the week begins, 1 for Monday (ISO 8601)"
    )

    @classmethod
    def defaults(cls) -> list[Rule]:
        return []

    def post(self, model: RuleModel, problem: Problem) -> None:
        for person in self.concerns(problem):
            for first in each_week(problem.first_day, problem.last_day, self.week_start):
                past = len({s.day for s in problem.worked_before(person) if s.day >= first})
                days = [
                    model.any_of([model.works(person, s) for s in problem.shifts_on(person, day)])
                    for day in each_day(max(first, problem.first_day), next_day(first, 6))
                ]
                model.at_most(self, max(0, self.most - past), [(1, day) for day in days])

    def check(self, problem: Problem, roster: Roster) -> Iterator[Violation]:
        for person in self.concerns(problem):
            worked = problem.worked(person, roster)
            for first in each_week(problem.first_day, problem.last_day, self.week_start):
                week = {s.day: s for s in worked if first <= s.day <= next_day(first, 6)}
                past = sum(problem.is_past(s) for s in week.values())
                too_many = len(week) - max(past, self.most)
                if too_many > 0:
                    because = f"{person.id} works {len(week)} days in the week from {first}; {self.most} are the most"
                    ids = tuple(s.id for s in week.values())
                    yield Violation(self.name, too_many, because, person.id, ids, min(s.start for s in week.values()))
