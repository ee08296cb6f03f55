"""Standby apart: who is on standby is never the only one on duty with the skill."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from typing import Any, ClassVar

from constraints.base import Example, Rule
from constraints.examples import ANA, BEN, example, instant
from scheduler.domain.coverage import CoverageRequirement
from scheduler.domain.people import Person
from scheduler.domain.roster import Roster, Violation
from scheduler.domain.shift import Duty, Shift
from scheduler.intervals import Interval, utc_text
from scheduler.presence import present, stretches
from scheduler.problem import Problem, RuleModel

_TWO = (ANA, BEN)
_LEAD = (CoverageRequirement("lead", minimum=1, skill="lead"),)
_ON_STANDBY = CoverageRequirement("second", minimum=1, skill="lead", template="standby")


def _monday(says: str, amount: int, **more: Any) -> Example:
    """Standby begins at 10:00, the day shift is from 07:00 to 15:30, and coverage is owed from 08:00 to 15:00."""
    window = (instant(0, 8), instant(0, 15))
    usual: dict[str, Any] = {"last": 0, "people": _TWO, "coverage": _LEAD}
    return example(says, amount, shifts="DS", coverage_window=window, **usual | more)


class StandbyApart(Rule):
    """While somebody is on standby for a skill, somebody else with that skill is on duty.

    It holds wherever a coverage requirement asks for that skill on duty: the one on duty and the one on standby are two
    people at every instant, so that whoever is called in does not leave a seat empty.
    """

    name: ClassVar[str] = "standby_apart"
    unit: ClassVar[str] = "one minute without somebody else on duty, for each person on standby"
    formula: ClassVar[str] = (
        "for each requirement of a skill, and each person on standby for that skill: minutes at which nobody else "
        "with it is on duty"
    )
    source: ClassVar[str] = "PagerDuty incident response: the deputy is a person of their own"
    EXAMPLES: ClassVar[list[Example]] = [
        _monday("one on duty, the other on standby", 0, works={"ana": "D", "ben": "S"}),
        _monday("one person in both places from 10:00 to 15:00", 300, works={"ana": "[DS]"}),
        _monday("both on duty, one of them on standby", 0, works={"ana": "[DS]", "ben": "D"}),
        _monday("on standby and nobody on duty", 300, works={"ana": "S"}),
        _monday("two on standby and nobody on duty", 600, works={"ana": "S", "ben": "S"}),
        _monday("two on standby and one of them on duty", 300, works={"ana": "[DS]", "ben": "S"}),
        _monday("nobody on standby", 0, works={"ana": "D"}),
        _monday(
            "who is on duty lacks the skill", 300, works={"ana": "S", "dan": "D"}, people=(ANA, Person("dan", "hub"))
        ),
        _monday(
            "who is on duty shadows", 300, works={"ana": "S", "ben": "D"}, people=(ANA, replace(BEN, shadows="ana"))
        ),
        _monday("a standby of the past until 10:00", 120, before={"ana": "S------"}, works={"ana": "D"}),
        _monday("a standby of the past and somebody else on duty", 0, before={"ana": "S------"}, works={"ben": "D"}),
        _monday("no requirement asks for the skill", 0, works={"ana": "[DS]"}, coverage=()),
        example(
            "another morning of the week",
            420,
            last=1,
            people=_TWO,
            shifts="DS",
            works={"ana": "SD", "ben": "D-"},
            coverage=_LEAD,
            coverage_window=(instant(1, 8), instant(1, 15)),
        ),
        _monday("the standby of another week", 0, last=7, works={"ana": "D------S"}),
        _monday("a requirement for another skill", 0, works={"ana": "S"}, coverage=(replace(_LEAD[0], skill="fraud"),)),
        _monday("a requirement for any skill", 0, works={"ana": "S"}, coverage=(replace(_LEAD[0], skill=None),)),
        _monday("a requirement for nobody", 0, works={"ana": "S"}, coverage=(replace(_LEAD[0], minimum=0, target=1),)),
        _monday("a requirement for the standby itself", 0, works={"ana": "S"}, coverage=(_ON_STANDBY,)),
    ]

    def post(self, model: RuleModel, problem: Problem) -> None:
        for requirement in self._requirements(problem):
            holders = self._holders(problem, requirement.skill)
            for stretch in stretches(problem, requirement):
                on_duty = [(p, [model.works(p, shift) for shift in shifts]) for p, shifts in stretch.able]
                for standby, people in holders.items():
                    part = standby.interval.clipped(stretch.interval)
                    if part is None:
                        continue
                    minutes = part.minutes
                    for holder in people:
                        others = [(minutes, lit) for p, lits in on_duty if p is not holder for lit in lits]
                        model.at_least(self, 0, [*others, (-minutes, model.works(holder, standby))])

    def _holders(self, problem: Problem, skill: str | None) -> dict[Shift, list[Person]]:
        """The standby shifts for the skill, those of the past included, with the people who may hold them."""
        holders: dict[Shift, list[Person]] = defaultdict(list)
        for person in self.concerns(problem):
            for shift in problem.worked_before(person, Duty.STANDBY) + problem.shifts_of(person, Duty.STANDBY):
                if shift.skill == skill:
                    holders[shift].append(person)
        return holders

    def check(self, problem: Problem, roster: Roster) -> Iterator[Violation]:
        for requirement in self._requirements(problem):
            for interval, people in present(problem, roster, requirement):
                for holder in self.concerns(problem):
                    if people - {holder.id}:
                        continue
                    for shift in problem.worked(holder, roster, Duty.STANDBY):
                        alone = shift.interval.clipped(interval)
                        if alone and shift.skill == requirement.skill:
                            yield self._violation(requirement, holder, shift, alone)

    def _violation(self, requirement: CoverageRequirement, holder: Person, shift: Shift, alone: Interval) -> Violation:
        because = (
            f"{holder.id} is on standby for {shift.skill} while nobody else with it is on duty, "
            f"{utc_text(alone.start)} to {utc_text(alone.end)}"
        )
        about = f"{requirement.id}, {shift.id}"
        return Violation(self.name, alone.minutes, because, holder.id, (shift.id,), alone.start, alone.end, about)

    @staticmethod
    def _requirements(problem: Problem) -> list[CoverageRequirement]:
        """Those that ask for a skill on duty for which there is standby too."""
        skills = {t.skill for t in problem.team.templates if t.duty is Duty.STANDBY and t.skill}
        return [r for r in problem.team.coverage if r.template is None and r.skill in skills and r.minimum > 0]
