"""Recovery after nights: full nights off after a run of night shifts."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import time
from typing import ClassVar

from pydantic import Field

from constraints.base import Example, Rule
from constraints.examples import DUBLIN, SPRING, example
from scheduler.domain.people import Person
from scheduler.domain.roster import Roster, Violation
from scheduler.domain.shift import Shift
from scheduler.intervals import at, days_between, each_day, local_day, next_day
from scheduler.problem import Problem, RuleModel

_DAWN = time(6)


class RecoveryAfterNights(Rule):
    """After the last night of a run, `nights` full nights (local midnight to 06:00) are free before any other shift.

    A run goes on while night shifts start on days in a row. A single night is a run. Counted is each later shift that
    comes too early, by the full nights that lack before it.
    """

    name: ClassVar[str] = "recovery_after_nights"
    personal: ClassVar[bool] = True
    unit: ClassVar[str] = "one full night that lacks before one later shift"
    formula: ClassVar[str] = (
        "for each person, last night of a run, and later shift: max(0, `nights` - full nights between them)"
    )
    source: ClassVar[str] = "HSE HSG256: allow two nights' full sleep when switching from nights to days"
    EXAMPLES: ClassVar[list[Example]] = [
        example("two days off after three nights", 0, last=5, shifts="DN", works={"ana": "NNN--D"}),
        example("an evening after one full night", 1, last=4, shifts="EN", works={"ana": "NN-E"}),
        example("a day shift straight after the night", 2, last=1, shifts="DN", works={"ana": "ND"}),
        example("a new run of nights after one night off", 1, last=3, shifts="N", works={"ana": "N-N"}),
        example("the last night of the past", 1, last=2, shifts="DN", before={"ana": "NN"}, works={"ana": "-D"}),
        example("the run goes on from the past", 0, last=2, shifts="DN", before={"ana": "NN"}, works={"ana": "N"}),
        example(
            "one night suffices when one is asked", 0, last=3, shifts="DN", works={"ana": "N-D"}, params={"nights": 1}
        ),
        example("the last two days of the period", 2, last=4, shifts="DN", works={"ana": "D--ND"}),
        example(
            "a single night of the past before a day", 2, last=0, shifts="DN", before={"ana": "N"}, works={"ana": "D"}
        ),
        example(
            "what came too early in the past is past",
            0,
            last=2,
            shifts="DN",
            before={"ana": "NN-D"},
            works={"ana": "D"},
        ),
        example("standby is no shift of work", 0, last=0, shifts="DNS", before={"ana": "N"}, works={"ana": "S"}),
        example(
            "local nights: the clocks go forward in the first of the two",
            0,
            first=SPRING - 2,
            last=SPRING + 1,
            shifts="DN",
            sites=(DUBLIN,),
            works={"ana": "N--D"},
        ),
        example("two shifts too early", 3, last=3, shifts="DN", works={"ana": "NDD"}),
        example("a shift at midnight cuts the second night", 1, last=3, shifts="MN", works={"ana": "N--M"}),
    ]

    nights: int = Field(default=2, ge=1, le=7, description="full nights off after a run of night shifts")

    def post(self, model: RuleModel, problem: Problem) -> None:
        for person in self.concerns(problem):
            shifts = problem.worked_before(person) + problem.shifts_of(person)
            for n, night in enumerate(shifts):
                if not night.night:
                    continue
                tomorrow = [s for s in problem.shifts_on(person, next_day(night.day)) if s.night]
                for later in shifts[n + 1 :]:
                    lacks = self.nights - _full_nights(problem, person, night, later)
                    if lacks <= 0:
                        break
                    if later not in tomorrow and not problem.is_past(later):
                        together = [model.works(person, night), model.works(person, later)]
                        model.forbid(self, together, [model.works(person, s) for s in tomorrow], lacks)

    def check(self, problem: Problem, roster: Roster) -> Iterator[Violation]:
        for person in self.concerns(problem):
            worked = problem.worked(person, roster)
            night_days = {s.day for s in worked if s.night}
            for n, night in enumerate(worked):
                if not night.night or next_day(night.day) in night_days:
                    continue
                for later in worked[n + 1 :]:
                    slept = sum(1 for _ in self._nights_between(problem, person, night, later))
                    if slept >= self.nights:
                        break
                    if not problem.is_past(later):
                        because = (
                            f"{person.id} has {slept} full nights off between {night.id} and {later.id}; "
                            f"{self.nights} are required"
                        )
                        shifts = (night.id, later.id)
                        yield Violation(self.name, self.nights - slept, because, person.id, shifts, later.start)

    @staticmethod
    def _nights_between(problem: Problem, person: Person, first: Shift, second: Shift) -> Iterator[object]:
        zone = problem.site(person.site).zone
        for morning in each_day(local_day(first.end, zone), local_day(second.start, zone)):
            if first.end <= at(morning, time(), zone) and at(morning, _DAWN, zone) <= second.start:
                yield morning


def _full_nights(problem: Problem, person: Person, first: Shift, second: Shift) -> int:
    """How many local midnights to 06:00 lie between the two shifts."""
    zone = problem.site(person.site).zone
    after = local_day(first.end, zone)
    start = after if first.end <= at(after, time(), zone) else next_day(after)
    until = local_day(second.start, zone)
    end = until if at(until, _DAWN, zone) <= second.start else next_day(until, -1)
    return max(0, days_between(start, end) + 1)
