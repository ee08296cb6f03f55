"""Frozen days: what is published and begins soon stays as it is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Annotated, ClassVar

from pydantic import Field

from constraints.base import Example, Names, Rule
from constraints.examples import ANA, BEN, day, example, instant, published
from scheduler.domain.people import Leave, Person
from scheduler.domain.roster import Assignment, Roster, Violation
from scheduler.domain.shift import Shift
from scheduler.intervals import MINUTES_A_DAY, shift_by
from scheduler.problem import Problem, RuleModel

_TWO = (ANA, BEN)
_DAILY = published({"ana": "DDDD"}, last=3)


class FrozenDays(Rule):
    """Nobody gains or loses an assignment whose shift has begun, or begins within `days` times 24 hours.

    Counted from the instant `as_of` of what is published; the rule says nothing without that, nor of days of which
    nothing is published. Who is on leave in the shift, not employed on its day, or not in the team any more may lose
    it, and then others may gain it. `volunteers` may gain and lose.
    """

    name: ClassVar[str] = "frozen_days"
    against_published: ClassVar[bool] = True
    personal: ClassVar[bool] = True
    unit: ClassVar[str] = "one assignment gained or lost"
    formula: ClassVar[str] = (
        "for each person but `volunteers`: published assignments lost and others gained, of shifts that begin less "
        "than `days` x 24 h after `as_of`"
    )
    source: ClassVar[str] = (
        "house rule; re-rostering practice freezes what starts within the notice window, except for volunteers"
    )
    EXAMPLES: ClassVar[list[Example]] = [
        example("as published", 0, last=3, works={"ana": "DDDD"}, published=_DAILY),
        example("a shift lost today", 1, last=3, works={"ana": "-DDD"}, published=_DAILY),
        example("a shift lost tomorrow", 0, last=3, works={"ana": "D-DD"}, published=_DAILY),
        example(
            "tomorrow, with two days of notice", 1, last=3, works={"ana": "D-DD"}, published=_DAILY, params={"days": 2}
        ),
        example(
            "it begins exactly 24 hours from then",
            0,
            last=1,
            works={"ana": "D-"},
            published=published({"ana": "DD"}, last=1, as_of=instant(0, 7)),
        ),
        example(
            "it has begun",
            1,
            last=1,
            works={"ana": "-D"},
            published=published({"ana": "DD"}, last=1, as_of=instant(0, 12)),
            params={"days": 0},
        ),
        example(
            "without notice it has to have begun",
            0,
            last=1,
            works={"ana": "--"},
            published=published({"ana": "DD"}, last=1, as_of=instant(0, 7)),
            params={"days": 0},
        ),
        example("a shift gained", 1, last=0, published=published({}, last=0), works={"ana": "D"}),
        example(
            "an exchange touches both twice",
            4,
            last=0,
            shifts="DE",
            people=_TWO,
            works={"ana": "E", "ben": "D"},
            published=published({"ana": "D", "ben": "E"}, last=0),
        ),
        example(
            "leave since then, and somebody else for it",
            0,
            last=0,
            people=_TWO,
            works={"ben": "D"},
            leave=(Leave("ana", day(0), day(0)),),
            published=published({"ana": "D"}, last=0),
        ),
        example(
            "leave into which a night runs",
            0,
            last=0,
            shifts="N",
            leave=(Leave("ana", day(1), day(1)),),
            published=published({"ana": "N"}, last=0),
        ),
        example(
            "leave for one of two shifts",
            2,
            last=1,
            people=_TWO,
            works={"ben": "DD"},
            leave=(Leave("ana", day(0), day(0)),),
            published=published({"ana": "DD"}, last=1),
            params={"days": 2},
        ),
        example(
            "one shift ends as leave begins, another begins as it ends",
            2,
            last=2,
            shifts="LM",
            leave=(Leave("ana", day(1), day(1)),),
            published=published({"ana": "L-M"}, last=2),
            params={"days": 3},
        ),
        example(
            "employed for the second of three days only",
            1,
            last=2,
            people=(replace(ANA, first_day=day(1), last_day=day(1)),),
            published=published({"ana": "DDD"}, last=2),
            params={"days": 3},
        ),
        example(
            "a volunteer gains what somebody loses",
            1,
            last=0,
            people=_TWO,
            works={"ben": "D"},
            published=published({"ana": "D"}, last=0),
            params={"volunteers": ["ben"]},
        ),
        example(
            "somebody who has left the team, and somebody else for it",
            0,
            last=0,
            works={"ana": "D"},
            published=published({"eve": "D"}, last=0),
        ),
        example("a week of standby", 1, last=0, shifts="DS", published=published({"ana": "S"}, last=0)),
        example("nothing is published", 0, last=0, works={"ana": "D"}),
        example(
            "only the days that are published",
            1,
            last=3,
            works={"ana": "D--D"},
            published=published({}, first=1, last=3, as_of=instant(0)),
            params={"days": 4},
        ),
        example("before the days that are published", 0, last=1, works={"ana": "D"}, published=published({}, first=1)),
        example("after them", 0, last=2, works={"ana": "--D"}, published=published({}, last=1), params={"days": 3}),
        example(
            "the last of them", 1, last=2, works={"ana": "-D-"}, published=published({}, last=1), params={"days": 3}
        ),
    ]

    days: int = Field(
        default=1, ge=0, le=366, description="how soon a shift begins, in days of 24 hours; 0: it has begun"
    )
    volunteers: Annotated[frozenset[str], Names.PERSON] = Field(
        default=frozenset(), description="people whose assignments may change all the same; empty: nobody"
    )

    @classmethod
    def defaults(cls) -> list[Rule]:
        return []

    def post(self, model: RuleModel, problem: Problem) -> None:
        for was, person, shift in self._frozen(problem):
            if Assignment(person.id, shift.id) in was.assignments:
                if _can_come(problem, person.id, shift):
                    model.forbid(self, [True], unless=[model.works(person, shift)])
            elif all(_can_come(problem, id, shift) for id in was.by_shift.get(shift.id, ())):
                model.forbid(self, [model.works(person, shift)])

    def check(self, problem: Problem, roster: Roster) -> Iterator[Violation]:
        for was, person, shift in self._frozen(problem):
            had, has = (set(of.by_shift.get(shift.id, ())) for of in (was, roster))
            excused = {id for id in had if _excused(problem, id, shift)}
            if person.id in had - has - excused or (person.id in has - had and not excused):
                verb = "has lost" if person.id in had else "has gained"
                because = f"{person.id} {verb} {shift.id}, which is published, and begins too soon to be changed"
                yield Violation(self.name, 1, because, person.id, (shift.id,), shift.start)

    def _frozen(self, problem: Problem) -> Iterator[tuple[Roster, Person, Shift]]:
        """What was published, with each person and shift of which the rule speaks."""
        known = problem.team.published
        if known is not None:
            thaw = shift_by(known.as_of, minutes=self.days * MINUTES_A_DAY)
            for person in (p for p in self.concerns(problem) if p.id not in self.volunteers):
                for shift in problem.shifts_of(person, None):
                    if known.speaks_of(shift.day) and shift.start < thaw:
                        yield known.roster, person, shift


def _can_come(problem: Problem, id: str, shift: Shift) -> bool:
    person = next((p for p in problem.team.people if p.id == id), None)
    if person is None or not person.employed_on(shift.day):
        return False
    return not any(interval.overlaps(shift.interval) for _, interval in problem.away(person))


def _excused(problem: Problem, id: str, shift: Shift) -> bool:
    people = {p.id: p for p in problem.team.people}
    if id not in people:
        return True
    first, last = people[id].first_day or shift.day, people[id].last_day or shift.day
    on_leave = any(shift.start < away.end and away.start < shift.end for _, away in problem.away(people[id]))
    return on_leave or not first <= shift.day <= last
