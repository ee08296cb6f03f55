"""Shifts in days: in any so many days, not too many shifts of a kind."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from pydantic import Field

from constraints.base import Example, Rule, Templates, chosen
from constraints.examples import example
from scheduler.domain.roster import Roster, Violation
from scheduler.intervals import days_between, each_day, next_day
from scheduler.problem import Problem, RuleModel

_NIGHTS = {"shifts": ["night"], "days": 4, "most": 2}


class ShiftsInDays(Rule):
    """In any `days` days in a row at most `most` on-duty shifts of `shifts` start.

    The window rolls from day to day. With one day more than `most` it limits how many of them come in a row. The past
    counts, but what was too much already is past.
    """

    name: ClassVar[str] = "shifts_in_days"
    personal: ClassVar[bool] = True
    unit: ClassVar[str] = "one shift too many in one window"
    formula: ClassVar[str] = (
        "for each person and `days` days in a row: max(0, shifts of `shifts` that start on them - max(those of the "
        "past, `most`))"
    )
    source: ClassVar[str] = "HSE HSG256: two to three long, night or early shifts in a row; house rule"
    EXAMPLES: ClassVar[list[Example]] = [
        example("two in four days", 0, shifts="N", works={"ana": "N--NN--"}, params=_NIGHTS | {"most": 3}),
        example("three in four days", 1, shifts="N", works={"ana": "-N-NN--"}, params=_NIGHTS),
        example("each window counts", 3, shifts="N", works={"ana": "-NNN---"}, params=_NIGHTS | {"days": 5}),
        example(
            "four in four days, three in the two windows beside",
            4,
            shifts="N",
            works={"ana": "--NNNN-"},
            params=_NIGHTS,
        ),
        example("in the first days of the period", 1, shifts="N", works={"ana": "N-NN--"}, last=5, params=_NIGHTS),
        example("in the last days of the period", 1, shifts="N", works={"ana": "---NN-N"}, params=_NIGHTS),
        example("the fifth day is another window", 0, shifts="N", works={"ana": "NN--NN-"}, params=_NIGHTS),
        example("other shifts do not count", 0, shifts="DN", works={"ana": "DNDN---"}, params=_NIGHTS),
        example(
            "two of the past, and one", 1, last=3, shifts="N", before={"ana": "NN-"}, works={"ana": "N"}, params=_NIGHTS
        ),
        example("three of the past are past", 0, last=3, shifts="N", before={"ana": "NNN"}, params=_NIGHTS),
        example(
            "one on top of these is not",
            2,
            last=3,
            shifts="N",
            before={"ana": "NNN"},
            works={"ana": "N"},
            params=_NIGHTS,
        ),
        example("standby does not count", 0, shifts="DS", works={"ana": "[DS]D"}, params={"most": 2}),
    ]

    shifts: Templates = Field(default=frozenset(), description="the shifts that are counted; empty: all on-duty ones")
    days: int = Field(default=14, ge=2, le=366, description="how many days a window has")
    most: int = Field(default=10, ge=1, le=366, description="shifts in a window, at most")

    @classmethod
    def defaults(cls) -> list[Rule]:
        return []

    def post(self, model: RuleModel, problem: Problem) -> None:
        for person in self.concerns(problem):
            shifts = [s for s in problem.worked_before(person) + problem.shifts_of(person) if chosen(s, self.shifts)]
            for last in each_day(problem.first_day, problem.last_day):
                window = [s for s in shifts if next_day(last, 1 - self.days) <= s.day <= last]
                past = sum(map(problem.is_past, window))
                model.at_most(self, max(self.most, past), [(1, model.works(person, s)) for s in window])

    def check(self, problem: Problem, roster: Roster) -> Iterator[Violation]:
        for person in self.concerns(problem):
            worked = [s for s in problem.worked(person, roster) if chosen(s, self.shifts)]
            for last in each_day(problem.first_day, problem.last_day):
                window = [s for s in worked if 0 <= days_between(s.day, last) < self.days]
                past = [s for s in window if s.day < problem.first_day]
                too_many = min(len(window) - self.most, len(window) - len(past))
                if too_many > 0:
                    because = (
                        f"{person.id} has {len(window)} of the shifts counted in the {self.days} days up to {last}; "
                        f"{self.most} are the most"
                    )
                    ids = tuple(s.id for s in window)
                    yield Violation(self.name, too_many, because, person.id, ids, window[-1].start)
