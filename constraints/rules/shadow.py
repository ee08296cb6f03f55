"""Shadow: somebody new works the shifts of the mentor."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import ClassVar

from constraints.base import Example, Rule
from constraints.examples import ANA, BEN, day, example
from scheduler.domain.people import Leave, Person
from scheduler.domain.roster import Roster, Violation
from scheduler.domain.shift import Shift
from scheduler.problem import Problem, RuleModel

_NEW = replace(BEN, shadows="ana")
_TWO = (ANA, _NEW)


class Shadow(Rule):
    """Who shadows works the same on-duty shifts as the mentor; when away, the mentor works without."""

    name: ClassVar[str] = "shadow"
    unit: ClassVar[str] = "one shift that one of the two works without the other"
    formula: ClassVar[str] = (
        "for each person who shadows: on-duty shifts worked without the mentor + shifts of the mentor that the "
        "person, employed and not on leave, does not work"
    )
    source: ClassVar[str] = "house rule; PagerDuty's incident response guide has newcomers shadow for a full week"
    EXAMPLES: ClassVar[list[Example]] = [
        example("side by side", 0, last=2, people=_TWO, works={"ana": "D-D", "ben": "D-D"}),
        example("the newcomer alone", 1, last=2, people=_TWO, works={"ana": "D--", "ben": "D-D"}),
        example(
            "the mentor alone while the newcomer could come", 1, last=2, people=_TWO, works={"ana": "D-D", "ben": "D"}
        ),
        example(
            "the mentor alone while the newcomer is on leave",
            0,
            last=2,
            people=_TWO,
            works={"ana": "D-D", "ben": "D"},
            leave=(Leave("ben", day(2), day(2)),),
        ),
        example(
            "before the newcomer's first day",
            0,
            last=2,
            people=(ANA, replace(_NEW, first_day=day(1))),
            works={"ana": "D-D", "ben": "--D"},
        ),
        example(
            "on the same day but another shift", 2, last=0, shifts="DE", people=_TWO, works={"ana": "D", "ben": "E"}
        ),
        example(
            "after the newcomer's last day",
            0,
            last=2,
            people=(ANA, replace(_NEW, last_day=day(1))),
            works={"ana": "D-D", "ben": "D--"},
        ),
        example(
            "a night that runs into the newcomer's leave",
            0,
            last=1,
            shifts="N",
            people=_TWO,
            works={"ana": "N"},
            leave=(Leave("ben", day(1), day(1)),),
        ),
        example(
            "two newcomers with one mentor", 2, last=0, people=(*_TWO, replace(_NEW, id="dan")), works={"ana": "D"}
        ),
        example(
            "standby is the mentor's alone", 0, last=0, shifts="DS", people=_TWO, works={"ana": "[DS]", "ben": "D"}
        ),
        example("the past is past", 0, last=0, people=_TWO, before={"ana": "D"}),
        example(
            "the newcomer's leave on another day",
            1,
            last=2,
            people=_TWO,
            works={"ana": "-D-"},
            leave=(Leave("ben", day(0), day(0)), Leave("ben", day(2), day(2))),
        ),
        example(
            "shifts that touch the newcomer's leave",
            2,
            last=2,
            shifts="LM",
            people=_TWO,
            works={"ana": "L-M"},
            leave=(Leave("ben", day(1), day(1)),),
        ),
        example("the newcomer alone in the past", 0, last=0, people=_TWO, before={"ben": "D"}),
    ]

    def post(self, model: RuleModel, problem: Problem) -> None:
        for person, mentor in self._pairs(problem):
            for shift in problem.shifts_of(person):
                newcomer, other = model.works(person, shift), model.works(mentor, shift)
                model.forbid(self, [newcomer], unless=[other])
                if _can_come(problem, person, shift):
                    model.forbid(self, [other], unless=[newcomer])

    def check(self, problem: Problem, roster: Roster) -> Iterator[Violation]:
        for person, mentor in self._pairs(problem):
            mine, theirs = problem.worked(person, roster), problem.worked(mentor, roster)
            for shift in mine:
                if shift not in theirs and not problem.is_past(shift):
                    because = f"{person.id} shadows {mentor.id}, who does not work {shift.id}"
                    yield Violation(self.name, 1, because, person.id, (shift.id,), shift.start)
            for shift in theirs:
                if shift not in mine and not problem.is_past(shift) and not _excused(problem, person, shift):
                    because = f"{person.id} shadows {mentor.id} but is not on {shift.id}"
                    yield Violation(self.name, 1, because, person.id, (shift.id,), shift.start)

    def _pairs(self, problem: Problem) -> Iterator[tuple[Person, Person]]:
        for person in self.concerns(problem):
            if person.shadows is not None:
                yield person, problem.person(person.shadows)


def _can_come(problem: Problem, person: Person, shift: Shift) -> bool:
    away = any(interval.overlaps(shift.interval) for _, interval in problem.away(person))
    return person.employed_on(shift.day) and not away


def _excused(problem: Problem, person: Person, shift: Shift) -> bool:
    first, last = person.first_day or shift.day, person.last_day or shift.day
    on_leave = any(shift.start < away.end and away.start < shift.end for _, away in problem.away(person))
    return on_leave or not first <= shift.day <= last
