"""Fatigue risk: not too many log points of the relative-risk index in any 14 days."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any, ClassVar, Literal

from pydantic import Field

from constraints.base import Example, Rule
from constraints.examples import ANA, AUTUMN, BEN, CAI, DUBLIN, FAR, HUB, example
from scheduler.domain.people import Person
from scheduler.domain.roster import Roster, Tier, Violation
from scheduler.domain.shift import Shift
from scheduler.fatigue.posting import posted_points
from scheduler.fatigue.risk import risks
from scheduler.intervals import day_interval, each_day, next_day
from scheduler.problem import Bound, Lit, Problem, RuleModel

_FORTNIGHT = 14
_TIERS = {"each": Tier.POLICY, "worst": Tier.FAIRNESS, "sum": Tier.BALANCE}
_TWO_PEOPLE: dict[str, Any] = {"last": 2, "people": (ANA, BEN), "shifts": "N", "works": {"ana": "NN", "ben": "NNN"}}


def _ana(says: str, amount: int, most: int, works: str, past: str = "", **more: Any) -> Example:
    """Of one person, in a period as long as `works` says, with the shifts that she works."""
    letters = "".join(sorted({letter for letter in works + past if letter.isalpha()}))
    given: dict[str, Any] = {"last": len(works) - 1, "shifts": letters} | more
    return example(says, amount, works={"ana": works}, before={"ana": past}, params={"most": most}, **given)


class FatigueRisk(Rule):
    """In any 14 days, a person's shifts have at most `most` log points of the relative-risk index.

    The points of a shift are those of its kind and length, of its place in a run, and of a quick return, added
    (docs/fatigue.md); it counts on the day on which it starts. The past counts, in runs and returns as in the sum, but
    what was too much already then is past. `each` prices every window of everybody, `worst` only the worst window of
    anybody; `sum` counts as `each` does, but comes after `worst` among the priorities.
    """

    name: ClassVar[str] = "fatigue_risk"
    unit: ClassVar[str] = "one log point too many in the 14 days up to a day; with `worst`, in the worst 14 of anybody"
    formula: ClassVar[str] = (
        "for each person and day: max(0, log points of the 14 days up to it - max(those of the past, `most`)); where "
        "`measure` is worst, the largest of these alone"
    )
    source: ClassVar[str] = (
        "index: Folkard, Lombardi and Tucker 2005 (quoted elsewhere) and Nielsen et al. 2019 (confirmed); the cap is a "
        "house rule, for no paper read has one: 363 points are three runs of three nights of nine hours, as long as "
        "Garde et al. 2020, SJWEH 46:557, advise at most (abstract: confirmed), with two days off after each run"
    )
    EXAMPLES: ClassVar[list[Example]] = [
        _ana("three mornings of 8.5 h: 3, 3 + 2, 3 + 7", 0, 18, "DDD"),
        _ana("that is one point too many", 1, 17, "DDD"),
        _ana("nights in a row: 29, 29 + 6, 29 + 16", 9, 100, "NNN"),
        _ana("from the fourth on 29 + 31: with the third, 9 and 69 too many", 78, 100, "NNNN"),
        _ana("nights with a day between are no run", 0, 87, "N-N-N"),
        _ana("nor are those that start more than 36 hours apart: 26 + 29", 1, 54, "MN"),
        _ana("a night ends the run of days: 3, 5, 29, 3", 1, 39, "DDN-D"),
        _ana("an evening, and a morning after 7.5 h: 20, 3 + 2 + 33", 8, 50, "ED"),
        _ana("the day after the quick return is as bad: 3 + 7 + 33", 11, 90, "EDD"),
        _ana("the one after that is not: 3 + 16", 1, 119, "EDDD"),
        _ana("two shifts that overlap: 3, 20 + 2 + 33", 8, 50, "[DE]", last=0),
        _ana("in the first 14 days of 15, where 13 windows hold both", 13 * 4, 60, "NN-------------"),
        _ana("in the last of 15 days", 4, 60, "-------------NN"),
        _ana("what is older than 14 days has passed", 0, 29, "N", "N-------------"),
        _ana("but not what is 13 days old", 29, 29, "N", "N------------"),
        _ana("two nights of the past make it the third", 9, 100, "N", "NN"),
        _ana("what was too much in the past is past", 0, 100, "-", "NNNN", shifts="N"),
        _ana("and what comes on top is not", 60, 100, "N", "NNN"),
        _ana("a quick return on the eve is felt on the first day", 41, 60, "D", "ED"),
        _ana("standby is not work", 0, 3, "[DS]", last=0),
        _ana(
            "a night of 9.5 h, as the clocks go back: 36",
            7,
            29,
            "N",
            first=AUTUMN - 1,
            last=AUTUMN - 1,
            sites=(DUBLIN,),
        ),
        example(
            "a morning by the clock of the person's site, a night by another",
            0,
            last=0,
            people=(CAI,),
            sites=(HUB, FAR),
            shifts="F",
            works={"cai": "F"},
            params={"most": 3},
        ),
        example("each window of everybody: 14 and 14, 14 and 59", 101, **_TWO_PEOPLE, params={"most": 50}),
        example("the worst of them", 59, **_TWO_PEOPLE, params={"most": 50, "measure": "worst"}),
        example("the sum of them", 101, **_TWO_PEOPLE, params={"most": 50, "measure": "sum"}),
    ]

    most: int = Field(default=363, ge=0, le=10_000, description="log points in any 14 days, at most")
    measure: Literal["each", "worst", "sum"] = Field(
        default="each", description="what is priced: each window, the worst of all, or each after the worst"
    )

    @classmethod
    def defaults(cls) -> list[Rule]:
        return []

    @property
    def tier(self) -> Tier:
        return _TIERS[self.measure]

    def post(self, model: RuleModel, problem: Problem) -> None:
        bounds = [bound for person in self.concerns(problem) for bound in self._bounds(model, problem, person)]
        for together in [bounds] if self.measure == "worst" else [[bound] for bound in bounds]:
            model.worst(self, together)

    def check(self, problem: Problem, roster: Roster) -> Iterator[Violation]:
        found = [v for person in self.concerns(problem) for v in self._too_much(problem, roster, person)]
        if found and self.measure == "worst":
            found = [max(found, key=lambda violation: violation.amount)]
        yield from found

    def _bounds(self, model: RuleModel, problem: Problem, person: Person) -> Iterator[Bound]:
        """For each window what it may come to beyond what it had in the past, and its decisions with their points."""
        before = self._points(problem, problem.worked_before(person), person)
        by_day: dict[date, list[tuple[int, Lit]]] = defaultdict(list)
        for shift, points in posted_points(model, problem, person):
            by_day[shift.day].extend(() if problem.is_past(shift) else points)
        summed = [(day, model.summed(terms)) for day, terms in by_day.items()]
        for last in each_day(problem.first_day, problem.last_day):
            first = next_day(last, 1 - _FORTNIGHT)
            past = sum(points for s, points in before if first <= s.day)
            yield max(0, self.most - past), [term for day, own in summed if first <= day <= last for term in own]

    def _too_much(self, problem: Problem, roster: Roster, person: Person) -> Iterator[Violation]:
        worked = self._points(problem, problem.worked(person, roster), person)
        for last in each_day(problem.first_day, problem.last_day):
            before = next_day(last, -_FORTNIGHT)
            inside = [(s, points) for s, points in worked if before < s.day <= last]
            total = sum(points for _, points in inside)
            too_much = total - max(self.most, sum(points for s, points in inside if problem.is_past(s)))
            if too_much > 0:
                because = f"{person.id} has {total} log points of risk in the 14 days up to {last}"
                start = day_interval(last, problem.site(person.site).zone).start
                ids = tuple(s.id for s, _ in inside)
                yield Violation(self.name, too_much, f"{because}; {self.most} are the most", person.id, ids, start)

    @staticmethod
    def _points(problem: Problem, worked: Sequence[Shift], person: Person) -> list[tuple[Shift, int]]:
        """The shifts that somebody worked, in order, with the points that each has after those before it."""
        index = risks([s.interval for s in worked], problem.site(person.site).zone)
        return [(s, risk.added_points) for s, risk in zip(worked, index, strict=True)]
