"""Whole weeks: who begins a week of a duty has it to the end."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import chain
from typing import ClassVar

from pydantic import Field

from constraints.base import Example, Rule, Templates, chosen
from constraints.examples import ANA, BEN, MONDAY, example
from scheduler.domain.people import Leave, Person
from scheduler.domain.roster import Roster, Violation
from scheduler.domain.shift import Duty, Shift
from scheduler.intervals import day_interval, days_between, each_week, next_day
from scheduler.problem import Problem, RuleModel

_DAYS = {"shifts": ["day"]}


class WholeWeeks(Rule):
    """Who has one of `shifts` in a week has one on each day of that week on which any starts at the person's site.

    Weeks begin on `week_start`; of those at the ends of the period the days in the period count. Shifts of any duty.
    Who is away on one of the days does not begin the week; a week that the past began goes on but for days away.
    """

    name: ClassVar[str] = "whole_weeks"
    personal: ClassVar[bool] = True
    unit: ClassVar[str] = "one day that lacks in a week that is begun"
    formula: ClassVar[str] = (
        "for each person and week from `week_start` on with one of `shifts`: its days on which one starts at the site"
        " - those on which the person has one"
    )
    source: ClassVar[str] = "house rule; weekly on-call in Google's SRE book (ch. 11), shadowing for a full week"
    EXAMPLES: ClassVar[list[Example]] = [
        example("all seven days", 0, works={"ana": "DDDDDDD"}, params=_DAYS),
        example("five of seven days", 2, works={"ana": "DDDDD--"}, params=_DAYS),
        example("another week", 0, last=13, works={"ana": "-------DDDDDDD"}, params=_DAYS),
        example("the first of two weeks", 1, last=13, works={"ana": "DDDDDD-DDDDDDD"}, params=_DAYS),
        example("the last of two weeks", 1, last=13, works={"ana": "DDDDDDDDDDDDD-"}, params=_DAYS),
        example("from Wednesday to Tuesday", 7, last=13, works={"ana": "--DDDDDDD-----"}, params=_DAYS),
        example(
            "from Wednesday to Tuesday, where weeks begin on Wednesday",
            0,
            last=13,
            works={"ana": "--DDDDDDD-----"},
            params=_DAYS | {"week_start": 3},
        ),
        example("another shift does not do", 1, shifts="DE", works={"ana": "DDDDDDE"}, params=_DAYS),
        example(
            "either of two shifts does",
            0,
            shifts="DE",
            works={"ana": "DDDDEEE"},
            params={"shifts": ["day", "evening"]},
        ),
        example("shared by two", 7, people=(ANA, BEN), works={"ana": "DDDD", "ben": "----DDD"}, params=_DAYS),
        example("a period that ends on Friday", 0, last=4, works={"ana": "DDDDD"}, params=_DAYS),
        example("a week that the past began", 4, first=3, before={"ana": "DDD"}, works={"ana": "----"}, params=_DAYS),
        example("what lacks in the past is past", 0, first=3, before={"ana": "D--"}, works={"ana": "DDDD"}),
        example(
            "leave in a week",
            1,
            works={"ana": "DDDDDD-"},
            leave=(Leave("ana", next_day(MONDAY, 6), next_day(MONDAY, 6)),),
            params=_DAYS,
        ),
        example(
            "leave in a week that the past began",
            0,
            first=3,
            before={"ana": "DDD"},
            works={"ana": "DD--"},
            leave=(Leave("ana", next_day(MONDAY, 5), next_day(MONDAY, 6)),),
            params=_DAYS,
        ),
        example("a shift that starts on Mondays alone", 0, shifts="S", last=7, works={"ana": "S"}),
        example("standby is a duty too", 6, shifts="DS", works={"ana": "S"}),
    ]

    shifts: Templates = Field(default=frozenset(), description="the shifts that come in whole weeks; empty: all")
    week_start: int = Field(
        default=1, ge=1, le=7, description="the day on which the week begins, 1 for Monday (ISO 8601)"
    )

    @classmethod
    def defaults(cls) -> list[Rule]:
        return []

    def post(self, model: RuleModel, problem: Problem) -> None:
        for person in self.concerns(problem):
            planned = [s for s in problem.shifts_of(person, None) if chosen(s, self.shifts)]
            for first in each_week(problem.first_day, problem.last_day, self.week_start):
                begun = any(s.day >= first for s in self._past(problem, person))
                week = [s for s in planned if first <= s.day <= next_day(first, 6)]
                any_of_week = begun or model.any_of([model.works(person, s) for s in week])
                for day in sorted({s.day for s in week}):
                    if not (begun and self._away(problem, person, day)):
                        on_it = [model.works(person, s) for s in week if s.day == day]
                        model.forbid(self, [any_of_week], unless=on_it)

    def _past(self, problem: Problem, person: Person) -> list[Shift]:
        worked = chain.from_iterable(problem.worked_before(person, duty) for duty in Duty)
        return [s for s in worked if chosen(s, self.shifts)]

    @staticmethod
    def _away(problem: Problem, person: Person, day: date) -> bool:
        on_leave = any(leave.first_day <= day <= leave.last_day for leave, _ in problem.away(person))
        return on_leave or not person.employed_on(day)

    def check(self, problem: Problem, roster: Roster) -> Iterator[Violation]:
        for person in self.concerns(problem):
            held = [s for duty in Duty for s in problem.worked(person, roster, duty) if chosen(s, self.shifts)]
            possible = {s.day for s in problem.shifts_of(person, None) if chosen(s, self.shifts)}
            for first in each_week(problem.first_day, problem.last_day, self.week_start):
                mine = {s.day for s in held if 0 <= days_between(first, s.day) < 7}
                missing = sorted(d for d in possible - mine if 0 <= days_between(first, d) < 7)
                if any(d < problem.first_day for d in mine):
                    missing = [d for d in missing if not self._away(problem, person, d)]
                if mine and missing:
                    because = f"{person.id} has not all of the week from {first}: {', '.join(map(str, missing))} lack"
                    start = day_interval(missing[0], problem.site(person.site).zone).start
                    yield Violation(self.name, len(missing), because, person.id, (), start)
