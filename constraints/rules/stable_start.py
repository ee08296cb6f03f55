"""Stable start: within a run of work, shifts start at about the same time."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from typing import ClassVar

from pydantic import Field

from constraints.base import Example, Rule, Weight
from constraints.examples import example
from scheduler.domain.roster import Roster, Tier, Violation
from scheduler.intervals import each_day, next_day
from scheduler.problem import Problem, RuleModel

_HALF_A_DAY = 12 * 60


class StableStart(Rule):
    """Shifts on successive days start at most `minutes` apart on the clock, the shorter way round. The past counts.

    With 0 minutes a person keeps the same start within a run of work, and changes it over days off.
    """

    name: ClassVar[str] = "stable_start"
    personal: ClassVar[bool] = True
    TIER: ClassVar[Tier] = Tier.SMOOTHNESS
    unit: ClassVar[str] = "one pair of successive days with starts too far apart"
    formula: ClassVar[str] = (
        "for each person: pairs of shifts on two days in a row with min(x, 24 h - x) > `minutes`, where x is how far "
        "apart they start on the clock"
    )
    source: ClassVar[str] = "house rule; the nurse rostering literature's consecutive same shift (INRC-II, S2)"
    EXAMPLES: ClassVar[list[Example]] = [
        example("the same shift all week", 0, works={"ana": "DDDDD"}),
        example("a day, then an evening", 1, last=1, shifts="DE", works={"ana": "DE"}),
        example("two changes", 2, last=2, shifts="DE", works={"ana": "DED"}),
        example("a change over a day off", 0, last=2, shifts="DE", works={"ana": "D-E"}),
        example(
            "eight hours apart are tolerated", 0, last=1, shifts="DE", works={"ana": "DE"}, params={"minutes": 480}
        ),
        example("just too far", 1, last=1, shifts="DE", works={"ana": "DE"}, params={"minutes": 479}),
        example(
            "23:00 and 00:00 are an hour apart", 0, last=1, shifts="NM", works={"ana": "NM"}, params={"minutes": 60}
        ),
        example("and 59 minutes are less", 1, last=1, shifts="NM", works={"ana": "NM"}, params={"minutes": 59}),
        example("the first days of the period", 1, last=3, shifts="DE", works={"ana": "DE--"}),
        example("the last days of the period", 1, last=3, shifts="DE", works={"ana": "--DE"}),
        example("from the eve into the first day", 1, last=2, shifts="DE", before={"ana": "D"}, works={"ana": "E"}),
        example("the past is past", 0, last=0, shifts="DE", before={"ana": "DE"}, works={"ana": "E"}),
        example("standby has no place in it", 0, last=1, shifts="DS", works={"ana": "SD"}),
    ]

    weight: Weight = Field(default=1, description="price of one change of start, or hard")
    minutes: int = Field(default=0, ge=0, le=_HALF_A_DAY, description="how far apart two starts may be")

    @classmethod
    def defaults(cls) -> list[Rule]:
        return []

    def post(self, model: RuleModel, problem: Problem) -> None:
        for person in self.concerns(problem):
            for day in each_day(problem.first_day, problem.last_day):
                pairs = product(problem.shifts_on(person, next_day(day, -1)), problem.shifts_on(person, day))
                for one, other in pairs:
                    if self._apart(problem, one.template, other.template) > self.minutes:
                        model.forbid(self, [model.works(person, one), model.works(person, other)])

    def check(self, problem: Problem, roster: Roster) -> Iterator[Violation]:
        for person in self.concerns(problem):
            worked = problem.worked(person, roster)
            for one, other in product(worked, worked):
                if next_day(one.day) == other.day and not problem.is_past(other):
                    clocks = [problem.template(s.template).start for s in (one, other)]
                    first, second = (60 * clock.hour + clock.minute for clock in clocks)
                    apart = abs(first - second)
                    if min(apart, 2 * _HALF_A_DAY - apart) > self.minutes:
                        because = (
                            f"{person.id} starts at {clocks[0]:%H:%M} with {one.id}, at {clocks[1]:%H:%M} the next day"
                        )
                        yield Violation(self.name, 1, because, person.id, (one.id, other.id), other.start)

    @staticmethod
    def _apart(problem: Problem, one: str, other: str) -> int:
        """How many minutes the starts of two templates are apart, at most half a day."""
        first, second = problem.template(one).start, problem.template(other).start
        ahead = ((second.hour - first.hour) * 60 + second.minute - first.minute) % (2 * _HALF_A_DAY)
        return min(ahead, 2 * _HALF_A_DAY - ahead)
