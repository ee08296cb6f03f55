"""Small teams and rosters at random, with all default rules soft."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, time

from hypothesis import strategies as st

from constraints.base import Rule
from constraints.catalog import RULES
from constraints.examples import ANA, AUTUMN, BEN, CAI, FAR, HUB, SPRING, TEMPLATES, day, instant
from scheduler.domain.coverage import CoverageRequirement, TimeBand
from scheduler.domain.holidays import Holiday
from scheduler.domain.people import Leave, LedgerEntry, Person, Wish
from scheduler.domain.roster import Assignment, Roster
from scheduler.domain.shift import EVERY_DAY, Duty
from scheduler.domain.team import PastShift, Period, Team
from scheduler.intervals import next_day
from scheduler.problem import Problem

DAN = Person("dan", "hub")
MOST_OWED = 3
ZONES = st.sampled_from(["UTC", "Europe/Dublin", "America/Los_Angeles"])
HOURS = st.sampled_from([time(hour) for hour in (0, 1, 2, 7, 15, 22)])


@dataclass(frozen=True)
class Case:
    team: Team
    rules: tuple[Rule, ...]
    roster: Roster


@st.composite
def cases(draw: st.DrawFn) -> Case:
    team = draw(teams())
    problem = Problem(team)
    cells = [Assignment(p.id, s.id) for p in problem.people for s in problem.shifts_of(p, None)]
    roster = Roster(frozenset(draw(st.sets(st.sampled_from(cells), max_size=len(cells)))))
    pins = frozenset(draw(st.sets(st.sampled_from(cells), max_size=2)))
    rules = [rule for kind in RULES for rule in kind.defaults()]
    weights = draw(st.lists(st.integers(1, 9), min_size=len(rules), max_size=len(rules)))
    soft = tuple(rule.model_copy(update={"weight": weight}) for rule, weight in zip(rules, weights, strict=True))
    return Case(replace(team, pins=pins), soft, roster)


@st.composite
def teams(draw: st.DrawFn) -> Team:
    first = draw(st.sampled_from([0, 3, 5, SPRING - 2, AUTUMN - 2]))
    last = first + draw(st.integers(2, 4))
    days = st.sampled_from([day(n) for n in range(first, last + 1)])
    sites = (replace(HUB, zone=draw(ZONES), holidays=(Holiday(day(first + 1), "Founders' Day"),)), FAR)
    people = tuple(
        draw(persons(p, days)) for p in draw(st.sampled_from([(ANA, BEN), (ANA, BEN, CAI), (ANA, BEN, DAN)]))
    )
    if draw(st.booleans()):
        people = (people[0], replace(people[1], shadows="ana"), *people[2:])
    names = st.sampled_from([person.id for person in people])
    return Team(
        id="random",
        period=Period(day(first), day(last), instant(first, draw(st.integers(0, 12))), instant(last + 1, 3)),
        sites=sites,
        people=people,
        templates=tuple(TEMPLATES.values()),
        coverage=tuple(draw(st.lists(requirements(), max_size=3, unique_by=lambda owed: owed.id))),
        leave=tuple(draw(st.lists(absences(names, days), max_size=2))),
        wishes=tuple(draw(st.lists(wishes(people, days), max_size=3))),
        ledger=tuple(draw(st.lists(entries(names), max_size=3, unique_by=lambda entry: entry.person))),
        previous=tuple(draw(st.lists(past(people, day(first)), max_size=12, unique=True))),
    )


@st.composite
def persons(draw: st.DrawFn, person: Person, days: st.SearchStrategy[date]) -> Person:
    begins, ends = draw(st.none() | days), draw(st.none() | days)
    return replace(
        person,
        fte=draw(st.sampled_from([0.5, 0.8, 1.0])),
        contract_minutes=draw(st.sampled_from([600, 1440, 2400])),
        skills=draw(st.sampled_from([frozenset(), frozenset({"lead"}), frozenset({"lead", "fraud"})])),
        first_day=begins,
        last_day=max(begins or ends, ends) if ends else None,
    )


@st.composite
def requirements(draw: st.DrawFn) -> CoverageRequirement:
    minimum = draw(st.integers(0, MOST_OWED))
    target = draw(st.none() | st.integers(minimum, MOST_OWED))
    template = draw(st.sampled_from([None, None, None, "standby", "night"]))
    return CoverageRequirement(
        id=draw(st.sampled_from(["one", "two", "three"])),
        minimum=minimum,
        target=target,
        maximum=draw(st.none() | st.integers(target or minimum, MOST_OWED)),
        site=draw(st.sampled_from([None, "hub", "far"])) if template is None else None,
        skill=draw(st.sampled_from([None, "lead", "fraud"])) if template is None else None,
        template=template,
        when=draw(st.none() | st.builds(TimeBand, st.just(EVERY_DAY), HOURS, HOURS, ZONES)),
    )


@st.composite
def absences(draw: st.DrawFn, names: st.SearchStrategy[str], days: st.SearchStrategy[date]) -> Leave:
    begins, ends = sorted((draw(days), draw(days)))
    return Leave(draw(names), begins, ends)


@st.composite
def wishes(draw: st.DrawFn, people: tuple[Person, ...], days: st.SearchStrategy[date]) -> Wish:
    person = draw(st.sampled_from(people))
    own = [t.id for t in TEMPLATES.values() if t.site == person.site and t.duty is Duty.ON_DUTY]
    return Wish(person.id, draw(days), draw(st.none() | st.sampled_from(own)), draw(st.integers(1, 3)))


@st.composite
def entries(draw: st.DrawFn, names: st.SearchStrategy[str]) -> LedgerEntry:
    count = st.integers(0, 4)
    return LedgerEntry(draw(names), draw(st.sampled_from([0, 99.7, 480])), *(draw(count) for _ in range(4)))


@st.composite
def past(draw: st.DrawFn, people: tuple[Person, ...], first_day: date) -> PastShift:
    person = draw(st.sampled_from(people))
    own = [t.id for t in TEMPLATES.values() if t.site == person.site]
    return PastShift(person.id, next_day(first_day, -draw(st.integers(1, 9))), draw(st.sampled_from(own)))
