"""Fairness: burdens are shared out in proportion, with what was carried over from last quarter."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from math import ceil, floor
from typing import Any, ClassVar, Literal

from pydantic import Field

from constraints.base import Example, Rule, Weight
from constraints.examples import ANA, BEN, CAI, FAR, HUB, day, example
from scheduler.burden import COUNTED, Burden, burden_of, done, share, sharers, shifts_with
from scheduler.carry_over import carried
from scheduler.domain.burden import CarryOver, Points
from scheduler.domain.holidays import Holiday
from scheduler.domain.people import Leave, LedgerEntry, Person
from scheduler.domain.roster import Roster, Tier, Violation
from scheduler.problem import Problem, RuleModel, Total

Totals = dict[str, Fraction]
_NOTHING = Fraction(0)
_ANA_HAD_TEN = (LedgerEntry("ana", night_shifts=10),)


def _nights(says: str, amount: int, ben: float = 1.0, **more: Any) -> Example:
    params = {"of": ["nights"], "tolerance": 0} | more.pop("params", {})
    people = (ANA, replace(BEN, fte=ben))
    return example(says, amount, **{"last": 2, "people": people, "shifts": "N", "params": params} | more)


def _points(says: str, amount: int, **more: Any) -> Example:
    params = {"of": ["points"], "tolerance": 0} | more.pop("params", {})
    brought = {"last": 2, "people": (ANA, BEN), "shifts": "DEN", "points": Points(), "params": params}
    return example(says, amount, **brought | more)


class Fairness(Rule):
    """At a site, everybody's total of each burden is near the fair level, in proportion to the share of full-time work.

    A person's total is what was carried over plus what the roster adds; the fair level is the one that suits best.
    Distances count in whole shifts (for hours, eight hours; for points, one point). `worst` adds the most that anybody
    is above the level to the most that anybody is below it, and forgives `tolerance`; `sum` adds everybody's distance.
    Who shadows is left out.
    """

    name: ClassVar[str] = "fairness"
    unit: ClassVar[str] = "one whole shift, or point, of distance from the fair level, at one site for one burden"
    formula: ClassVar[str] = (
        "for each site and each burden in `of`, at the best whole level: with distance = total - level * share of "
        "full-time, where `measure` is worst max(0, floor(most above) + floor(most below) - `tolerance`), where it is "
        "sum the sum of floor(|distance|)"
    )
    source: ClassVar[str] = "house rule: first the worst-off person, then the sum"
    EXAMPLES: ClassVar[list[Example]] = [
        _nights("a night each", 0, works={"ana": "N", "ben": "--N"}),
        _nights("two nights and none", 2, works={"ana": "N-N"}),
        _nights("two nights and none, summed", 2, works={"ana": "N-N"}, params={"measure": "sum"}),
        _nights("one apart is tolerated", 0, works={"ana": "N"}, params={"tolerance": 1}),
        _nights(
            "what was carried over counts",
            0,
            works={"ana": "N-N"},
            ledger=(LedgerEntry("ana", night_shifts=10), LedgerEntry("ben", night_shifts=12)),
        ),
        _nights(
            "a share of it does",
            2,
            works={"ana": "N-N"},
            ledger=(LedgerEntry("ana", night_shifts=10), LedgerEntry("ben", night_shifts=12)),
            carry_over=CarryOver(keep=0.4),
        ),
        _nights(
            "up to a cap",
            4,
            ledger=(LedgerEntry("ana", night_shifts=20), LedgerEntry("ben", night_shifts=2)),
            carry_over=CarryOver(most=2),
        ),
        _nights(
            "the ledger can say what is carried over",
            1,
            works={"ben": "N"},
            ledger=(LedgerEntry("ana", night_shifts=20, carried_nights=1.6), LedgerEntry("ben", night_shifts=2)),
        ),
        _nights("half the nights for half the work", 0, ben=0.5, last=3, works={"ana": "N--N", "ben": "-N"}),
        _nights(
            "a newcomer, who has no ledger, starts at no debt", 0, works={"ana": "N", "ben": "-N"}, ledger=_ANA_HAD_TEN
        ),
        _nights("as many nights for half the work", 1, ben=0.5, last=3, works={"ana": "N--N", "ben": "-N-N"}),
        _nights("everybody a night and the last one too", 1, ben=0.5, last=1, works={"ana": "N", "ben": "NN"}),
        _nights(
            "employed for half of the period",
            0,
            last=3,
            people=(ANA, replace(BEN, first_day=day(2))),
            works={"ana": "NN", "ben": "--N"},
        ),
        _nights("who shadows is left out", 0, people=(ANA, replace(BEN, shadows="ana")), works={"ana": "NNN"}),
        example(
            "the weekend's shifts, by the day they start on",
            2,
            first=4,
            people=(ANA, BEN),
            shifts="DN",
            works={"ana": "NDD", "ben": "N--"},
            params={"of": ["weekends"], "measure": "sum"},
        ),
        example(
            "public holidays of the site",
            1,
            last=2,
            people=(ANA, BEN),
            sites=(replace(HUB, holidays=(Holiday(day(0), "Founders' Day"), Holiday(day(1), "Bank holiday"))),),
            works={"ana": "DDD"},
            params={"of": ["holidays"]},
        ),
        example(
            "weeks of standby among those who have the skill",
            1,
            last=7,
            people=(ANA, BEN, Person("dan", "hub")),
            shifts="S",
            works={"ana": "S------S"},
            params={"of": ["standby"]},
        ),
        example(
            "hours by the shift of eight, leave counted as worked",
            1,
            last=4,
            people=(ANA, BEN),
            works={"ana": "DDD"},
            leave=(Leave("ben", day(0), day(1)),),
            params={"of": ["hours"], "tolerance": 0},
        ),
        _points("nothing is weighed where the team does not say how", 0, works={"ana": "NNN"}, points=None),
        _points("a night weighs three points", 3, works={"ana": "N"}),
        _points("a night weighs three points, summed", 3, works={"ana": "N"}, params={"measure": "sum"}),
        _points("three evenings weigh as much as a night", 0, works={"ana": "N--", "ben": "EEE"}),
        _points("an ordinary day weighs nothing", 0, works={"ana": "DDD"}),
        _points("less than a whole point is no distance", 0, works={"ana": "E"}, points=Points(evening=99)),
        _points("a night at the weekend weighs five, a day two", 3, first=5, last=6, works={"ana": "-N", "ben": "D-"}),
        _points(
            "a public holiday weighs four, a day that somebody keeps eight",
            4,
            people=(replace(ANA, observances=frozenset({day(1)})), BEN),
            sites=(replace(HUB, holidays=(Holiday(day(2), "Founders' Day"),)),),
            works={"ana": "-D-", "ben": "-DD"},
        ),
        _points(
            "a public holiday that somebody keeps weighs once",
            8,
            people=(replace(ANA, observances=frozenset({day(1)})), BEN),
            sites=(replace(HUB, holidays=(Holiday(day(1), "Founders' Day"),)),),
            works={"ana": "-D-"},
        ),
        _points(
            "a week of standby is seven nights and a weekend at a quarter: 6.25", 6, shifts="S", works={"ana": "S"}
        ),
        _points(
            "points that were carried over count",
            0,
            works={"ben": "N"},
            ledger=(LedgerEntry("ana", carried_points=2.5), LedgerEntry("ben", carried_points=-0.25)),
        ),
        _points(
            "half the points for half the work",
            0,
            people=(ANA, replace(BEN, fte=0.5)),
            works={"ana": "N-N", "ben": "N"},
        ),
        example(
            "each site for itself",
            0,
            last=2,
            people=(ANA, CAI),
            sites=(HUB, FAR),
            shifts="DF",
            works={"ana": "DDD"},
            params={"of": ["hours"], "tolerance": 0},
        ),
    ]

    weight: Weight = Field(default=1, description="price of one shift of distance, or hard")
    of: frozenset[Burden] = Field(
        default=frozenset(COUNTED), description="the burdens that are shared out; points as the document weighs them"
    )
    measure: Literal["worst", "sum"] = Field(
        default="worst", description="the spread between the extremes, or all distances"
    )
    tolerance: int = Field(default=1, ge=0, le=100, description="shifts between the extremes that cost nothing")

    @classmethod
    def defaults(cls) -> list[Rule]:
        return [cls(), cls(measure="sum")]

    @property
    def tier(self) -> Tier:
        return Tier.FAIRNESS if self.measure == "worst" else Tier.BALANCE

    def post(self, model: RuleModel, problem: Problem) -> None:
        for _, burden, people in self._groups(problem):
            totals = [_posted(model, problem, person, burden) for person in people]
            if self.measure == "worst":
                model.spread(self, totals, burden.unit, self.tolerance)
            else:
                model.deviation(self, totals, burden.unit)

    def check(self, problem: Problem, roster: Roster) -> Iterator[Violation]:
        for site, burden, people in self._groups(problem):
            totals = {p.id: _total(problem, roster, p, burden) for p in people}
            fair = {p.id: Fraction(share(problem, p), 100) for p in people}
            amount, level = min((self._amount(_ahead(totals, fair, level)), level) for level in _levels(totals, fair))
            if amount > 0:
                ahead = _ahead(totals, fair, level)
                most, least = max(ahead, key=lambda id: ahead[id]), min(ahead, key=lambda id: ahead[id])
                units = "points" if burden is Burden.POINTS else "shifts"
                because = (
                    f"{burden} at {site}: {most} is {float(ahead[most]):+.1f} {units} from the fair level and {least} "
                    f"{float(ahead[least]):+.1f}, carry-over included"
                )
                yield Violation(self.name, amount, because, most, about=f"{burden} at {site}")

    def _amount(self, ahead: Totals) -> int:
        if self.measure == "sum":
            return sum(floor(abs(distance)) for distance in ahead.values())
        above, below = max(_NOTHING, *ahead.values()), -min(_NOTHING, *ahead.values())
        return max(0, floor(above) + floor(below) - self.tolerance)

    def _groups(self, problem: Problem) -> Iterator[tuple[str, Burden, list[Person]]]:
        """Every site and burden with the people who share it, where there are two at least."""
        concerned = set(self.concerns(problem))
        for site in problem.team.sites:
            for burden in sorted(self.of):
                people = [p for p in sharers(problem, site.id, burden) if p in concerned]
                if len(people) > 1:
                    yield site.id, burden, people


def _posted(model: RuleModel, problem: Problem, person: Person, burden: Burden) -> Total:
    amounts = [(burden_of(problem, person, s, burden), s) for s in shifts_with(problem, person, burden)]
    terms = [(amount, model.works(person, shift)) for amount, shift in amounts if amount]
    return share(problem, person), carried(problem, person, burden), terms


def _total(problem: Problem, roster: Roster, person: Person, burden: Burden) -> Fraction:
    """What the person has in shifts, carry-over included."""
    return Fraction(done(problem, person, roster, burden) + carried(problem, person, burden), burden.unit)


def _levels(totals: Totals, fair: Totals) -> range:
    """The whole levels between the least and the most that anybody has for a full share."""
    each = [totals[id] / fair[id] for id in totals]
    return range(max(0, floor(min(each))), max(0, ceil(max(each))) + 1)


def _ahead(totals: Totals, fair: Totals, level: int) -> Totals:
    """How far each is above the fair level, in shifts; negative below it."""
    return {id: totals[id] - fair[id] * level for id in totals}
