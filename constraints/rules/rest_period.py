"""Rest period: enough hours off between two shifts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import takewhile
from typing import ClassVar

from pydantic import Field

from constraints.base import Example, Rule, Way
from constraints.examples import AUTUMN, DUBLIN, SPRING, example, instant
from scheduler.domain.roster import Roster, Violation
from scheduler.domain.shift import Shift
from scheduler.domain.team import CallOut
from scheduler.intervals import minutes_between, shift_by
from scheduler.problem import Problem, RuleModel


def _called(day: int, hour: int) -> tuple[CallOut, ...]:
    """Ana is called out for an hour."""
    return (CallOut("ana", instant(day, hour), instant(day, hour + 1)),)


class RestPeriod(Rule):
    """At least `hours` of elapsed time lie between the end of an on-duty shift and the start of the next.

    Elapsed: on the night clocks change, the wall clock does not count. Standby that counts as work is like a shift on
    duty; other standby breaks no rest, but a call-out does: the rest begins again when it ends. Asked for twice,
    ``[{hours: 11}, {hours: 16, weight: 5}]``, it forbids rests under 11 hours and counts those under 16, the quick
    returns, as soft violations; the second alone would take the place of the first.
    """

    name: ClassVar[str] = "rest_period"
    personal: ClassVar[bool] = True
    STRICTER: ClassVar[Mapping[str, Way]] = {"hours": "more"}
    unit: ClassVar[str] = "one pair of shifts too close together"
    formula: ClassVar[str] = (
        "for each person: pairs of on-duty shifts with start of the later - end of the earlier < `hours`"
    )
    source: ClassVar[str] = "Directive 2003/88/EC, art. 3 (11 consecutive hours per 24 h)"
    EXAMPLES: ClassVar[list[Example]] = [
        example("evening to next day's evening", 0, last=1, shifts="E", works={"ana": "EE"}),
        example("evening to next morning: 7.5 h", 1, last=1, shifts="DE", works={"ana": "ED"}),
        example(
            "evening to next morning when 7 h suffice", 0, last=1, shifts="DE", works={"ana": "ED"}, params={"hours": 7}
        ),
        example(
            "a night of the past and the first evening: 7.5 h",
            1,
            last=0,
            shifts="EN",
            before={"ana": "N"},
            works={"ana": "E"},
        ),
        example("standby breaks no rest", 0, last=0, shifts="DS", works={"ana": "[DS]"}),
        example("standby that counts as work does: 1.5 h and 9 h", 2, last=1, shifts="DC", works={"ana": "[DC]D"}),
        example(
            "standby of the past that counts as work", 1, last=0, shifts="DC", before={"ana": "C"}, works={"ana": "D"}
        ),
        example("called out until 21:00, and 10 h of rest", 1, last=1, works={"ana": "DD"}, callouts=_called(0, 20)),
        example("called out until 20:00, and 11 h of rest", 0, last=1, works={"ana": "DD"}, callouts=_called(0, 19)),
        example("called out on the eve", 1, last=1, before={"ana": "-"}, works={"ana": "D-"}, callouts=_called(-1, 22)),
        example("called out on the last day", 1, last=3, works={"ana": "---D"}, callouts=_called(2, 22)),
        example("called out, and off", 0, last=1, works={"ana": "D-"}, callouts=_called(0, 20)),
        example(
            "who is called out before the shift is over has no rest",
            1,
            last=1,
            works={"ana": "D-"},
            callouts=_called(0, 6),
        ),
        example("overlapping shifts have no rest", 1, last=0, shifts="DE", works={"ana": "[DE]"}),
        example("just enough", 0, last=1, shifts="DE", works={"ana": "ED"}, params={"hours": 7.5}),
        example("the first two days of the period", 1, last=3, shifts="DE", works={"ana": "ED-D"}),
        example("the last two days of the period", 1, last=3, shifts="DE", works={"ana": "D-ED"}),
        example("a day between", 0, last=2, shifts="DE", works={"ana": "E-D"}),
        example(
            "what was too close in the past is past", 0, last=1, shifts="DE", before={"ana": "ED"}, works={"ana": "D"}
        ),
        example(
            "a quick return, which costs",
            1,
            last=4,
            shifts="DE",
            works={"ana": "EE-ED"},
            params={"hours": 15.5, "weight": 5},
        ),
        example(
            "evening to morning is 6.5 h on the night the clocks go forward",
            1,
            first=SPRING - 1,
            last=SPRING,
            shifts="DE",
            sites=(DUBLIN,),
            works={"ana": "ED"},
            params={"hours": 7},
        ),
        example(
            "evening to morning is 8.5 h on the night the clocks go back",
            0,
            first=AUTUMN - 1,
            last=AUTUMN,
            shifts="DE",
            sites=(DUBLIN,),
            works={"ana": "ED"},
            params={"hours": 8},
        ),
    ]

    hours: float = Field(default=11, gt=0, le=72, description="the least rest, in elapsed hours")

    def post(self, model: RuleModel, problem: Problem) -> None:
        for person in self.concerns(problem):
            shifts = problem.work_of(person)
            for n, first in enumerate(shifts):
                rested = shift_by(first.end, minutes=self._minutes)
                for second in shifts[n + 1 :]:
                    if second.start >= rested:
                        break
                    if not problem.is_past(second):
                        model.forbid(self, [model.works(person, first), model.works(person, second)])

    def check(self, problem: Problem, roster: Roster) -> Iterator[Violation]:
        for person in self.concerns(problem):
            for first, second, rest in self._short(problem.work(person, roster)):
                if not problem.is_past(second):
                    because = (
                        f"{person.id} rests {max(0, rest) / 60:g} h between {first.id} and {second.id}; "
                        f"{self.hours:g} h are required"
                    )
                    yield Violation(self.name, 1, because, person.id, (first.id, second.id), second.start)

    def _short(self, worked: Sequence[Shift]) -> Iterator[tuple[Shift, Shift, int]]:
        """The pairs with too little rest between them, and its minutes. They come in order of start."""
        for n, first in enumerate(worked):
            rests = ((second, minutes_between(first.end, second.start)) for second in worked[n + 1 :])
            yield from ((first, second, rest) for second, rest in takewhile(lambda r: r[1] < self._minutes, rests))

    @property
    def _minutes(self) -> int:
        return round(60 * self.hours)
