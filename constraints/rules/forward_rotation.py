"""Forward rotation: from day to day, shifts start no earlier on the clock."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from typing import ClassVar

from pydantic import Field

from constraints.base import Example, Rule, Weight
from constraints.examples import example
from scheduler.domain.roster import Roster, Tier, Violation
from scheduler.domain.shift import Shift
from scheduler.intervals import each_day, next_day
from scheduler.problem import Problem, RuleModel


class ForwardRotation(Rule):
    """Of two shifts on successive days, the second starts no earlier by the wall clock than the first. The past counts.

    So that mornings turn into evenings and evenings into nights: the body's clock delays more easily than it advances.
    """

    name: ClassVar[str] = "forward_rotation"
    personal: ClassVar[bool] = True
    TIER: ClassVar[Tier] = Tier.SMOOTHNESS
    unit: ClassVar[str] = "one pair of successive days on which the start moves backward"
    formula: ClassVar[str] = (
        "for each person: pairs of shifts on two days in a row, start of the later on the clock < start of the earlier"
    )
    source: ClassVar[str] = "HSE, Managing shift work (HSG256), 2006: rotate forward; house rule"
    EXAMPLES: ClassVar[list[Example]] = [
        example("day, evening, night", 0, last=2, shifts="DEN", works={"ana": "DEN"}),
        example("evening, then day", 1, last=1, shifts="DE", works={"ana": "ED"}),
        example("the same shift", 0, last=2, works={"ana": "DDD"}),
        example("a day off between", 0, last=2, shifts="DE", works={"ana": "E-D"}),
        example("backward all the way", 2, last=2, shifts="DEN", works={"ana": "NED"}),
        example("the first days of the period", 1, last=3, shifts="DE", works={"ana": "ED--"}),
        example("the last days of the period", 1, last=3, shifts="DE", works={"ana": "--ED"}),
        example("from the eve into the first day", 1, last=2, shifts="DN", before={"ana": "N"}, works={"ana": "D"}),
        example("the past is past", 0, last=0, shifts="DE", before={"ana": "ED"}, works={"ana": "E"}),
        example("standby has no place in it", 0, last=1, shifts="DS", works={"ana": "SD"}),
    ]

    weight: Weight = Field(default=1, description="price of one step backward, or hard")

    @classmethod
    def defaults(cls) -> list[Rule]:
        return []

    def post(self, model: RuleModel, problem: Problem) -> None:
        for person in self.concerns(problem):
            for day in each_day(problem.first_day, problem.last_day):
                eve, today = problem.shifts_on(person, next_day(day, -1)), problem.shifts_on(person, day)
                for one, other in product(eve, today):
                    if problem.template(other.template).start < problem.template(one.template).start:
                        model.forbid(self, [model.works(person, one), model.works(person, other)])

    def check(self, problem: Problem, roster: Roster) -> Iterator[Violation]:
        for person in self.concerns(problem):
            worked = problem.worked(person, roster)
            for other in (s for s in worked if not problem.is_past(s)):
                for one in (s for s in worked if next_day(s.day) == other.day and self._clock(problem, s, other) > 0):
                    because = f"{person.id} goes back from {one.id} to {other.id}, which starts earlier on the clock"
                    yield Violation(self.name, 1, because, person.id, (one.id, other.id), other.start)

    @staticmethod
    def _clock(problem: Problem, one: Shift, other: Shift) -> int:
        """The minutes by which `one` starts later on the clock than `other`; negative for earlier."""
        first, second = (problem.template(s.template).start for s in (one, other))
        return (first.hour - second.hour) * 60 + first.minute - second.minute
