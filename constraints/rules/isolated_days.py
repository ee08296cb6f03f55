"""Isolated days: no single day of work between days off, no single day off between days of work."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from pydantic import Field

from constraints.base import Example, Rule, Weight
from constraints.examples import example
from scheduler.domain.roster import Roster, Tier, Violation
from scheduler.intervals import days_interval, each_day, next_day
from scheduler.problem import Problem, RuleModel


class IsolatedDays(Rule):
    """Work and days off come in runs of two at least, with both neighbours within what is known."""

    name: ClassVar[str] = "isolated_days"
    personal: ClassVar[bool] = True
    TIER: ClassVar[Tier] = Tier.SMOOTHNESS
    unit: ClassVar[str] = "one lone day of work, or one lone day off"
    formula: ClassVar[str] = (
        "for each person and three days in a row: 1 if the middle one alone has work, or alone has none"
    )
    source: ClassVar[str] = "house rule; a single day off between runs of work is no recovery (fatigue literature)"
    EXAMPLES: ClassVar[list[Example]] = [
        example("runs of two", 0, last=5, works={"ana": "DD--DD"}),
        example("a lone day of work", 1, last=4, works={"ana": "--D--"}),
        example("a lone day off", 1, last=4, works={"ana": "DD-DD"}),
        example("the neighbours of the first and the last day are not known", 0, last=3, works={"ana": "D--D"}),
        example("a lone day of work after the first day", 1, last=4, works={"ana": "-D--D"}),
        example("a lone day off before the last day", 1, last=4, works={"ana": "-DD-D"}),
        example("every other day", 3, last=4, works={"ana": "D-D-D"}),
        example("the past is a neighbour", 1, last=1, before={"ana": "DD-"}, works={"ana": "DD"}),
        example("a lone day of work on the eve", 1, last=1, before={"ana": "D--D"}),
        example("the past is past", 0, last=1, before={"ana": "D-D-DD"}, works={"ana": "D"}),
        example("standby is no day of work", 0, first=6, last=8, shifts="DS", works={"ana": "-S-"}),
        example("one shift of the past is enough to know it", 1, last=1, before={"ana": "D"}),
        example("what was alone before the eve is past", 0, last=1, before={"ana": "-D-"}),
    ]

    weight: Weight = Field(default=1, description="price of one isolated day, or hard")

    def post(self, model: RuleModel, problem: Problem) -> None:
        for person in self.concerns(problem):
            days = list(each_day(next_day(problem.first_day, -2), problem.last_day))
            lits = [model.any_of([model.works(person, s) for s in problem.shifts_on(person, day)]) for day in days]
            known = len(problem.worked_before(person)) > 0
            for n in range(0 if known else 2, len(days) - 2):
                before, middle, after = lits[n : n + 3]
                model.forbid(self, [middle], unless=[before, after])
                model.forbid(self, [before, after], unless=[middle])

    def check(self, problem: Problem, roster: Roster) -> Iterator[Violation]:
        for person in self.concerns(problem):
            known = problem.worked(person, roster)
            worked = {shift.day for shift in known}
            known_from = next_day(problem.first_day, -2 if problem.worked_before(person) else 0)
            for before in each_day(known_from, next_day(problem.last_day, -2)):
                middle, after = next_day(before), next_day(before, 2)
                if (before in worked) == (after in worked) != (middle in worked):
                    what = "a lone day of work" if middle in worked else "a lone day off"
                    shifts = tuple(shift.id for shift in known if shift.day == middle)
                    start = days_interval(middle, middle, problem.site(person.site).zone).start
                    yield Violation(self.name, 1, f"{person.id} has {what} on {middle}", person.id, shifts, start)
