"""Pattern: people follow a roster pattern, each so many days behind the others."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from itertools import cycle, islice
from typing import Annotated, Any, ClassVar

from pydantic import Field, ValidationInfo, field_validator
from pydantic_core import PydanticCustomError

from constraints.base import Example, Names, Rule
from constraints.examples import ANA, BEN, CAI, DUBLIN, FAR, HUB, SPRING, day, example
from scheduler.domain.people import Leave, Person
from scheduler.domain.roster import Assignment, Roster, Tier, Violation
from scheduler.domain.shift import Duty, Shift, shift_id
from scheduler.intervals import day_interval, days_between, each_day, monday_of
from scheduler.patterns import KNOWN
from scheduler.patterns.values import FREE
from scheduler.problem import Lit, Problem, RuleModel

_NAMED = {pattern.id: pattern for pattern in KNOWN}
_DN = {"cycle": "DN--", "shifts": {"day": "D", "night": "N"}}
_WEEK_ON = {"cycle": "SSSSSSS-------", "shifts": {"standby": "S"}}
_TWO = (ANA, BEN)


def _ana(says: str, amount: int, works: str, **more: Any) -> Example:
    given: dict[str, Any] = {"last": more.get("first", 0) + len(works) - 1, "shifts": "DN", "params": _DN}
    return example(says, amount, works={"ana": works}, **given | more)


class Pattern(Rule):
    """On each day a person has the shift that `cycle` has for it, and no other.

    `cycle` is a roster pattern by its name (docs/patterns.md), or a letter a day, with - for a free one; it begins on
    `begins` for the first crew. `shifts` says which letter a shift is written with; where none is named, a letter is
    any on-duty shift. `crews` follow at equal distances: the people of a site are put into them in turn, unless
    `offsets` says how many days behind somebody is. Shifts of another duty than those named are beside the pattern.
    Nothing is missed on a day on which no shift of the letter starts at the site, nor one that the person could not
    work: for want of the skill, on leave, or not employed.
    """

    name: ClassVar[str] = "pattern"
    personal: ClassVar[bool] = True
    TIER: ClassVar[Tier] = Tier.SERVICE
    unit: ClassVar[str] = "one day that differs from the pattern"
    formula: ClassVar[str] = (
        "for each person and day: 1 if the shift is missing that `shifts` has for letter (days since `begins` - "
        "`offsets`, or distance by `crews`) mod length of `cycle`, or there is another"
    )
    source: ClassVar[str] = "house rule; the known patterns have their sources in docs/patterns.md"
    EXAMPLES: ClassVar[list[Example]] = [
        _ana("as the cycle has it", 0, "DN--DN"),
        _ana("a shift is missing", 1, "-N--"),
        _ana("work on a free day", 1, "DND-"),
        _ana("another shift than that of the day", 1, "NN--"),
        _ana("two shifts on a free day", 1, "DN[DN]", last=2),
        _ana("another shift besides", 1, "[DN]N", last=1),
        _ana("on the first day and on the last", 2, "-N---"),
        _ana("a day behind", 0, "-DN-", params=_DN | {"offsets": {"ana": 1}}),
        _ana("two days behind, but as if none", 4, "DN--", params=_DN | {"offsets": {"ana": 2}}),
        example(
            "two crews in turn",
            0,
            last=3,
            shifts="DN",
            people=_TWO,
            works={"ana": "DN", "ben": "--DN"},
            params=_DN | {"crews": 2},
        ),
        example("one crew of two", 4, last=3, shifts="DN", people=_TWO, works={"ana": "DN", "ben": "--DN"}, params=_DN),
        example(
            "each site has a first crew",
            0,
            last=1,
            shifts="DF",
            people=(ANA, CAI),
            sites=(HUB, FAR),
            works={"ana": "D", "cai": "F"},
            params={"cycle": "D-", "shifts": {"day": "D", "far-day": "D"}, "crews": 2},
        ),
        _ana("it begins with the week of the first day", 0, "-D", first=3),
        _ana("it begins on the day that is named", 0, "N--", params=_DN | {"begins": "2027-01-03"}),
        _ana(
            "a known one by its name", 0, "DDNN-", params={"cycle": "4-on-4-off", "shifts": {"day": "d", "night": "n"}}
        ),
        example(
            "the four crews of a known one",
            2,
            last=1,
            shifts="DN",
            people=_TWO,
            works={"ana": "DD", "ben": "DD"},
            params={"cycle": "4-on-4-off", "shifts": {"day": "d", "night": "n"}},
        ),
        _ana("any shift where none is named", 0, "DN--", params={"cycle": "WW--"}),
        _ana("no shift where none is named", 3, "--DN", params={"cycle": "WWF-"}),
        _ana("nothing is missed on leave", 0, "-N", leave=(Leave("ana", day(0), day(0)),)),
        _ana("nor what would run into leave", 0, "D-", leave=(Leave("ana", day(2), day(2)),)),
        _ana("leave on a free day", 1, "-N--", leave=(Leave("ana", day(2), day(2)),)),
        _ana("nor before employment", 0, "-N", people=(replace(ANA, first_day=day(1)),)),
        _ana(
            "work after employment is not of the pattern on a free day",
            1,
            "DN-D",
            people=(replace(ANA, last_day=day(1)),),
        ),
        _ana("standby in turn, with work beside it", 0, "[DS]D", shifts="DS", params=_WEEK_ON),
        _ana("a week of standby is missing, and one is too many", 2, "-------S", shifts="S", params=_WEEK_ON),
        _ana(
            "standby by somebody who has not its skill",
            0,
            "-",
            shifts="S",
            people=(Person("ana", "hub"),),
            params=_WEEK_ON,
        ),
        _ana("the past is past", 0, "D", before={"ana": "DDD"}),
        _ana(
            "a day is local, and the night of a clock change is one",
            0,
            "DN",
            first=SPRING - 1,
            sites=(DUBLIN,),
            params=_DN | {"begins": str(day(SPRING - 1))},
        ),
    ]

    cycle: str = Field(
        default="4-on-4-off",
        max_length=366,
        description="a roster pattern by its name, or a letter a day, - for a free one",
    )
    shifts: Annotated[dict[str, str], Names.SHIFT] = Field(
        default={}, description="the letter of each shift, by template; empty: a letter is any on-duty shift"
    )
    offsets: Annotated[dict[str, int], Names.PERSON] = Field(
        default={}, description="how many days somebody is behind the first crew, by person; others by their crew"
    )
    crews: int | None = Field(
        default=None, ge=1, le=366, description="how many crews; left out: those of the known pattern, else one"
    )
    begins: date | None = Field(
        default=None, description="the first day of the cycle; left out: the Monday of the period's first week"
    )

    @field_validator("cycle")
    @classmethod
    def _is_a_cycle(cls, said: str) -> str:
        letters = said.replace(FREE, "")
        if said not in _NAMED and not (FREE in said and re.fullmatch("[A-Za-z]+", letters)):
            expected = f"one of {', '.join(_NAMED)}, or a letter a day with - for each free one, such as DDNN----"
            raise PydanticCustomError("unexpected", "{expected}", {"expected": expected, "advice": ""})
        return said

    @field_validator("shifts")
    @classmethod
    def _are_the_letters(cls, said: dict[str, str], info: ValidationInfo) -> dict[str, str]:
        letters = set(_letters(info.data.get("cycle", ""))) - {FREE}
        if said and letters and set(said.values()) != letters:
            expected = f"a shift for each letter of the cycle, {', '.join(sorted(letters))}, and for no other"
            raise PydanticCustomError("unexpected", "{expected}", {"expected": expected, "advice": ""})
        return said

    @classmethod
    def defaults(cls) -> list[Rule]:
        return []

    def post(self, model: RuleModel, problem: Problem) -> None:
        letters = _letters(self.cycle)
        for person in self.concerns(problem):
            days = self._open(problem, person)
            first = days_between(self._begins(problem), problem.first_day) - self._behind(problem, person)
            for n, today in enumerate(each_day(problem.first_day, problem.last_day), first):
                letter = letters[n % len(letters)]
                due = [s for s in days[today] if letter != FREE and self.shifts.get(s.template, letter) == letter]
                differs = [([model.works(person, s)], list[Lit]()) for s in days[today] if s not in due]
                if any(self._able(problem, person, s) for s in due):
                    differs.append(([], [model.works(person, s) for s in due]))
                if differs:
                    model.at_most(self, 0, [(1, model.whenever(differs))])

    def _open(self, problem: Problem, person: Person) -> dict[date, list[Shift]]:
        """The shifts of the pattern's duties that the person's site has, by day."""
        days: dict[date, list[Shift]] = defaultdict(list)
        for shift in problem.shifts_of(person, None):
            if shift.duty in self._duties(problem):
                days[shift.day].append(shift)
        return days

    def _behind(self, problem: Problem, person: Person) -> int:
        """How many days the person is behind the first crew; who else is asked about makes no difference."""
        peers = [p.id for p in self.of_scope(problem.team.people) if p.site == person.site]
        crew = peers.index(person.id) % self._crews
        return self.offsets.get(person.id, crew * len(_letters(self.cycle)) // self._crews)

    @staticmethod
    def _able(problem: Problem, person: Person, shift: Shift) -> bool:
        away = any(interval.overlaps(shift.interval) for _, interval in problem.away(person))
        skilled = shift.skill is None or shift.skill in person.skills
        return skilled and person.employed_on(shift.day) and not away

    def check(self, problem: Problem, roster: Roster) -> Iterator[Violation]:
        turns = self._turns(problem)
        for person in self.concerns(problem):
            worked: dict[date, set[Shift]] = defaultdict(set)
            for shift in map(problem.shift, roster.by_person.get(person.id, ())):
                worked[shift.day].add(shift)
            for today, letter in zip(each_day(problem.first_day, problem.last_day), turns[person.id], strict=False):
                wanted = set(self._wanted(problem, person, today, letter))
                other = sorted(s.id for s in worked[today] - wanted if s.duty in self._duties(problem))
                missing = any(_objection(problem, person, s) is None for s in wanted) and not worked[today] & wanted
                if other or missing:
                    due = " or ".join(sorted(s.id for s in wanted)) or "no shift"
                    because = f"{person.id} has {' and '.join(other) or 'no shift'} on {today}; the pattern has {due}"
                    start = day_interval(today, problem.site(person.site).zone).start
                    yield Violation(self.name, 1, because, person.id, tuple(other), start)

    def roster(self, problem: Problem) -> Roster:
        """What the pattern alone makes of the period: of several shifts with a letter, the first one."""
        turns, found = self._turns(problem), set[Assignment]()
        for person in self.concerns(problem):
            for today, letter in zip(each_day(problem.first_day, problem.last_day), turns[person.id], strict=False):
                wanted = self._wanted(problem, person, today, letter)
                able = (shift for shift in wanted if _objection(problem, person, shift) is None)
                found.update(Assignment(person.id, shift.id) for shift in islice(able, 1))
        return Roster(frozenset(found))

    def _turns(self, problem: Problem) -> dict[str, Iterator[str]]:
        """By person, the letters from the first day on without end."""
        letters, seen = _letters(self.cycle), Counter[str]()
        turns: dict[str, Iterator[str]] = {}
        for person in self.of_scope(problem.team.people):
            behind = seen[person.site] % self._crews * len(letters) // self._crews
            seen[person.site] += 1
            late = days_between(problem.first_day, self._begins(problem)) + self.offsets.get(person.id, behind)
            turns[person.id] = islice(cycle(letters), -late % len(letters), None)
        return turns

    def _wanted(self, problem: Problem, person: Person, today: date, letter: str) -> Iterator[Shift]:
        for template in problem.team.templates:
            of_letter = template.id in self.shifts and self.shifts[template.id] == letter
            if letter != FREE and (of_letter or not self.shifts):
                here = template.site == person.site and template.duty in self._duties(problem)
                if here and today.weekday() in template.weekdays:
                    yield problem.shift(shift_id(template.id, today))

    def _begins(self, problem: Problem) -> date:
        return self.begins or monday_of(problem.first_day)

    @property
    def _crews(self) -> int:
        known = _NAMED.get(self.cycle)
        return self.crews or (known.turns if known else 1)

    def _duties(self, problem: Problem) -> set[Duty]:
        return {problem.template(id).duty for id in self.shifts} or {Duty.ON_DUTY}


def _letters(cycle: str) -> str:
    return _NAMED[cycle].cycle if cycle in _NAMED else cycle


def _objection(problem: Problem, person: Person, shift: Shift) -> str | None:
    """Why the person could not work the shift that the pattern has."""
    if shift.skill and shift.skill not in person.skills:
        return "has not the skill"
    if (person.first_day or shift.day) > shift.day or (person.last_day or shift.day) < shift.day:
        return "is not employed"
    on_leave = any(shift.start < away.end and away.start < shift.end for _, away in problem.away(person))
    return "is on leave" if on_leave else None
