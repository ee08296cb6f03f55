"""Calm days: after so many days in a row of a kind of work, some days without it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import ClassVar

from pydantic import Field

from constraints.base import Example, Rule, Templates, chosen
from constraints.examples import example
from scheduler.domain.people import Person
from scheduler.domain.roster import Roster, Violation
from scheduler.intervals import days_between, each_day, next_day
from scheduler.problem import Lit, Problem, RuleModel

_NIGHTS = {"shifts": ["night"], "days": 2, "without": ["night"]}
_TIERS = {"shifts": ["night"], "days": 2, "without": ["night", "evening"]}


class CalmDays(Rule):
    """After `days` days in a row with one of `shifts`, none of `without` starts on the next `calm` days.

    So for exposure to disturbing content: `shifts` are those with the most of it, `without` those with much of it too.
    A row that is longer than `days` breaks the rule as far as `without` names its shifts. The past counts.
    """

    name: ClassVar[str] = "calm_days"
    personal: ClassVar[bool] = True
    unit: ClassVar[str] = "one day that is not calm after one row of `days` days"
    formula: ClassVar[str] = (
        "for each person and `days` days in a row with one of `shifts`: how many of the next `calm` days have one of "
        "`without`"
    )
    source: ClassVar[str] = "house rule, to be set with occupational health: there is no number in any law read"
    EXAMPLES: ClassVar[list[Example]] = [
        example("two days in a row, and two calm ones", 0, shifts="DN", works={"ana": "NNDDN--"}, params=_NIGHTS),
        example("one calm day", 1, shifts="DN", works={"ana": "NNDN---"}, params=_NIGHTS),
        example("one day is no row", 0, shifts="DN", works={"ana": "NDND---"}, params=_NIGHTS),
        example("three in a row", 1, shifts="DN", works={"ana": "NNN----"}, params=_NIGHTS),
        example("four in a row are three rows of two", 3, shifts="DN", works={"ana": "NNNN---"}, params=_NIGHTS),
        example("another kind that is not calm", 1, shifts="DEN", works={"ana": "NNDE---"}, params=_TIERS),
        example("it makes no row itself", 0, shifts="DEN", works={"ana": "EEENN-D"}, params=_TIERS),
        example(
            "nothing named is any work",
            2,
            shifts="DN",
            works={"ana": "NNDD---"},
            params={"shifts": ["night"], "days": 2},
        ),
        example("three calm days", 1, shifts="DN", works={"ana": "NN--N--"}, params=_NIGHTS | {"calm": 3}),
        example("in the first days of the period", 1, shifts="DN", works={"ana": "NN-N---"}, params=_NIGHTS),
        example("in the last days of the period", 1, shifts="DN", works={"ana": "---NN-N"}, params=_NIGHTS),
        example("a row of the past", 1, shifts="DN", before={"ana": "NN"}, works={"ana": "N------"}, params=_NIGHTS),
        example("what was not calm in the past is past", 0, shifts="DN", before={"ana": "NN-N"}, params=_NIGHTS),
        example("standby is calm", 0, first=7, last=8, shifts="DS", before={"ana": "DDD"}, works={"ana": "S"}),
    ]

    shifts: Templates = Field(default=frozenset(), description="the shifts that make a row; empty: all")
    days: int = Field(default=3, ge=1, le=13, description="how many days make a row")
    calm: int = Field(default=2, ge=1, le=7, description="how many days are calm after it")
    without: Templates = Field(default=frozenset(), description="the shifts that a calm day has none of; empty: all")

    @classmethod
    def defaults(cls) -> list[Rule]:
        return []

    def post(self, model: RuleModel, problem: Problem) -> None:
        for person in self.concerns(problem):
            for day in each_day(problem.first_day, problem.last_day):
                restless = self._any(model, problem, person, day, self.without)
                for after in range(1, self.calm + 1):
                    last = next_day(day, -after)
                    row = each_day(next_day(last, 1 - self.days), last)
                    model.forbid(self, [*(self._any(model, problem, person, d, self.shifts) for d in row), restless])

    @staticmethod
    def _any(model: RuleModel, problem: Problem, person: Person, day: date, templates: Templates) -> Lit:
        return model.any_of([model.works(person, s) for s in problem.shifts_on(person, day) if chosen(s, templates)])

    def check(self, problem: Problem, roster: Roster) -> Iterator[Violation]:
        for person in self.concerns(problem):
            worked = problem.worked(person, roster)
            restless = {s.day: s for s in worked if chosen(s, self.without) and not problem.is_past(s)}
            for last in self._rows(sorted({s.day for s in worked if chosen(s, self.shifts)})):
                for day, shift in restless.items():
                    if 1 <= days_between(last, day) <= self.calm:
                        because = (
                            f"{person.id} has {shift.id} {days_between(last, day)} days after {self.days} days in a row"
                            f" up to {last}; {self.calm} calm days are to follow"
                        )
                        yield Violation(self.name, 1, because, person.id, (shift.id,), shift.start)

    def _rows(self, days: list[date]) -> Iterator[date]:
        """The last day of each row, overlapping ones included; `days` are in order."""
        for n in range(self.days - 1, len(days)):
            if days_between(days[n - self.days + 1], days[n]) == self.days - 1:
                yield days[n]
