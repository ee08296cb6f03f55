"""Holiday turns: who worked a holiday last year has it off this year, if it can be helped."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any, ClassVar

from pydantic import Field

from constraints.base import Example, Rule, Weight
from constraints.examples import ANA, BEN, CAI, FAR, HUB, day, example
from scheduler.domain.holidays import DISPUTED, Holiday
from scheduler.domain.people import HolidayWorked, Person
from scheduler.domain.roster import Roster, Tier, Violation
from scheduler.intervals import day_interval
from scheduler.problem import Problem, RuleModel

# Eighths of a point, by years since: 8 points, halved for each.
PRICES = {0: 64, 1: 32, 2: 16, 3: 8, 4: 4, 5: 2, 6: 1}

_SPRING_FESTIVAL = (
    Holiday(day(1), "Spring Festival", id="sg-spring-festival-2027"),
    Holiday(day(2), "Spring Festival", id="sg-spring-festival-2-2027"),
)
_TWO_ON_ONE_DAY = (_SPRING_FESTIVAL[0], Holiday(day(1), "Founders' Day", id="founders-day-2027"))
_DISPUTED = tuple(replace(h, id="sg-spring-festival-2027", status=DISPUTED) for h in _SPRING_FESTIVAL)
_ON_MONDAY = (replace(_SPRING_FESTIVAL[0], day=day(0)),)
_NAMELESS = tuple(replace(h, id="") for h in _SPRING_FESTIVAL)


def _festival(
    says: str, amount: int, *years: int, holidays: tuple[Holiday, ...] = _SPRING_FESTIVAL, **more: Any
) -> Example:
    """Ana worked the Spring Festival in those years."""
    brought: dict[str, Any] = {
        "last": 3,
        "people": (ANA, BEN),
        "sites": (replace(HUB, holidays=holidays),),
        "holidays_worked": _worked("ana", "sg-spring-festival", *years),
    }
    return example(says, amount, **brought | more)


def _worked(person: str, holiday: str, *years: int) -> tuple[HolidayWorked, ...]:
    return tuple(HolidayWorked(person, holiday, year) for year in years)


class HolidayTurns(Rule):
    """Who worked a holiday in earlier years does not work it this year; the shorter ago that was, the more it costs.

    Each day of a holiday on which a person has an on-duty shift costs eight points, halved for each year since the
    person worked it: four for last year, two for the year before, up to six years back; several years add up. The
    ledger says who worked what (`holidays_worked`). A holiday is one of the person's site, and goes by its id.
    """

    name: ClassVar[str] = "holiday_turns"
    personal: ClassVar[bool] = True
    TIER: ClassVar[Tier] = Tier.FAIRNESS
    unit: ClassVar[str] = "an eighth of a point: 32 for each day of a holiday that was worked last year"
    formula: ClassVar[str] = (
        "for each day of a holiday on which the person works: the sum of 64 * 0.5 ^ (its year - year worked) over the "
        "years in `holidays_worked` up to six years back"
    )
    source: ClassVar[str] = "house rule: turns over named holidays, 8 x 0.5^(years since)"
    EXAMPLES: ClassVar[list[Example]] = [
        _festival("who worked it last year is off", 0, 2026, works={"ben": "-DD"}),
        _festival("who worked it last year works it again", 32, 2026, works={"ana": "-D-", "ben": "--D"}),
        _festival("each day of it counts", 64, 2026, works={"ana": "-DD"}),
        _festival("on the first day of the period", 32, 2026, holidays=_ON_MONDAY, works={"ana": "D---"}),
        _festival("on the last day of the period", 32, 2026, last=2, works={"ana": "--D"}),
        _festival("the days around it do not", 0, 2026, works={"ana": "D--D"}),
        _festival("half for the year before", 16, 2025, works={"ana": "-D"}),
        _festival("several years add up", 56, 2026, 2025, 2024, works={"ana": "-D"}),
        _festival("six years ago still counts", 1, 2021, works={"ana": "-D"}),
        _festival("seven years ago is forgotten", 0, 2020, works={"ana": "-D"}),
        _festival("earlier this year counts most", 64, 2027, works={"ana": "--D"}),
        _festival("a year to come says nothing", 0, 2028, works={"ana": "-D"}),
        _festival("another holiday", 0, works={"ana": "-D"}, holidays_worked=_worked("ana", "sg-spring", 2026)),
        _festival(
            "somebody else worked it",
            0,
            works={"ana": "-D"},
            holidays_worked=_worked("ben", "sg-spring-festival", 2026),
        ),
        _festival("two shifts on the day count once", 32, 2026, shifts="DE", works={"ana": "-[DE]"}),
        _festival("a night belongs to the day it starts on", 32, 2026, shifts="N", works={"ana": "N-N"}),
        _festival("standby is not work", 0, 2026, holidays=_ON_MONDAY, shifts="DS", works={"ana": "S---"}),
        _festival("the past is past", 0, 2026, first=2, before={"ana": "D"}, works={"ana": "--"}),
        _festival("both days of a disputed one count", 64, 2026, holidays=_DISPUTED, works={"ana": "-DD"}),
        _festival("one without an id is none to remember", 0, 2026, holidays=_NAMELESS, works={"ana": "-DD"}),
        _festival(
            "two holidays on one day",
            48,
            holidays=_TWO_ON_ONE_DAY,
            works={"ana": "-D"},
            holidays_worked=(*_worked("ana", "sg-spring-festival", 2026), *_worked("ana", "founders-day", 2025)),
        ),
        _festival(
            "a day that is a holiday elsewhere",
            0,
            people=(ANA, CAI),
            sites=(replace(HUB, holidays=_SPRING_FESTIVAL), FAR),
            shifts="DF",
            works={"cai": "-FF"},
            holidays_worked=_worked("cai", "sg-spring-festival", 2026),
        ),
    ]

    weight: Weight = Field(default=1, description="price of an eighth of a point, or hard: not even once again")

    @classmethod
    def defaults(cls) -> list[Rule]:
        return []

    def post(self, model: RuleModel, problem: Problem) -> None:
        for person in self.concerns(problem):
            named = {(h.day, h.every_year) for h in problem.site(person.site).holidays if h.id}
            for on, holiday in sorted(named):
                worked = {w for w in problem.team.holidays_worked if (w.person, w.holiday) == (person.id, holiday)}
                amount = sum(PRICES.get(on.year - w.year, 0) for w in worked)
                shifts = [s for s in problem.shifts_on(person, on) if not problem.is_past(s)]
                if amount and shifts:
                    model.forbid(self, [model.any_of([model.works(person, s) for s in shifts])], amount=amount)

    def check(self, problem: Problem, roster: Roster) -> Iterator[Violation]:
        for person in self.concerns(problem):
            by_day: dict[date, list[str]] = defaultdict(list)
            for shift in problem.worked(person, roster):
                if shift.day >= problem.first_day:
                    by_day[shift.day].append(shift.id)
            for on, shifts in by_day.items():
                holidays = {h.every_year: h for h in problem.site(person.site).holidays if h.id and h.day == on}
                for holiday in holidays.values():
                    yield from self._again(problem, person, holiday, tuple(shifts))

    def _again(
        self, problem: Problem, person: Person, holiday: Holiday, shifts: tuple[str, ...]
    ) -> Iterator[Violation]:
        worked = {
            w.year for w in problem.team.holidays_worked if w.person == person.id and w.holiday == holiday.every_year
        }
        years = [year for year in sorted(worked) if 0 <= holiday.day.year - year < len(PRICES)]
        if years:
            amount = sum(2 ** (len(PRICES) - 1 - (holiday.day.year - year)) for year in years)
            because = (
                f"{person.id} works {holiday.name} on {holiday.day}, and worked it in {', '.join(map(str, years))}"
            )
            start = day_interval(holiday.day, problem.site(person.site).zone).start
            yield Violation(self.name, amount, because, person.id, shifts, start)
