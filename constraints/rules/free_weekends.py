"""Free weekends: of so many weekends in a row, some are free."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Annotated, ClassVar

from pydantic import Field, ValidationInfo, field_validator

from constraints.base import Example, Lasts, Rule, below
from constraints.examples import example
from scheduler.domain.people import Person
from scheduler.domain.roster import Roster, Violation
from scheduler.intervals import SATURDAY, Interval, days_interval, each_week, monday_of, next_day
from scheduler.problem import Problem, RuleModel

_TWO = {"one_in": 2}
_TWO_OF_FOUR = {"one_in": 4, "free": 2}


class FreeWeekends(Rule):
    """Of any `one_in` weekends in a row, at least `free` are free.

    On a free weekend no on-duty shift has an instant of Saturday or Sunday. Days are those of the person's site, and a
    Friday night takes Saturday. The past counts, but what it took too many of is past. For a maximum in a whole period,
    `one_in` is how many weekends it has.
    """

    name: ClassVar[str] = "free_weekends"
    personal: ClassVar[bool] = True
    formula: ClassVar[str] = (
        "for each person and `one_in` weekends in a row: max(0, weekends with work - max(those of the past, `one_in` - "
        "`free`))"
    )
    unit: ClassVar[str] = "one free weekend that lacks in one row of `one_in` weekends"
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
        example("two free of four", 0, last=27, works={"ana": f"-----D{13 * '-'}D"}, params=_TWO_OF_FOUR),
        example("one free of four", 1, last=27, works={"ana": f"-----D------D{13 * '-'}D"}, params=_TWO_OF_FOUR),
        example(
            "one free of four, then none",
            3,
            last=27,
            works={"ana": "-----D------D------D------D"},
            params=_TWO_OF_FOUR,
        ),
        example(
            "two that the past has taken, and one more",
            1,
            before={"ana": "D------D-"},
            works={"ana": "-----D-"},
            params=_TWO_OF_FOUR,
        ),
        example(
            "three that the past has taken",
            0,
            before={"ana": "D------D------D-"},
            params=_TWO_OF_FOUR,
        ),
        example(
            "and one on top of these",
            1,
            before={"ana": "D------D------D-"},
            works={"ana": "------D"},
            params=_TWO_OF_FOUR,
        ),
    ]

    one_in: Annotated[int, Lasts.WEEK] = Field(
        default=3, ge=2, le=13, description="of so many weekends in a row, some are free"
    )
    free: int = Field(default=1, ge=1, le=12, description="how many of them, at least")

    @field_validator("free")
    @classmethod
    def _not_all(cls, free: int, info: ValidationInfo) -> int:
        return below(free, info, "one_in")

    @classmethod
    def defaults(cls) -> list[Rule]:
        return []

    def post(self, model: RuleModel, problem: Problem) -> None:
        for person in self.concerns(problem):
            shifts = problem.worked_before(person) + problem.shifts_of(person)
            asked = [self._weekend(problem, person, saturday) for saturday in self._saturdays(problem)]
            found = [[s for s in shifts if s.interval.overlaps(weekend)] for weekend in asked]
            weekends = [model.any_of([model.works(person, s) for s in weekend]) for weekend in found]
            for n in range(len(found) - self.one_in + 1):
                row = slice(n, n + self.one_in)
                past = sum(any(map(problem.is_past, weekend)) for weekend in found[row])
                model.at_most(self, max(self.one_in - self.free, past), [(1, lit) for lit in weekends[row]])

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
            row: list[bool | None] = []  # of each weekend up to this one, whether the past took it; None: it is free
            for saturday in self._saturdays(problem):
                weekend = self._weekend(problem, person, saturday)
                there = [s for s in worked if s.start < weekend.end and weekend.start < s.end]
                row = [*row, any(s.day < problem.first_day for s in there) if there else None][-self.one_in :]
                lack = min(self.free - row.count(None), row.count(False))
                if len(row) == self.one_in and lack > 0:
                    because = (
                        f"{person.id} has {row.count(None)} free of {self.one_in} weekends up to that of "
                        f"{monday_of(saturday)}'s week; {self.free} are to be free"
                    )
                    yield Violation(self.name, lack, because, person.id, (), weekend.start)
