"""Exposure: limits on the hours of work with disturbing content."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Annotated, ClassVar

from pydantic import Field

from constraints.base import Example, Names, Rule
from constraints.examples import example
from scheduler.domain.people import Person
from scheduler.domain.roster import Roster, Violation
from scheduler.domain.shift import Shift
from scheduler.intervals import day_interval, each_day, next_day
from scheduler.problem import Problem, RuleModel

_FORTNIGHT = 14
_FOUR_HOURS = {"hours": {"day": 4}, "most": 10, "days_in_row": 14}
_IN_A_ROW = {"hours": {"day": 1}, "days_in_row": 2}
_A_DAY = {"hours": {"day": 4, "evening": 1.5}, "most_a_day": 4}


class Exposure(Rule):
    """In any 14 days a person has at most `most` hours of exposure, and any on at most `days_in_row` days in a row.

    On one day it is at most `most_a_day`, where that is said. `hours` says how much a shift holds, by template; those
    not named hold none. For tiers of content ask for it once a tier; for who needs less, with `people`; for days of
    calm after a row, `calm_days`. The past counts, but what was too much already then is past.
    """

    name: ClassVar[str] = "exposure"
    personal: ClassVar[bool] = True
    formula: ClassVar[str] = (
        "for each person and day: ceil(max(0, `hours` of the shifts of the 14 days up to it - max(those of the past, "
        "`most`))) + ceil(max(0, those of the day - `most_a_day`)) + 1 if all of the `days_in_row` + 1 days up to it "
        "have some"
    )
    unit: ClassVar[str] = "one hour too many in 14 days or on a day, rounded up, or one row of days too long"
    source: ClassVar[str] = "house rule, to be set with occupational health: there is no number in any law read"
    EXAMPLES: ClassVar[list[Example]] = [
        example("two shifts of four hours", 0, works={"ana": "D-D----"}, params=_FOUR_HOURS),
        example("three shifts are twelve", 2, last=13, works={"ana": "D-D----------D"}, params=_FOUR_HOURS),
        example("each window of 14 days counts", 4, last=14, works={"ana": "D-----------DDD"}, params=_FOUR_HOURS),
        example("in the last days", 2, last=15, works={"ana": "--D------------D"}, params=_FOUR_HOURS | {"most": 6}),
        example(
            "what is older than 14 days has passed", 0, last=14, works={"ana": "D-D-----------D"}, params=_FOUR_HOURS
        ),
        example("with hours of the past", 2, before={"ana": "DD"}, works={"ana": "------D"}, params=_FOUR_HOURS),
        example("the past is past", 0, before={"ana": "DDDD"}, works={"ana": "-------"}, params=_FOUR_HOURS),
        example("shifts without it", 0, shifts="DE", works={"ana": "EEEEE"}, params=_FOUR_HOURS),
        example("standby is not work", 0, shifts="DS", works={"ana": "S"}, params={"hours": {"standby": 8}, "most": 4}),
        example(
            "half an hour too much is rounded up", 1, last=0, works={"ana": "D"}, params=_FOUR_HOURS | {"most": 3.5}
        ),
        example("two days in a row", 0, works={"ana": "DD-DD--"}, params=_IN_A_ROW),
        example("three days in a row", 1, works={"ana": "DDD----"}, params=_IN_A_ROW),
        example("four are two rows of three", 2, works={"ana": "---DDDD"}, params=_IN_A_ROW),
        example("two of the past and one", 1, before={"ana": "DD"}, works={"ana": "D"}, params=_IN_A_ROW),
        example("four hours on a day", 0, last=1, shifts="DE", works={"ana": "DE"}, params=_A_DAY),
        example("five and a half on a day, twice", 4, last=2, shifts="DE", works={"ana": "[DE]-[DE]"}, params=_A_DAY),
        example("on a day of the past", 0, last=0, shifts="DE", before={"ana": "[DE]"}, params=_A_DAY),
    ]

    hours: Annotated[dict[str, Annotated[float, Field(ge=0, le=24)]], Names.SHIFT] = Field(
        default={}, description="hours of exposure in a shift, by template"
    )
    most: float = Field(default=20, gt=0, le=112, description="hours in any 14 days, at most")
    most_a_day: float | None = Field(default=None, gt=0, le=24, description="hours on one day, at most")
    days_in_row: int = Field(default=5, ge=1, le=14, description="days in a row with exposure, at most")

    @classmethod
    def defaults(cls) -> list[Rule]:
        return []

    def post(self, model: RuleModel, problem: Problem) -> None:
        for person in self.concerns(problem):
            exposed = [s for s in problem.worked_before(person) + problem.shifts_of(person) if self._minutes(s)]
            for last in each_day(problem.first_day, problem.last_day):
                window = [s for s in exposed if next_day(last, 1 - _FORTNIGHT) <= s.day <= last]
                past = sum(self._minutes(s) for s in window if problem.is_past(s))
                terms = [(self._minutes(s), model.works(person, s)) for s in window if not problem.is_past(s)]
                model.at_most(self, max(0, round(60 * self.most) - past), terms, unit=60)
                row = [
                    model.any_of([model.works(person, s) for s in exposed if s.day == day])
                    for day in each_day(next_day(last, -self.days_in_row), last)
                ]
                model.at_most(self, self.days_in_row, [(1, day) for day in row])
                if self.most_a_day is not None:
                    today = [(self._minutes(s), model.works(person, s)) for s in exposed if s.day == last]
                    model.at_most(self, round(60 * self.most_a_day), today, unit=60)

    def check(self, problem: Problem, roster: Roster) -> Iterator[Violation]:
        for person in self.concerns(problem):
            exposed = [s for s in problem.worked(person, roster) if self._minutes(s)]
            row = 0
            for last in each_day(next_day(problem.first_day, -_FORTNIGHT), problem.last_day):
                today = [s for s in exposed if s.day == last]
                row = row + 1 if today else 0
                if last < problem.first_day:
                    continue
                window = [s for s in exposed if next_day(s.day, _FORTNIGHT) > last >= s.day]
                yield from self._too_much(problem, person, window, self.most, "in the 14 days up to", last)
                if self.most_a_day is not None:
                    yield from self._too_much(problem, person, today, self.most_a_day, "on", last)
                if row > self.days_in_row:
                    because = f"{person.id} has exposure on {row} days in a row up to {last}"
                    yield self._violation(problem, person, 1, f"{because}; {self.days_in_row} are the most", last)

    def _too_much(
        self, problem: Problem, person: Person, window: list[Shift], most: float, when: str, last: date
    ) -> Iterator[Violation]:
        minutes = sum(map(self._minutes, window))
        past = sum(self._minutes(s) for s in window if problem.is_past(s))
        too_much = minutes - max(past, round(60 * most))
        if too_much > 0:
            because = f"{person.id} has {minutes / 60:g} h of exposure {when} {last}; {most:g} h are the most"
            yield self._violation(problem, person, -(-too_much // 60), because, last)

    def _violation(self, problem: Problem, person: Person, amount: int, because: str, day: date) -> Violation:
        start = day_interval(day, problem.site(person.site).zone).start
        return Violation(self.name, amount, because, person.id, (), start)

    def _minutes(self, shift: Shift) -> int:
        return round(60 * self.hours.get(shift.template, 0))
