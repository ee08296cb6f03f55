"""One shift a day: a person starts at most one on-duty shift on a local day, and none that overlap."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations, groupby
from typing import ClassVar

from constraints.base import Example, Rule
from constraints.examples import example
from scheduler.domain.people import Person
from scheduler.domain.roster import Roster, Violation
from scheduler.domain.shift import Shift
from scheduler.intervals import each_day
from scheduler.problem import Problem, RuleModel


class OneShiftADay(Rule):
    """At most one on-duty shift starts on a day, and no two overlap. Standby does not count: it is not work."""

    name: ClassVar[str] = "one_shift_a_day"
    personal: ClassVar[bool] = True
    unit: ClassVar[str] = "one shift too many on a day, or one overlap with a shift of another day"
    formula: ClassVar[str] = (
        "for each person and day: max(0, shifts that start on it - 1); for each person: pairs of shifts of two days "
        "that overlap"
    )
    source: ClassVar[str] = "house rule"
    EXAMPLES: ClassVar[list[Example]] = [
        example("a shift each day", 0, last=1, shifts="DE", works={"ana": "DD"}),
        example("two shifts on one day", 1, last=0, shifts="DE", works={"ana": "[DE]"}),
        example("three shifts on one day", 2, last=0, shifts="DEN", works={"ana": "[DEN]"}),
        example("a night that runs into the next day's shift", 1, last=1, shifts="DN", works={"ana": "ND"}),
        example(
            "a night of the past runs into the first shift",
            1,
            last=0,
            shifts="DN",
            before={"ana": "N"},
            works={"ana": "D"},
        ),
        example("on the first day and on the last", 2, last=2, shifts="DE", works={"ana": "[DE]-[DE]"}),
        example(
            "a night of the past and the first evening", 0, last=0, shifts="EN", before={"ana": "N"}, works={"ana": "E"}
        ),
        example("two shifts on a day of the past", 0, last=0, shifts="DE", before={"ana": "[DE]"}, works={"ana": "D"}),
        example("standby beside work", 0, last=0, shifts="DS", works={"ana": "[DS]"}),
        example("a shift that begins as another ends", 0, last=1, shifts="LM", works={"ana": "LM"}),
        example("an overlap in the past is past", 0, last=0, shifts="DN", before={"ana": "ND"}, works={"ana": "D"}),
    ]

    def post(self, model: RuleModel, problem: Problem) -> None:
        for person in self.concerns(problem):
            for day in each_day(problem.first_day, problem.last_day):
                model.exclusive(self, [model.works(person, s) for s in problem.shifts_on(person, day)])
            for first, second in _overlaps(problem.worked_before(person) + problem.shifts_of(person)):
                if not problem.is_past(second):
                    model.forbid(self, [model.works(person, first), model.works(person, second)])

    def check(self, problem: Problem, roster: Roster) -> Iterator[Violation]:
        for person in self.concerns(problem):
            worked = problem.worked(person, roster)
            for day, shifts in groupby(sorted(worked, key=lambda s: s.day), key=lambda s: s.day):
                same = list(shifts)
                if day >= problem.first_day and len(same) > 1:
                    because = f"{person.id} starts {len(same)} shifts on {day}; one is the most"
                    yield Violation(
                        self.name, len(same) - 1, because, person.id, tuple(s.id for s in same), same[0].start
                    )
            for first, second in combinations(worked, 2):
                if first.day != second.day and second.start < first.end and second.day >= problem.first_day:
                    yield self._overlap(person, first, second)

    def _overlap(self, person: Person, first: Shift, second: Shift) -> Violation:
        because = f"{person.id} has {second.id} while {first.id} still runs"
        return Violation(self.name, 1, because, person.id, (first.id, second.id), second.start)


def _overlaps(shifts: list[Shift]) -> Iterator[tuple[Shift, Shift]]:
    """Pairs of shifts of different days that overlap; `shifts` are in order of start."""
    for n, first in enumerate(shifts):
        for second in shifts[n + 1 :]:
            if second.start >= first.end:
                break
            if second.day != first.day:
                yield first, second
