"""Follows: who has one shift has another some days later."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, ClassVar

from pydantic import Field

from constraints.base import Example, Lasts, Rule, Templates
from constraints.examples import ANA, BEN, example
from scheduler.domain.people import Person
from scheduler.domain.roster import Roster, Violation
from scheduler.domain.shift import Shift
from scheduler.intervals import next_day
from scheduler.problem import Problem, RuleModel

_WEEKLY = {"first": ["standby"], "then": ["standby"], "days": 7}
_SECONDARY = {"first": ["standby"], "then": ["second"], "days": 7}
_DAY_NIGHT = {"first": ["day"], "then": ["night"], "days": 2}


class Follows(Rule):
    """Who has a shift of `first` has one of `then` that starts `days` days later, within the period.

    So that the primary of one week is the secondary of the next, or the other way round, and knows what is going on;
    then `standby_weeks` must allow two weeks in a row (`in_a_row`). With a weight it is a preferred succession: it
    costs when another shift comes, or none. The past counts.
    """

    name: ClassVar[str] = "follows"
    personal: ClassVar[bool] = True
    unit: ClassVar[str] = "one shift that is not followed"
    formula: ClassVar[str] = (
        "for each person: shifts of `first` with day + `days` in the period and no shift of `then` on day + `days`"
    )
    source: ClassVar[str] = (
        "PagerDuty, being on call: a backup shift should generally come directly after a primary shift"
    )
    EXAMPLES: ClassVar[list[Example]] = [
        example("a day, and a night two days later", 0, last=2, shifts="DN", works={"ana": "D-N"}, params=_DAY_NIGHT),
        example("a day, and nothing two days later", 1, last=2, shifts="DN", works={"ana": "D--"}, params=_DAY_NIGHT),
        example("another shift two days later", 1, last=4, shifts="DN", works={"ana": "--D-D"}, params=_DAY_NIGHT),
        example("after the period nothing is known", 0, last=2, shifts="DN", works={"ana": "-D-"}, params=_DAY_NIGHT),
        example(
            "somebody else does not do",
            1,
            last=2,
            shifts="DN",
            people=(ANA, BEN),
            works={"ana": "D", "ben": "--N"},
            params=_DAY_NIGHT,
        ),
        example("a shift of the past", 1, last=2, shifts="DN", before={"ana": "D-"}, params=_DAY_NIGHT),
        example(
            "a shift of the past that is followed",
            0,
            last=2,
            shifts="DN",
            before={"ana": "D-"},
            works={"ana": "N"},
            params=_DAY_NIGHT,
        ),
        example(
            "what should have followed in the past is past",
            0,
            last=2,
            shifts="DN",
            before={"ana": "D---"},
            params=_DAY_NIGHT,
        ),
        example("secondary after primary", 0, last=7, shifts="SB", works={"ana": "S------B"}, params=_SECONDARY),
        example("secondary before primary", 1, last=14, shifts="SB", works={"ana": "B------S"}, params=_SECONDARY),
        example(
            "somebody else is secondary",
            1,
            last=7,
            shifts="SB",
            people=(ANA, BEN),
            works={"ana": "S", "ben": "-------B"},
            params=_SECONDARY,
        ),
        example("two weeks of standby", 0, last=7, shifts="S", works={"ana": "S------S"}, params=_WEEKLY),
        example("one week of standby alone", 1, last=7, shifts="S", works={"ana": "S-------"}, params=_WEEKLY),
        example("no such shift that day", 1, last=5, shifts="S", works={"ana": "S"}, params=_WEEKLY | {"days": 3}),
    ]

    first: Templates = Field(default=frozenset(), description="the shifts that are followed; empty: all")
    then: Templates = Field(default=frozenset(), description="the shifts that follow; empty: any")
    days: Annotated[int, Lasts.DAY] = Field(default=7, ge=1, le=28, description="how many days later")

    @classmethod
    def defaults(cls) -> list[Rule]:
        return []

    def post(self, model: RuleModel, problem: Problem) -> None:
        for person in self.concerns(problem):
            planned = problem.shifts_of(person, None)
            for shift in self._past(problem, person) + planned:
                day = next_day(shift.day, self.days)
                if (not self.first or shift.template in self.first) and problem.first_day <= day <= problem.last_day:
                    then = [s for s in planned if s.day == day and (not self.then or s.template in self.then)]
                    model.forbid(self, [model.works(person, shift)], unless=[model.works(person, s) for s in then])

    def check(self, problem: Problem, roster: Roster) -> Iterator[Violation]:
        for person in self.concerns(problem):
            held = self._past(problem, person) + [problem.shift(id) for id in roster.by_person.get(person.id, ())]
            starts = {(s.day, s.template) for s in held}
            for shift in held:
                day = next_day(shift.day, self.days)
                followed = any(d == day and template in (self.then or {template}) for d, template in starts)
                asked = shift.template in (self.first or {shift.template})
                if asked and problem.first_day <= day <= problem.last_day and not followed:
                    what = " or ".join(sorted(self.then)) or "a shift"
                    because = f"{person.id} has {shift.id}, but not {what} on {day}"
                    yield Violation(self.name, 1, because, person.id, (shift.id,), shift.start)

    @staticmethod
    def _past(problem: Problem, person: Person) -> list[Shift]:
        return [problem.shift(a.shift) for a in sorted(problem.history, key=lambda a: a.shift) if a.person == person.id]
