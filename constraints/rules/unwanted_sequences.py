"""Unwanted sequences: some rows of days do not occur."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Annotated, ClassVar

from pydantic import Field

from constraints.base import Example, Names, Rule
from constraints.examples import example
from scheduler.domain.people import Person
from scheduler.domain.roster import Roster, Violation
from scheduler.domain.shift import Shift
from scheduler.intervals import day_interval, each_day, next_day
from scheduler.problem import Lit, Problem, RuleModel

OFF, WORK = "off", "work"
Step = Annotated[str, Field(min_length=1, max_length=64)]
_DND = {"days": ["day", "night", "day"]}


class UnwantedSequences(Rule):
    """No days in a row are as `days` says: each a shift template that starts on it, `work` of any kind, or `off`.

    The past counts; of it, something is known of who has worked in it. For two shifts ask for `successions`.
    """

    name: ClassVar[str] = "unwanted_sequences"
    personal: ClassVar[bool] = True
    unit: ClassVar[str] = "one row of days that is not wanted"
    formula: ClassVar[str] = (
        "for each person and row of days, as many as `days` has, that ends in the period: 1 if each of them is as "
        "`days` says"
    )
    source: ClassVar[str] = "house rule; the nurse rostering literature's unwanted patterns (INRC-I)"
    EXAMPLES: ClassVar[list[Example]] = [
        example("day, night, day", 1, shifts="DN", works={"ana": "-DND---"}, params=_DND),
        example("day, night, night", 0, shifts="DN", works={"ana": "-DNND--"}, params=_DND),
        example("two that share a day", 2, shifts="DN", works={"ana": "-DNDND-"}, params=_DND),
        example("in the first days of the period", 1, shifts="DN", works={"ana": "DND----"}, params=_DND),
        example("in the last days of the period", 1, shifts="DN", works={"ana": "D---DND"}, params=_DND),
        example(
            "from the past into the first day",
            1,
            last=3,
            shifts="DN",
            before={"ana": "DN"},
            works={"ana": "D"},
            params=_DND,
        ),
        example("the past is past", 0, last=3, shifts="DN", before={"ana": "DND"}, works={"ana": "N"}, params=_DND),
        example("a lone day of work", 1, works={"ana": "D--D--D"}),
        example("before the first day nothing is known", 0, last=1, works={"ana": "D-"}),
        example("unless somebody worked in the past", 1, last=1, before={"ana": "D--"}, works={"ana": "D-"}),
        example(
            "a night, a day off, a day",
            1,
            shifts="DN",
            works={"ana": "N-D----"},
            params={"days": ["night", "off", "work"]},
        ),
        example(
            "a night and two days off",
            0,
            shifts="DN",
            works={"ana": "N--D---"},
            params={"days": ["night", "off", "work"]},
        ),
        example("standby is no work", 0, first=6, last=9, shifts="DS", works={"ana": "-S"}),
    ]

    days: tuple[Step, ...] = Field(
        default=(OFF, WORK, OFF),
        min_length=2,
        max_length=7,
        description="a shift template, `work` or `off`, day by day",
    )

    @classmethod
    def defaults(cls) -> list[Rule]:
        return []

    def named(self) -> Iterator[tuple[str, Names, str]]:
        yield from super().named()
        yield from (("days", Names.SHIFT, step) for step in sorted({*self.days} - {OFF, WORK}))

    def post(self, model: RuleModel, problem: Problem) -> None:
        for person in self.concerns(problem):
            back = 1 - len(self.days) if problem.worked_before(person) else 0
            last_start = next_day(problem.last_day, 1 - len(self.days))
            for start in each_day(next_day(problem.first_day, back), last_start):
                together: list[Lit] = []
                unless: list[Lit] = []
                for n, step in enumerate(self.days):
                    shifts = problem.shifts_on(person, next_day(start, n))
                    lits = [model.works(person, s) for s in shifts if step in (OFF, WORK, s.template)]
                    (unless if step == OFF else together).append(model.any_of(lits))
                model.forbid(self, together, unless)

    def check(self, problem: Problem, roster: Roster) -> Iterator[Violation]:
        for person in self.concerns(problem):
            worked = problem.worked(person, roster)
            known_from = next_day(problem.first_day, -7 if problem.worked_before(person) else 0)
            days = list(each_day(known_from, problem.last_day))
            had = [{s.template for s in worked if s.day == day} for day in days]
            for n in range(len(days) - len(self.days) + 1):
                row = days[n : n + len(self.days)]
                if row[-1] >= problem.first_day and all(map(self._is, self.days, had[n:])):
                    yield self._violation(problem, person, [s for s in worked if row[0] <= s.day <= row[-1]], row[0])

    @staticmethod
    def _is(step: str, templates: set[str]) -> bool:
        """Whether a day with these shifts is as the step says."""
        return not templates if step == OFF else bool(templates) if step == WORK else step in templates

    def _violation(self, problem: Problem, person: Person, shifts: list[Shift], first: date) -> Violation:
        because = f"{person.id} has {', '.join(self.days)} from {first} on"
        start = day_interval(first, problem.site(person.site).zone).start
        return Violation(self.name, 1, because, person.id, tuple(s.id for s in shifts), start)
