"""Overtime: over calendar months, not too many hours beyond the normal ones."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, time
from itertools import chain
from typing import ClassVar

from pydantic import Field

from constraints.base import Example, Rule, Way
from constraints.examples import example, instant
from scheduler.domain.people import Person
from scheduler.domain.roster import Roster, Violation
from scheduler.domain.shift import Shift
from scheduler.domain.team import CallOut
from scheduler.intervals import each_week, monday_of, next_day, wall_after
from scheduler.problem import Problem, RuleModel, Terms

_EIGHT = {"most": 8}
_BY_DAY = {"most": 4, "daily": 7}


class Overtime(Rule):
    """In any `months` calendar months in a row, at most `most` hours are overtime.

    Overtime is what a shift holds beyond `daily` paid hours, and what a Monday-to-Sunday week holds beyond `weekly`
    without that. A shift counts in the week in which it starts, a week in the month in which it ends. A window ends
    with a month of the period and begins no earlier than the weeks of which something is known. What was too much
    already in the past is past. Standby that counts as work, and call-outs, are paid hours too.
    """

    name: ClassVar[str] = "overtime"
    personal: ClassVar[bool] = True
    STRICTER: ClassVar[Mapping[str, Way]] = {"most": "less", "months": "more", "weekly": "less", "daily": "less"}
    unit: ClassVar[str] = "one hour of overtime too many over a window, rounded up"
    formula: ClassVar[str] = (
        "for each person and `months` calendar months in a row: ceil(max(0, overtime - max(overtime of the past, "
        "`most`))), where the overtime of a week is paid hours - min(`weekly`, sum over shifts of min(hours, `daily`))"
    )
    source: ClassVar[str] = (
        "Singapore Employment Act 1968, s.38(5) (72 h in a month); Japan: Labor Standards Act, art. 36 (45 h in a "
        "month and 360 h in a year, beyond 8 h a day and 40 h a week); Karnataka Shops and Commercial Establishments "
        "Act 1961, s.7 (50 h in three months in a row)"
    )
    EXAMPLES: ClassVar[list[Example]] = [
        example(
            "five shifts of eight hours each week", 0, last=13, works={"ana": "DDDDD--DDDDD--"}, params={"most": 0}
        ),
        example("a sixth shift in one week", 0, last=13, works={"ana": "DDDDDD-DDDDD--"}, params=_EIGHT),
        example("a sixth shift in each of two weeks", 8, last=13, works={"ana": "DDDDDD-DDDDDD-"}, params=_EIGHT),
        example(
            "a short week does not make up for a long one",
            8,
            last=13,
            works={"ana": "DDDDDD-D------"},
            params={"most": 0},
        ),
        example("a month for each", 0, first=21, last=34, works={"ana": "DDDDDD-DDDDDD-"}, params=_EIGHT),
        example(
            "two months in a row",
            8,
            first=21,
            last=34,
            works={"ana": "DDDDDD-DDDDDD-"},
            params=_EIGHT | {"months": 2},
        ),
        example(
            "each window of two months counts",
            16,
            first=21,
            last=62,
            works={"ana": f"DDDDDD-DDDDDD-{21 * '-'}DDDDDD-"},
            params=_EIGHT | {"months": 2},
        ),
        example(
            "a week counts in the month in which it ends",
            8,
            first=84,
            last=97,
            works={"ana": "DDDDDD-DDDDDD-"},
            params=_EIGHT,
        ),
        example("January is too much", 8, last=34, works={"ana": "DDDDDD-DDDDDD-"}, params=_EIGHT),
        example("February is too much", 8, last=55, works={"ana": f"{28 * '-'}DDDDDD-DDDDDD-"}, params=_EIGHT),
        example(
            "the week before the period",
            8,
            first=7,
            last=13,
            before={"ana": "DDDDDD-"},
            works={"ana": "DDDDDD"},
            params=_EIGHT,
        ),
        example(
            "the month before the period",
            0,
            first=28,
            last=34,
            before={"ana": "DDDDDD-"},
            works={"ana": "DDDDDD"},
            params=_EIGHT,
        ),
        example(
            "a week that began in the past",
            4,
            first=3,
            before={"ana": "DDD"},
            works={"ana": "DDD-"},
            params={"most": 4},
        ),
        example(
            "what was too much in the past is past",
            0,
            first=14,
            last=20,
            before={"ana": "DDDDDD-DDDDDD-"},
            works={"ana": "D"},
            params=_EIGHT,
        ),
        example(
            "and what comes on top is not",
            8,
            first=13,
            last=13,
            before={"ana": "DDDDDD-DDDDDD"},
            works={"ana": "D"},
            params=_EIGHT,
        ),
        example("hours of a day beyond seven", 1, works={"ana": "DDDDD"}, params=_BY_DAY),
        example("an hour is overtime once", 4, works={"ana": "DDDDDD"}, params=_BY_DAY),
        example("half an hour too much is rounded up", 1, works={"ana": "DDDDDD"}, params={"most": 7.5}),
        example(
            "a call-out counts",
            2,
            works={"ana": "DDDDD"},
            callouts=(CallOut("ana", instant(2, 20), instant(2, 22)),),
            params={"most": 0},
        ),
        example("standby that counts as work", 5, shifts="DC", works={"ana": "DDDD[DC]"}, params={"most": 0}),
        example("standby is not paid work", 0, shifts="DS", works={"ana": "[DS]DDDD"}, params={"most": 0}),
    ]

    most: float = Field(default=45, ge=0, le=2000, description="hours of overtime over the months, at most")
    months: int = Field(default=1, ge=1, le=12, description="how many calendar months in a row are added up")
    weekly: float = Field(default=40, gt=0, le=84, description="normal hours of a week, beyond which is overtime")
    daily: float = Field(
        default=24, gt=0, le=24, description="normal hours of a shift, beyond which is overtime; 24: any"
    )

    @classmethod
    def defaults(cls) -> list[Rule]:
        return []

    def looks_back_to(self, first_day: date) -> date:
        """The first day of the window that ends with the month in which the week of `first_day` ends."""
        ends = datetime.combine(next_day(monday_of(first_day), 6).replace(day=1), time())
        return monday_of(wall_after(ends, months=1 - self.months).date())

    def post(self, model: RuleModel, problem: Problem) -> None:
        for person in self.concerns(problem):
            weeks: dict[date, list[Shift]] = defaultdict(list)
            for shift in problem.work_of(person):
                weeks[monday_of(shift.day)].append(shift)
            terms = {monday: self._terms(model, person, shifts) for monday, shifts in weeks.items()}
            for mondays in self._windows(problem):
                past = sum(self._past(problem, weeks[monday]) for monday in mondays)
                found = [term for monday in mondays for term in terms.get(monday, ())]
                model.at_most(self, max(round(60 * self.most), past), found, unit=60)

    def _terms(self, model: RuleModel, person: Person, shifts: Sequence[Shift]) -> Terms:
        """The overtime of one week."""
        beyond_a_day = [(s.paid_minutes - self._ordinary(s), model.works(person, s)) for s in shifts]
        ordinary = [(self._ordinary(s), model.works(person, s)) for s in shifts]
        return [*beyond_a_day, *model.beyond(round(60 * self.weekly), ordinary)]

    def _past(self, problem: Problem, shifts: Sequence[Shift]) -> int:
        """The overtime of those shifts of a week that are past."""
        past = [s for s in shifts if problem.is_past(s)]
        beyond_a_day = sum(s.paid_minutes - self._ordinary(s) for s in past)
        return beyond_a_day + max(0, sum(map(self._ordinary, past)) - round(60 * self.weekly))

    def _ordinary(self, shift: Shift) -> int:
        return min(shift.paid_minutes, round(60 * self.daily))

    def check(self, problem: Problem, roster: Roster) -> Iterator[Violation]:
        for person in self.concerns(problem):
            worked = problem.work(person, roster)
            for mondays in self._windows(problem):
                found = [s for s in worked if monday_of(s.day) in mondays]
                past = self._overtime(s for s in found if problem.is_past(s))
                minutes = self._overtime(found)
                too_much = minutes - max(past, round(60 * self.most))
                if too_much > 0:
                    because = (
                        f"{person.id} works {minutes / 60:g} h of overtime from {mondays[0]} to "
                        f"{next_day(mondays[-1], 6)}; {self.most:g} h are the most"
                    )
                    ids = tuple(s.id for s in found)
                    yield Violation(self.name, -(-too_much // 60), because, person.id, ids, found[0].start)

    def _overtime(self, shifts: Iterable[Shift]) -> int:
        """What is paid, less the normal minutes of each week."""
        paid, normal = 0, Counter[date]()
        for shift in shifts:
            paid += shift.paid_minutes
            normal[monday_of(shift.day)] += min(shift.paid_minutes, round(60 * self.daily))
        return paid - sum(min(minutes, round(60 * self.weekly)) for minutes in normal.values())

    def _windows(self, problem: Problem) -> Iterator[list[date]]:
        """The Mondays of each window. One that is not wholly known stands only where none is."""
        months: dict[date, list[date]] = defaultdict(list)
        for monday in each_week(problem.team.known_from, problem.last_day):
            months[next_day(monday, 6).replace(day=1)].append(monday)
        weeks = list(months.values())
        for n in range(min(self.months, len(weeks)) - 1, len(weeks)):
            if next_day(weeks[n][-1], 6) >= problem.first_day:
                yield list(chain.from_iterable(weeks[max(0, n - self.months + 1) : n + 1]))
