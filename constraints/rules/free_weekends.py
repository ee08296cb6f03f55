"""Free weekends: at least one weekend in so many is free."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Annotated, ClassVar

from pydantic import Field

from constraints.base import Example, Lasts, Rule
from constraints.examples import example
from scheduler.domain.people import Person
from scheduler.domain.roster import Roster, Violation
from scheduler.intervals import SATURDAY, Interval, days_interval, each_week, monday_of, next_day
from scheduler.problem import Problem, RuleModel

_TWO = {"one_in": 2}


class FreeWeekends(Rule):
    """Of any `one_in` weekends in a row, at least one is free: no on-duty shift has an instant of Saturday or Sunday.

    Days are those of the person's site, and a Friday night takes Saturday. The past counts, but a row that it took
    wholly is past.
    """

    name: ClassVar[str] = "free_weekends"
    personal: ClassVar[bool] = True
    unit: ClassVar[str] = "one row of `one_in` weekends without a free one"
    formula: ClassVar[str] = (
        "for each person and `one_in` weekends in a row: 1 if weekends with work = `one_in`, and not all of them were "
        "so in the past already"
    )
    source: ClassVar[str] = "house rule; the nurse rostering literature's limits on working weekends (INRC-II, S7)"
    EXAMPLES: ClassVar[list[Example]] = [
        example("every other weekend", 0, last=13, works={"ana": "-----DD"}, params=_TWO),
        example("two weekends in a row", 1, last=13, works={"ana": "-----DD-----DD"}, params=_TWO),
        example("a Saturday and a Sunday", 1, last=13, works={"ana": "-----D-------D"}, params=_TWO),
        example(
            "a night that ends on Saturday morning takes it",
            1,
            last=13,
            shifts="DN",
            works={"ana": "----N--------D"},
            params=_TWO,
        ),
        example("Sunday night into Monday", 1, last=13, shifts="DN", works={"ana": "------N------D"}, params=_TWO),
        example(
            "an evening that ends at midnight takes nothing",
            0,
            last=13,
            shifts="DL",
            works={"ana": "----L--------D"},
            params=_TWO,
        ),
        example("three in a row are two rows of two", 2, last=20, works={"ana": "-----D------D-------D"}, params=_TWO),
        example("the first two of three", 1, last=20, works={"ana": "-----D------D--------"}, params=_TWO),
        example("the last two of three", 1, last=20, works={"ana": "------------D-------D"}, params=_TWO),
        example("the weekend before the period", 1, before={"ana": "D-"}, works={"ana": "-----D-"}, params=_TWO),
        example("a period that begins on Saturday", 1, first=5, last=13, works={"ana": "D------D-"}, params=_TWO),
        example("the past is past", 0, before={"ana": "D------D-"}, params=_TWO),
        example(
            "weekends that the past has taken, the last on its eve",
            0,
            first=6,
            last=7,
            before={"ana": "D------D"},
            works={"ana": "D"},
            params=_TWO,
        ),
        example(
            "and one that it has not", 1, first=6, last=13, before={"ana": "D"}, works={"ana": "D-----D"}, params=_TWO
        ),
        example("three of four", 0, last=27, works={"ana": "-----D------D------D"}, params={"one_in": 4}),
        example("standby is not work", 0, last=13, shifts="DS", works={"ana": "S----D-S------"}, params=_TWO),
    ]

    one_in: Annotated[int, Lasts.WEEK] = Field(
        default=3, ge=2, le=13, description="of so many weekends in a row, one is free"
    )

    @classmethod
    def defaults(cls) -> list[Rule]:
        return []

    def post(self, model: RuleModel, problem: Problem) -> None:
        for person in self.concerns(problem):
            shifts = problem.worked_before(person) + problem.shifts_of(person)
            found = [
                [s for s in shifts if s.interval.overlaps(self._weekend(problem, person, saturday))]
                for saturday in self._saturdays(problem)
            ]
            weekends = [model.any_of([model.works(person, s) for s in weekend]) for weekend in found]
            for n in range(len(found) - self.one_in + 1):
                row = slice(n, n + self.one_in)
                if not all(any(map(problem.is_past, weekend)) for weekend in found[row]):
                    model.at_most(self, self.one_in - 1, [(1, lit) for lit in weekends[row]])

    def _saturdays(self, problem: Problem) -> list[date]:
        """Of the weekends of the period, and of as many before it as make a row with its first one."""
        saturdays = [next_day(monday, SATURDAY) for monday in each_week(problem.first_day, problem.last_day)]
        inside = [s for s in saturdays if problem.first_day <= next_day(s) and s <= problem.last_day]
        before = [next_day(inside[0], -7 * n) for n in range(self.one_in - 1, 0, -1)] if inside else []
        return before + inside

    @staticmethod
    def _weekend(problem: Problem, person: Person, saturday: date) -> Interval:
        return days_interval(saturday, next_day(saturday), problem.site(person.site).zone)

    def check(self, problem: Problem, roster: Roster) -> Iterator[Violation]:
        for person in self.concerns(problem):
            worked = problem.worked(person, roster)
            taken: list[bool] = []  # of the weekends in a row up to this one: whether only by what is planned
            for saturday in self._saturdays(problem):
                weekend = self._weekend(problem, person, saturday)
                there = [s for s in worked if s.start < weekend.end and weekend.start < s.end]
                taken = [*taken, all(s.day >= problem.first_day for s in there)] if there else []
                if len(taken) >= self.one_in and any(taken[-self.one_in :]):
                    because = (
                        f"{person.id} works {len(taken)} weekends in a row up to that of {monday_of(saturday)}'s week; "
                        f"one in {self.one_in} is to be free"
                    )
                    yield Violation(self.name, 1, because, person.id, (), weekend.start)
