"""Apart at night: primary and secondary are not of one site while it is night there."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import time
from itertools import combinations
from typing import Any, ClassVar

from pydantic import Field

from constraints.base import Example, Rule, Templates, chosen
from constraints.examples import ANA, BEN, CAI, FAR, HUB, example
from scheduler.domain.coverage import TimeBand
from scheduler.domain.people import Person
from scheduler.domain.roster import Assignment, Roster, Violation
from scheduler.domain.shift import EVERY_DAY, Shift
from scheduler.domain.team import Site
from scheduler.intervals import Interval, next_day, utc_text
from scheduler.problem import Lit, Problem, RuleModel

_TWO = (ANA, BEN)


def _week(says: str, amount: int, *, primary: str = "night", night: tuple[int, int] = (22, 7), **more: Any) -> Example:
    """The secondary is on standby from Monday 10:00 for a week."""
    usual: dict[str, Any] = {"shifts": "NS", "people": _TWO}
    params = {"primary": [primary], "secondary": ["standby"], "begins": night[0], "ends": night[1]}
    return example(says, amount, params=params, **usual | more)


def _day(says: str, amount: int, **more: Any) -> Example:
    """The primary is on duty on Tuesday from 07:00 to 15:30."""
    return _week(says, amount, last=1, shifts="DS", primary="day", works={"ana": "-D", "ben": "S"}, **more)


class ApartAtNight(Rule):
    """While it is night at a site, its people have not both a shift of `primary` and one of `secondary` at that time.

    So that one of the two is awake anyway. Shifts of any duty; a night is from `begins` to `ends` o'clock at the site,
    and belongs to the day on which it begins. Counted are the nights of the period and that of its eve; two shifts of
    the past are past.
    """

    name: ClassVar[str] = "apart_at_night"
    unit: ClassVar[str] = "one night with one pair of shifts at the same site"
    formula: ClassVar[str] = (
        "for each site and night from `begins` to `ends` o'clock: pairs of a shift of `primary` and another of "
        "`secondary`, both held and of the site, with an instant of it in common"
    )
    source: ClassVar[str] = "house rule; sleep inertia after a page at night: pair with a region that is awake"
    EXAMPLES: ClassVar[list[Example]] = [
        _week("a night and the standby of one site", 1, last=0, works={"ana": "N", "ben": "S"}),
        _week("two nights", 2, last=1, works={"ana": "NN", "ben": "S"}),
        _week("nobody on standby", 0, last=0, works={"ana": "N"}),
        _week("one person for both", 1, last=0, works={"ana": "[NS]"}),
        _week(
            "the other site's day is this site's night",
            0,
            last=0,
            people=(ANA, CAI),
            sites=(HUB, FAR),
            shifts="FS",
            primary="far-day",
            works={"ana": "S", "cai": "F"},
        ),
        _day("by day", 0),
        _day("by day, where nights end at 8:00", 1, night=(22, 8)),
        _day("by day, where nights begin at 16:00", 0, night=(16, 7)),
        _day("by day, where they begin at 15:00", 1, night=(15, 7)),
        _week("an evening until 23:30", 1, last=0, shifts="ES", primary="evening", works={"ana": "E", "ben": "S"}),
        _week(
            "from midnight on, in the night of the day before",
            1,
            last=1,
            shifts="MS",
            primary="midnight",
            works={"ana": "-M", "ben": "S"},
        ),
        _week("the last night of the period", 1, works={"ana": "------N", "ben": "S"}),
        _week("the night before the standby", 0, first=6, last=7, works={"ana": "N", "ben": "-S"}),
        _week("a standby of the past", 1, first=2, last=3, before={"ben": "S-"}, works={"ana": "-N"}),
        _week(
            "a standby of the past, in the night of the eve",
            1,
            first=2,
            last=3,
            shifts="MS",
            primary="midnight",
            before={"ben": "S-"},
            works={"ana": "M"},
        ),
        _week("both of the past", 0, first=1, last=1, before={"ana": "N", "ben": "S"}),
        _week("a shift that is neither", 0, last=0, shifts="NES", works={"ana": "E", "ben": "S"}),
    ]

    primary: Templates = Field(default=frozenset(), description="the shifts of who answers first; empty: all")
    secondary: Templates = Field(default=frozenset(), description="the shifts of who answers next; empty: all")
    begins: int = Field(default=22, ge=0, le=23, description="the hour at which a night begins, by the site's clock")
    ends: int = Field(default=7, ge=0, le=23, description="the hour at which it ends")

    @classmethod
    def defaults(cls) -> list[Rule]:
        return []

    def post(self, model: RuleModel, problem: Problem) -> None:
        people = self.concerns(problem)
        for site in problem.team.sites:
            ours = [p for p in people if p.site == site.id]
            shifts = [s for s in (*problem.past.values(), *problem.shifts) if s.site == site.id]
            held = {s.id: self._held(model, problem, ours, s) for s in shifts}
            for night in self._nights(problem, site):
                running = [s for s in shifts if s.interval.overlaps(night)]
                for one, other in combinations(running, 2):
                    both = one.interval.clipped(other.interval)
                    fixed = problem.is_past(one) and problem.is_past(other)
                    if both and both.overlaps(night) and self._meant(one, other) and not fixed:
                        model.forbid(self, [held[one.id], held[other.id]])

    @staticmethod
    def _held(model: RuleModel, problem: Problem, people: list[Person], shift: Shift) -> Lit:
        if problem.is_past(shift):
            return any(Assignment(p.id, shift.id) in problem.history for p in people)
        return model.any_of([model.works(p, shift) for p in people])

    def _meant(self, one: Shift, other: Shift) -> bool:
        """Whether one of the two is a primary's and the other a secondary's."""
        return (chosen(one, self.primary) and chosen(other, self.secondary)) or (
            chosen(other, self.primary) and chosen(one, self.secondary)
        )

    def _nights(self, problem: Problem, site: Site) -> Iterator[Interval]:
        band = TimeBand(EVERY_DAY, time(self.begins), time(self.ends), site.zone)
        return band.intervals(next_day(problem.first_day, -1), problem.last_day)

    def check(self, problem: Problem, roster: Roster) -> Iterator[Violation]:
        people = {person.id for person in self.concerns(problem)}
        held = {a.shift: problem.shift(a.shift) for a in (*problem.history, *roster) if a.person in people}
        for site in problem.team.sites:
            nights = list(self._nights(problem, site))
            ours = sorted((s for s in held.values() if s.site == site.id), key=lambda s: (s.start, s.id))
            for first, second in combinations(ours, 2):
                if first.end <= second.start or problem.is_past(second) or not self._is_pair(first, second):
                    continue
                for night in nights:
                    since, until = max(second.start, night.start), min(first.end, second.end, night.end)
                    if since < until:
                        yield self._violation(first, second, Interval(since, until))

    def _is_pair(self, *shifts: Shift) -> bool:
        primaries = {s.id for s in shifts if not self.primary or s.template in self.primary}
        secondaries = {s.id for s in shifts if not self.secondary or s.template in self.secondary}
        return bool(primaries and secondaries) and len(primaries | secondaries) == 2

    def _violation(self, first: Shift, second: Shift, both: Interval) -> Violation:
        since, until = utc_text(both.start), utc_text(both.end)
        because = f"{first.id} and {second.id} are both of {first.site}, at night there, {since} to {until}"
        about = f"{first.id}, {second.id}"
        return Violation(self.name, 1, because, None, (first.id, second.id), both.start, None, about)
