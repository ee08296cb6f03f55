"""Together: some people work the same shifts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import ClassVar

from constraints.base import Example, Rule
from constraints.examples import ANA, BEN, CAI, FAR, HUB, day, example
from scheduler.domain.people import Leave, Person
from scheduler.domain.roster import Roster, Violation
from scheduler.domain.shift import Shift
from scheduler.problem import Problem, RuleModel

_PAIR = {"people": ["ana", "ben"]}
_TWO = (ANA, BEN)


class Together(Rule):
    """When one of the people named works an on-duty shift of their site, so do the others, except who is away then."""

    name: ClassVar[str] = "together"
    unit: ClassVar[str] = "one person missing from a shift that another of them works"
    formula: ClassVar[str] = (
        "for each on-duty shift that some of the people work: those of its site who do not, and are employed and not "
        "on leave"
    )
    source: ClassVar[str] = "house rule; people who share a car, or a machine"
    EXAMPLES: ClassVar[list[Example]] = [
        example("side by side", 0, last=1, people=_TWO, works={"ana": "DD", "ben": "DD"}, params=_PAIR),
        example("one without the other", 1, last=1, people=_TWO, works={"ana": "DD", "ben": "D-"}, params=_PAIR),
        example("each without the other", 2, last=1, people=_TWO, works={"ana": "D-", "ben": "-D"}, params=_PAIR),
        example("nobody works", 0, last=1, people=_TWO, params=_PAIR),
        example(
            "on other shifts of a day",
            2,
            last=0,
            shifts="DE",
            people=_TWO,
            works={"ana": "D", "ben": "E"},
            params=_PAIR,
        ),
        example(
            "on leave", 0, last=0, people=_TWO, works={"ana": "D"}, leave=(Leave("ben", day(0), day(0)),), params=_PAIR
        ),
        example(
            "a night that runs into leave",
            0,
            last=1,
            shifts="N",
            people=_TWO,
            works={"ana": "N"},
            leave=(Leave("ben", day(1), day(1)),),
            params=_PAIR,
        ),
        example(
            "leave on another day",
            1,
            last=1,
            people=_TWO,
            works={"ana": "D"},
            leave=(Leave("ben", day(1), day(1)),),
            params=_PAIR,
        ),
        example(
            "not employed yet",
            0,
            last=0,
            people=(ANA, replace(BEN, first_day=day(1))),
            works={"ana": "D"},
            params=_PAIR,
        ),
        example("of another site", 0, last=0, people=(ANA, CAI), sites=(HUB, FAR), shifts="DF", works={"ana": "D"}),
        example("standby is another matter", 0, last=0, shifts="DS", people=_TWO, works={"ana": "S"}, params=_PAIR),
        example("the past is past", 0, last=0, people=_TWO, before={"ana": "D"}, params=_PAIR),
    ]

    @classmethod
    def defaults(cls) -> list[Rule]:
        return []

    def post(self, model: RuleModel, problem: Problem) -> None:
        for shift in problem.shifts:
            people = [p for p in self.concerns(problem) if p.site == shift.site]
            if shift.on_duty and len(people) > 1:
                anybody = model.any_of([model.works(p, shift) for p in people])
                for person in people:
                    if not self._away(problem, person, shift):
                        model.forbid(self, [anybody], unless=[model.works(person, shift)])

    def check(self, problem: Problem, roster: Roster) -> Iterator[Violation]:
        for shift in (s for s in problem.shifts if s.on_duty):
            people = {p.id: p for p in self.concerns(problem) if p.site == shift.site}
            there = people.keys() & set(roster.by_shift.get(shift.id, ()))
            missing = [id for id in sorted(people.keys() - there) if not self._away(problem, people[id], shift)]
            if there and missing:
                because = f"{', '.join(sorted(there))} work {shift.id} without {', '.join(missing)}"
                yield Violation(self.name, len(missing), because, None, (shift.id,), shift.start, None, shift.id)

    @staticmethod
    def _away(problem: Problem, person: Person, shift: Shift) -> bool:
        on_leave = any(interval.overlaps(shift.interval) for _, interval in problem.away(person))
        return on_leave or not person.employed_on(shift.day)
