"""Average hours: over several weeks in a row, not too many hours a week."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Annotated, ClassVar

from pydantic import Field

from constraints.base import Example, Lasts, Rule, Way
from constraints.examples import AUTUMN, DUBLIN, day, example, instant
from scheduler.domain.people import Leave, Person
from scheduler.domain.roster import Roster, Violation
from scheduler.domain.team import CallOut
from scheduler.intervals import days_between, each_day, each_week, monday_of, next_day
from scheduler.problem import Problem, RuleModel

_TWO = {"weeks": 2, "hours": 40}
_NIGHTS = {"weeks": 1, "hours": 48}
_NEUTRAL = _TWO | {"leave_neutral": True}


class AverageHours(Rule):
    """In any `weeks` Monday-to-Sunday weeks in a row, paid hours average at most `hours` a week.

    A window ends with a week of the period and begins no earlier than the weeks of which something is known; where less
    than `weeks` of them are known, the average is over those. With `leave_neutral`, days of leave shorten the window:
    the limit falls by a seventh of `hours` for each. A shift counts in the week in which it starts. What was too much
    already in the past is past. Standby that counts as work, and call-outs, are paid hours too.
    """

    name: ClassVar[str] = "average_hours"
    personal: ClassVar[bool] = True
    STRICTER: ClassVar[Mapping[str, Way]] = {"hours": "less"}
    unit: ClassVar[str] = "one hour too many over a window, rounded up"
    formula: ClassVar[str] = (
        "for each person and `weeks` weeks in a row: ceil(max(0, paid hours - max(paid hours of the past, `hours` * "
        "days / 7))), where with `leave_neutral` days of leave are no days"
    )
    source: ClassVar[str] = (
        "Singapore Employment Act 1968, s.40 (44 h over any three weeks in a row; MOM's example: 40, 44, 48 and 40 h "
        "make two windows of three weeks); Directive 2003/88/EC, art. 6 and 16 (48 h; leave is neutral), and art. 8(a) "
        "(8 hours in 24 on average by night, which are 48 a week with a day of rest in seven)"
    )
    EXAMPLES: ClassVar[list[Example]] = [
        example("five shifts of eight hours each week", 0, last=13, works={"ana": "DDDDD--DDDDD--"}, params=_TWO),
        example("six and four", 0, last=13, works={"ana": "DDDDDD-DDDD---"}, params=_TWO),
        example("six and five", 8, last=13, works={"ana": "DDDDDD-DDDDD--"}, params=_TWO),
        example("each window of two weeks counts", 16, last=20, works={"ana": "DDDDD--DDDDDD-DDDDD--"}, params=_TWO),
        example("the first two weeks of three", 8, last=20, works={"ana": "DDDDDD-DDDDD--DDD----"}, params=_TWO),
        example("the last two weeks of three", 8, last=20, works={"ana": "DDD----DDDDD--DDDDDD-"}, params=_TWO),
        example(
            "the week before the period counts", 8, before={"ana": "DDDDDD-"}, works={"ana": "DDDDD--"}, params=_TWO
        ),
        example("half an hour too much is rounded up", 1, works={"ana": "DDDDD"}, params={"weeks": 1, "hours": 39.5}),
        example("what was too much in the past is past", 0, before={"ana": "DDDDDD-DDDDDD-"}, params=_TWO),
        example(
            "and what comes on top is not",
            8,
            before={"ana": "DDDDDDDDDDDDDD"},
            works={"ana": "D"},
            params={"weeks": 3, "hours": 36},
        ),
        example("one week is known of two, and counts alone", 8, works={"ana": "DDDDDD-"}, params=_TWO),
        example(
            "a week of leave leaves one week to average over",
            8,
            last=13,
            works={"ana": "-------DDDDDD-"},
            leave=(Leave("ana", day(0), day(6)),),
            params=_NEUTRAL,
        ),
        example(
            "leave that is not neutral counts as no hours",
            0,
            last=13,
            works={"ana": "-------DDDDDD-"},
            leave=(Leave("ana", day(0), day(6)),),
            params=_TWO,
        ),
        example(
            "a night on which the clocks go back is nine hours",
            1,
            first=AUTUMN - 6,
            last=AUTUMN,
            shifts="DN",
            sites=(DUBLIN,),
            works={"ana": "-DDDDN"},
            params={"weeks": 1, "hours": 40},
        ),
        example(
            "eight hours in 24 on average, a day of rest in seven left out: six nights of eight",
            0,
            shifts="N",
            works={"ana": "NNNNNN-"},
            params=_NIGHTS,
        ),
        example("seven nights of eight hours", 8, shifts="N", works={"ana": "NNNNNNN"}, params=_NIGHTS),
        example(
            "a call-out counts",
            2,
            works={"ana": "DDDDD"},
            callouts=(CallOut("ana", instant(2, 20), instant(2, 22)),),
            params=_TWO,
        ),
        example("standby that counts as work", 5, shifts="DC", works={"ana": "DDDD[DC]"}, params=_TWO),
        example("standby is not paid work", 0, shifts="DS", works={"ana": "[DS]DDDD"}, params=_TWO),
    ]

    hours: float = Field(default=44, gt=0, le=84, description="hours a week, on average, at most")
    weeks: Annotated[int, Lasts.WEEK] = Field(
        default=3, ge=1, le=52, description="how many weeks in a row are averaged"
    )
    leave_neutral: bool = Field(default=False, description="whether days of leave shorten the window")

    @classmethod
    def defaults(cls) -> list[Rule]:
        return []

    def looks_back_to(self, first_day: date) -> date:
        """The first day of the window that ends with the week of `first_day`."""
        return next_day(monday_of(first_day), -7 * (self.weeks - 1))

    def post(self, model: RuleModel, problem: Problem) -> None:
        for person in self.concerns(problem):
            shifts = problem.work_of(person)
            for first, last in self._windows(problem):
                inside = [s for s in shifts if first <= s.day <= last]
                past = sum(s.paid_minutes for s in inside if problem.is_past(s))
                terms = [(s.paid_minutes, model.works(person, s)) for s in inside if not problem.is_past(s)]
                model.at_most(self, max(0, self._most(problem, person, first, last) - past), terms, unit=60)

    def check(self, problem: Problem, roster: Roster) -> Iterator[Violation]:
        for person in self.concerns(problem):
            worked = problem.work(person, roster)
            for first, last in self._windows(problem):
                found = [s for s in worked if monday_of(first) <= monday_of(s.day) <= monday_of(last)]
                minutes = sum(s.paid_minutes for s in found)
                past = sum(s.paid_minutes for s in found if problem.is_past(s))
                most = self._most(problem, person, first, last)
                too_much = minutes - max(past, most)
                if too_much > 0:
                    because = (
                        f"{person.id} works {minutes / 60:g} h from {first} to {last}; {most / 60:g} h are the most "
                        f"({self.hours:g} h a week on average)"
                    )
                    ids = tuple(s.id for s in found)
                    yield Violation(self.name, -(-too_much // 60), because, person.id, ids, found[0].start)

    def _windows(self, problem: Problem) -> Iterator[tuple[date, date]]:
        """The first and last day of each window. One that is not wholly known stands only where none is."""
        mondays = list(each_week(problem.team.known_from, problem.last_day))
        for n in range(min(self.weeks, len(mondays)) - 1, len(mondays)):
            last = next_day(mondays[n], 6)
            if last >= problem.first_day:
                yield mondays[max(0, n - self.weeks + 1)], last

    def _most(self, problem: Problem, person: Person, first: date, last: date) -> int:
        """The most minutes from `first` to `last`."""
        days = days_between(first, last) + 1
        if self.leave_neutral:
            away = (each_day(leave.first_day, leave.last_day) for leave, _ in problem.away(person))
            days -= len({d for leave in away for d in leave if first <= d <= last})
        return round(60 * self.hours * days / 7)
