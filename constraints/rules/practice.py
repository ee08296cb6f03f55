"""Practice: who has a skill uses it often enough."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Annotated, ClassVar

from pydantic import Field

from constraints.base import Example, Names, Rule, Templates
from constraints.examples import ANA, day, example
from scheduler.domain.people import Leave, Person
from scheduler.domain.roster import Roster, Violation
from scheduler.domain.shift import Duty, Shift
from scheduler.intervals import day_interval, each_week, next_day
from scheduler.problem import Problem, RuleModel

_NIGHTS = {"skill": "lead", "shifts": ["night"], "weeks": 2}
_DAN = Person("dan", "hub")


class Practice(Rule):
    """In any `weeks` Monday-to-Sunday weeks in a row, who has `skill` works `least` of `shifts`, or as many as can be.

    Counted as possible are those of the site, of any duty, while employed and not on leave; one a day. A window lies
    wholly in the period and in what is known before it: where none fits, nothing is asked. Without `weeks` the period
    is the window. Who shadows has yet to learn it, and is not asked.
    """

    name: ClassVar[str] = "practice"
    personal: ClassVar[bool] = True
    unit: ClassVar[str] = "one shift that lacks in one window"
    formula: ClassVar[str] = (
        "for each person with `skill` and `weeks` weeks in a row: max(0, min(`least`, days on which one of `shifts` "
        "can be worked) - shifts of `shifts` in them)"
    )
    source: ClassVar[str] = "house rule; a skill that is not used is lost"
    EXAMPLES: ClassVar[list[Example]] = [
        example("a night in two weeks", 0, last=13, shifts="DN", works={"ana": "DDDN"}, params=_NIGHTS),
        example("none", 1, last=13, shifts="DN", works={"ana": "DDD"}, params=_NIGHTS),
        example("one of three", 2, last=13, shifts="N", works={"ana": "-----N"}, params=_NIGHTS | {"least": 3}),
        example(
            "none in the first two weeks of three",
            1,
            last=20,
            shifts="N",
            works={"ana": f"{14 * '-'}N"},
            params=_NIGHTS,
        ),
        example(
            "none in the last two weeks of three", 1, last=20, shifts="N", works={"ana": "------N"}, params=_NIGHTS
        ),
        example("one week is not two", 0, shifts="N", params=_NIGHTS),
        example("nor are two weeks without their Sunday", 0, last=12, shifts="N", params=_NIGHTS),
        example("a week of the past, and one without", 1, shifts="DN", before={"ana": "D------"}, params=_NIGHTS),
        example("a night in the week of the past", 0, shifts="DN", before={"ana": "N------"}, params=_NIGHTS),
        example("a week of which the past knows six days", 0, shifts="DN", before={"ana": "D-----"}, params=_NIGHTS),
        example("who shadows", 0, last=13, people=(replace(ANA, shadows="ben"),), shifts="N", params=_NIGHTS),
        example("without the skill", 0, last=13, people=(_DAN,), shifts="N", params=_NIGHTS),
        example(
            "on leave all the time", 0, last=13, shifts="N", leave=(Leave("ana", day(0), day(13)),), params=_NIGHTS
        ),
        example(
            "on leave all but the last day",
            1,
            last=13,
            shifts="N",
            leave=(Leave("ana", day(0), day(12)),),
            params=_NIGHTS | {"least": 2},
        ),
        example(
            "the only night runs into leave",
            0,
            last=13,
            shifts="N",
            leave=(Leave("ana", day(1), day(13)),),
            params=_NIGHTS,
        ),
        example(
            "employed for the last day alone",
            1,
            last=13,
            people=(replace(ANA, first_day=day(13)),),
            shifts="N",
            params=_NIGHTS | {"least": 2},
        ),
        example(
            "no shift named: one that asks for the skill",
            0,
            last=13,
            shifts="DS",
            works={"ana": "S"},
            params={"skill": "lead", "weeks": 2},
        ),
        example("one that does not", 1, last=13, shifts="DS", works={"ana": "D"}, params={"skill": "lead", "weeks": 2}),
        example(
            "in the period",
            1,
            first=2,
            last=5,
            shifts="DN",
            before={"ana": "N-"},
            works={"ana": "D"},
            params=_NIGHTS | {"weeks": None},
        ),
    ]

    skill: Annotated[str, Names.SKILL] = Field(
        default="senior", min_length=1, max_length=64, description="what is to be practised"
    )
    shifts: Templates = Field(default=frozenset(), description="the shifts that use it; empty: those that ask for it")
    least: int = Field(default=1, ge=1, le=90, description="how many of them, at least")
    weeks: int | None = Field(default=4, ge=1, le=26, description="in so many weeks in a row; none: in the period")

    @classmethod
    def defaults(cls) -> list[Rule]:
        return []

    def post(self, model: RuleModel, problem: Problem) -> None:
        for person in self._specialists(problem):
            past = [s for duty in Duty for s in problem.worked_before(person, duty) if self._uses_it(s)]
            planned = [s for s in problem.shifts_of(person, None) if self._uses_it(s)]
            for first, last in self._windows(problem):
                done = sum(first <= s.day <= last for s in past)
                window = [s for s in planned if first <= s.day <= last]
                open_days = {s.day for s in window if self._can(problem, person, s)}
                wanted = min(self.least - done, len(open_days))
                model.at_least(self, wanted, [(1, model.works(person, s)) for s in window])

    def _specialists(self, problem: Problem) -> list[Person]:
        return [p for p in self.concerns(problem) if self.skill in p.skills and p.shadows is None]

    def _uses_it(self, shift: Shift) -> bool:
        return shift.template in self.shifts if self.shifts else shift.skill == self.skill

    @staticmethod
    def _can(problem: Problem, person: Person, shift: Shift) -> bool:
        away = any(interval.overlaps(shift.interval) for _, interval in problem.away(person))
        return person.employed_on(shift.day) and not away

    def _windows(self, problem: Problem) -> Iterator[tuple[date, date]]:
        """The first and last day of each window."""
        if self.weeks is None:
            yield problem.first_day, problem.last_day
            return
        known_from = min((past.day for past in problem.team.previous), default=problem.first_day)
        for monday in each_week(known_from, problem.last_day):
            last = next_day(monday, 7 * self.weeks - 1)
            if known_from <= monday and problem.first_day <= last <= problem.last_day:
                yield monday, last

    def check(self, problem: Problem, roster: Roster) -> Iterator[Violation]:
        for person in self._specialists(problem):
            worked = [s for duty in Duty for s in problem.worked(person, roster, duty) if self._uses_it(s)]
            for first, last in self._windows(problem):
                done = [s for s in worked if first <= s.day <= last]
                past = sum(s.day < problem.first_day for s in done)
                wanted = min(self.least, past + self._possible(problem, person, first, last))
                if len(done) < wanted:
                    because = (
                        f"{person.id} has {len(done)} shifts that use {self.skill} from {first} to {last}; "
                        f"{wanted} are wanted"
                    )
                    start = day_interval(first, problem.site(person.site).zone).start
                    ids = tuple(s.id for s in done)
                    yield Violation(self.name, wanted - len(done), because, person.id, ids, start)

    def _possible(self, problem: Problem, person: Person, first: date, last: date) -> int:
        """On how many days of the period the person could work such a shift."""
        begins, ends = max(first, person.first_day or first), min(last, person.last_day or last)
        mine = [s for s in problem.shifts if s.site == person.site and begins <= s.day <= ends and self._uses_it(s)]
        leaves = [interval for _, interval in problem.away(person)]
        return len({s.day for s in mine if all(s.end <= leave.start or leave.end <= s.start for leave in leaves)})
