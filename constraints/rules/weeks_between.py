"""Weeks between: after a week of a duty, some weeks without it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from itertools import combinations
from typing import ClassVar

from pydantic import Field

from constraints.base import Example, Rule, Templates, chosen
from constraints.examples import ANA, BEN, example
from scheduler.domain.people import Person
from scheduler.domain.roster import Roster, Violation
from scheduler.domain.shift import Duty, Shift
from scheduler.intervals import days_between, next_day
from scheduler.problem import Problem, RuleModel

_STANDBY = {"shifts": ["standby"]}
_NIGHTS = {"shifts": ["night"], "least": 1}


class WeeksBetween(Rule):
    """Between two weeks in which a person has one of `shifts` lie at least `least` weeks in which the person has none.

    A shift, of any duty, counts in the week in which it starts; weeks begin on `week_start`. The past counts.
    """

    name: ClassVar[str] = "weeks_between"
    personal: ClassVar[bool] = True
    unit: ClassVar[str] = "one pair of weeks too close together"
    formula: ClassVar[str] = (
        "for each person: pairs of weeks from `week_start` on with one of `shifts`, with fewer than `least` weeks "
        "between them"
    )
    source: ClassVar[str] = "Google's SRE book, ch. 11: at most a quarter of the time on call"
    EXAMPLES: ClassVar[list[Example]] = [
        example("three weeks between", 0, last=34, shifts="S", works={"ana": f"S{27 * '-'}S"}, params=_STANDBY),
        example("two weeks between", 1, last=34, shifts="S", works={"ana": f"S{20 * '-'}S"}, params=_STANDBY),
        example("three weeks in a row are three pairs", 3, last=20, shifts="S", works={"ana": "S------S------S"}),
        example("two people in turn", 0, last=7, people=(ANA, BEN), shifts="S", works={"ana": "S", "ben": "-------S"}),
        example("all nights of a week", 0, last=13, shifts="N", works={"ana": "NNN-N-N"}, params=_NIGHTS),
        example("a night of the next week", 1, last=20, shifts="N", works={"ana": "NNN-N-N-N----"}, params=_NIGHTS),
        example("the first weeks of three", 1, last=20, shifts="N", works={"ana": "N------N"}, params=_NIGHTS),
        example("the last weeks of three", 1, last=20, shifts="N", works={"ana": "-------N------N"}, params=_NIGHTS),
        example("a week between", 0, last=20, shifts="N", works={"ana": "N-------------N"}, params=_NIGHTS),
        example("one week, where weeks begin on Monday", 0, shifts="N", works={"ana": "-NN----"}, params=_NIGHTS),
        example(
            "two weeks, where they begin on Wednesday",
            1,
            shifts="N",
            works={"ana": "-NN----"},
            params=_NIGHTS | {"week_start": 3},
        ),
        example("days are no nights", 0, last=13, shifts="DN", works={"ana": "N------D"}, params=_NIGHTS),
        example("a week of the past", 1, last=7, shifts="S", before={"ana": "S------"}, works={"ana": "-------S"}),
        example("the past is past", 0, last=0, shifts="S", before={"ana": "S------S------"}),
        example(
            "a week that the past took goes on",
            0,
            first=2,
            last=6,
            shifts="N",
            before={"ana": "N------N-"},
            works={"ana": "N"},
            params=_NIGHTS,
        ),
        example(
            "a week that began in the past without any",
            1,
            first=2,
            last=6,
            shifts="N",
            before={"ana": "N--------"},
            works={"ana": "N"},
            params=_NIGHTS,
        ),
    ]

    shifts: Templates = Field(default=frozenset(), description="the shifts that are meant; empty: all, of any duty")
    least: int = Field(default=3, ge=1, le=26, description="weeks between two, at least")
    week_start: int = Field(
        default=1, ge=1, le=7, description="the day on which the week begins, 1 for Monday (ISO 8601)"
    )

    @classmethod
    def defaults(cls) -> list[Rule]:
        return []

    def post(self, model: RuleModel, problem: Problem) -> None:
        for person in self.concerns(problem):
            past = [s for duty in Duty for s in problem.worked_before(person, duty)]
            weeks = self._by_week(past + problem.shifts_of(person, None))
            taken = self._by_week(past)
            lits = {
                first: first in taken or model.any_of([model.works(person, s) for s in shifts])
                for first, shifts in weeks.items()
            }
            for one, other in combinations(sorted(weeks), 2):
                if other <= next_day(one, 7 * self.least) and other not in taken:
                    model.forbid(self, [lits[one], lits[other]])

    def _by_week(self, shifts: list[Shift]) -> dict[date, list[Shift]]:
        """The shifts that are meant, by the first day of their week."""
        weeks: dict[date, list[Shift]] = defaultdict(list)
        for shift in shifts:
            if chosen(shift, self.shifts):
                weeks[next_day(shift.day, -((shift.day.isoweekday() - self.week_start) % 7))].append(shift)
        return weeks

    def check(self, problem: Problem, roster: Roster) -> Iterator[Violation]:
        for person in self.concerns(problem):
            held = sorted(self._held(problem, person, roster), key=lambda s: s.day)
            weeks: dict[int, list[Shift]] = defaultdict(list)
            for shift in held:
                weeks[(shift.day.toordinal() - self.week_start) // 7].append(shift)
            for one, other in combinations(sorted(weeks), 2):
                first, second = weeks[one][0], weeks[other][0]
                if other - one <= self.least and not problem.is_past(second):
                    apart = days_between(first.day, second.day)
                    because = (
                        f"{person.id} has {second.id} {apart} days after {first.id}; "
                        f"{self.least} weeks without are to lie between"
                    )
                    yield Violation(self.name, 1, because, person.id, (first.id, second.id), second.start)

    def _held(self, problem: Problem, person: Person, roster: Roster) -> Iterator[Shift]:
        for duty in Duty:
            yield from (s for s in problem.worked(person, roster, duty) if chosen(s, self.shifts))
