"""Hours in a day: the work that begins on one day is not too long."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date
from typing import ClassVar, Literal

from pydantic import Field

from constraints.base import Example, Rule, Way
from constraints.examples import AUTUMN, DUBLIN, SPRING, example, instant
from scheduler.domain.people import Person
from scheduler.domain.roster import Roster, Violation
from scheduler.domain.shift import Shift
from scheduler.domain.team import CallOut
from scheduler.intervals import clock_minutes, day_interval, each_day, minutes_between, next_day
from scheduler.problem import Problem, RuleModel

_TWELVE = {"most": 12}
_SPLIT = {"midnight": "split"}


class HoursInDay(Rule):
    """The on-duty shifts that start on one local day of the site hold at most `most` hours together.

    A shift over midnight counts on the day on which it starts, as one working day. With `nights` only night shifts are
    counted. Hours are elapsed ones, or `paid` ones, without the unpaid break; the hour that comes twice when the clocks
    go back does not make a lawful night too long, and is not counted. Standby that counts as work is like a shift on
    duty; a call-out counts on the day on which it starts.

    With `midnight: split` each day has the hours that lie in it, all elapsed ones: when a break is, nobody knows.
    """

    name: ClassVar[str] = "hours_in_day"
    personal: ClassVar[bool] = True
    STRICTER: ClassVar[Mapping[str, Way]] = {"most": "less", "counted": ("paid", "elapsed")}
    unit: ClassVar[str] = "one hour too many on a day, rounded up"
    formula: ClassVar[str] = (
        "for each person and day: ceil(max(0, hours of the shifts that start on it, or where `midnight` splits them, "
        "that lie in it - `most`)), where hours are as `counted`, and with `nights` those of night shifts"
    )
    source: ClassVar[str] = (
        "Singapore Employment Act 1968, s.38 and s.40 (12 hours in any one day); Directive 2003/88/EC, art. 8 (8 hours "
        "of night work with heavy mental strain); policy P-DUTY (nights of 10 hours at most)"
    )
    EXAMPLES: ClassVar[list[Example]] = [
        example("one shift of eight and a half hours", 0, last=1, works={"ana": "DD"}, params=_TWELVE),
        example(
            "two shifts on a day are seventeen hours", 5, last=1, shifts="DE", works={"ana": "[DE]"}, params=_TWELVE
        ),
        example(
            "sixteen are paid", 4, last=1, shifts="DE", works={"ana": "[DE]"}, params=_TWELVE | {"counted": "paid"}
        ),
        example("half an hour too much is rounded up", 1, last=1, works={"ana": "D"}, params={"most": 8}),
        example("eight paid hours", 0, last=1, works={"ana": "D"}, params={"most": 8, "counted": "paid"}),
        example("a night counts on its first day", 0, last=1, shifts="DN", works={"ana": "ND"}, params=_TWELVE),
        example("on the last day", 5, last=1, shifts="DE", works={"ana": "-[DE]"}, params=_TWELVE),
        example("nights alone", 1, last=1, shifts="DN", works={"ana": "[DN]"}, params={"most": 8, "nights": True}),
        example(
            "the hour that comes twice when the clocks go back is not counted",
            0,
            first=AUTUMN - 1,
            last=AUTUMN,
            shifts="N",
            sites=(DUBLIN,),
            works={"ana": "N-"},
            params={"most": 8.5},
        ),
        example(
            "a night is an hour shorter when they go forward",
            0,
            first=SPRING - 1,
            last=SPRING,
            shifts="N",
            sites=(DUBLIN,),
            works={"ana": "N-"},
            params={"most": 7.5},
        ),
        example(
            "a call-out of five hours after the shift",
            2,
            last=1,
            works={"ana": "D-"},
            callouts=(CallOut("ana", instant(0, 17), instant(0, 22)),),
            params=_TWELVE,
        ),
        example("standby that counts as work", 2, last=1, shifts="DC", works={"ana": "[DC]"}, params=_TWELVE),
        example("standby is not work", 0, last=1, shifts="DS", works={"ana": "[DS]"}, params=_TWELVE),
        example("the past is past", 0, last=0, shifts="DE", before={"ana": "[DE]"}, params=_TWELVE),
        example("a night split at midnight", 0, last=1, shifts="N", works={"ana": "NN"}, params=_SPLIT | {"most": 8.5}),
        example("two nights touch a day", 1, last=1, shifts="N", works={"ana": "NN"}, params=_SPLIT | {"most": 8}),
        example(
            "the morning of one and a day", 8, last=1, shifts="DN", works={"ana": "ND"}, params=_SPLIT | {"most": 8}
        ),
        example("the day after the last", 1, last=0, shifts="N", works={"ana": "N"}, params=_SPLIT | {"most": 7}),
        example(
            "the morning of a night of the past",
            8,
            last=0,
            shifts="DN",
            before={"ana": "N"},
            works={"ana": "D"},
            params=_SPLIT | {"most": 8},
        ),
    ]

    most: float = Field(default=12, gt=0, le=24, description="hours on one day, at most")
    counted: Literal["elapsed", "paid"] = Field(default="elapsed", description="with the unpaid break, or without it")
    nights: bool = Field(default=False, description="whether only night shifts are counted")
    midnight: Literal["start", "split"] = Field(
        default="start", description="a shift over midnight counts on the day it starts, or is split"
    )

    @classmethod
    def defaults(cls) -> list[Rule]:
        return []

    def post(self, model: RuleModel, problem: Problem) -> None:
        for person in self.concerns(problem):
            days: dict[date, list[tuple[int, Shift]]] = defaultdict(list)
            for shift in problem.work_of(person):
                if shift.night or not self.nights:
                    for day, minutes in self._posted(problem, person, shift):
                        days[day].append((minutes, shift))
            for parts in days.values():
                past = sum(minutes for minutes, s in parts if problem.is_past(s))
                terms = [(minutes, model.works(person, s)) for minutes, s in parts]
                model.at_most(self, max(past, round(60 * self.most)), terms, unit=60)

    def _posted(self, problem: Problem, person: Person, shift: Shift) -> Iterator[tuple[date, int]]:
        """Of which days a shift takes how much."""
        if self.midnight == "start":
            yield shift.day, self._minutes(problem, shift)
            return
        for day in each_day(shift.day, next_day(shift.day, 2)):
            part = shift.interval.clipped(day_interval(day, problem.site(person.site).zone))
            if part is not None:
                yield day, part.minutes

    def check(self, problem: Problem, roster: Roster) -> Iterator[Violation]:
        for person in self.concerns(problem):
            days: dict[date, list[tuple[int, Shift]]] = defaultdict(list)
            for shift in problem.work(person, roster):
                if shift.night or not self.nights:
                    for day, minutes in self._worked(problem, person, shift):
                        days[day].append((minutes, shift))
            for day, worked in sorted(days.items()):
                total = sum(minutes for minutes, _ in worked)
                past = sum(minutes for minutes, s in worked if problem.is_past(s))
                too_much = total - max(past, round(60 * self.most))
                if too_much > 0:
                    when = f"from {day} on" if self.midnight == "start" else f"on {day}"
                    because = f"{person.id} works {total / 60:g} h {when}; {self.most:g} h are the most"
                    ids = tuple(s.id for _, s in worked)
                    yield Violation(self.name, -(-too_much // 60), because, person.id, ids, worked[0][1].start)

    def _worked(self, problem: Problem, person: Person, shift: Shift) -> Iterator[tuple[date, int]]:
        """The days on which a shift counts, and with how many minutes."""
        if self.midnight == "start":
            yield shift.day, self._minutes(problem, shift)
            return
        day, since = shift.day, shift.start
        while since < shift.end:
            until = min(shift.end, day_interval(day, problem.site(person.site).zone).end)
            yield day, minutes_between(since, until)
            day, since = next_day(day), until

    def _minutes(self, problem: Problem, shift: Shift) -> int:
        if shift.id in problem.callouts:
            return shift.paid_minutes
        template = problem.template(shift.template)
        by_the_clock = clock_minutes(template.start, template.end, template.span_days)
        pause = template.unpaid_break_minutes if self.counted == "paid" else 0
        return min(shift.interval.minutes, by_the_clock) - pause
