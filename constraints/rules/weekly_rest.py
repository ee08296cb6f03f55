"""Weekly rest: one long rest in every week."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import ClassVar

from pydantic import Field

from constraints.base import Example, Rule, Way
from constraints.examples import DUBLIN, SPRING, example, instant
from scheduler.domain.people import Person
from scheduler.domain.roster import Roster, Violation
from scheduler.domain.shift import Shift
from scheduler.domain.team import CallOut
from scheduler.intervals import Interval, days_interval, each_week, minutes_between, monday_of, next_day, shift_by
from scheduler.problem import Problem, RuleModel


class WeeklyRest(Rule):
    """In each Monday-to-Sunday week of the site a rest of `hours` begins, or that many hours of one lie in it.

    A rest lies between two stretches of working time, in elapsed time: on-duty shifts, standby that counts as work, and
    call-outs. Before the first one known it is open; after the last one it ends with the week of the last day, since
    what follows is not planned yet.
    """

    name: ClassVar[str] = "weekly_rest"
    personal: ClassVar[bool] = True
    STRICTER: ClassVar[Mapping[str, Way]] = {"hours": "more"}
    unit: ClassVar[str] = "one week without its rest"
    formula: ClassVar[str] = (
        "for each person and week: 1 if max(rests that begin in it, parts of rests that lie in it) < `hours`"
    )
    source: ClassVar[str] = (
        "policy P-WEEKREST; meets Singapore's 30 h rest day and Directive 2003/88/EC art. 5 (24 + 11 h)"
    )
    EXAMPLES: ClassVar[list[Example]] = [
        example("Monday to Friday", 0, works={"ana": "DDDDD--"}),
        example("seven days with 15.5 h between them", 1, works={"ana": "DDDDDDD"}),
        example("one day off is 39.5 h", 0, works={"ana": "DDD-DDD"}),
        example("a day off between a night and a day is 23.5 h", 1, shifts="DEN", works={"ana": "DDDDN-D"}),
        example("a rest that begins on Sunday and ends in the next week", 0, last=13, works={"ana": "DDDDDDD-DDDD--"}),
        example("no rest in the first week", 1, last=13, works={"ana": "DDDDDDDDD--DDD"}),
        example("no rest in the last week", 1, last=13, works={"ana": "DDDDD--DDDDDDD"}),
        example("no rest in either", 2, last=13, works={"ana": "DDDDDDDDDDDDDD"}),
        example("Sunday off at the end is 32.5 h of the week", 1, works={"ana": "-DDDDD-"}),
        example(
            "a night of the past cuts the first rest",
            1,
            shifts="DN",
            before={"ana": "N"},
            works={"ana": "-DDDDDD"},
            params={"hours": 30},
        ),
        example(
            "the days of the week before the period count", 0, first=3, before={"ana": "D--"}, works={"ana": "DDDD"}
        ),
        example("no rest in the week before the period", 1, first=3, before={"ana": "DDD"}, works={"ana": "DDDD"}),
        example(
            "one day off is 38.5 h when the clocks go forward",
            1,
            first=SPRING - 6,
            last=SPRING + 7,
            sites=(DUBLIN,),
            works={"ana": "DDDDDD-DDDD--"},
            params={"hours": 39},
        ),
        example("a rest of the past that lies in the first week", 0, before={"ana": "D"}, works={"ana": "--DDDDD"}),
        example("a rest that the week's first shift cuts off", 1, before={"ana": "-----"}, works={"ana": "DDDDDDD"}),
        example("the days of the last week after the period are free for now", 0, last=2, works={"ana": "DDD"}),
        example(
            "the last rest must end with the last week", 1, shifts="DE", works={"ana": "DDDDDE-"}, params={"hours": 30}
        ),
        example(
            "a call-out on the day off",
            1,
            works={"ana": "DDD-DDD"},
            callouts=(CallOut("ana", instant(3, 6), instant(3, 7)),),
        ),
        example("standby that counts as work on the day off", 1, shifts="DC", works={"ana": "DDDCDDD"}),
        example("standby breaks no rest", 0, shifts="DS", works={"ana": "[DS]DDDD--"}),
        example("just enough between two shifts", 0, works={"ana": "DDD-DDD"}, params={"hours": 39.5}),
        example("just enough until the end of the week", 0, works={"ana": "-DDDDD-"}, params={"hours": 32.5}),
    ]

    hours: float = Field(default=35, gt=0, le=72, description="the least rest, in elapsed hours")

    def post(self, model: RuleModel, problem: Problem) -> None:
        for person in self.concerns(problem):
            known_until = self._week(problem, person, monday_of(problem.last_day), 6).end
            shifts = problem.work_of(person)
            for monday in each_week(problem.first_day, problem.last_day):
                week = self._week(problem, person, monday, 6)
                rests = [
                    model.none_of([model.works(person, s) for s in shifts if s.start < until and start < s.end])
                    for start, until in self._candidates(week, shifts)
                    if until <= known_until
                ]
                model.at_least(self, 1, [(1, rest) for rest in rests])

    def _candidates(self, week: Interval, shifts: list[Shift]) -> Iterator[tuple[datetime, datetime]]:
        """The rests of just the right length that begin with the week, or with the end of a shift in it."""
        starts = {week.start} | {s.end for s in shifts if week.holds(s.end)}
        for start in sorted(starts):
            yield start, shift_by(start, minutes=self._minutes)

    @staticmethod
    def _week(problem: Problem, person: Person, monday: date, days: int) -> Interval:
        return days_interval(monday, next_day(monday, days), problem.site(person.site).zone)

    def check(self, problem: Problem, roster: Roster) -> Iterator[Violation]:
        need = self._minutes
        for person in self.concerns(problem):
            rests = list(self._rests(problem, person, roster))
            for monday in each_week(problem.first_day, problem.last_day):
                week = self._week(problem, person, monday, 6)
                begun = [r.minutes for r in rests if week.holds(r.start)]
                inside = [part.minutes for r in rests if (part := r.clipped(week))]
                longest = max(begun + inside, default=0)
                if longest < need:
                    because = (
                        f"{person.id} rests {longest / 60:g} h at the longest in the week of {monday}; "
                        f"{self.hours:g} h are required"
                    )
                    yield Violation(self.name, 1, because, person.id, start=week.start)

    def _rests(self, problem: Problem, person: Person, roster: Roster) -> Iterator[Interval]:
        """The stretches between shifts, from before the past that is known to the end of the last week."""
        end = self._week(problem, person, monday_of(problem.last_day), 6).end
        free_from = self._week(problem, person, next_day(problem.first_day, -28), 0).start
        for shift in problem.work(person, roster):
            if minutes_between(free_from, shift.start) > 0:
                yield Interval(free_from, shift.start)
            free_from = max(free_from, shift.end)
        if free_from < end:
            yield Interval(free_from, end)

    @property
    def _minutes(self) -> int:
        return round(60 * self.hours)
