"""Consecutive days: not too many days of work, or of a kind of it, in a row."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import ClassVar

from pydantic import Field

from constraints.base import Example, Rule, Templates, Way, chosen
from constraints.examples import example
from scheduler.domain.roster import Roster, Violation
from scheduler.intervals import each_day, next_day
from scheduler.problem import Problem, RuleModel


class ConsecutiveDays(Rule):
    """In any `most` + 1 days in a row, at least one has no on-duty shift that starts on it. The past counts.

    Where `shifts` are named, it speaks of days on which one of them starts.
    """

    name: ClassVar[str] = "consecutive_days"
    personal: ClassVar[bool] = True
    STRICTER: ClassVar[Mapping[str, Way]] = {"most": "less", "shifts": "any"}
    unit: ClassVar[str] = "one stretch of `most` + 1 days in a row, all worked"
    formula: ClassVar[str] = (
        "for each person and day: 1 if on-duty shifts of `shifts` start on all of the `most` + 1 days up to it"
    )
    source: ClassVar[str] = "policy P-CONSEC, after the Singapore Employment Act's rest day (s.36)"
    EXAMPLES: ClassVar[list[Example]] = [
        example("six days and one off", 0, works={"ana": "DDDDDD-"}),
        example("seven days", 1, works={"ana": "DDDDDDD"}),
        example("seven in the last days of the period", 1, last=7, works={"ana": "-DDDDDDD"}),
        example("seven in the first days of the period", 1, last=13, works={"ana": "DDDDDDD-----DD"}),
        example("six and six with a day between", 0, last=12, works={"ana": "DDDDDD-DDDDDD"}),
        example("eight days are two stretches of seven", 2, last=7, works={"ana": "DDDDDDDD"}),
        example("six days of the past reach into the first", 1, last=1, before={"ana": "DDDDDD"}, works={"ana": "D-"}),
        example("two of the past and five more", 1, last=5, before={"ana": "--DD"}, works={"ana": "DDDDD"}),
        example("a day off on the eve ends the run", 0, last=5, before={"ana": "DDDDD-"}, works={"ana": "DDDDDD"}),
        example("seven days of the past are past", 0, last=1, before={"ana": "DDDDDDD"}, works={"ana": "-D"}),
        example("a night is a day of work: the one it starts on", 1, shifts="DN", works={"ana": "DDDDDDN"}),
        example("the last night ends on the day off", 0, shifts="DN", works={"ana": "DDDDDN-"}),
        example("three days where two are the most", 1, last=2, works={"ana": "DDD"}, params={"most": 2}),
        example(
            "three days of one kind of shift",
            1,
            shifts="DE",
            works={"ana": "DEEEDD-"},
            params={"most": 2, "shifts": ["evening"]},
        ),
        example("standby is no day of work", 0, shifts="DS", works={"ana": "SDDDDDD"}),
    ]

    shifts: Templates = Field(default=frozenset(), description="the shifts that make a day of work; empty: all")
    most: int = Field(default=6, ge=1, le=14, description="days of work in a row, at most")

    def post(self, model: RuleModel, problem: Problem) -> None:
        for person in self.concerns(problem):
            worked = [
                (
                    1,
                    model.any_of(
                        [model.works(person, s) for s in problem.shifts_on(person, day) if chosen(s, self.shifts)]
                    ),
                )
                for day in each_day(next_day(problem.first_day, -self.most), problem.last_day)
            ]
            for first in range(len(worked) - self.most):
                model.at_most(self, self.most, worked[first : first + self.most + 1])

    def check(self, problem: Problem, roster: Roster) -> Iterator[Violation]:
        for person in self.concerns(problem):
            shifts = problem.worked(person, roster)
            worked = {s.day: s for s in shifts if not self.shifts or s.template in self.shifts}
            what = f"has {' or '.join(sorted(self.shifts))}" if self.shifts else "works"
            run = 0
            for day, shift in sorted(worked.items()):
                run = run + 1 if next_day(day, -1) in worked else 1
                if run > self.most and day >= problem.first_day:
                    because = f"{person.id} {what} {run} days in a row up to {day}; {self.most} are the most"
                    yield Violation(self.name, 1, because, person.id, (shift.id,), shift.start)
