"""Span of a day: from the first shift that starts on a day to the end of the last one it is not too long."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date
from itertools import combinations_with_replacement
from typing import ClassVar

from pydantic import Field

from constraints.base import Example, Rule, Way
from constraints.examples import example
from scheduler.domain.roster import Roster, Violation
from scheduler.domain.shift import Shift
from scheduler.intervals import minutes_between
from scheduler.problem import Bound, Problem, RuleModel

_TWELVE = {"hours": 12}


class SpanOfDay(Rule):
    """The work that starts on one local day of the site lies within `hours` hours, pauses between shifts included.

    So split shifts do not fill a day. Elapsed hours, from the start of the first shift to the end of the last; standby
    that counts as work, and call-outs, are work. Of a day of the past, what was too much already is past.
    """

    name: ClassVar[str] = "span_of_day"
    personal: ClassVar[bool] = True
    STRICTER: ClassVar[Mapping[str, Way]] = {"hours": "less"}
    unit: ClassVar[str] = "one hour too many, rounded up"
    formula: ClassVar[str] = (
        "for each person and day: ceil(max(0, hours from the first start to the last end of its shifts - `hours`))"
    )
    source: ClassVar[str] = "house rule; shop acts limit the spread-over of a day, such as Karnataka's"
    EXAMPLES: ClassVar[list[Example]] = [
        example("one shift", 0, last=1, works={"ana": "DD"}, params=_TWELVE),
        example("a day and an evening", 5, last=1, shifts="DE", works={"ana": "[DE]"}, params=_TWELVE),
        example("with a pause between them", 14, last=1, shifts="DN", works={"ana": "[DN]"}, params={"hours": 11}),
        example(
            "of three shifts the first and the last count",
            13,
            last=1,
            shifts="DEN",
            works={"ana": "[DEN]"},
            params=_TWELVE,
        ),
        example("half an hour too much is rounded up", 1, last=1, works={"ana": "D"}, params={"hours": 8}),
        example("on the last day", 5, last=1, shifts="DE", works={"ana": "-[DE]"}, params=_TWELVE),
        example("the past is past", 0, last=0, shifts="DE", before={"ana": "[DE]"}, params=_TWELVE),
        example("standby is not work", 0, last=1, shifts="DS", works={"ana": "[DS]"}, params=_TWELVE),
        example("standby that counts as work", 3, last=1, shifts="DC", works={"ana": "[DC]"}, params=_TWELVE),
    ]

    hours: float = Field(default=12, gt=0, le=48, description="from the first start to the last end, at most")

    @classmethod
    def defaults(cls) -> list[Rule]:
        return []

    def post(self, model: RuleModel, problem: Problem) -> None:
        most = round(60 * self.hours)
        for person in self.concerns(problem):
            days: dict[date, list[Shift]] = defaultdict(list)
            for shift in problem.work_of(person):
                if not problem.is_past(shift):
                    days[shift.day].append(shift)
            for shifts in days.values():
                bounds: list[Bound] = []
                for one, other in combinations_with_replacement(shifts, 2):
                    span = minutes_between(min(one.start, other.start), max(one.end, other.end))
                    both = [(span, model.works(person, shift)) for shift in (one, other)]
                    bounds.append((most + span, both))  # one alone stays within it, both together go `span` further
                model.worst(self, bounds, unit=60)

    def check(self, problem: Problem, roster: Roster) -> Iterator[Violation]:
        for person in self.concerns(problem):
            days: dict[date, list[Shift]] = defaultdict(list)
            for shift in problem.work(person, roster):
                days[shift.day].append(shift)
            for day, shifts in sorted(days.items()):
                first, last = min(s.start for s in shifts), max(s.end for s in shifts)
                too_long = minutes_between(first, last) - round(60 * self.hours)
                if too_long > 0 and day >= problem.first_day:
                    span = minutes_between(first, last) / 60
                    because = f"{person.id} works within {span:g} h on {day}; {self.hours:g} h are the most"
                    ids = tuple(s.id for s in shifts)
                    yield Violation(self.name, -(-too_long // 60), because, person.id, ids, first)
