"""Breaks: a long shift has a break."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import ClassVar

from pydantic import Field

from constraints.base import Example, Rule, Way
from constraints.examples import DUBLIN, SPRING, example
from scheduler.domain.roster import Roster, Violation
from scheduler.domain.shift import Shift
from scheduler.intervals import minutes_between
from scheduler.problem import Problem, RuleModel


class Breaks(Rule):
    """An on-duty shift of more than `after` hours of work has an unpaid break of `minutes` at least.

    Breaks are no work: nine hours with one of them are eight. Only unpaid breaks are written in the document; a paid
    one is not seen. When within the shift the break is taken is not planned.
    """

    name: ClassVar[str] = "breaks"
    personal: ClassVar[bool] = True
    STRICTER: ClassVar[Mapping[str, Way]] = {"after": "less", "minutes": "more"}
    unit: ClassVar[str] = "one shift without its break"
    formula: ClassVar[str] = (
        "for each person: on-duty shifts with hours of work > `after` and minutes of unpaid break < `minutes`"
    )
    source: ClassVar[str] = (
        "Directive 2003/88/EC, art. 4; Ireland: Organisation of Working Time Act 1997, s.12 (15 min after 4 h 30, "
        "30 min after 6 h); Japan: Labour Standards Act, art. 34 (45 min after 6 h, 60 min after 8 h)"
    )
    EXAMPLES: ClassVar[list[Example]] = [
        example("half an hour in eight and a half", 0, last=1, works={"ana": "D-"}),
        example(
            "eight hours of work, not eight and a half",
            0,
            last=1,
            works={"ana": "D-"},
            params={"after": 8, "minutes": 45},
        ),
        example("three quarters are wanted", 1, last=1, works={"ana": "D-"}, params={"minutes": 45}),
        example("each shift counts", 2, last=1, works={"ana": "DD"}, params={"minutes": 45}),
        example("on the last day", 1, last=1, works={"ana": "-D"}, params={"minutes": 45}),
        example("no break in eight hours", 1, last=1, shifts="M", works={"ana": "M-"}),
        example("just short enough to need none", 0, last=1, shifts="M", works={"ana": "M-"}, params={"after": 8}),
        example(
            "seven hours on the night the clocks go forward",
            0,
            first=SPRING,
            last=SPRING,
            shifts="M",
            sites=(DUBLIN,),
            works={"ana": "M"},
            params={"after": 7},
        ),
        example("one minute too short", 1, last=1, works={"ana": "D-"}, params={"minutes": 31}),
        example(
            "half an hour too long to need none", 1, last=1, shifts="M", works={"ana": "M-"}, params={"after": 7.5}
        ),
        example("a night", 1, last=1, shifts="N", works={"ana": "N-"}, params={"minutes": 45}),
        example("standby has no break", 0, last=1, shifts="DS", works={"ana": "S-"}),
        example("the past is past", 0, last=0, shifts="M", before={"ana": "M"}),
    ]

    after: float = Field(default=6, ge=0, le=24, description="hours of work in a shift, beyond which it has a break")
    minutes: int = Field(default=30, ge=1, le=240, description="minutes of break, at least")

    @classmethod
    def defaults(cls) -> list[Rule]:
        return []

    def post(self, model: RuleModel, problem: Problem) -> None:
        for person in self.concerns(problem):
            for shift in problem.shifts_of(person):
                if shift.paid_minutes > round(60 * self.after) and self._break(shift) < self.minutes:
                    model.forbid(self, [model.works(person, shift)])

    def check(self, problem: Problem, roster: Roster) -> Iterator[Violation]:
        for person in self.concerns(problem):
            for shift in problem.worked(person, roster):
                pause = problem.template(shift.template).unpaid_break_minutes
                work = minutes_between(shift.start, shift.end) - pause
                if work > round(60 * self.after) and pause < self.minutes and not problem.is_past(shift):
                    because = (
                        f"{person.id} has {pause} min of break in {shift.id}, with {work / 60:g} h of work; "
                        f"{self.minutes} min are the least"
                    )
                    yield Violation(self.name, 1, because, person.id, (shift.id,), shift.start)

    @staticmethod
    def _break(shift: Shift) -> int:
        return shift.interval.minutes - shift.paid_minutes
