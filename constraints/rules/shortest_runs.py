"""Shortest runs: work, or a kind of it, and days off come in runs that are not too short."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import ClassVar

from pydantic import Field

from constraints.base import Example, Rule, Templates, Weight, chosen
from constraints.examples import example
from scheduler.domain.people import Person
from scheduler.domain.roster import Roster, Tier, Violation
from scheduler.intervals import day_interval, days_between, each_day, next_day
from scheduler.problem import Lit, Problem, RuleModel

_THREE_TWO = {"work": 3, "off": 2}
_NIGHTS = {"shifts": ["night"], "work": 2, "off": 3}


class ShortestRuns(Rule):
    """A run of days of work has at least `work` days, one of days off at least `off`.

    Where `shifts` are named, a day of work is one on which one of them starts, and every other day is off: so that
    nights come in runs of two, and three days apart.

    It holds for runs whose neighbours on both sides are known, and that reach into the period or up to its eve. Of the
    past, something is known of who has worked in it.
    """

    name: ClassVar[str] = "shortest_runs"
    personal: ClassVar[bool] = True
    TIER: ClassVar[Tier] = Tier.SMOOTHNESS
    unit: ClassVar[str] = "one day that a run is too short"
    formula: ClassVar[str] = (
        "for each person and run: max(0, `work` - its days) where it is of work (in one of `shifts`), max(0, `off` - "
        "its days) where it is of days off"
    )
    source: ClassVar[str] = "house rule; the nurse rostering literature's minimum consecutive days (INRC-II, S2 and S3)"
    EXAMPLES: ClassVar[list[Example]] = [
        example("three days between days off", 0, works={"ana": "--DDD--"}, params=_THREE_TWO),
        example("two days of work", 1, works={"ana": "--DD---"}, params=_THREE_TWO),
        example("one day of work", 2, works={"ana": "--D----"}, params=_THREE_TWO),
        example("one day off", 1, works={"ana": "DDD-DDD"}, params=_THREE_TWO),
        example("two days off", 0, works={"ana": "DDD--DD"}, params=_THREE_TWO),
        example(
            "the neighbours of the first and last run are not known", 0, works={"ana": "D--DDD-"}, params=_THREE_TWO
        ),
        example("in the first days of the period", 1, works={"ana": "-DD----"}, params=_THREE_TWO),
        example("in the last days of the period", 1, works={"ana": "----DD-"}, params=_THREE_TWO),
        example("a run that began in the past", 1, before={"ana": "--D"}, works={"ana": "D-----"}, params=_THREE_TWO),
        example("long enough with the past", 0, before={"ana": "-DD"}, works={"ana": "D-----"}, params=_THREE_TWO),
        example("days off that began in the past", 1, before={"ana": "DDD-"}, works={"ana": "DDD"}, params=_THREE_TWO),
        example("a run that ended on the eve", 2, before={"ana": "--D"}, works={"ana": "------"}, params=_THREE_TWO),
        example("the past is past", 0, before={"ana": "D-D-DD--"}, works={"ana": "--"}, params=_THREE_TWO),
        example("standby is no day of work", 0, shifts="DS", works={"ana": "S--"}, params=_THREE_TWO),
        example("runs of two by default", 1, works={"ana": "-D-----"}),
        example("a run of one night", 1, shifts="DN", works={"ana": "-DND---"}, params=_NIGHTS),
        example("two runs of nights, two days apart", 1, shifts="DN", works={"ana": "-NN-DNN"}, params=_NIGHTS),
        example("days in runs of any length", 0, shifts="DN", works={"ana": "D-D-NND"}, params=_NIGHTS),
    ]

    weight: Weight = Field(default=1, description="price of one day that lacks, or hard")
    shifts: Templates = Field(default=frozenset(), description="the shifts that make a day of work; empty: all")
    work: int = Field(default=2, ge=1, le=7, description="days of work in a row, at least")
    off: int = Field(default=2, ge=1, le=7, description="days off in a row, at least")

    @classmethod
    def defaults(cls) -> list[Rule]:
        return []

    def post(self, model: RuleModel, problem: Problem) -> None:
        for person in self.concerns(problem):
            back = -max(self.work, self.off) if problem.worked_before(person) else 0
            first = next_day(problem.first_day, back)
            days = [
                model.any_of([model.works(person, s) for s in problem.shifts_on(person, day) if chosen(s, self.shifts)])
                for day in each_day(first, problem.last_day)
            ]
            for length in range(1, max(self.work, self.off)):
                for n in range(max(0, -back - length - 1), len(days) - length - 1):
                    self._forbid(model, days[n], days[n + 1 : n + 1 + length], days[n + 1 + length])

    def _forbid(self, model: RuleModel, before: Lit, run: Sequence[Lit], after: Lit) -> None:
        if len(run) < self.work:
            model.forbid(self, run, unless=[before, after], amount=self.work - len(run))
        if len(run) < self.off:
            model.forbid(self, [before, after], unless=run, amount=self.off - len(run))

    def check(self, problem: Problem, roster: Roster) -> Iterator[Violation]:
        for person in self.concerns(problem):
            for working, days in self._inner_runs(problem, person, roster):
                least = self.work if working else self.off
                begins, ends = next_day(problem.first_day, days[0]), next_day(problem.first_day, days[-1])
                if len(days) < least and next_day(ends) >= problem.first_day:
                    kind = " or ".join(sorted(self.shifts)) or "work"
                    has = f"has {kind}" if working else f"has no {kind}"
                    because = f"{person.id} {has} from {begins} to {ends}; {least} days are the least"
                    start = day_interval(begins, problem.site(person.site).zone).start
                    yield Violation(self.name, least - len(days), because, person.id, (), start)

    def _inner_runs(self, problem: Problem, person: Person, roster: Roster) -> Iterator[tuple[bool, list[int]]]:
        """The runs between others, as days after the first one; of the past, the fortnight."""
        worked = {
            days_between(problem.first_day, s.day)
            for s in problem.worked(person, roster)
            if not self.shifts or s.template in self.shifts
        }
        known = range(
            -15 if problem.worked_before(person) else 0, days_between(problem.first_day, problem.last_day) + 1
        )
        runs = [(working, list(days)) for working, days in groupby(known, lambda day: day in worked)]
        yield from runs[1:-1]
