"""Hours in a window: in any so many hours from the start of a shift, not too much work."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import ClassVar, Literal

from pydantic import Field

from constraints.base import Example, Rule, Way
from constraints.examples import AUTUMN, DUBLIN, example, instant
from scheduler.domain.roster import Roster, Violation
from scheduler.domain.shift import Shift
from scheduler.domain.team import CallOut
from scheduler.intervals import Interval, shift_by
from scheduler.problem import Problem, RuleModel

_TWELVE = {"most": 12}
_TWO_DAYS = {"most": 16, "window": 48}


class HoursInWindow(Rule):
    """In the `window` hours from the start of any shift, at most `most` hours are worked.

    A shift counts with the part that lies in the window: then no window of that length holds more, wherever it begins.
    Hours are elapsed ones, or `paid` ones, without the unpaid breaks of the shifts that start in it. With `nights` only
    night shifts count, and begin windows. Standby that counts as work, and call-outs, are work. What was too much
    already in the past is past.
    """

    name: ClassVar[str] = "hours_in_window"
    personal: ClassVar[bool] = True
    STRICTER: ClassVar[Mapping[str, Way]] = {"most": "less", "counted": ("paid", "elapsed")}
    unit: ClassVar[str] = "one hour too many in a window, rounded up"
    formula: ClassVar[str] = (
        "for each person and shift worked, in the `window` hours from its start: ceil(max(0, hours - max(hours of the "
        "past, `most`))), where `counted` says whether breaks are hours, and `nights` whether only nights are"
    )
    source: ClassVar[str] = (
        "Directive 2003/88/EC, art. 8(b) (8 hours in any period of 24 in which a night worker with heavy mental strain "
        "works by night); Singapore Employment Act 1968, s.38 (12 hours in a day, read as any 24 hours)"
    )
    EXAMPLES: ClassVar[list[Example]] = [
        example("the same shift each day", 0, last=1, works={"ana": "DD"}, params={"most": 8.5}),
        example("half an hour too much, twice", 2, last=1, works={"ana": "DD"}, params={"most": 8}),
        example(
            "an evening and eight hours of the next morning",
            5,
            last=1,
            shifts="DE",
            works={"ana": "ED"},
            params=_TWELVE,
        ),
        example(
            "those hours without their breaks",
            4,
            last=1,
            shifts="DE",
            works={"ana": "ED"},
            params=_TWELVE | {"counted": "paid"},
        ),
        example("the first two days of the period", 5, last=3, shifts="DE", works={"ana": "ED--"}, params=_TWELVE),
        example("the last two days of the period", 5, last=3, shifts="DE", works={"ana": "--ED"}, params=_TWELVE),
        example(
            "an evening of the past", 5, last=0, shifts="DE", before={"ana": "E"}, works={"ana": "D"}, params=_TWELVE
        ),
        example("what was too much in the past is past", 0, last=0, shifts="DE", before={"ana": "ED"}, params=_TWELVE),
        example(
            "two shifts of a day, and of the second alone",
            5,
            last=0,
            shifts="DE",
            works={"ana": "[DE]"},
            params=_TWELVE,
        ),
        example("any two days in a row", 2, last=2, works={"ana": "DDD"}, params=_TWO_DAYS),
        example(
            "nights alone",
            1,
            last=1,
            shifts="DN",
            works={"ana": "N[DN]"},
            params={"most": 16.5, "window": 48, "nights": True},
        ),
        example(
            "a night on which the clocks go back is an hour longer",
            1,
            first=AUTUMN - 1,
            last=AUTUMN,
            shifts="N",
            sites=(DUBLIN,),
            works={"ana": "N-"},
            params={"most": 9},
        ),
        example(
            "a call-out after the shift",
            1,
            last=0,
            works={"ana": "D"},
            callouts=(CallOut("ana", instant(0, 20), instant(0, 23)),),
            params={"most": 11},
        ),
        example("standby that counts as work", 2, last=0, shifts="DC", works={"ana": "[DC]"}, params={"most": 12}),
        example("standby is not work", 0, last=0, shifts="DS", works={"ana": "[DS]"}, params=_TWELVE),
    ]

    most: float = Field(default=12, gt=0, le=840, description="hours in a window, at most")
    window: float = Field(default=24, gt=0, le=840, description="how many hours a window is long")
    counted: Literal["elapsed", "paid"] = Field(default="elapsed", description="with the unpaid break, or without it")
    nights: bool = Field(default=False, description="whether only night shifts are counted")

    @classmethod
    def defaults(cls) -> list[Rule]:
        return []

    def post(self, model: RuleModel, problem: Problem) -> None:
        for person in self.concerns(problem):
            shifts = [s for s in problem.work_of(person) if s.night or not self.nights]
            for first in shifts:
                window = self._window(first)
                parts = [(self._minutes(s, window), s) for s in shifts if s.interval.overlaps(window)]
                past = sum(minutes for minutes, s in parts if problem.is_past(s))
                limit = max(past, round(60 * self.most))
                excess = max(0, sum(minutes for minutes, _ in parts) - limit)
                terms = [(minutes, model.works(person, s)) for minutes, s in parts]
                # Only where the first shift is worked does its window count.
                model.at_most(self, limit + excess, [*terms, (excess, model.works(person, first))], unit=60)

    def check(self, problem: Problem, roster: Roster) -> Iterator[Violation]:
        for person in self.concerns(problem):
            worked = [s for s in problem.work(person, roster) if s.night or not self.nights]
            for first in worked:
                window = self._window(first)
                found = [s for s in worked if s.start < window.end and first.start < s.end]
                minutes = self._sum(found, window)
                past = self._sum([s for s in found if problem.is_past(s)], window)
                too_much = minutes - max(past, round(60 * self.most))
                if too_much > 0:
                    because = (
                        f"{person.id} works {minutes / 60:g} h in the {self.window:g} h from the start of {first.id}; "
                        f"{self.most:g} h are the most"
                    )
                    ids = tuple(s.id for s in found)
                    yield Violation(self.name, -(-too_much // 60), because, person.id, ids, first.start)

    def _sum(self, shifts: Sequence[Shift], window: Interval) -> int:
        return sum(self._minutes(s, window) for s in shifts)

    def _window(self, first: Shift) -> Interval:
        return Interval(first.start, shift_by(first.start, minutes=round(60 * self.window)))

    def _minutes(self, shift: Shift, window: Interval) -> int:
        """The minutes of `shift` that count in `window`, which it overlaps."""
        pause = shift.interval.minutes - shift.paid_minutes
        without = pause if self.counted == "paid" and window.holds(shift.start) else 0
        part = shift.interval.clipped(window)
        return max(0, part.minutes - without) if part else 0
