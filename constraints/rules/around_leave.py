"""Around leave: some shifts are not worked just before leave, or just after it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import ClassVar

from pydantic import Field

from constraints.base import Example, Rule, Templates, Weight, chosen
from constraints.examples import ANA, BEN, day, example
from scheduler.domain.people import Leave, Person, Wish
from scheduler.domain.roster import Roster, Tier, Violation
from scheduler.intervals import days_between, each_day, next_day
from scheduler.problem import Problem, RuleModel

_LEAVE = (Leave("ana", day(3), day(4)),)
_EVENINGS = {"shifts": ["evening"]}


class AroundLeave(Rule):
    """No shift of `shifts` starts on the `before` days before somebody's leave, nor on the `after` days after it.

    With `wishes` a day off that is wished for counts as leave too, whether it is granted or not.
    """

    name: ClassVar[str] = "around_leave"
    personal: ClassVar[bool] = True
    TIER: ClassVar[Tier] = Tier.SERVICE
    unit: ClassVar[str] = "one shift too near to leave"
    formula: ClassVar[str] = (
        "for each person: shifts of `shifts` on the `before` days before and the `after` days after leave, or with "
        "`wishes` a day off wished for"
    )
    source: ClassVar[str] = "house rule; commercial planners avoid shifts close to a day off"
    EXAMPLES: ClassVar[list[Example]] = [
        example("an evening on the eve", 1, shifts="DE", works={"ana": "--E----"}, leave=_LEAVE, params=_EVENINGS),
        example("a day on the eve", 0, shifts="DE", works={"ana": "--D----"}, leave=_LEAVE, params=_EVENINGS),
        example("an evening two days before", 0, shifts="DE", works={"ana": "-E-----"}, leave=_LEAVE, params=_EVENINGS),
        example(
            "where two days are kept free of it",
            2,
            shifts="DE",
            works={"ana": "EEE----"},
            leave=_LEAVE,
            params=_EVENINGS | {"before": 2},
        ),
        example("the day after", 0, shifts="DE", works={"ana": "-----E-"}, leave=_LEAVE, params=_EVENINGS),
        example(
            "where two days after are kept free of it",
            2,
            shifts="DE",
            works={"ana": "--E--EEE"},
            last=7,
            leave=_LEAVE,
            params=_EVENINGS | {"before": 0, "after": 2},
        ),
        example(
            "between two leaves",
            1,
            works={"ana": "-D-"},
            last=2,
            leave=(Leave("ana", day(0), day(0)), Leave("ana", day(2), day(2))),
            params={"after": 1},
        ),
        example("somebody else's leave", 0, people=(ANA, BEN), shifts="E", works={"ben": "--E----"}, leave=_LEAVE),
        example(
            "in the first days of the period", 1, last=2, works={"ana": "D"}, leave=(Leave("ana", day(1), day(1)),)
        ),
        example(
            "leave that begins after the period", 1, last=2, works={"ana": "--D"}, leave=(Leave("ana", day(3), day(9)),)
        ),
        example(
            "leave that ended before it",
            1,
            last=2,
            works={"ana": "D"},
            leave=(Leave("ana", day(-5), day(-1)),),
            params={"after": 1},
        ),
        example("the past is past", 0, last=2, before={"ana": "D"}, leave=(Leave("ana", day(0), day(1)),)),
        example("a day off as wished is no leave", 0, works={"ana": "D-"}, last=1, wishes=(Wish("ana", day(1), None),)),
        example(
            "unless it is taken for leave",
            1,
            works={"ana": "D-"},
            last=1,
            wishes=(Wish("ana", day(1), None),),
            params={"wishes": True},
        ),
        example(
            "a shift as wished is none",
            0,
            works={"ana": "D-"},
            last=1,
            wishes=(Wish("ana", day(1), "day"),),
            params={"wishes": True},
        ),
        example(
            "standby is no shift of work",
            0,
            last=2,
            shifts="DS",
            works={"ana": "S"},
            leave=(Leave("ana", day(1), day(1)),),
        ),
    ]

    weight: Weight = Field(default=480, description="price of one shift, or hard")
    shifts: Templates = Field(default=frozenset(), description="the shifts that are meant; empty: all on-duty ones")
    before: int = Field(default=1, ge=0, le=7, description="how many days before")
    after: int = Field(default=0, ge=0, le=7, description="how many days after")
    wishes: bool = Field(default=False, description="whether days off that are wished for count")

    @classmethod
    def defaults(cls) -> list[Rule]:
        return []

    def post(self, model: RuleModel, problem: Problem) -> None:
        for person in self.concerns(problem):
            near = {day for first, last in self._absences(problem, person) for day in self._near(first, last)}
            for shift in problem.shifts_of(person):
                if shift.day in near and chosen(shift, self.shifts):
                    model.forbid(self, [model.works(person, shift)])

    def _absences(self, problem: Problem, person: Person) -> Iterator[tuple[date, date]]:
        """The first and last day of each."""
        yield from ((leave.first_day, leave.last_day) for leave, _ in problem.away(person))
        if self.wishes:
            off = (wish for wish in problem.team.wishes if wish.person == person.id and wish.template is None)
            yield from ((wish.day, wish.day) for wish in off)

    def _near(self, first: date, last: date) -> Iterator[date]:
        yield from each_day(next_day(first, -self.before), next_day(first, -1))
        yield from each_day(next_day(last), next_day(last, self.after))

    def check(self, problem: Problem, roster: Roster) -> Iterator[Violation]:
        for person in self.concerns(problem):
            absences = list(self._absences(problem, person))
            for shift in problem.worked(person, roster):
                near = any(
                    1 <= days_between(shift.day, first) <= self.before
                    or 1 <= days_between(last, shift.day) <= self.after
                    for first, last in absences
                )
                if near and chosen(shift, self.shifts) and not problem.is_past(shift):
                    because = f"{person.id} has {shift.id}, next to leave or a day off"
                    yield Violation(self.name, 1, because, person.id, (shift.id,), shift.start)
