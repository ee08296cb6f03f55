"""Office days: of the weekdays that somebody works, so many are days at the office."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import ClassVar

from pydantic import Field, ValidationInfo, field_validator
from pydantic_core import PydanticCustomError

from constraints.base import Example, Rule, Templates
from constraints.examples import DUBLIN, HUB, SPRING, day, example
from scheduler.domain.holidays import Holiday
from scheduler.domain.people import Leave, Person
from scheduler.domain.roster import Roster, Violation
from scheduler.domain.shift import Shift
from scheduler.intervals import SATURDAY, each_week, minutes_between, monday_of, next_day, shift_by
from scheduler.problem import Lit, Problem, RuleModel

_WEEKDAYS = 5
_EVENINGS_HOME = {"home": ["evening"]}
_NEAR = {"hours": 7, "commute_minutes": 30, "home": ["evening"]}


class OfficeDays(Rule):
    """In each week from Monday to Sunday, at least `days` in five of the weekdays worked are office days, rounded up.

    A weekday is worked when a shift of `shifts` or `home` starts on it, in the period; a public holiday of the site is
    none. It is an office day when a shift of `shifts` starts on it, at least `hours` and the commute after the end of
    every on-duty shift that began before, the past included: nobody travels in after a late shift. With 3 days, who
    works on five weekdays owes 3 office days, on four 3, on three or two 2, on one 1. So leave, holidays, and the part
    of a week outside the period owe nothing, and let the rest owe less.
    """

    name: ClassVar[str] = "office_days"
    personal: ClassVar[bool] = True
    unit: ClassVar[str] = "one office day short in a week"
    formula: ClassVar[str] = (
        "for each person and each week: ceil(max(0, `days` x w - 5 x o) / 5), where w are the weekdays with a shift of "
        "`shifts` or `home`, and o those with one of `shifts` at least `hours` + `commute_minutes` after all before it"
    )
    source: ClassVar[str] = "house rule; hybrid work with three office days a week, nights and weekends from home"
    EXAMPLES: ClassVar[list[Example]] = [
        example("three of five", 0, shifts="DE", works={"ana": "DDDEE--"}, params=_EVENINGS_HOME),
        example("two of five", 1, shifts="DE", works={"ana": "DDEEE--"}, params=_EVENINGS_HOME),
        example("none of five", 3, shifts="DE", works={"ana": "EEEEE--"}, params=_EVENINGS_HOME),
        example("two of four, where 2.4 are owed", 1, shifts="DE", works={"ana": "DDEE---"}, params=_EVENINGS_HOME),
        example("two of three, where 1.8 are owed", 0, shifts="DE", works={"ana": "DDE----"}, params=_EVENINGS_HOME),
        example("one of two, where 1.2 are owed", 1, shifts="DE", works={"ana": "DE-----"}, params=_EVENINGS_HOME),
        example("a week off owes nothing", 0, shifts="DE", params=_EVENINGS_HOME),
        example(
            "leave owes nothing",
            0,
            shifts="DE",
            works={"ana": "DDE----"},
            leave=(Leave("ana", day(3), day(6)),),
            params=_EVENINGS_HOME,
        ),
        example(
            "three of five where four are asked for",
            1,
            shifts="DE",
            works={"ana": "DDDEE--"},
            params=_EVENINGS_HOME | {"days": 4},
        ),
        example("the weekend neither helps nor owes", 1, shifts="DE", works={"ana": "E----DE"}, params=_EVENINGS_HOME),
        example("nights owe nothing, unless named", 0, shifts="DN", works={"ana": "NNNNN--"}),
        example("nights that are named", 3, shifts="DN", works={"ana": "NNNNN--"}, params={"home": ["night"]}),
        example("all but nights are at the office, unless said", 0, shifts="DE", works={"ana": "DDEEE--"}),
        example(
            "shifts that are not named owe nothing",
            0,
            shifts="DE",
            works={"ana": "DEEEE--"},
            params={"shifts": ["day"]},
        ),
        example("each week by itself", 1, last=13, shifts="DE", works={"ana": "DDDDD--E"}, params=_EVENINGS_HOME),
        example(
            "the first of two weeks", 1, last=13, shifts="DE", works={"ana": "E------DDDDD"}, params=_EVENINGS_HOME
        ),
        example(
            "the part of a week in the period",
            1,
            first=4,
            last=5,
            shifts="DE",
            before={"ana": "DDDD"},
            works={"ana": "E"},
            params=_EVENINGS_HOME,
        ),
        example(
            "public holidays neither help nor owe",
            1,
            last=2,
            shifts="DE",
            sites=(replace(HUB, holidays=(Holiday(day(0), "Founders' Day"), Holiday(day(1), "Harbour Day"))),),
            works={"ana": "DEE"},
            params=_EVENINGS_HOME,
        ),
        example("not within 12 h after an evening", 1, last=1, shifts="DE", works={"ana": "ED"}),
        example(
            "7.5 h after it, with 30 minutes to travel",
            0,
            last=0,
            shifts="DE",
            before={"ana": "E"},
            works={"ana": "D"},
            params=_NEAR,
        ),
        example(
            "and with 31 minutes",
            1,
            last=0,
            shifts="DE",
            before={"ana": "E"},
            works={"ana": "D"},
            params=_NEAR | {"commute_minutes": 31},
        ),
        example("an evening of the past", 1, last=13, shifts="DE", before={"ana": "E"}, works={"ana": "D"}),
        example("7.5 h after a night", 1, last=1, shifts="EN", works={"ana": "NE"}),
        example(
            "39.5 h off by the clock are 38.5 when it goes forward",
            1,
            first=SPRING - 1,
            last=SPRING + 1,
            sites=(DUBLIN,),
            works={"ana": "D-D"},
            params={"hours": 38, "commute_minutes": 60},
        ),
        example("standby is no work", 0, last=1, shifts="DS", works={"ana": "[DS]D"}),
        example("an evening after a morning at the office", 0, last=0, shifts="DE", works={"ana": "[DE]"}),
    ]

    shifts: Templates = Field(
        default=frozenset(), description="the shifts that can be worked at the office; empty: all but nights and `home`"
    )
    home: Templates = Field(
        default=frozenset(), description="shifts from home whose weekdays owe office days too; empty: none"
    )
    days: int = Field(default=3, ge=1, le=_WEEKDAYS, description="office days of five weekdays worked")
    hours: float = Field(default=11, ge=0, le=72, description="from the end of a shift to an office day, elapsed hours")
    commute_minutes: int = Field(default=60, ge=0, le=300, description="what the way to the office adds to them")

    @field_validator("home")
    @classmethod
    def _not_at_the_office(cls, home: Templates, known: ValidationInfo) -> Templates:
        if both := sorted(home & known.data.get("shifts", frozenset())):
            expected = f"shifts that are not in `shifts`, where {', '.join(both)} is"
            raise PydanticCustomError("unexpected", "{expected}", {"expected": expected, "advice": ""})
        return home

    @classmethod
    def defaults(cls) -> list[Rule]:
        return []

    def post(self, model: RuleModel, problem: Problem) -> None:
        for person in self.concerns(problem):
            for monday in each_week(problem.first_day, problem.last_day):
                terms: list[tuple[int, Lit]] = []
                for weekday in self._weekdays(problem, person, monday):
                    shifts = problem.shifts_on(person, weekday)
                    office = [self._at_desk(model, problem, person, s) for s in shifts if self._office(s)]
                    worked = [model.works(person, s) for s in shifts if self._office(s) or s.template in self.home]
                    terms += [(_WEEKDAYS, model.any_of(office)), (-self.days, model.any_of(worked))]
                model.at_least(self, 0, terms, unit=_WEEKDAYS)

    def _at_desk(self, model: RuleModel, problem: Problem, person: Person, shift: Shift) -> Lit:
        """True only when the person works the shift, and has been off long enough."""
        rested = shift_by(shift.start, minutes=-self._minutes)
        before = problem.worked_before(person) + problem.shifts_of(person)
        late = [model.works(person, s) for s in before if s.start < shift.start and rested < s.end]
        absent = model.whenever([([], [model.works(person, shift)])])
        return model.none_of([absent, *late])

    @staticmethod
    def _weekdays(problem: Problem, person: Person, monday: date) -> Iterator[date]:
        for weekday in (next_day(monday, n) for n in range(_WEEKDAYS)):
            in_period = problem.first_day <= weekday <= problem.last_day
            if in_period and weekday not in problem.public_holidays(person):
                yield weekday

    def check(self, problem: Problem, roster: Roster) -> Iterator[Violation]:
        for person in self.concerns(problem):
            everything = problem.worked(person, roster)
            free = problem.public_holidays(person)
            counted = [
                s
                for s in everything
                if (self._office(s) or s.template in self.home)
                and not problem.is_past(s)
                and s.day.weekday() < SATURDAY
                and s.day not in free
            ]
            for monday in sorted({monday_of(s.day) for s in counted}):
                week = [s for s in counted if monday_of(s.day) == monday]
                days = {s.day for s in week}
                office = {s.day for s in week if self._office(s) and self._rested(s, everything)}
                short = self.days * len(days) - _WEEKDAYS * len(office)
                if short > 0:
                    because = (
                        f"{person.id} has {len(office)} office days of {len(days)} weekdays in the week of {monday}; "
                        f"{self.days} in {_WEEKDAYS} are owed"
                    )
                    ids = tuple(s.id for s in week)
                    yield Violation(self.name, -(-short // _WEEKDAYS), because, person.id, ids, week[0].start)

    def _rested(self, shift: Shift, everything: list[Shift]) -> bool:
        gaps = [minutes_between(s.end, shift.start) for s in everything if s.start < shift.start]
        return min(gaps, default=self._minutes) >= self._minutes

    def _office(self, shift: Shift) -> bool:
        """Whether it can be worked at the office."""
        return shift.template in self.shifts or not (self.shifts or shift.night or shift.template in self.home)

    @property
    def _minutes(self) -> int:
        return round(60 * self.hours) + self.commute_minutes
