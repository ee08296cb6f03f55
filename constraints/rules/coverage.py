"""Coverage: enough people are there at every instant."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import time
from typing import ClassVar

from pydantic import Field

from constraints.base import Example, Rule
from constraints.examples import ANA, AUTUMN, BEN, CAI, DUBLIN, FAR, HUB, SPRING, example, instant
from scheduler.domain.coverage import CoverageRequirement, TimeBand
from scheduler.domain.roster import Roster, Tier, Violation
from scheduler.domain.shift import EVERY_DAY
from scheduler.intervals import Interval, utc_text
from scheduler.presence import present, stretches
from scheduler.problem import Problem, RuleModel

_ONE = (CoverageRequirement("floor", minimum=1),)
_MORNING = (instant(0, 8), instant(0, 15))
_SMALL_HOURS = CoverageRequirement("small hours", minimum=1, when=TimeBand(EVERY_DAY, time(), time(6), DUBLIN.zone))


class Coverage(Rule):
    """Each requirement's minimum is met, and its maximum not exceeded, in every elementary interval.

    Shift boundaries of all sites cut the time in which coverage is owed, so that handovers and the hour that a clock
    change opens are seen. Who shadows does not count.
    """

    name: ClassVar[str] = "coverage"
    TIER: ClassVar[Tier] = Tier.SHORTFALL
    unit: ClassVar[str] = "one person missing (or too many) for one minute"
    formula: ClassVar[str] = (
        "for each requirement and elementary interval: minutes * (max(0, minimum - people there) + max(0, people "
        "there - maximum))"
    )
    source: ClassVar[str] = "the manager's coverage requirements"
    EXAMPLES: ClassVar[list[Example]] = [
        example("one person where one is owed", 0, last=0, works={"ana": "D"}, coverage=_ONE, coverage_window=_MORNING),
        example("nobody for seven hours", 420, last=0, coverage=_ONE, coverage_window=_MORNING),
        example(
            "the night between the evening's end and the morning's start",
            450,
            last=1,
            shifts="DE",
            works={"ana": "E", "ben": "-D"},
            people=(ANA, BEN),
            coverage=_ONE,
            coverage_window=(instant(0, 16), instant(1, 15)),
        ),
        example(
            "who shadows does not count",
            420,
            last=0,
            works={"ana": "D"},
            people=(replace(ANA, shadows="ben"),),
            coverage=_ONE,
            coverage_window=_MORNING,
        ),
        example(
            "a skill that nobody on duty has",
            420,
            last=0,
            works={"ana": "D"},
            coverage=(CoverageRequirement("fraud", minimum=1, skill="fraud-scam"),),
            coverage_window=_MORNING,
        ),
        example(
            "a week of standby that nobody takes, for two days",
            2880,
            last=0,
            shifts="S",
            coverage=(CoverageRequirement("second", minimum=1, template="standby"),),
            coverage_window=(instant(1), instant(3)),
        ),
        example(
            "one too many",
            420,
            last=0,
            works={"ana": "D", "ben": "D"},
            people=(ANA, BEN),
            coverage=(CoverageRequirement("desk", minimum=0, maximum=1),),
            coverage_window=_MORNING,
        ),
        example(
            "a night of the past runs into the first hours",
            90,
            last=0,
            shifts="DN",
            before={"ana": "N"},
            coverage=_ONE,
            coverage_window=(instant(0, 6), instant(0, 9)),
        ),
        example(
            "two where three are owed",
            60,
            last=0,
            works={"ana": "D", "ben": "D"},
            people=(ANA, BEN),
            coverage=(CoverageRequirement("desk", minimum=3),),
            coverage_window=(instant(0, 14), instant(0, 15)),
        ),
        example(
            "the other site counts unless one is named",
            420,
            last=0,
            works={"cai": "F"},
            people=(ANA, CAI),
            sites=(HUB, replace(FAR, zone="Europe/Dublin")),
            shifts="DF",
            coverage=(*_ONE, CoverageRequirement("hub", minimum=1, site="hub")),
            coverage_window=_MORNING,
        ),
        example(
            "the other site's clocks go forward: its shift ends an hour earlier",
            30,
            first=SPRING - 1,
            last=SPRING,
            works={"cai": "FF"},
            people=(CAI,),
            sites=(HUB, replace(FAR, zone="Europe/Dublin")),
            shifts="F",
            coverage=(CoverageRequirement("floor", minimum=1, when=TimeBand(EVERY_DAY, time(8), time(15), "UTC")),),
        ),
        example(
            "from midnight to 06:00 there are five hours when the clocks go forward",
            300,
            first=SPRING,
            last=SPRING,
            sites=(DUBLIN,),
            coverage=(_SMALL_HOURS,),
            coverage_window=(instant(SPRING - 1, 12), instant(SPRING, 12)),
        ),
        example(
            "and seven when they go back",
            420,
            first=AUTUMN,
            last=AUTUMN,
            sites=(DUBLIN,),
            coverage=(_SMALL_HOURS,),
            coverage_window=(instant(AUTUMN - 1, 12), instant(AUTUMN, 12)),
        ),
        example(
            "who is on standby is not there",
            420,
            last=0,
            shifts="DS",
            works={"ana": "S"},
            coverage=_ONE,
            coverage_window=_MORNING,
        ),
        example(
            "somebody with the skill, and somebody without it",
            0,
            last=0,
            people=(ANA, replace(BEN, skills=frozenset())),
            works={"ana": "D", "ben": "D"},
            coverage=(CoverageRequirement("lead", minimum=1, maximum=1, skill="lead"),),
            coverage_window=_MORNING,
        ),
        example(
            "one relieves the other at midnight",
            0,
            last=1,
            people=(ANA, BEN),
            shifts="LM",
            works={"ana": "L-", "ben": "-M"},
            coverage=(CoverageRequirement("desk", minimum=1, maximum=1),),
            coverage_window=(instant(0, 16), instant(1, 8)),
        ),
        example(
            "somebody on two shifts at once is one person",
            90,
            last=0,
            people=(ANA, BEN),
            shifts="DE",
            works={"ana": "[DE]", "ben": "D"},
            coverage=(CoverageRequirement("desk", minimum=2, maximum=2),),
            coverage_window=(instant(0, 14), instant(0, 17)),
        ),
    ]

    people: frozenset[str] = Field(default=frozenset(), max_length=0, description="not of use: coverage is owed by all")

    def post(self, model: RuleModel, problem: Problem) -> None:
        for requirement in self.requirements(problem):
            for stretch in stretches(problem, requirement):
                minutes = stretch.interval.minutes
                there = [model.once([model.works(p, s) for s in shifts]) for p, shifts in stretch.able]
                terms = [(minutes * people, lit) for once in there for people, lit in once]
                model.at_least(self, minutes * requirement.minimum, terms)
                if requirement.maximum is not None:
                    model.at_most(self, minutes * requirement.maximum, terms)

    def check(self, problem: Problem, roster: Roster) -> Iterator[Violation]:
        for requirement in self.requirements(problem):
            for interval, people in present(problem, roster, requirement):
                missing = requirement.minimum - len(people)
                if missing > 0:
                    yield self._violation(requirement, interval, len(people), f"of {requirement.minimum}", missing)
                if requirement.maximum is not None and len(people) > requirement.maximum:
                    extra = len(people) - requirement.maximum
                    yield self._violation(
                        requirement, interval, len(people), f"where {requirement.maximum} are the most", extra
                    )

    def _violation(
        self, requirement: CoverageRequirement, interval: Interval, there: int, wanted: str, amount: int
    ) -> Violation:
        since, until = utc_text(interval.start), utc_text(interval.end)
        because = f"{requirement.id}: {there} {wanted} from {since} to {until}"
        about = f"{requirement.id}, {wanted}"
        amount *= interval.minutes
        return Violation(self.name, amount, because, start=interval.start, end=interval.end, about=about)
