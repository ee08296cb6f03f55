"""Wishes: days off and shifts that people asked for."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from pydantic import Field

from constraints.base import Example, Rule, Weight
from constraints.examples import ANA, BEN, DUBLIN, SPRING, day, example
from scheduler.domain.people import Wish
from scheduler.domain.roster import Roster, Tier, Violation
from scheduler.domain.shift import Shift, shift_id
from scheduler.intervals import days_interval
from scheduler.problem import Problem, RuleModel


class Wishes(Rule):
    """A wish for a day off is granted when no on-duty shift overlaps the local day; a night of the eve runs into it.

    A wish for a shift is granted when the person works it on that day, a wish to avoid one when the person does not.
    """

    name: ClassVar[str] = "wishes"
    personal: ClassVar[bool] = True
    TIER: ClassVar[Tier] = Tier.SERVICE
    unit: ClassVar[str] = "the weight of one wish that is not granted"
    formula: ClassVar[str] = "for each wish that is not granted: the weight of the wish"
    source: ClassVar[str] = "the person's wish"
    EXAMPLES: ClassVar[list[Example]] = [
        example("a day off as wished", 0, last=2, works={"ana": "D-D"}, wishes=(Wish("ana", day(1), None, 3),)),
        example("work on the day", 3, last=2, works={"ana": "DDD"}, wishes=(Wish("ana", day(1), None, 3),)),
        example(
            "a night runs into the day",
            2,
            last=2,
            shifts="N",
            works={"ana": "N"},
            wishes=(Wish("ana", day(1), None, 2),),
        ),
        example(
            "the shift as wished", 0, last=0, shifts="DE", works={"ana": "E"}, wishes=(Wish("ana", day(0), "evening"),)
        ),
        example(
            "another shift than wished",
            1,
            last=0,
            shifts="DE",
            works={"ana": "D"},
            wishes=(Wish("ana", day(0), "evening"),),
        ),
        example(
            "a night of the past runs into the day",
            1,
            last=0,
            shifts="N",
            before={"ana": "N"},
            wishes=(Wish("ana", day(0), None),),
        ),
        example("standby is not work", 0, last=0, shifts="DS", works={"ana": "S"}, wishes=(Wish("ana", day(0), None),)),
        example("the shift, but a day late", 2, last=1, works={"ana": "-D"}, wishes=(Wish("ana", day(0), "day", 2),)),
        example(
            "the shift to avoid",
            2,
            last=1,
            shifts="DE",
            works={"ana": "EE"},
            wishes=(Wish("ana", day(1), "evening", 2, avoid=True),),
        ),
        example(
            "another shift than the one to avoid",
            0,
            last=1,
            shifts="DE",
            works={"ana": "ED"},
            wishes=(Wish("ana", day(1), "evening", 2, avoid=True),),
        ),
        example(
            "somebody else has the shift",
            1,
            last=0,
            people=(ANA, BEN),
            works={"ben": "D"},
            wishes=(Wish("ana", day(0), "day"),),
        ),
        example(
            "two wishes",
            4,
            last=1,
            works={"ana": "D-"},
            wishes=(Wish("ana", day(0), None, 3), Wish("ana", day(1), "day")),
        ),
        example(
            "a night ends before the day off, by the site's clock",
            0,
            first=SPRING - 1,
            last=SPRING + 1,
            shifts="N",
            sites=(DUBLIN,),
            works={"ana": "N"},
            wishes=(Wish("ana", day(SPRING + 1), None),),
        ),
        example(
            "one shift ends as the day off begins, another begins as it ends",
            0,
            last=2,
            shifts="LM",
            works={"ana": "L-M"},
            wishes=(Wish("ana", day(1), None),),
        ),
    ]

    weight: Weight = Field(default=480, description="price of one point of a wish's weight, or hard")

    def post(self, model: RuleModel, problem: Problem) -> None:
        concerned = set(self.concerns(problem))
        for wish in problem.team.wishes:
            person = problem.person(wish.person)
            if person not in concerned:
                continue
            if wish.template is not None:
                named = [s for s in problem.shifts_on(person, wish.day) if s.template == wish.template]
                has_it = model.any_of([model.works(person, s) for s in named])
                if wish.avoid:
                    model.forbid(self, [has_it], amount=wish.weight)
                else:
                    model.forbid(self, [True], unless=[has_it], amount=wish.weight)
            else:
                local_day = days_interval(wish.day, wish.day, problem.site(person.site).zone)
                near = problem.worked_before(person) + problem.shifts_of(person)
                worked = [model.works(person, s) for s in near if s.interval.overlaps(local_day)]
                model.forbid(self, [model.any_of(worked)], amount=wish.weight)

    def check(self, problem: Problem, roster: Roster) -> Iterator[Violation]:
        concerned = {person.id for person in self.concerns(problem)}
        for wish in problem.team.wishes:
            if wish.person in concerned:
                worked = problem.worked(problem.person(wish.person), roster)
                yield from self._against(problem, wish, worked)

    def _against(self, problem: Problem, wish: Wish, worked: list[Shift]) -> Iterator[Violation]:
        """The wish, when it is not granted."""
        off = days_interval(wish.day, wish.day, problem.site(problem.person(wish.person).site).zone)
        if wish.template is not None:
            has_it = any(s.id == shift_id(wish.template, wish.day) for s in worked)
            if has_it == wish.avoid:
                so = "to avoid" if wish.avoid else "for"
                but = "has it" if wish.avoid else "does not have it"
                because = f"{wish.person} wished {so} {wish.template} on {wish.day} and {but}"
                yield Violation(self.name, wish.weight, because, wish.person, start=off.start)
            return
        against = tuple(s.id for s in worked if s.start < off.end and off.start < s.end)
        if against:
            because = f"{wish.person} wished to be off on {wish.day} and has {', '.join(against)}"
            yield Violation(self.name, wish.weight, because, wish.person, against, off.start)
