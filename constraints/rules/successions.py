"""Successions: some shifts do not follow others."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import ClassVar

from pydantic import Field

from constraints.base import Example, Rule, Templates, chosen
from constraints.examples import example
from scheduler.domain.people import Person
from scheduler.domain.roster import Roster, Violation
from scheduler.intervals import each_day, next_day
from scheduler.problem import Lit, Problem, RuleModel

_NIGHT_TO_DAY = {"first": ["night"], "then": ["day"]}


class Successions(Rule):
    """No shift of `then` starts within `days` days after the day on which one of `first` starts. The past counts.

    Of several shifts of a kind on one day, one is meant. To prefer a succession, name with a weight what should not
    come instead; where no day off may come between either, ask for `follows`. For three days or more ask for
    `unwanted_sequences`.
    """

    name: ClassVar[str] = "successions"
    personal: ClassVar[bool] = True
    unit: ClassVar[str] = "one pair of days with shifts in an order that is not wanted"
    formula: ClassVar[str] = (
        "for each person: pairs of a day with a shift of `first` and a day with one of `then`, 1 to `days` days later"
    )
    source: ClassVar[str] = "house rule; the nurse rostering literature's forbidden shift successions (INRC-II, H3)"
    EXAMPLES: ClassVar[list[Example]] = [
        example("a day, then a night", 0, last=1, shifts="DN", works={"ana": "DN"}, params=_NIGHT_TO_DAY),
        example("a night, then a day", 1, last=1, shifts="DN", works={"ana": "ND"}, params=_NIGHT_TO_DAY),
        example("a day between", 0, last=2, shifts="DN", works={"ana": "N-D"}, params=_NIGHT_TO_DAY),
        example(
            "a day between is too few", 1, last=2, shifts="DN", works={"ana": "N-D"}, params=_NIGHT_TO_DAY | {"days": 2}
        ),
        example("both on one day follow nothing", 0, last=0, shifts="DN", works={"ana": "[ND]"}, params=_NIGHT_TO_DAY),
        example("the first days of the period", 1, last=3, shifts="DN", works={"ana": "ND--"}, params=_NIGHT_TO_DAY),
        example("the last days of the period", 1, last=3, shifts="DN", works={"ana": "--ND"}, params=_NIGHT_TO_DAY),
        example(
            "a night of the past", 1, last=2, shifts="DN", before={"ana": "N"}, works={"ana": "D"}, params=_NIGHT_TO_DAY
        ),
        example(
            "the past is past", 0, last=1, shifts="DN", before={"ana": "ND"}, works={"ana": "N"}, params=_NIGHT_TO_DAY
        ),
        example(
            "two of them on one day count once",
            1,
            last=1,
            shifts="DE",
            works={"ana": "[DE]D"},
            params={"then": ["day"]},
        ),
        example("standby is none", 0, last=7, shifts="DS", works={"ana": "------DS"}, params={"first": ["day"]}),
        example(
            "no shift named is any shift",
            2,
            last=2,
            shifts="DE",
            works={"ana": "EDE"},
            params={"first": [], "then": []},
        ),
        example(
            "a night is best followed by a night: another shift costs",
            1,
            last=5,
            shifts="DEN",
            works={"ana": "NN-NE-"},
            params={"first": ["night"], "then": ["day", "evening"], "weight": 5},
        ),
        example(
            "any shift after an evening", 1, last=2, shifts="DE", works={"ana": "DED"}, params={"first": ["evening"]}
        ),
    ]

    first: Templates = Field(default=frozenset(), description="the shifts that come first; empty: all")
    then: Templates = Field(default=frozenset(), description="the shifts that do not follow them; empty: all")
    days: int = Field(default=1, ge=1, le=7, description="how many days after the first one's start day it holds")

    @classmethod
    def defaults(cls) -> list[Rule]:
        return []

    def post(self, model: RuleModel, problem: Problem) -> None:
        for person in self.concerns(problem):
            for day in each_day(next_day(problem.first_day, -self.days), problem.last_day):
                first = self._on(model, problem, person, day, self.first)
                for later in each_day(max(next_day(day), problem.first_day), next_day(day, self.days)):
                    then = self._on(model, problem, person, later, self.then)
                    if first and then:
                        model.at_most(self, 1, [*model.once(first), *model.once(then)])

    @staticmethod
    def _on(model: RuleModel, problem: Problem, person: Person, day: date, templates: Templates) -> list[Lit]:
        return [model.works(person, s) for s in problem.shifts_on(person, day) if chosen(s, templates)]

    def check(self, problem: Problem, roster: Roster) -> Iterator[Violation]:
        for person in self.concerns(problem):
            worked = problem.worked(person, roster)
            first = {s.day: s for s in reversed(worked) if chosen(s, self.first)}
            then = {s.day: s for s in reversed(worked) if chosen(s, self.then) and not problem.is_past(s)}
            for day, other in sorted(then.items()):
                for one in (first.get(next_day(day, -n)) for n in range(self.days, 0, -1)):
                    if one is not None:
                        because = f"{person.id} has {other.id} after {one.id}"
                        yield Violation(self.name, 1, because, person.id, (one.id, other.id), other.start)
