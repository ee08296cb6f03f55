"""Pins: what a manager has decided stays."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from constraints.base import Example, Rule
from constraints.examples import day, example
from scheduler.domain.roster import Assignment, Roster, Violation
from scheduler.domain.shift import shift_id
from scheduler.problem import Problem, RuleModel

_MONDAY = frozenset({Assignment("ana", shift_id("day", day(0)))})
_STANDBY = frozenset({Assignment("ana", shift_id("standby", day(0)))})


class Pins(Rule):
    """Every pinned assignment is in the roster."""

    name: ClassVar[str] = "pins"
    personal: ClassVar[bool] = True
    unit: ClassVar[str] = "one pinned assignment that is missing"
    formula: ClassVar[str] = "pinned assignments that are not in the roster"
    source: ClassVar[str] = "the manager's decision"
    EXAMPLES: ClassVar[list[Example]] = [
        example("the pin is kept", 0, last=1, works={"ana": "DD"}, pins=_MONDAY),
        example("another shift on the day", 1, last=0, shifts="DE", works={"ana": "E"}, pins=_MONDAY),
        example("a pinned week of standby", 1, last=0, shifts="DS", works={"ana": "D"}, pins=_STANDBY),
        example("nothing is pinned", 0, last=1),
        example("the pin is not kept", 1, last=1, works={"ana": "-D"}, pins=_MONDAY),
        example("a pin on the last day", 1, last=1, pins=frozenset({Assignment("ana", shift_id("day", day(1)))})),
    ]

    def post(self, model: RuleModel, problem: Problem) -> None:
        concerned = set(self.concerns(problem))
        for pin in problem.team.pins:
            person = problem.person(pin.person)
            if person in concerned:
                model.forbid(self, [True], unless=[model.works(person, problem.shift(pin.shift))])

    def check(self, problem: Problem, roster: Roster) -> Iterator[Violation]:
        concerned = {person.id for person in self.concerns(problem)}
        for pin in sorted(problem.team.pins - roster.assignments):
            if pin.person in concerned:
                because = f"{pin.person} is pinned to {pin.shift} and does not have it"
                start = problem.shift(pin.shift).start
                yield Violation(self.name, 1, because, pin.person, (pin.shift,), start)
