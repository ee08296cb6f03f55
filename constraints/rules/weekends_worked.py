"""Weekends worked: not too many weekends of the period have work."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import ClassVar

from pydantic import Field

from constraints.base import Example, Rule
from constraints.examples import CAI, FAR, HUB, example
from scheduler.domain.people import Person
from scheduler.domain.roster import Roster, Violation
from scheduler.domain.shift import Shift
from scheduler.intervals import SATURDAY, days_interval, each_day, each_week, local_day, next_day
from scheduler.problem import Lit, Problem, RuleModel

_ONE = {"most": 1}


class WeekendsWorked(Rule):
    """A person works on at most `most` weekends of the period: those with an instant of an on-duty shift in them.

    Saturday and Sunday are those of the person's site, and a Friday night takes Saturday. What was worked before the
    first day does not count.
    """

    name: ClassVar[str] = "weekends_worked"
    personal: ClassVar[bool] = True
    unit: ClassVar[str] = "one weekend too many"
    formula: ClassVar[str] = "for each person: max(0, weekends with an instant of a shift of the period - `most`)"
    source: ClassVar[str] = (
        "house rule; the nurse rostering literature's total working weekends (INRC-II, S7; Curtois and Qu 2014: "
        "MaxWeekends)"
    )
    EXAMPLES: ClassVar[list[Example]] = [
        example("one weekend of two", 0, last=13, works={"ana": "-----DD"}, params=_ONE),
        example("both", 1, last=13, works={"ana": "-----DD-----DD"}, params=_ONE),
        example(
            "a Saturday and a Sunday of different weekends", 1, last=13, works={"ana": "-----D-------D"}, params=_ONE
        ),
        example("three are two too many", 2, last=20, works={"ana": "-----D------D-------D"}, params=_ONE),
        example("not one", 1, works={"ana": "------D"}, params={"most": 0}),
        example("all other days", 0, last=8, works={"ana": "DDDDD--DD"}, params={"most": 0}),
        example(
            "a night that ends on Saturday morning takes it", 1, shifts="N", works={"ana": "----N"}, params={"most": 0}
        ),
        example("nor does an evening that ends at midnight", 0, shifts="L", works={"ana": "----L"}, params={"most": 0}),
        example("a night into Monday", 1, last=7, shifts="N", works={"ana": "------N"}, params={"most": 0}),
        example("a period that begins on Sunday", 1, first=6, last=7, works={"ana": "D-"}, params={"most": 0}),
        example("a period that ends on Saturday", 1, last=5, works={"ana": "-----D"}, params={"most": 0}),
        example("the past is not of the period", 0, before={"ana": "D-"}, works={"ana": "-----D-"}, params=_ONE),
        example(
            "nor is the Saturday before a Sunday on which it begins",
            0,
            first=6,
            last=7,
            before={"ana": "D"},
            params={"most": 0},
        ),
        example(
            "Monday by the site's own clock, which in UTC is still Sunday",
            0,
            first=7,
            last=8,
            people=(CAI,),
            sites=(HUB, FAR),
            shifts="F",
            works={"cai": "F"},
            params={"most": 0},
        ),
        example("standby is not work", 0, shifts="DS", works={"ana": "S----"}, params={"most": 0}),
    ]

    most: int = Field(default=2, ge=0, le=53, description="weekends with work in the period, at most")

    @classmethod
    def defaults(cls) -> list[Rule]:
        return []

    def post(self, model: RuleModel, problem: Problem) -> None:
        saturdays = [next_day(monday, SATURDAY) for monday in each_week(problem.first_day, problem.last_day)]
        for person in self.concerns(problem):
            worked = [
                model.whenever([([lit], []) for lit in self._taking(model, problem, person, s)]) for s in saturdays
            ]
            model.at_most(self, self.most, [(1, weekend) for weekend in worked])

    @staticmethod
    def _taking(model: RuleModel, problem: Problem, person: Person, saturday: date) -> list[Lit]:
        """For each day whose shifts can reach into the weekend, whether one of them is worked."""
        weekend = days_interval(saturday, next_day(saturday), problem.site(person.site).zone)
        longest = max((template.span_days for template in problem.team.templates), default=0)
        days = [
            [s for s in problem.shifts_on(person, day) if s.interval.overlaps(weekend) and not problem.is_past(s)]
            for day in each_day(next_day(saturday, -longest), next_day(saturday))
        ]
        return [model.any_of([model.works(person, s) for s in shifts]) for shifts in days if shifts]

    def check(self, problem: Problem, roster: Roster) -> Iterator[Violation]:
        for person in self.concerns(problem):
            planned = [s for s in problem.worked(person, roster) if not problem.is_past(s)]
            weekends = {saturday: s for s in reversed(planned) for saturday in self._taken(problem, person, s)}
            if len(weekends) > self.most:
                shifts = tuple(weekends[saturday].id for saturday in sorted(weekends))
                because = f"{person.id} works on {len(weekends)} weekends of the period; {self.most} are the most"
                start = weekends[min(weekends)].start
                yield Violation(self.name, len(weekends) - self.most, because, person.id, shifts, start)

    @staticmethod
    def _taken(problem: Problem, person: Person, shift: Shift) -> Iterator[date]:
        """The Saturday of each weekend that the shift has an instant of."""
        zone = problem.site(person.site).zone
        for day in each_day(next_day(shift.day, -1), local_day(shift.end, zone)):
            if day.weekday() == SATURDAY:
                weekend = days_interval(day, next_day(day), zone)
                if shift.start < weekend.end and weekend.start < shift.end:
                    yield day
