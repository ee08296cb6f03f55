"""Shift count: a person gets so many shifts of a kind, at least and at most."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import ClassVar, Literal

from pydantic import Field

from constraints.base import Example, Rule, Templates
from constraints.examples import STANDBY, example
from scheduler.domain.people import Person
from scheduler.domain.roster import Roster, Violation
from scheduler.domain.shift import EVERY_DAY, Duty, Shift
from scheduler.intervals import each_week, next_day
from scheduler.problem import Problem, RuleModel

_NIGHTS = {"shifts": ["night"], "least": 0, "most": 2}
_STANDBY = {"shifts": ["standby"], "most": 0}
_ONE_OF_STANDBY = {"shifts": ["standby"], "least": 1, "most": 1}


def _nightly_standby(e: Example) -> Example:
    """The example with standby from one morning to the next, every day."""
    return replace(e, team=replace(e.team, templates=(replace(STANDBY, span_days=1, weekdays=EVERY_DAY),)))


class ShiftCount(Rule):
    """A person has so many shifts of a kind in the period, or in each week of it: at least `least`, at most `most`.

    Weeks run from Monday to Sunday, those at the ends of the period too, of which only the days in the period count for
    `least`; what was worked in a week before the first day counts for both. Who has no such shift at the own site is
    not held to `least`. Standby counts where it is named. To aim at a number, ask for it as `least` and as
    `most`, with a weight.
    """

    name: ClassVar[str] = "shift_count"
    personal: ClassVar[bool] = True
    unit: ClassVar[str] = "one shift too many or too few"
    formula: ClassVar[str] = (
        "for each person and each `per`: max(0, `least` - n) + max(0, n - max(n of the past, `most`)), where n are "
        "the shifts of `shifts`"
    )
    source: ClassVar[str] = "house rule; the nurse rostering literature's total assignments (INRC-II, S6)"
    EXAMPLES: ClassVar[list[Example]] = [
        example("two nights", 0, shifts="DN", works={"ana": "DDDNN"}, params=_NIGHTS),
        example("three nights", 1, shifts="DN", works={"ana": "DDNNN"}, params=_NIGHTS),
        example("five shifts of any kind at most", 2, works={"ana": "DDDDDDD"}, params={"most": 5}),
        example(
            "at least two evenings", 1, shifts="DE", works={"ana": "DDDE"}, params={"shifts": ["evening"], "least": 2}
        ),
        example("none of two", 2, shifts="DE", works={"ana": "DDD"}, params={"shifts": ["evening"], "least": 2}),
        example("the period as a whole", 1, last=13, shifts="N", works={"ana": "N----N-N------"}, params=_NIGHTS),
        example(
            "each week alone", 0, last=13, shifts="N", works={"ana": "N----N-N------"}, params=_NIGHTS | {"per": "week"}
        ),
        example(
            "the first week", 1, last=13, shifts="N", works={"ana": "NN---N-N------"}, params=_NIGHTS | {"per": "week"}
        ),
        example(
            "the last week", 1, last=13, shifts="N", works={"ana": "N------NN----N"}, params=_NIGHTS | {"per": "week"}
        ),
        example(
            "a week that began in the past",
            1,
            first=2,
            shifts="N",
            before={"ana": "NN"},
            works={"ana": "N"},
            params=_NIGHTS | {"per": "week"},
        ),
        example(
            "what was too much in the past is past",
            1,
            first=3,
            shifts="N",
            before={"ana": "NNN"},
            works={"ana": "N"},
            params=_NIGHTS | {"per": "week"},
        ),
        example(
            "the past is not of the period", 0, shifts="N", before={"ana": "NN"}, works={"ana": "N"}, params=_NIGHTS
        ),
        example("standby is none of them", 0, shifts="DS", works={"ana": "S"}, params={"most": 0}),
        example("unless it is named", 1, shifts="DS", works={"ana": "[DS]"}, params=_STANDBY),
        example(
            "a week of standby that is left to do", 1, last=7, shifts="DS", works={"ana": "D"}, params=_ONE_OF_STANDBY
        ),
        example("and one that is done", 0, last=7, shifts="DS", works={"ana": "D------S"}, params=_ONE_OF_STANDBY),
        _nightly_standby(
            example(
                "standby of the past in the same week",
                1,
                first=2,
                last=4,
                shifts="S",
                before={"ana": "S-"},
                works={"ana": "-S-"},
                params=_STANDBY | {"most": 1, "per": "week"},
            )
        ),
    ]

    shifts: Templates = Field(default=frozenset(), description="the shifts that are counted; empty: all on-duty ones")
    least: int = Field(default=0, ge=0, le=366, description="how many at least")
    most: int | None = Field(default=None, ge=0, le=366, description="how many at most; left out: any number")
    per: Literal["period", "week"] = Field(default="period", description="counted over the period, or in each week")

    @classmethod
    def defaults(cls) -> list[Rule]:
        return []

    def post(self, model: RuleModel, problem: Problem) -> None:
        for person in self.concerns(problem):
            for first, last in self._spans(problem):
                past = len(self._past(problem, person, first))
                open_shifts = [s for s in self._open(problem, person) if first <= s.day <= last]
                terms = [(1, model.works(person, s)) for s in open_shifts]
                if self.most is not None:
                    model.at_most(self, max(0, self.most - past), terms)
                if terms:
                    model.at_least(self, self.least - past, terms)

    def check(self, problem: Problem, roster: Roster) -> Iterator[Violation]:
        for person in self.concerns(problem):
            worked = [s for duty in Duty for s in problem.worked(person, roster, duty) if self._counts(s)]
            planned = sorted((s for s in worked if not problem.is_past(s)), key=lambda s: s.start)
            for first, last in self._spans(problem):
                past = self._past(problem, person, first)
                counted = past + [s for s in planned if first <= s.day <= last]
                possible = any(first <= s.day <= last for s in self._open(problem, person))
                wrong = max(0, self.least - len(counted)) if possible else 0
                if self.most is not None:
                    wrong += max(0, len(counted) - max(self.most, len(past)))
                if wrong:
                    bounds = f"{self.least} to {'any number' if self.most is None else self.most}"
                    because = (
                        f"{person.id} has {len(counted)} of the shifts counted from {first} to {last}, not {bounds}"
                    )
                    ids = tuple(s.id for s in counted)
                    start = problem.shifts[0].start if not counted else counted[0].start
                    yield Violation(self.name, wrong, because, person.id, ids, start)

    def _spans(self, problem: Problem) -> Iterator[tuple[date, date]]:
        if self.per == "period":
            yield problem.first_day, problem.last_day
        else:
            yield from ((monday, next_day(monday, 6)) for monday in each_week(problem.first_day, problem.last_day))

    def _open(self, problem: Problem, person: Person) -> list[Shift]:
        return [s for s in problem.shifts_of(person, None) if self._counts(s)]

    def _past(self, problem: Problem, person: Person, first: date) -> list[Shift]:
        past = (s for duty in Duty for s in problem.worked_before(person, duty))
        return [s for s in past if s.day >= first and self._counts(s)]

    def _counts(self, shift: Shift) -> bool:
        return shift.template in self.shifts if self.shifts else shift.on_duty
