"""Reserve: people are kept free who could step in when somebody falls ill."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Annotated, ClassVar

from pydantic import Field

from constraints.base import Example, Names, Rule, Templates, chosen
from constraints.examples import ANA, BEN, CAI, DAY, DUBLIN, FAR, HUB, SPRING, day, example
from scheduler.domain.people import Leave, Person
from scheduler.domain.roster import Roster, Violation
from scheduler.domain.shift import Shift
from scheduler.intervals import Interval, shift_by
from scheduler.problem import Problem, RuleModel

_TWO, _NEW = (ANA, BEN), Person("dan", "hub")
_FOR_DAYS, _FOR_NIGHTS = {"shifts": ["day"]}, {"shifts": ["night"]}


def _asking_for_leads(e: Example) -> Example:
    """The example with a day shift that nobody but leads may work."""
    return replace(e, team=replace(e.team, templates=(replace(DAY, skill="lead"),)))


class Reserve(Rule):
    """For each shift of `shifts`, at least `least` people of its site are free to step in.

    Free is who could take it over while all else stays as it is: has the shift's skill and all of `skills`, does not
    shadow, is employed on its day, has no leave in it, and has no on-duty shift from `hours` before its start until
    `hours` after its end, the past included. Standby takes nobody out of the reserve: it is one. With `people` only
    these are counted, and only for the shifts of their sites.
    """

    name: ClassVar[str] = "reserve"
    unit: ClassVar[str] = "one person short, at one shift"
    formula: ClassVar[str] = (
        "for each shift of `shifts`: max(0, `least` - n), where n are the people with its skill and `skills`, there on "
        "its day, and without on-duty shift within `hours` of it"
    )
    source: ClassVar[str] = "house rule; re-rostering after an absence begins with a reserve of people kept free"
    EXAMPLES: ClassVar[list[Example]] = [
        example("one works, one is free", 0, last=0, people=_TWO, works={"ana": "D"}),
        example("everybody works", 1, last=0, people=_TWO, works={"ana": "D", "ben": "D"}),
        example("two are to be free", 1, last=0, people=_TWO, works={"ana": "D"}, params={"least": 2}),
        example("each shift of the day counts", 2, last=0, shifts="DE", works={"ana": "D"}),
        example("the shifts that are named", 1, last=0, shifts="DE", works={"ana": "D"}, params=_FOR_DAYS),
        example("the first of two days", 1, last=1, people=_TWO, works={"ana": "DD", "ben": "D-"}),
        example("the last of two days", 1, last=1, people=_TWO, works={"ana": "DD", "ben": "-D"}),
        example("the past needs none", 0, last=0, before={"ana": "D"}),
        example("7.5 h after an evening of the past", 1, last=0, shifts="DE", before={"ana": "E"}, params=_FOR_DAYS),
        example(
            "7.5 h of rest are less than 8",
            1,
            last=0,
            shifts="DE",
            before={"ana": "E"},
            params=_FOR_DAYS | {"hours": 8},
        ),
        example("7.5 h are enough", 0, last=0, shifts="DE", before={"ana": "E"}, params=_FOR_DAYS | {"hours": 7.5}),
        example("7.5 h before a night of one's own", 1, last=0, shifts="DN", works={"ana": "N"}, params=_FOR_DAYS),
        example(
            "7.5 h before it are enough", 0, last=0, shifts="DN", works={"ana": "N"}, params=_FOR_DAYS | {"hours": 7.5}
        ),
        example(
            "6.5 h when the clocks go forward in between",
            1,
            first=SPRING,
            last=SPRING,
            shifts="DE",
            sites=(DUBLIN,),
            before={"ana": "E"},
            params=_FOR_DAYS | {"hours": 7},
        ),
        example("standby is a reserve", 0, last=0, shifts="DS", works={"ana": "S"}),
        example("nobody stands in for standby", 0, last=0, shifts="S", people=(_NEW,)),
        example("who shadows cannot act alone", 1, last=0, people=(replace(ANA, shadows="ben"),)),
        example("somebody of another site", 1, last=0, people=(ANA, CAI), sites=(HUB, FAR), works={"ana": "D"}),
        example("one with all the skills", 0, last=0, params={"skills": ["lead"]}),
        example("one without", 1, last=0, people=(_NEW,), params={"skills": ["lead"]}),
        _asking_for_leads(example("one with the skill of the shift", 0, last=0)),
        _asking_for_leads(example("one without the skill of the shift", 1, last=0, people=(_NEW,))),
        example("from the first day of employment on", 1, last=1, people=(replace(ANA, first_day=day(1)),)),
        example("until the last day of employment", 1, last=1, people=(replace(ANA, last_day=day(0)),)),
        example("one of two days is leave", 1, last=1, leave=(Leave("ana", day(1), day(1)),)),
        example(
            "a night runs into leave", 1, last=0, shifts="N", leave=(Leave("ana", day(1), day(1)),), params=_FOR_NIGHTS
        ),
        example(
            "one shift ends as leave begins, another begins as it ends",
            2,
            last=2,
            shifts="LM",
            leave=(Leave("ana", day(1), day(1)),),
        ),
    ]

    shifts: Templates = Field(
        default=frozenset(), description="the shifts for which a reserve is kept; empty: all on-duty ones"
    )
    least: int = Field(default=1, ge=1, le=100, description="how many people are free, at least")
    skills: Annotated[frozenset[str], Names.SKILL] = Field(
        default=frozenset(), description="what each of them has, beside the skill of the shift; empty: nothing more"
    )
    hours: float = Field(default=11, ge=0, le=72, description="rest before and after the shift, in elapsed hours")

    @classmethod
    def defaults(cls) -> list[Rule]:
        return []

    def post(self, model: RuleModel, problem: Problem) -> None:
        for shift in self._guarded(problem):
            rest = round(60 * self.hours)
            kept = Interval(shift_by(shift.start, minutes=-rest), shift_by(shift.end, minutes=rest))
            free = []
            for person in filter(lambda p: self._may(problem, p, shift), self.concerns(problem)):
                near = problem.worked_before(person) + problem.shifts_of(person)
                free.append(model.none_of([model.works(person, s) for s in near if s.interval.overlaps(kept)]))
            model.at_least(self, self.least, [(1, lit) for lit in free])

    def _may(self, problem: Problem, person: Person, shift: Shift) -> bool:
        needed = self.skills | ({shift.skill} if shift.skill else set())
        away = any(interval.overlaps(shift.interval) for _, interval in problem.away(person))
        return (
            person.site == shift.site
            and person.skills >= needed
            and problem.counts(person)
            and person.employed_on(shift.day)
            and not away
        )

    def check(self, problem: Problem, roster: Roster) -> Iterator[Violation]:
        busy = {p.id: list(self._busy(problem, p, roster)) for p in self.concerns(problem)}
        for shift in self._guarded(problem):
            free = [
                p.id
                for p in self.concerns(problem)
                if _can_act(p, shift)
                and self.skills.issubset(p.skills)
                and not any(span.start < shift.end and shift.start < span.end for span in busy[p.id])
            ]
            if len(free) < self.least:
                because = f"{', '.join(free) or 'nobody'} could step in for {shift.id}; {self.least} are to be free"
                short = self.least - len(free)
                yield Violation(self.name, short, because, None, (shift.id,), shift.start, None, shift.id)

    def _busy(self, problem: Problem, person: Person, roster: Roster) -> Iterator[Interval]:
        """What the person works with the rest around it, and the leave."""
        rest = round(60 * self.hours)
        for shift in problem.worked(person, roster):
            yield Interval(shift_by(shift.start, minutes=-rest), shift_by(shift.end, minutes=rest))
        yield from (away for _, away in problem.away(person))

    def _guarded(self, problem: Problem) -> list[Shift]:
        """The shifts for which a reserve is kept."""
        sites = {person.site for person in self.concerns(problem)}
        return [s for s in problem.shifts if s.on_duty and s.site in sites and chosen(s, self.shifts)]


def _can_act(person: Person, shift: Shift) -> bool:
    first, last = person.first_day or shift.day, person.last_day or shift.day
    skilled = shift.skill is None or shift.skill in person.skills
    return person.site == shift.site and skilled and person.shadows is None and first <= shift.day <= last
