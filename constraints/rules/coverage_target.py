"""Coverage target: as many people as the manager would like."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import ClassVar

from pydantic import Field

from constraints.base import Example, Rule, Weight
from constraints.examples import ANA, BEN, DUBLIN, SPRING, example, instant
from scheduler.domain.coverage import CoverageRequirement
from scheduler.domain.roster import Roster, Tier, Violation
from scheduler.intervals import utc_text
from scheduler.presence import present, stretches
from scheduler.problem import Problem, RuleModel

_TWO = (CoverageRequirement("floor", minimum=1, target=2),)
_SEVEN = (instant(0, 8), instant(0, 15))


class CoverageTarget(Rule):
    """In every elementary interval each requirement that has a target reaches it."""

    name: ClassVar[str] = "coverage_target"
    TIER: ClassVar[Tier] = Tier.SERVICE
    unit: ClassVar[str] = "one person short of the target for one minute"
    formula: ClassVar[str] = (
        "for each requirement with a target and each elementary interval: minutes * max(0, target - people there)"
    )
    source: ClassVar[str] = "the manager's coverage requirements"
    EXAMPLES: ClassVar[list[Example]] = [
        example(
            "two where two are the target",
            0,
            last=0,
            people=(ANA, BEN),
            works={"ana": "D", "ben": "D"},
            coverage=_TWO,
            coverage_window=_SEVEN,
        ),
        example(
            "one where two are the target",
            420,
            last=0,
            people=(ANA, BEN),
            works={"ben": "D"},
            coverage=_TWO,
            coverage_window=_SEVEN,
        ),
        example("nobody lacks two", 840, last=0, people=(ANA, BEN), coverage=_TWO, coverage_window=_SEVEN),
        example(
            "no target, no wish",
            0,
            last=0,
            coverage=(CoverageRequirement("floor", minimum=1),),
            coverage_window=_SEVEN,
        ),
        example(
            "from midnight to the end of a night on which the clocks go forward",
            450,
            first=SPRING - 1,
            last=SPRING,
            people=(ANA, BEN),
            shifts="N",
            sites=(DUBLIN,),
            works={"ana": "N"},
            coverage=_TWO,
            coverage_window=(instant(SPRING, 0, DUBLIN.zone), instant(SPRING, 8, DUBLIN.zone)),
        ),
        example(
            "two of a night of the past",
            180,
            last=0,
            people=(ANA, BEN),
            shifts="DN",
            before={"ana": "N", "ben": "N"},
            coverage=_TWO,
            coverage_window=(instant(0, 6), instant(0, 9)),
        ),
        example(
            "who is on standby or shadows does not count",
            1320,
            last=1,
            people=(ANA, BEN, replace(BEN, id="dan", shadows="ana")),
            shifts="DS",
            works={"ana": "S", "ben": "-D", "dan": "-D"},
            coverage=_TWO,
            coverage_window=(instant(1), instant(1, 15)),
        ),
        example(
            "somebody on two shifts at once is one person",
            60,
            last=0,
            shifts="DE",
            works={"ana": "[DE]"},
            coverage=_TWO,
            coverage_window=(instant(0, 15), instant(0, 16)),
        ),
    ]

    weight: Weight = Field(default=1, description="price of one minute of one person, or hard")
    people: frozenset[str] = Field(default=frozenset(), max_length=0, description="not of use: coverage is owed by all")

    def post(self, model: RuleModel, problem: Problem) -> None:
        for requirement in self.requirements(problem):
            if requirement.target is not None:
                for stretch in stretches(problem, requirement):
                    minutes = stretch.interval.minutes
                    there = [model.once([model.works(p, s) for s in shifts]) for p, shifts in stretch.able]
                    terms = [(minutes * people, lit) for once in there for people, lit in once]
                    model.at_least(self, minutes * requirement.target, terms)

    def check(self, problem: Problem, roster: Roster) -> Iterator[Violation]:
        for requirement in self.requirements(problem):
            if requirement.target is None:
                continue
            for interval, people in present(problem, roster, requirement):
                short = requirement.target - len(people)
                if short > 0:
                    because = (
                        f"{requirement.id}: {len(people)} of the wished {requirement.target} from "
                        f"{utc_text(interval.start)} to {utc_text(interval.end)}"
                    )
                    yield Violation(
                        self.name,
                        short * interval.minutes,
                        because,
                        start=interval.start,
                        end=interval.end,
                        about=requirement.id,
                    )
