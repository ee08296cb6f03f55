"""Leave: nobody works or stands by in approved leave."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from constraints.base import Example, Rule
from constraints.examples import ANA, BEN, CAI, FAR, HUB, day, example
from scheduler.domain.people import Leave as Absence
from scheduler.domain.roster import Roster, Violation
from scheduler.domain.shift import Duty
from scheduler.intervals import union
from scheduler.problem import Problem, RuleModel

_TUESDAY = (Absence("ana", day(1), day(1)),)


class Leave(Rule):
    """No shift of any duty overlaps a local day of leave. A night that runs into the first day of leave does."""

    name: ClassVar[str] = "leave"
    personal: ClassVar[bool] = True
    unit: ClassVar[str] = "one assignment"
    formula: ClassVar[str] = "for each person: assignments that overlap the local days of some leave"
    source: ClassVar[str] = "house rule"
    EXAMPLES: ClassVar[list[Example]] = [
        example("work around a day of leave", 0, last=2, works={"ana": "D-D"}, leave=_TUESDAY),
        example("work on a day of leave", 1, last=2, works={"ana": "DDD"}, leave=_TUESDAY),
        example("a night runs into the first day of leave", 1, last=2, shifts="N", works={"ana": "N"}, leave=_TUESDAY),
        example("a night after the last day of leave", 0, last=2, shifts="N", works={"ana": "--N"}, leave=_TUESDAY),
        example("a week of standby with leave in it", 1, last=2, shifts="S", works={"ana": "S"}, leave=_TUESDAY),
        example("an evening that ends before the leave", 0, last=2, shifts="E", works={"ana": "E-E"}, leave=_TUESDAY),
        example("the last day of leave", 1, last=3, works={"ana": "---D"}, leave=(Absence("ana", day(1), day(3)),)),
        example(
            "a night of the past is past",
            0,
            last=0,
            shifts="N",
            before={"ana": "N"},
            leave=(Absence("ana", day(0), day(0)),),
        ),
        example("somebody else's leave", 0, last=2, people=(ANA, BEN), works={"ben": "DDD"}, leave=_TUESDAY),
        example(
            "leave by the site's own days: Sunday begins in Singapore on Saturday, 16:00 UTC",
            1,
            first=5,
            last=6,
            people=(CAI,),
            sites=(HUB, FAR),
            shifts="F",
            works={"cai": "FF"},
            leave=(Absence("cai", day(6), day(6)),),
        ),
        example(
            "two kinds of leave on one day",
            1,
            last=2,
            works={"ana": "-D"},
            leave=(*_TUESDAY, Absence("ana", day(1), day(2), "parental")),
        ),
        example(
            "one shift ends as the leave begins, another begins as it ends",
            0,
            last=2,
            shifts="LM",
            works={"ana": "L-M"},
            leave=_TUESDAY,
        ),
    ]

    def post(self, model: RuleModel, problem: Problem) -> None:
        for person in self.concerns(problem):
            absences = union(interval for _, interval in problem.away(person))
            for shift in problem.shifts_of(person, None) if absences else ():
                if any(away.start < shift.end and shift.start < away.end for away in absences):
                    model.forbid(self, [model.works(person, shift)])

    def check(self, problem: Problem, roster: Roster) -> Iterator[Violation]:
        for person in self.concerns(problem):
            shifts = [s for duty in Duty for s in problem.worked(person, roster, duty) if not problem.is_past(s)]
            for shift in shifts:
                for leave, away in problem.away(person):
                    if shift.start < away.end and away.start < shift.end:
                        until = f"{leave.first_day} to {leave.last_day}"
                        because = f"{person.id} has {shift.id} in {leave.kind} leave, {until}"
                        yield Violation(self.name, 1, because, person.id, (shift.id,), shift.start)
                        break
