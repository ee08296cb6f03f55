"""Minimum change: a new plan leaves what is published as it is, as far as it can."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Annotated, Any, ClassVar, Literal

from pydantic import Field

from constraints.base import Example, Rule, Weight
from constraints.examples import ANA, BEN, CAI, FAR, HUB, day, example, instant, published
from scheduler.domain.holidays import Holiday
from scheduler.domain.people import Leave, Person
from scheduler.domain.roster import Assignment, Roster, Violation
from scheduler.domain.shift import Shift
from scheduler.domain.team import Published
from scheduler.intervals import (
    SATURDAY,
    Interval,
    days_between,
    days_interval,
    each_day,
    each_week,
    local_day,
    monday_of,
    next_day,
    shift_by,
)
from scheduler.problem import Condition, Lit, Problem, RuleModel, Terms

# 10 today and tomorrow, evenly down to 1 two weeks away.
_PRICES = (10, 10, 9, 9, 8, 7, 7, 6, 5, 4, 4, 3, 2, 2, 1)
_TWO, _PEOPLE = (ANA, BEN), {"measure": "people"}
_WEEK, _HANDED_OVER = published({"ana": "DDDDD--"}), {"ana": "DDDD--", "ben": "----D"}
_HOLIDAY = (replace(HUB, holidays=(Holiday(day(0), "Founders' Day"),)),)


def _today(says: str, amount: int, offset: int, was: str = "", now: str = "", **more: Any) -> Example:
    """An example of one day, planned on the day itself."""
    known = published({"ana": was}, first=offset, last=offset, as_of=instant(offset))
    return example(says, amount, first=offset, last=offset, works={"ana": now}, published=known, **more)


class MinimumChange(Rule):
    """Few assignments, or few people, are changed against what is published.

    `changes` adds up the `prices` of assignments lost and gained, of any duty, by how many days there are from `as_of`
    to the shift's, at the person's site; the last price holds for all later days. A gained on-duty shift costs double
    when it reaches into a free weekend or holiday: one into which no on-duty shift of the person reaches, published or
    past. `people` counts those who lose or gain anything. `most` points or people are free.

    What somebody lost by leave, or by not being employed, is no change. The rule says nothing of days of which nothing
    is published. To change few people first, and then little, ask for it twice: `people` with a weight of 1000, and
    `changes` with 1.
    """

    name: ClassVar[str] = "minimum_change"
    against_published: ClassVar[bool] = True
    unit: ClassVar[str] = "one point of the changes' prices, or one person"
    formula: ClassVar[str] = (
        "max(0, n - `most`), where n, by `measure`, are the people with a change, or the sum over all changes of "
        "`prices`[days to the shift], twice that for a free weekend or holiday taken"
    )
    source: ClassVar[str] = "house rule; re-rostering practice: change few people first, then the nearest days least"
    EXAMPLES: ClassVar[list[Example]] = [
        example("as published", 0, works={"ana": "DDDDD--"}, published=_WEEK),
        example("a shift lost today", 10, works={"ana": "-DDDD--"}, published=_WEEK),
        example("tomorrow", 10, works={"ana": "D-DDD--"}, published=_WEEK),
        example("the day after", 9, works={"ana": "DD-DD--"}, published=_WEEK),
        example("in four days", 8, works={"ana": "DDDD---"}, published=_WEEK),
        example("in thirteen days", 2, last=13, published=published({"ana": "-------------D"}, last=13)),
        example("in fourteen", 1, last=14, published=published({"ana": "--------------D"}, last=14)),
        example("in fifteen", 1, last=15, published=published({"ana": "---------------D"}, last=15)),
        example("yesterday", 10, last=1, published=published({"ana": "D-"}, last=1, as_of=instant(1))),
        _today("a shift gained", 10, 0, now="D"),
        _today("another shift is two changes", 20, 0, was="D", now="E", shifts="DE"),
        _today("standby takes no weekend", 10, 0, now="S", shifts="S"),
        _today("a free Saturday", 20, 5, now="D"),
        _today("a free Saturday lost again", 10, 5, was="D"),
        _today("a Saturday with another shift on it", 10, 5, was="E", now="[DE]", shifts="DE"),
        _today("a night into a free Saturday", 20, 4, now="N", shifts="N"),
        _today("an evening until midnight on Friday", 10, 4, now="L", shifts="L"),
        _today("a Sunday after a Saturday of the past", 10, 6, now="D", before={"ana": "D"}),
        _today("a Sunday after standby of the past", 20, 6, now="D", shifts="DS", before={"ana": "S-----"}),
        _today("a holiday", 20, 0, now="D", sites=_HOLIDAY),
        _today("a holiday with another shift on it", 10, 0, was="E", now="[DE]", shifts="DE", sites=_HOLIDAY),
        _today("a day that the person keeps", 20, 0, now="D", people=(replace(ANA, observances=frozenset({day(0)})),)),
        example(
            "today is that of the site: Tuesday in Singapore, 20:00 UTC on Monday",
            9,
            last=4,
            people=(CAI,),
            sites=(HUB, FAR),
            shifts="F",
            works={"cai": "----F"},
            published=published({}, last=4, as_of=instant(0, 20)),
        ),
        example(
            "leave since then, and somebody else for it",
            10,
            last=2,
            people=_TWO,
            works={"ben": "-D-"},
            leave=(Leave("ana", day(1), day(1)),),
            published=published({"ana": "-D-"}, last=2),
        ),
        example(
            "one shift ends as leave begins, another begins as it ends",
            19,
            last=2,
            shifts="LM",
            leave=(Leave("ana", day(1), day(1)),),
            published=published({"ana": "L-M"}, last=2),
        ),
        example(
            "employed for the second of three days only",
            10,
            last=2,
            people=(replace(ANA, first_day=day(1), last_day=day(1)),),
            published=published({"ana": "DDD"}, last=2),
        ),
        example("nothing is published", 0, works={"ana": "D"}),
        example("before the days that are published", 0, last=2, works={"ana": "D"}, published=published({}, first=1)),
        example("after them", 0, last=2, works={"ana": "--D"}, published=published({}, last=1)),
        example("the last of them", 10, last=2, works={"ana": "-D"}, published=published({}, last=1)),
        example("what is free", 4, works={"ana": "--DDD--"}, published=_WEEK, params={"most": 16}),
        example("other prices", 8, works={"ana": "---DD--"}, published=_WEEK, params={"prices": [5, 2, 1]}),
        example("nobody changed", 0, works={"ana": "DDDDD--"}, published=_WEEK, params=_PEOPLE),
        example("one person, many changes", 1, works={"ana": "-D-DDD-"}, published=_WEEK, params=_PEOPLE),
        example("one person gains a shift", 1, works={"ana": "DDDDDD-"}, published=_WEEK, params=_PEOPLE),
        example("a shift handed over", 2, people=_TWO, works=_HANDED_OVER, published=_WEEK, params=_PEOPLE),
        example("one is free", 1, people=_TWO, works=_HANDED_OVER, published=_WEEK, params=_PEOPLE | {"most": 1}),
    ]

    weight: Weight = Field(default=1, description="price of one point or person, or hard")
    measure: Literal["changes", "people"] = Field(default="changes", description="what is counted")
    most: int = Field(default=0, ge=0, le=1_000_000, description="how many points, or people, are free")
    prices: tuple[Annotated[int, Field(ge=1, le=1000)], ...] = Field(
        default=_PRICES, min_length=1, max_length=100, description="of a change today, tomorrow, and so on"
    )

    @classmethod
    def defaults(cls) -> list[Rule]:
        return []

    def post(self, model: RuleModel, problem: Problem) -> None:
        known = problem.team.published
        if known is not None:
            owed = self._people_changed if self.measure == "people" else self._prices_paid
            terms = [term for person in self.concerns(problem) for term in owed(model, problem, known, person)]
            model.at_most(self, self.most, terms)

    def _people_changed(self, model: RuleModel, problem: Problem, known: Published, person: Person) -> Terms:
        had, others = _decisions(problem, known, person)
        lost: list[Condition] = [([], [model.works(person, s)]) for s in had]
        gained: list[Condition] = [([model.works(person, s)], []) for s in others]
        return [(1, model.whenever(lost + gained))]

    def _prices_paid(self, model: RuleModel, problem: Problem, known: Published, person: Person) -> Terms:
        had, others = _decisions(problem, known, person)
        today, free = local_day(known.as_of, problem.site(person.site).zone), _days_off(problem, known, person)
        terms: list[tuple[int, Lit]] = []
        for shift in had:
            price = self._price(today, shift)
            terms += [(price, True), (-price, model.works(person, shift))]
        for shift in others:
            dear = shift.on_duty and any(shift.interval.overlaps(days) for days in free)
            terms.append((self._price(today, shift) * (2 if dear else 1), model.works(person, shift)))
        return terms

    def _price(self, today: date, shift: Shift) -> int:
        return self.prices[min(max(0, days_between(today, shift.day)), len(self.prices) - 1)]

    def check(self, problem: Problem, roster: Roster) -> Iterator[Violation]:
        free, known = self.most, problem.team.published
        people = self.concerns(problem) if known else ()
        found = [change for p in people for change in self._found(list(self._changes(problem, p, roster)))]
        for change in sorted(found, key=lambda change: change.amount):
            left = change.amount - free
            free = max(0, -left)
            if left > 0:
                yield replace(change, amount=left)

    def _found(self, changes: list[Violation]) -> list[Violation]:
        """What counts of the changes of one person."""
        if self.measure == "changes" or not changes:
            return changes
        shifts = tuple(id for change in changes for id in change.shifts)
        because = f"{changes[0].person} has lost or gained {', '.join(shifts)} against what is published"
        return [replace(changes[0], amount=1, because=because, shifts=shifts)]

    def _changes(self, problem: Problem, person: Person, roster: Roster) -> Iterator[Violation]:
        known = problem.team.published
        assert known is not None
        had, has = (set(of.by_person.get(person.id, ())) for of in (known.roster, roster))
        today = local_day(known.as_of, problem.site(person.site).zone)
        for shift in (s for s in problem.shifts_of(person, None) if s.id in had ^ has and known.speaks_of(s.day)):
            days = days_between(today, shift.day)
            price = self.prices[-1] if days >= len(self.prices) else self.prices[max(0, days)]
            verb = "loses" if shift.id in had else "gains"
            if verb == "loses" and _excused(problem, person, shift):
                continue
            if verb == "gains" and _takes_days_off(problem, person, shift, had):
                price, verb = 2 * price, "gives up days off and gains"
            because = f"{person.id} {verb} {shift.id} against what is published"
            yield Violation(self.name, price, because, person.id, (shift.id,), shift.start)


def _decisions(problem: Problem, known: Published, person: Person) -> tuple[list[Shift], list[Shift]]:
    """Of the days of which something is published, the shifts that the person had and could keep, and the others."""
    shifts = [s for s in problem.shifts_of(person, None) if known.speaks_of(s.day)]
    had = [s for s in shifts if Assignment(person.id, s.id) in known.roster.assignments]
    away = [interval for _, interval in problem.away(person)]
    kept = [s for s in had if person.employed_on(s.day) and not any(s.interval.overlaps(i) for i in away)]
    return kept, [s for s in shifts if s not in had]


def _days_off(problem: Problem, known: Published, person: Person) -> list[Interval]:
    """The weekends and holidays of which no on-duty shift of the person has an instant."""
    zone = problem.site(person.site).zone
    saturdays = [next_day(monday, SATURDAY) for monday in each_week(problem.first_day, problem.last_day)]
    spans = [(saturday, next_day(saturday)) for saturday in saturdays] + [(d, d) for d in problem.holidays(person)]
    had = [s for s in problem.shifts_of(person) if Assignment(person.id, s.id) in known.roster.assignments]
    busy = [s.interval for s in problem.worked_before(person) + had]
    free = (days_interval(first, last, zone) for first, last in spans)
    return [days for days in free if not any(interval.overlaps(days) for interval in busy)]


def _takes_days_off(problem: Problem, person: Person, shift: Shift, had: set[str]) -> bool:
    zone = problem.site(person.site).zone
    own = problem.worked_before(person) + [s for s in problem.shifts_of(person) if s.id in had]
    busy = {d for s in own for d in _local_days(s, zone)}
    taken = set(_local_days(shift, zone)) if shift.on_duty else set()
    weekends = ({next_day(monday_of(d), n) for n in (5, 6)} for d in taken if d.weekday() >= SATURDAY)
    return not busy.issuperset(taken & problem.holidays(person)) or any(map(busy.isdisjoint, weekends))


def _local_days(shift: Shift, zone: str) -> Iterator[date]:
    return each_day(local_day(shift.start, zone), local_day(shift_by(shift.end, minutes=-1), zone))


def _excused(problem: Problem, person: Person, shift: Shift) -> bool:
    first, last = person.first_day or shift.day, person.last_day or shift.day
    on_leave = any(shift.start < away.end and away.start < shift.end for _, away in problem.away(person))
    return on_leave or not first <= shift.day <= last
