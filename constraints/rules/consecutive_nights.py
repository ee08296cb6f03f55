"""Consecutive nights: not too many night shifts in a row."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import ClassVar

from pydantic import Field

from constraints.base import Example, Rule, Way
from constraints.examples import example
from scheduler.domain.roster import Roster, Violation
from scheduler.intervals import each_day, next_day
from scheduler.problem import Problem, RuleModel


class ConsecutiveNights(Rule):
    """In any `most` + 1 days in a row, at least one has no night shift that starts on it. The past counts."""

    name: ClassVar[str] = "consecutive_nights"
    personal: ClassVar[bool] = True
    STRICTER: ClassVar[Mapping[str, Way]] = {"most": "less"}
    unit: ClassVar[str] = "one stretch of `most` + 1 nights in a row, all worked"
    formula: ClassVar[str] = "for each person and day: 1 if night shifts start on all of the `most` + 1 days up to it"
    source: ClassVar[str] = "policy P-CONSEC; Garde et al. 2020 and HSE HSG256 advise two to three"
    EXAMPLES: ClassVar[list[Example]] = [
        example("three nights", 0, last=3, shifts="DN", works={"ana": "NNN"}),
        example("four nights", 1, last=3, shifts="N", works={"ana": "NNNN"}),
        example("four nights at the start of the period", 1, last=6, shifts="N", works={"ana": "NNNN--N"}),
        example("four nights at the end of the period", 1, last=4, shifts="N", works={"ana": "-NNNN"}),
        example(
            "three nights of the past and one more", 1, last=1, shifts="N", before={"ana": "NNN"}, works={"ana": "N"}
        ),
        example(
            "five nights of the past are past", 0, last=1, shifts="N", before={"ana": "NNNNN"}, works={"ana": "-N"}
        ),
        example(
            "a night off on the eve ends the run", 0, last=3, shifts="N", before={"ana": "NN-"}, works={"ana": "NNN"}
        ),
        example("a day shift is no night", 0, last=3, shifts="DN", works={"ana": "NNND"}),
        example("three nights where two are the most", 1, last=3, shifts="N", works={"ana": "NNN"}, params={"most": 2}),
        example("a day between", 0, last=4, shifts="DN", works={"ana": "NN-NN"}),
    ]

    most: int = Field(default=3, ge=1, le=14, description="nights in a row, at most")

    def post(self, model: RuleModel, problem: Problem) -> None:
        for person in self.concerns(problem):
            for last in each_day(problem.first_day, problem.last_day):
                nights = [
                    model.any_of([model.works(person, s) for s in problem.shifts_on(person, day) if s.night])
                    for day in each_day(next_day(last, -self.most), last)
                ]
                model.at_most(self, self.most, [(1, night) for night in nights])

    def check(self, problem: Problem, roster: Roster) -> Iterator[Violation]:
        for person in self.concerns(problem):
            worked = {shift.day: shift for shift in problem.worked(person, roster) if shift.night}
            run = 0
            for day, shift in sorted(worked.items()):
                run = run + 1 if next_day(day, -1) in worked else 1
                if run > self.most and day >= problem.first_day:
                    because = f"{person.id} works {run} nights in a row up to {day}; {self.most} are the most"
                    yield Violation(self.name, 1, because, person.id, (shift.id,), shift.start)
