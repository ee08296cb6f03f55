"""Variety: not too many kinds of shift in a week."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import ClassVar, Literal

from pydantic import Field

from constraints.base import Example, Rule, Templates, Weight, chosen
from constraints.examples import example
from scheduler.domain.roster import Roster, Tier, Violation
from scheduler.intervals import day_interval, each_week, next_day
from scheduler.problem import Problem, RuleModel


class Variety(Rule):
    """In each Monday-to-Sunday week, or in the period, a person's on-duty shifts are of `most` templates at most.

    With one a week, people work in weekly blocks of one kind. Days of a week before the period count, but what was too
    many already is past.
    """

    name: ClassVar[str] = "variety"
    personal: ClassVar[bool] = True
    TIER: ClassVar[Tier] = Tier.SMOOTHNESS
    unit: ClassVar[str] = "one kind of shift too many in a week, or in the period"
    formula: ClassVar[str] = (
        "for each person and week, or period, as `per` says: max(0, kinds among `shifts` - max(those of the past, "
        "`most`))"
    )
    source: ClassVar[str] = "house rule; shift type diversity of commercial planners"
    EXAMPLES: ClassVar[list[Example]] = [
        example("one kind", 0, shifts="DE", works={"ana": "DDDDD--"}),
        example("two kinds", 1, shifts="DE", works={"ana": "DDE--EE"}),
        example("three kinds", 2, shifts="DEN", works={"ana": "DDEENN-"}),
        example("two of two", 0, shifts="DE", works={"ana": "DDE----"}, params={"most": 2}),
        example("another kind each week", 0, last=13, shifts="DE", works={"ana": "DDDDD--EEEEE--"}),
        example("the first week", 1, last=13, shifts="DE", works={"ana": "DE-----DD"}),
        example("the last week", 1, last=13, shifts="DE", works={"ana": "DD-----DD----E"}),
        example("the period", 1, last=13, shifts="DE", works={"ana": "DD-----EE"}, params={"per": "period"}),
        example(
            "kinds that are not named", 0, shifts="DEN", works={"ana": "DDNN"}, params={"shifts": ["day", "evening"]}
        ),
        example("a week that began in the past", 1, first=2, shifts="DE", before={"ana": "DD"}, works={"ana": "EE"}),
        example("another week of the past", 0, first=7, last=8, shifts="DE", before={"ana": "DD"}, works={"ana": "EE"}),
        example("two kinds of the past are past", 0, first=2, shifts="DE", before={"ana": "DE"}, works={"ana": "DE"}),
        example("a third on top is not", 1, first=2, shifts="DEN", before={"ana": "DE"}, works={"ana": "DN"}),
        example(
            "the past is not of the period",
            0,
            first=2,
            shifts="DE",
            before={"ana": "DD"},
            works={"ana": "EE"},
            params={"per": "period"},
        ),
        example("standby is no kind", 0, shifts="DS", works={"ana": "[DS]DD"}),
    ]

    weight: Weight = Field(default=1, description="price of one kind too many, or hard")
    shifts: Templates = Field(default=frozenset(), description="the shifts that are told apart; empty: all")
    most: int = Field(default=1, ge=1, le=20, description="how many kinds, at most")
    per: Literal["week", "period"] = Field(default="week", description="counted in each week, or over the period")

    @classmethod
    def defaults(cls) -> list[Rule]:
        return []

    def post(self, model: RuleModel, problem: Problem) -> None:
        for person in self.concerns(problem):
            shifts = [s for s in problem.shifts_of(person) if chosen(s, self.shifts)]
            for first, last in self._spans(problem):
                past = {s.template for s in problem.worked_before(person) if s.day >= first and chosen(s, self.shifts)}
                inside = [s for s in shifts if first <= s.day <= last and s.template not in past]
                kinds = [
                    model.any_of([model.works(person, s) for s in inside if s.template == template])
                    for template in sorted({s.template for s in inside})
                ]
                model.at_most(self, max(0, self.most - len(past)), [(1, kind) for kind in kinds])

    def _spans(self, problem: Problem) -> Iterator[tuple[date, date]]:
        if self.per == "period":
            yield problem.first_day, problem.last_day
        else:
            yield from ((monday, next_day(monday, 6)) for monday in each_week(problem.first_day, problem.last_day))

    def check(self, problem: Problem, roster: Roster) -> Iterator[Violation]:
        for person in self.concerns(problem):
            worked = [s for s in problem.worked(person, roster) if chosen(s, self.shifts)]
            for first, last in self._spans(problem):
                kinds = {s.template for s in worked if first <= s.day <= last}
                before = {s.template for s in worked if first <= s.day < problem.first_day}
                too_many = len(kinds) - max(self.most, len(before))
                if too_many > 0:
                    names = ", ".join(sorted(kinds))
                    because = f"{person.id} has {names} from {first} to {last}; {self.most} of them are the most"
                    start = day_interval(first, problem.site(person.site).zone).start
                    yield Violation(self.name, too_many, because, person.id, (), start)
