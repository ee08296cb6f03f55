"""Days off: in any so many days, some in a row are off."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import ClassVar

from pydantic import Field, ValidationInfo, field_validator

from constraints.base import Example, Rule, below
from constraints.examples import example
from scheduler.domain.people import Person
from scheduler.domain.roster import Roster, Violation
from scheduler.intervals import day_interval, each_day, next_day
from scheduler.problem import Lit, Problem, RuleModel

_TWO_IN_FIVE = {"days": 5, "off": 2}


class DaysOff(Rule):
    """In any `days` days in a row, at least `off` in a row have no on-duty shift that starts on them.

    The window rolls from day to day. Of the past, days without a shift count as off; a window in which the past leaves
    no room for them is past.
    """

    name: ClassVar[str] = "days_off"
    personal: ClassVar[bool] = True
    unit: ClassVar[str] = "one window without its days off"
    formula: ClassVar[str] = (
        "for each person and `days` days in a row that the past leaves room in: 1 if no `off` days in a row are "
        "without a shift"
    )
    source: ClassVar[str] = "house rule; Directive 2003/88/EC, art. 5 and 16, has its weekly rest within 14 days"
    EXAMPLES: ClassVar[list[Example]] = [
        example("two days off in each five", 0, works={"ana": "DD--DD-"}, params=_TWO_IN_FIVE),
        example("one day off and one again", 4, works={"ana": "DD-DD-D"}, params=_TWO_IN_FIVE),
        example("in the first days of the period", 3, works={"ana": "DDDD--D"}, params=_TWO_IN_FIVE | {"days": 4}),
        example("in the last days of the period", 2, works={"ana": "D--DDDD"}, params=_TWO_IN_FIVE | {"days": 4}),
        example("the past counts", 1, last=1, before={"ana": "--DDD"}, works={"ana": "D-"}, params=_TWO_IN_FIVE),
        example(
            "off from the eve into the first day",
            0,
            last=1,
            before={"ana": "DDD-"},
            works={"ana": "-D"},
            params=_TWO_IN_FIVE,
        ),
        example(
            "no room is left by the past", 0, last=0, before={"ana": "DDDD"}, works={"ana": "D"}, params=_TWO_IN_FIVE
        ),
        example("before the past that is known all is off", 0, last=3, works={"ana": "DD--"}, params=_TWO_IN_FIVE),
        example("standby is a day off", 0, shifts="DS", works={"ana": "S-DD---"}, params=_TWO_IN_FIVE),
    ]

    days: int = Field(default=14, ge=2, le=31, description="how many days a window has")
    off: int = Field(default=2, ge=1, le=14, description="days off in a row, at least")

    @field_validator("off")
    @classmethod
    def _not_all(cls, off: int, info: ValidationInfo) -> int:
        return below(off, info, "days")

    @classmethod
    def defaults(cls) -> list[Rule]:
        return []

    def post(self, model: RuleModel, problem: Problem) -> None:
        for person in self.concerns(problem):
            rests = {first: self._rest(model, problem, person, first) for first in self._known(problem)}
            for last in each_day(problem.first_day, problem.last_day):
                firsts = each_day(next_day(last, 1 - self.days), next_day(last, 1 - self.off))
                possible = [rest for first in firsts if (rest := rests[first]) is not False]
                if possible:
                    model.at_least(self, 1, [(1, rest) for rest in possible])

    def _known(self, problem: Problem) -> Iterator[date]:
        return each_day(next_day(problem.first_day, 1 - self.days), next_day(problem.last_day, 1 - self.off))

    def _rest(self, model: RuleModel, problem: Problem, person: Person, first: date) -> Lit:
        """Whether the days off that begin on `first` are free."""
        days = each_day(first, next_day(first, self.off - 1))
        return model.none_of([model.works(person, s) for day in days for s in problem.shifts_on(person, day)])

    def check(self, problem: Problem, roster: Roster) -> Iterator[Violation]:
        for person in self.concerns(problem):
            worked = {s.day for s in problem.worked(person, roster)}
            before = {day for day in worked if day < problem.first_day}
            for last in each_day(problem.first_day, problem.last_day):
                window = list(each_day(next_day(last, 1 - self.days), last))
                if self._longest(window, before) >= self.off > self._longest(window, worked):
                    because = f"{person.id} has not {self.off} days off in a row in the {self.days} days up to {last}"
                    start = day_interval(window[0], problem.site(person.site).zone).start
                    yield Violation(self.name, 1, because, person.id, (), start)

    @staticmethod
    def _longest(window: list[date], worked: set[date]) -> int:
        """How many days in a row of the window are off, at the most."""
        longest = row = 0
        for day in window:
            row = 0 if day in worked else row + 1
            longest = max(longest, row)
        return longest
