"""People on shift: each shift has so many people, at least and at most."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import ClassVar

from pydantic import Field

from constraints.base import Example, Rule, Templates, Weight
from constraints.examples import ANA, BEN, CAI, FAR, HUB, day, example
from scheduler.domain.roster import Roster, Tier, Violation
from scheduler.domain.shift import Shift
from scheduler.problem import Problem, RuleModel

_BOTH = (ANA, BEN)


class PeopleOnShift(Rule):
    """Each shift of a kind has at least `least` and at most `most` people, on every day or on some.

    Coverage is owed at instants, whichever shifts they come from; this is for work that is handed out by the shift. Who
    shadows does not count. Narrowed to some people it counts those only. For different prices of too few and too many
    apply it twice.
    """

    name: ClassVar[str] = "people_on_shift"
    TIER: ClassVar[Tier] = Tier.SERVICE
    unit: ClassVar[str] = "one person too few or too many on one shift"
    formula: ClassVar[str] = (
        "for each shift of `shifts` that starts on a day of `on`: max(0, `least` - people) + max(0, people - `most`)"
    )
    source: ClassVar[str] = (
        "house rule; the staff rostering literature's cover by the shift (Curtois and Qu 2014: under and over cover)"
    )
    EXAMPLES: ClassVar[list[Example]] = [
        example(
            "two where two are wanted", 0, last=0, people=_BOTH, works={"ana": "D", "ben": "D"}, params={"least": 2}
        ),
        example("one where two are wanted", 1, last=0, people=_BOTH, works={"ben": "D"}, params={"least": 2}),
        example("nobody on any of three days", 6, last=2, people=_BOTH, params={"least": 2}),
        example(
            "two where one is the most", 1, last=0, people=_BOTH, works={"ana": "D", "ben": "D"}, params={"most": 1}
        ),
        example("nobody where one is the most", 0, last=0, people=_BOTH, params={"most": 1}),
        example("the first day and the last", 2, last=2, works={"ana": "-D-"}, params={"least": 1}),
        example(
            "one kind of shift",
            1,
            last=1,
            shifts="DE",
            works={"ana": "ED"},
            params={"shifts": ["evening"], "least": 1},
        ),
        example("on some days", 1, last=3, works={"ana": "--D-"}, params={"least": 1, "on": [day(1), day(2)]}),
        example(
            "standby is meant where it is named",
            1,
            last=0,
            shifts="DS",
            works={"ana": "D"},
            params={"shifts": ["standby"], "least": 1},
        ),
        example("and not where no shift is", 0, last=0, shifts="DS", works={"ana": "D"}, params={"least": 1}),
        example(
            "who shadows does not count",
            1,
            last=0,
            people=(ANA, replace(BEN, shadows="ana")),
            works={"ana": "D", "ben": "D"},
            params={"least": 2},
        ),
        example(
            "each site has its own shifts",
            1,
            last=0,
            people=(ANA, CAI),
            sites=(HUB, FAR),
            shifts="DF",
            works={"cai": "F"},
            params={"least": 1},
        ),
        example("the past is past", 0, last=0, before={"ana": "--"}, works={"ana": "D"}, params={"least": 1}),
    ]

    weight: Weight = Field(default=100, description="price of one person too few or too many, or hard")
    shifts: Templates = Field(default=frozenset(), description="the kinds of shift; empty: all on-duty ones")
    on: frozenset[date] = Field(default=frozenset(), description="the days on which it holds; empty: every day")
    least: int = Field(default=0, ge=0, le=1000, description="how many people at least")
    most: int | None = Field(default=None, ge=0, le=1000, description="how many people at most; left out: any number")

    @classmethod
    def defaults(cls) -> list[Rule]:
        return []

    def post(self, model: RuleModel, problem: Problem) -> None:
        counted = [p for p in self.concerns(problem) if problem.counts(p)]
        sites = {p.site for p in self.concerns(problem)}
        for shift in problem.shifts:
            if shift.site in sites and self._means(shift):
                terms = [(1, model.works(p, shift)) for p in counted if p.site == shift.site]
                model.at_least(self, self.least, terms)
                if self.most is not None:
                    model.at_most(self, self.most, terms)

    def _means(self, shift: Shift) -> bool:
        named = shift.template in self.shifts if self.shifts else shift.on_duty
        return named and (not self.on or shift.day in self.on)

    def check(self, problem: Problem, roster: Roster) -> Iterator[Violation]:
        alone = {p.id: p.shadows is None for p in self.concerns(problem)}
        for site in {problem.person(id).site for id in alone}:
            for shift in (s for s in problem.shifts if s.site == site and self._means(s)):
                there = sum(alone.get(id, False) for id in roster.by_shift.get(shift.id, ()))
                wrong = max(self.least - there, 0)
                if self.most is not None:
                    wrong += max(there - self.most, 0)
                if wrong:
                    bounds = f"{self.least} to {'any number' if self.most is None else self.most}"
                    because = f"{shift.id} has {there} people, not {bounds}"
                    yield Violation(self.name, wrong, because, shifts=(shift.id,), start=shift.start)
