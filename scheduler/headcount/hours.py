"""Hours owed over the whole period, and the hours that people have."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import ceil

from scheduler.domain.coverage import CoverageRequirement
from scheduler.domain.people import Person
from scheduler.domain.shift import Duty
from scheduler.domain.team import Team
from scheduler.headcount.available import Available
from scheduler.intervals import Interval, elementary
from scheduler.presence import owed
from scheduler.problem import Problem

STANDBY_SHARE = Fraction(1, 4)  # Google's SRE book, chapter 11: at most a quarter of the time on call


@dataclass(frozen=True, slots=True)
class RequirementHours:
    """One requirement. Hours are hours of presence: `available` is what contracts less leave allow, breaks included.

    `people_needed` is a rule of thumb: full-time people of the length that these people's contracts and absence have.
    `short_by` says how many of those lack; 0 when the hours suffice. One person may meet several requirements at once,
    so the lines do not add up; and hours that suffice in sum may still lie at the wrong time. For standby, which no
    contract counts, `available` is None, and people are needed so that nobody has more than a quarter of it.
    """

    requirement: str
    site: str | None
    skill: str | None
    minimum: int
    people: int
    owed_at_minimum: float
    owed_at_target: float | None
    available: float | None
    people_needed: float
    short_by: int


@dataclass(frozen=True, slots=True)
class SiteHours:
    """One site, or the team where `site` is None. `owed` is the least: at each instant the largest minimum, no sum.

    `holidays` are hours that `available` still has: what public holidays would take, were each a day off.
    """

    site: str | None
    people: int
    full_time_equivalents: float
    owed: float
    available: float
    holidays: float = 0.0


@dataclass(frozen=True, slots=True)
class SkillPeople:
    """How many people with a skill each site has, in the order of the sites, and the hours of all of them."""

    skill: str
    people: tuple[int, ...]
    available: float


@dataclass(frozen=True, slots=True)
class Headcount:
    """Hours owed against hours had, in the order of the document; the team as a whole comes last among `sites`."""

    requirements: tuple[RequirementHours, ...]
    sites: tuple[SiteHours, ...]
    skills: tuple[SkillPeople, ...] = ()

    @property
    def short(self) -> tuple[RequirementHours, ...]:
        """The requirements for which there are too few people."""
        return tuple(line for line in self.requirements if line.short_by)


def headcount(problem: Problem, most: Mapping[str, int] | None = None) -> Headcount:
    """The count, before any search. `most` has the most paid minutes a week, by person, where contracts say more."""
    count = Count(problem, most)
    sites = [site.id for site in problem.team.sites]
    return Headcount(
        tuple(count.requirement(requirement) for requirement in problem.team.coverage),
        tuple(count.site(site) for site in (*sites, None)),
        tuple(count.skill(skill) for skill in asked_skills(problem.team)),
    )


def asked_skills(team: Team) -> list[str]:
    """The skills that coverage or a shift asks for, in the order of the document."""
    asked = [*(r.skill for r in team.coverage), *(t.skill for t in team.templates)]
    return list(dict.fromkeys(skill for skill in asked if skill is not None))


class Count:
    """Counts minutes of presence; who shadows is not counted."""

    def __init__(self, problem: Problem, most: Mapping[str, int] | None = None) -> None:
        self._problem = problem
        self._only_site = problem.team.sites[0].id if len(problem.team.sites) == 1 else None
        self._people = [p for p in problem.people if problem.counts(p) and problem.employed_share(p) > 0]
        available = Available(problem, most or {})
        self._available = {p: available.minutes(p) for p in self._people}
        self._holidays = {p: available.holidays(p) for p in self._people}
        self._full_time = {p: p.fte * problem.employed_share(p) for p in self._people}

    def requirement(self, requirement: CoverageRequirement) -> RequirementHours:
        people = self.who_count(requirement)
        minutes = sum(interval.minutes for interval in owed(self._problem, requirement))
        standby = self.is_standby(requirement)
        needed, short = self._people_needed(requirement, people, minutes * requirement.minimum)
        return RequirementHours(
            requirement.id,
            requirement.site,
            requirement.skill,
            requirement.minimum,
            len(people),
            _hours(minutes * requirement.minimum),
            None if requirement.target is None else _hours(minutes * requirement.target),
            None if standby else _hours(sum(self._available[p] for p in people)),
            needed,
            short,
        )

    def site(self, site: str | None) -> SiteHours:
        people = [p for p in self._people if site in (None, p.site)]
        return SiteHours(
            site,
            len(people),
            round(sum(self._full_time[p] for p in people), 2),
            _hours(sum(interval.minutes * least for interval, least in self._least(site))),
            _hours(sum(self._available[p] for p in people)),
            _hours(sum(self._holidays[p] for p in people)),
        )

    def skill(self, skill: str) -> SkillPeople:
        people = [p for p in self._people if skill in p.skills]
        by_site = tuple(sum(p.site == site.id for p in people) for site in self._problem.team.sites)
        return SkillPeople(skill, by_site, _hours(self.available(people)))

    def available(self, people: Iterable[Person]) -> int:
        """The minutes that those of them have who count."""
        return sum(self._available.get(p, 0) for p in people)

    def lacking(self, minutes: int, people: list[Person]) -> int:
        """How many more people of the usual length are needed for so many minutes more than these people have."""
        return ceil(minutes / self._typical(people or self._people)) if minutes > 0 else 0

    def _people_needed(self, requirement: CoverageRequirement, people: list[Person], minutes: int) -> tuple[float, int]:
        """How many are needed by the rule of thumb, and how many lack for certain."""
        if self.is_standby(requirement):
            return ceil(requirement.minimum / STANDBY_SHARE), max(0, requirement.minimum - len(people))
        typical = self._typical(people or self._people)
        return round(minutes / typical, 1), self.lacking(minutes - self.available(people), people)

    def _typical(self, people: list[Person]) -> float:
        """Minutes of presence of a full-time person with these people's average contract and absence; at least 1."""
        whole = sum(self._full_time[p] for p in people)
        return max(1.0, sum(self._available[p] for p in people) / whole) if whole else 1.0

    def _least(self, site: str | None) -> Iterator[tuple[Interval, int]]:
        """How many people on duty the site, or the team, owes at least in each elementary interval."""
        required = [r for r in self._problem.team.coverage if not self.is_standby(r)]
        spans = [(self._site_of(r), r.minimum, i) for r in required for i in owed(self._problem, r)]
        for piece in elementary(edge for _, _, i in spans for edge in (i.start, i.end)):
            largest: dict[str | None, int] = defaultdict(int)
            for where, minimum, interval in spans:
                if interval.covers(piece):
                    largest[where] = max(largest[where], minimum)
            anywhere = largest.pop(None, 0)
            yield piece, max(anywhere, sum(largest.values())) if site is None else largest[site]

    def who_count(self, requirement: CoverageRequirement) -> list[Person]:
        """The people who count for the requirement, whenever it may be."""
        site, skills = self._site_of(requirement), {requirement.skill}
        if requirement.template is not None:
            skills.add(self._problem.template(requirement.template).skill)
        return [p for p in self._people if site in (None, p.site) and skills - {None} <= p.skills]

    def _site_of(self, requirement: CoverageRequirement) -> str | None:
        if requirement.template is not None:
            return self._problem.template(requirement.template).site
        return requirement.site or self._only_site

    def is_standby(self, requirement: CoverageRequirement) -> bool:
        """Whether it asks for standby, which no contract counts."""
        template = requirement.template
        return template is not None and self._problem.template(template).duty is Duty.STANDBY


def _hours(minutes: int) -> float:
    return round(minutes / 60, 2)
