"""Trained first: some shifts come only after enough others."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from pydantic import Field

from constraints.base import Example, Rule, Templates, chosen
from constraints.examples import ANA, BEN, example
from scheduler.domain.people import Person
from scheduler.domain.roster import Roster, Violation
from scheduler.domain.shift import Duty, Shift
from scheduler.problem import Problem, RuleModel

_TWO_DAYS = {"first": ["day"], "then": ["night"], "least": 2}
_A_WEEK = {"first": ["standby"], "then": ["second"], "least": 1}


class TrainedFirst(Rule):
    """Before a shift of `then` begins, a person has ended `least` shifts of `first`. Of any duty; the past counts.

    So trainees alternate: shadow seat, then reverse-shadow seat, then the real one. Give each seat a shift template and
    ask twice, shadow before reverse and reverse before real; for a full week of each beside `whole_weeks`. Name the
    trainees in `people`: what others learned before the past that is known does not count.
    """

    name: ClassVar[str] = "trained_first"
    personal: ClassVar[bool] = True
    unit: ClassVar[str] = "one shift of training that lacks before one shift"
    formula: ClassVar[str] = (
        "for each person and shift of `then`: max(0, `least` - shifts of `first` that end before it begins)"
    )
    source: ClassVar[str] = (
        "PagerDuty incident response: shadow for at least a full week, then reverse-shadow for a full week"
    )
    EXAMPLES: ClassVar[list[Example]] = [
        example("two days, then nights", 0, shifts="DN", works={"ana": "DD-NN--"}, params=_TWO_DAYS),
        example("one day, then a night", 1, shifts="DN", works={"ana": "D--N---"}, params=_TWO_DAYS),
        example("two nights without any", 4, shifts="DN", works={"ana": "NN--DD-"}, params=_TWO_DAYS),
        example("the second day comes too late", 1, shifts="DN", works={"ana": "D-N-D-N"}, params=_TWO_DAYS),
        example(
            "a day that has not ended when the night begins",
            2,
            last=1,
            shifts="DN",
            works={"ana": "[DN]"},
            params={"first": ["night"], "then": ["day"], "least": 2},
        ),
        example("training alone", 0, shifts="DN", works={"ana": "DDDDD--"}, params=_TWO_DAYS),
        example(
            "one of two days was in the past",
            0,
            shifts="DN",
            before={"ana": "D--"},
            works={"ana": "DN"},
            params=_TWO_DAYS,
        ),
        example(
            "a night of the past is none of them",
            1,
            shifts="DN",
            before={"ana": "DN-"},
            works={"ana": "N"},
            params=_TWO_DAYS,
        ),
        example(
            "a night too early in the past is past",
            0,
            shifts="DN",
            before={"ana": "N-"},
            works={"ana": "DD"},
            params=_TWO_DAYS,
        ),
        example("on the last day", 1, shifts="DN", works={"ana": "--D---N"}, params=_TWO_DAYS),
        example(
            "somebody else's training",
            2,
            people=(ANA, BEN),
            shifts="DN",
            works={"ana": "DD", "ben": "--N"},
            params=_TWO_DAYS,
        ),
        example(
            "a week of shadowing, then the seat", 0, last=7, shifts="SB", works={"ana": "S------B"}, params=_A_WEEK
        ),
        example("both in one week", 1, last=7, shifts="SB", works={"ana": "[SB]"}, params=_A_WEEK),
    ]

    first: Templates = Field(default=frozenset(), description="the shifts in which it is learned; empty: all")
    then: Templates = Field(default=frozenset(), description="the shifts that need it; empty: all")
    least: int = Field(default=5, ge=1, le=60, description="how many shifts of training, at least")

    @classmethod
    def defaults(cls) -> list[Rule]:
        return []

    def post(self, model: RuleModel, problem: Problem) -> None:
        for person in self.concerns(problem):
            planned = problem.shifts_of(person, None)
            training = [s for s in self._past(problem, person) + planned if chosen(s, self.first)]
            for shift in (s for s in planned if chosen(s, self.then)):
                earlier = [s for s in training if s.end <= shift.start]
                lacks = self.least - sum(map(problem.is_past, earlier))
                if lacks > 0:
                    had = [(1, model.works(person, s)) for s in earlier if not problem.is_past(s)]
                    model.at_least(self, 0, [*had, (-lacks, model.works(person, shift))])

    @staticmethod
    def _past(problem: Problem, person: Person) -> list[Shift]:
        return [s for duty in Duty for s in problem.worked_before(person, duty)]

    def check(self, problem: Problem, roster: Roster) -> Iterator[Violation]:
        for person in self.concerns(problem):
            held = [s for duty in Duty for s in problem.worked(person, roster, duty)]
            ends = [s.end for s in held if chosen(s, self.first)]
            for shift in (s for s in held if chosen(s, self.then) and not problem.is_past(s)):
                had = sum(end <= shift.start for end in ends)
                if had < self.least:
                    because = f"{person.id} has {shift.id} after {had} shifts of training; {self.least} are required"
                    yield Violation(self.name, self.least - had, because, person.id, (shift.id,), shift.start)
