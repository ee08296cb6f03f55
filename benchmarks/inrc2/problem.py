"""One week of an INRC-II instance as a Problem: what came before is the fortnight before, and nothing else is known.

A shift template stands for a shift type with a skill. All that costs stands in one tier. Limits on the whole horizon
are shared out by weeks, at a lower price, until the last one, in which they are those of the competition.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from datetime import date, time
from functools import cache, partial
from typing import TypeVar

from benchmarks.inrc2.texts import Cell, Scenario, Standing, Week
from constraints.base import Rule
from constraints.rules.complete_weekends import CompleteWeekends
from constraints.rules.consecutive_days import ConsecutiveDays
from constraints.rules.consecutive_days_off import ConsecutiveDaysOff
from constraints.rules.one_shift_a_day import OneShiftADay
from constraints.rules.people_on_shift import PeopleOnShift
from constraints.rules.qualified import Qualified
from constraints.rules.shift_count import ShiftCount
from constraints.rules.shortest_runs import ShortestRuns
from constraints.rules.successions import Successions
from constraints.rules.weekends_worked import WeekendsWorked
from constraints.rules.wishes import Wishes
from scheduler.domain.people import Person, Wish
from scheduler.domain.roster import Roster, Tier
from scheduler.domain.shift import ShiftTemplate, shift_id
from scheduler.domain.team import PastShift, Period, Site, Team
from scheduler.intervals import days_interval, each_day, next_day
from scheduler.problem import Problem

MONDAY = date(2027, 1, 4)
SITE = Site("site", "UTC")
_KNOWN = 12  # days: runs that are longer are too long anyway
_MOST_A_WEEK = 5  # shifts of a nurse
_SHIFT, _WEEKEND = 20, 30  # what one too many costs in the competition
_SHIFT_AHEAD, _WEEKEND_AHEAD = 18, 15  # of that, what one costs that is only too early
_LONGEST = 14  # days: a limit above it limits nothing in a week

Key = TypeVar("Key", bound=Hashable)
Thing = TypeVar("Thing")


def problem_of(scenario: Scenario, week: Week, standings: Mapping[str, Standing], number: int) -> Problem:
    """Week `number`, from 0 on, for nurses who stand so on its eve."""
    first = next_day(MONDAY, 7 * number)
    last = next_day(first, 6)
    window = days_interval(first, last, SITE.zone)
    skills = list(dict.fromkeys(skill for _, of in scenario.nurses.values() for skill in of))
    team = Team(
        id="ward",
        period=Period(first, last, window.start, window.end),
        sites=(SITE,),
        people=tuple(Person(id, SITE.id, skills=frozenset(of)) for id, (_, of) in scenario.nurses.items()),
        templates=tuple(
            ShiftTemplate(_id(kind, skill), SITE.id, time(), time(8), skill=skill)
            for kind in scenario.kinds
            for skill in skills
        ),
        wishes=tuple(
            wish for nurse, day, kind in week.wishes for wish in _wishes(nurse, next_day(first, day), kind, skills)
        ),
        previous=tuple(
            past for nurse, standing in standings.items() for past in _past(scenario, nurse, standing, first)
        ),
    )
    rules = (
        *_limits_of_kinds(scenario, skills),
        *_limits_of_nurses(scenario),
        *_shares(scenario, standings, number),
        *_covers(week, first),
    )
    return Problem(team, (OneShiftADay(), Qualified(), *map(_in_one_tier, rules)))


def cells_of(problem: Problem, roster: Roster) -> dict[str, list[Cell]]:
    """The week of each nurse."""
    days = list(each_day(problem.first_day, problem.last_day))
    lines: dict[str, list[Cell]] = {person.id: [None] * len(days) for person in problem.people}
    for assignment in roster:
        shift = problem.shift(assignment.shift)
        kind, skill = shift.template.split("/")
        lines[assignment.person][days.index(shift.day)] = (kind, skill)
    return lines


def roster_of(problem: Problem, lines: Mapping[str, Sequence[Cell]]) -> Roster:
    """The roster in which each nurse has that week."""
    days = list(each_day(problem.first_day, problem.last_day))
    return Roster.of(
        (nurse, shift_id(_id(*cell), day))
        for nurse, line in lines.items()
        for day, cell in zip(days, line, strict=True)
        if cell
    )


def _id(kind: str, skill: str) -> str:
    return f"{kind}/{skill}"


def _in_one_tier(rule: Rule) -> Rule:
    """The same rule among the wishes and targets: the competition knows one sum of costs."""
    return _kind_in_one_tier(type(rule)).model_validate(rule.model_dump())


@cache
def _kind_in_one_tier(kind: type[Rule]) -> type[Rule]:
    return type(kind.__name__, (kind,), {"TIER": Tier.SERVICE})


def _wishes(nurse: str, day: date, kind: str | None, skills: list[str]) -> list[Wish]:
    if kind is None:
        return [Wish(nurse, day, None)]
    return [Wish(nurse, day, _id(kind, skill), avoid=True) for skill in skills]


def _past(scenario: Scenario, nurse: str, standing: Standing, first: date) -> Iterator[PastShift]:
    """Days of the past with the runs that the history tells of; what else was worked then, nobody is told."""
    skill = scenario.nurses[nurse][1][0]
    kinds = list(scenario.kinds)
    if standing.last is None:
        yield PastShift(nurse, next_day(first, -min(standing.days_off, _KNOWN) - 1), _id(kinds[0], skill))
        return
    other = next((kind for kind in kinds if kind != standing.last), standing.last)
    for back in range(1, min(standing.run, _KNOWN) + 1):
        kind = standing.last if back <= standing.run_of_kind else other
        yield PastShift(nurse, next_day(first, -back), _id(kind, skill))


def _limits_of_kinds(scenario: Scenario, skills: list[str]) -> Iterator[Rule]:
    def templates(*kinds: str) -> frozenset[str]:
        return frozenset(_id(kind, skill) for kind in kinds for skill in skills)

    for kind, never in scenario.never_after.items():
        if never:
            yield Successions(first=templates(kind), then=templates(*never))
    for kind, (low, high) in scenario.kinds.items():
        yield ShortestRuns(weight=15, shifts=templates(kind), work=low, off=1)
        if high <= _LONGEST:
            yield ConsecutiveDays(weight=15, shifts=templates(kind), most=high)


def _limits_of_nurses(scenario: Scenario) -> Iterator[Rule]:
    yield Wishes(weight=10)
    for contract, people in _groups(scenario.nurses, scenario.contract).items():
        (least_work, most_work), (least_off, most_off) = contract.run, contract.days_off
        yield ShortestRuns(weight=30, work=least_work, off=least_off, people=people)
        if most_work <= _LONGEST:
            yield ConsecutiveDays(weight=30, most=most_work, people=people)
        if most_off <= _LONGEST:
            yield ConsecutiveDaysOff(weight=30, most=most_off, people=people)
        if contract.complete_weekends:
            yield CompleteWeekends(weight=30, people=people)


def _shares(scenario: Scenario, standings: Mapping[str, Standing], number: int) -> Iterator[Rule]:
    """The limits on the horizon, less what was worked: for the whole of it, and for the part up to the end of the week.

    What is past the part may be made up for later, so that it costs less; in the last week the two are the same.
    """
    due, of = number + 1, scenario.weeks

    def limits(nurse: str, weeks: int) -> tuple[int, int, int]:
        contract, standing = scenario.contract(nurse), standings[nurse]
        low, high = contract.shifts
        later = (of - due) * _MOST_A_WEEK if weeks == of else 0  # shifts that can still be made up for
        least, most = low * weeks // of - standing.shifts - later, high * weeks // of - standing.shifts
        weekends = contract.most_weekends * weeks // of - standing.weekends
        return max(0, least), max(0, most), max(0, weekends)

    prices = {of: (_SHIFT - _SHIFT_AHEAD, _WEEKEND - _WEEKEND_AHEAD), due: (_SHIFT_AHEAD, _WEEKEND_AHEAD)}
    if due == of:
        prices = {of: (_SHIFT, _WEEKEND)}
    for weeks, (shift, weekend) in prices.items():
        for (least, most, weekends), people in _groups(scenario.nurses, partial(limits, weeks=weeks)).items():
            yield ShiftCount(weight=shift, least=least, most=most, people=people)
            yield WeekendsWorked(weight=weekend, most=weekends, people=people)


def _covers(week: Week, first: date) -> Iterator[Rule]:
    for (kind, skill, low), rows in _groups(week.covers, lambda c: (c[1], c[2], c[3][0])).items():
        if low:
            yield PeopleOnShift(weight="hard", shifts=frozenset({_id(kind, skill)}), on=_days(first, rows), least=low)
    for (kind, skill, best), rows in _groups(week.covers, lambda c: (c[1], c[2], c[3][1])).items():
        if best:
            yield PeopleOnShift(weight=30, shifts=frozenset({_id(kind, skill)}), on=_days(first, rows), least=best)


def _days(first: date, rows: Iterable[tuple[int, str, str, object]]) -> frozenset[date]:
    return frozenset(next_day(first, row[0]) for row in rows)


def _groups(things: Iterable[Thing], key: Callable[[Thing], Key]) -> dict[Key, frozenset[Thing]]:
    found: dict[Key, set[Thing]] = defaultdict(set)
    for thing in things:
        found[key(thing)].add(thing)
    return {which: frozenset(group) for which, group in found.items()}
