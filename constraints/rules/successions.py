"""Successions: some shifts do not follow others."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from pydantic import Field

from constraints.base import Example, Rule, Templates, chosen
from constraints.examples import example
from scheduler.domain.roster import Roster, Violation
from scheduler.intervals import days_between, next_day
from scheduler.problem import Problem, RuleModel

_NIGHT_TO_DAY = {"first": ["night"], "then": ["day"]}


class Successions(Rule):
    """No shift of `then` starts within `days` days after the day on which one of `first` starts. The past counts.

    To prefer a succession, name with a weight what should not come instead; where no day off may come between either,
    ask for `follows`. For three days or more ask for `unwanted_sequences`.
    """

    name: ClassVar[str] = "successions"
    personal: ClassVar[bool] = True
    unit: ClassVar[str] = "one pair of shifts in an order that is not wanted"
    formula: ClassVar[str] = (
        "for each person: pairs of a shift of `first` and one of `then` with 1 <= day of the latter - day of the "
        "former <= `days`"
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
            shifts = problem.worked_before(person) + problem.shifts_of(person)
            then = [s for s in shifts if chosen(s, self.then) and not problem.is_past(s)]
            for one in shifts:
                if chosen(one, self.first):
                    for other in then:
                        if next_day(one.day) <= other.day <= next_day(one.day, self.days):
                            model.forbid(self, [model.works(person, one), model.works(person, other)])

    def check(self, problem: Problem, roster: Roster) -> Iterator[Violation]:
        for person in self.concerns(problem):
            worked = problem.worked(person, roster)
            for other in (s for s in worked if chosen(s, self.then) and not problem.is_past(s)):
                for one in (s for s in worked if chosen(s, self.first)):
                    if 0 < days_between(one.day, other.day) <= self.days:
                        because = f"{person.id} has {other.id} after {one.id}"
                        yield Violation(self.name, 1, because, person.id, (one.id, other.id), other.start)
