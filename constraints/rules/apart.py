"""Apart: some people do not work the same shift."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from constraints.base import Example, Rule
from constraints.examples import ANA, BEN, example
from scheduler.domain.people import Person
from scheduler.domain.roster import Roster, Violation
from scheduler.problem import Problem, RuleModel

_PAIR = {"people": ["ana", "ben"]}
_DAN = Person("dan", "hub")


class Apart(Rule):
    """Of the people named, at most one works a dated on-duty shift."""

    name: ClassVar[str] = "apart"
    unit: ClassVar[str] = "one person more than one of them on a shift"
    formula: ClassVar[str] = "for each on-duty shift: max(0, people of the rule who work it - 1)"
    source: ClassVar[str] = "house rule; couples with small children, people who are each other's only deputy"
    EXAMPLES: ClassVar[list[Example]] = [
        example("on different days", 0, last=1, people=(ANA, BEN), works={"ana": "D", "ben": "-D"}, params=_PAIR),
        example("on the same shift", 1, last=1, people=(ANA, BEN), works={"ana": "D", "ben": "D"}, params=_PAIR),
        example("on the last day", 1, last=1, people=(ANA, BEN), works={"ana": "-D", "ben": "-D"}, params=_PAIR),
        example("twice", 2, last=1, people=(ANA, BEN), works={"ana": "DD", "ben": "DD"}, params=_PAIR),
        example(
            "on other shifts of a day",
            0,
            last=0,
            shifts="DE",
            people=(ANA, BEN),
            works={"ana": "D", "ben": "E"},
            params=_PAIR,
        ),
        example(
            "three on a shift where nobody is named",
            2,
            last=0,
            people=(ANA, BEN, _DAN),
            works={"ana": "D", "ben": "D", "dan": "D"},
        ),
        example(
            "standby is another matter",
            0,
            last=0,
            shifts="DS",
            people=(ANA, BEN),
            works={"ana": "S", "ben": "S"},
            params=_PAIR,
        ),
        example("the past is past", 0, last=0, people=(ANA, BEN), before={"ana": "D", "ben": "D"}, params=_PAIR),
    ]

    @classmethod
    def defaults(cls) -> list[Rule]:
        return []

    def post(self, model: RuleModel, problem: Problem) -> None:
        people = self.concerns(problem)
        for shift in problem.shifts:
            if shift.on_duty:
                model.exclusive(self, [model.works(p, shift) for p in people if p.site == shift.site])

    def check(self, problem: Problem, roster: Roster) -> Iterator[Violation]:
        named = {person.id for person in self.concerns(problem)}
        for shift in problem.shifts:
            there = sorted(named.intersection(roster.by_shift.get(shift.id, ())))
            if shift.on_duty and len(there) > 1:
                because = f"{', '.join(there)} work {shift.id} together"
                yield Violation(self.name, len(there) - 1, because, None, (shift.id,), shift.start, None, shift.id)
