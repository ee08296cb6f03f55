"""Guided: nobody works a shift without somebody experienced on it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, ClassVar

from pydantic import Field

from constraints.base import Example, Names, Rule
from constraints.examples import ANA, BEN, example
from scheduler.domain.people import Person
from scheduler.domain.roster import Roster, Violation
from scheduler.problem import Problem, RuleModel

_NEW, _OTHER = Person("dan", "hub"), Person("eve", "hub")
_LEAD = {"skill": "lead"}


class Guided(Rule):
    """Who lacks `skill` works an on-duty shift only together with somebody who has it. So that experience is mixed."""

    name: ClassVar[str] = "guided"
    unit: ClassVar[str] = "one person on a shift that nobody experienced works"
    formula: ClassVar[str] = "for each on-duty shift that nobody with `skill` works: the people who work it"
    source: ClassVar[str] = "house rule; mix of experience on every shift"
    EXAMPLES: ClassVar[list[Example]] = [
        example(
            "with somebody experienced", 0, last=0, people=(ANA, _NEW), works={"ana": "D", "dan": "D"}, params=_LEAD
        ),
        example("alone", 1, last=0, people=(ANA, _NEW), works={"dan": "D"}, params=_LEAD),
        example("two newcomers", 2, last=0, people=(ANA, _NEW, _OTHER), works={"dan": "D", "eve": "D"}, params=_LEAD),
        example(
            "two of them with one",
            0,
            last=0,
            people=(ANA, _NEW, _OTHER),
            works={"ana": "D", "dan": "D", "eve": "D"},
            params=_LEAD,
        ),
        example("the experienced alone", 0, last=0, people=(ANA, BEN), works={"ana": "D"}, params=_LEAD),
        example(
            "somebody experienced on another shift",
            1,
            last=0,
            shifts="DE",
            people=(ANA, _NEW),
            works={"ana": "E", "dan": "D"},
            params=_LEAD,
        ),
        example(
            "somebody outside the rule's scope guides",
            0,
            last=0,
            people=(ANA, _NEW),
            works={"ana": "D", "dan": "D"},
            params=_LEAD | {"people": ["dan"]},
        ),
        example("alone on the first day", 1, last=1, people=(ANA, _NEW), works={"dan": "D"}, params=_LEAD),
        example("alone on the last day", 1, last=1, people=(ANA, _NEW), works={"dan": "-D"}, params=_LEAD),
        example(
            "standby is another matter", 0, last=0, shifts="DS", people=(ANA, _NEW), works={"dan": "S"}, params=_LEAD
        ),
        example("the past is past", 0, last=0, people=(ANA, _NEW), before={"dan": "D"}, params=_LEAD),
    ]

    skill: Annotated[str, Names.SKILL] = Field(
        default="senior", min_length=1, max_length=64, description="what the experienced have"
    )

    @classmethod
    def defaults(cls) -> list[Rule]:
        return []

    def post(self, model: RuleModel, problem: Problem) -> None:
        for shift in (s for s in problem.shifts if s.on_duty):
            guides = [model.works(p, shift) for p in problem.people if p.site == shift.site and self.skill in p.skills]
            for person in self.concerns(problem):
                if person.site == shift.site and self.skill not in person.skills:
                    model.forbid(self, [model.works(person, shift)], unless=guides)

    def check(self, problem: Problem, roster: Roster) -> Iterator[Violation]:
        experienced = {p.id for p in problem.people if self.skill in p.skills}
        spoken_of = {p.id for p in self.concerns(problem)}
        for shift in (s for s in problem.shifts if s.on_duty):
            there = set(roster.by_shift.get(shift.id, ()))
            alone = sorted(there & spoken_of - experienced)
            if alone and not there & experienced:
                because = f"{', '.join(alone)} work {shift.id} without anybody who has {self.skill}"
                yield Violation(self.name, len(alone), because, None, (shift.id,), shift.start, None, shift.id)
