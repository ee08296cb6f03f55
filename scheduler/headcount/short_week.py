"""Where in the week a requirement lacks people, or their hours: instants folded to the 168 hours of a week.

Two reasons. At some instant fewer people could be there than are asked for. Or, where only the people of some sites
could be there, their hours do not suffice for those instants together, however they are shared out: Hall's condition,
asked of each set of sites.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from scheduler.domain.coverage import CoverageRequirement
from scheduler.domain.people import Person
from scheduler.headcount.hours import Count
from scheduler.headcount.thin_spots import could_work
from scheduler.intervals import Interval, local, shift_by
from scheduler.presence import Stretch, stretches
from scheduler.problem import Problem

Hour = tuple[int, int]  # weekday, 0 for Monday, and hour of the day


@dataclass(frozen=True, slots=True)
class Bottleneck:
    """Hours at which only people of `sites` could be there, and what those people have for them."""

    sites: tuple[str, ...]
    owed: float
    available: float
    short_by: int


@dataclass(frozen=True, slots=True)
class ShortWeek:
    """A requirement for which somebody lacks, by hour of the week on the wall clock of `zone`.

    `able`: the fewest people who could be there, at hours at which that is less than `minimum`. `squeezed`: the hours
    of the worst bottleneck, if there is one.
    """

    requirement: str
    zone: str
    minimum: int
    able: Mapping[Hour, int] = field(default_factory=dict)
    squeezed: frozenset[Hour] = frozenset()
    bottleneck: Bottleneck | None = None


@dataclass(frozen=True, slots=True)
class _Piece:
    """An elementary interval with who could be there; `open_seats` are those that the past has not filled."""

    interval: Interval
    able: tuple[Person, ...]
    open_seats: int

    @property
    def sites(self) -> frozenset[str]:
        return frozenset(p.site for p in self.able)

    @property
    def owed(self) -> int:
        return self.interval.minutes * self.open_seats


def short_weeks(problem: Problem, most: Mapping[str, int] | None = None) -> tuple[ShortWeek, ...]:
    """Each requirement that is short at some hour, in the order of the document; `most` as for `headcount`."""
    count = Count(problem, most)
    found = (_short_week(problem, count, requirement) for requirement in problem.team.coverage)
    return tuple(week for week in found if week.able or week.bottleneck)


def _short_week(problem: Problem, count: Count, requirement: CoverageRequirement) -> ShortWeek:
    pieces = [_piece(problem, requirement, stretch) for stretch in stretches(problem, requirement)]
    zone = _zone(problem, requirement)
    able: dict[Hour, int] = {}
    for piece in pieces:
        if len(piece.able) < requirement.minimum:
            for hour in _hours_of(piece.interval, zone):
                able[hour] = min(len(piece.able), able.get(hour, requirement.minimum))
    sites = None if count.is_standby(requirement) else _worst(count, requirement, pieces)
    if sites is None:
        return ShortWeek(requirement.id, zone, requirement.minimum, able)
    inside = [piece for piece in pieces if piece.sites <= sites and piece.open_seats]
    squeezed = frozenset(hour for piece in inside for hour in _hours_of(piece.interval, zone))
    return ShortWeek(
        requirement.id,
        zone,
        requirement.minimum,
        able,
        squeezed,
        _bottleneck(problem, count, requirement, inside, sites),
    )


def _piece(problem: Problem, requirement: CoverageRequirement, stretch: Stretch) -> _Piece:
    there = [p for p, shifts in stretch.able if any(could_work(problem, p, s) for s in shifts)]
    past = sum(any(problem.is_past(s) for s in shifts) for _, shifts in stretch.able)
    return _Piece(stretch.interval, tuple(there), max(0, requirement.minimum - past))


def _worst(count: Count, requirement: CoverageRequirement, pieces: list[_Piece]) -> frozenset[str] | None:
    """The set of sites whose people lack the most hours for what only they could cover; None where none lack any."""
    owed: dict[frozenset[str], int] = defaultdict(int)
    for piece in pieces:
        owed[piece.sites] += piece.owed
    missing = {
        sites: sum(minutes for only, minutes in owed.items() if only <= sites)
        - count.available(p for p in count.who_count(requirement) if p.site in sites)
        for sites in _unions(owed)
    }
    short = [sites for sites, minutes in missing.items() if minutes > 0]
    return min(short, key=lambda sites: (-missing[sites], len(sites), sorted(sites))) if short else None


def _unions(sets: Mapping[frozenset[str], int]) -> set[frozenset[str]]:
    """Every union of some of the sets: no other set of sites can be the worst."""
    found: set[frozenset[str]] = set()
    for one in sets:
        found |= {one} | {one | other for other in found}
    return found


def _bottleneck(
    problem: Problem, count: Count, requirement: CoverageRequirement, inside: list[_Piece], sites: frozenset[str]
) -> Bottleneck:
    people = [p for p in count.who_count(requirement) if p.site in sites]
    owed, available = sum(piece.owed for piece in inside), count.available(people)
    in_order = tuple(site.id for site in problem.team.sites if site.id in sites)
    short_by = count.lacking(owed - available, people)
    return Bottleneck(in_order, round(owed / 60, 2), round(available / 60, 2), short_by)


def _hours_of(interval: Interval, zone: str) -> Iterator[Hour]:
    """The hours of the week that the interval touches; after a whole week they repeat."""
    moment, seen = interval.start, set[Hour]()
    while moment < interval.end and len(seen) < 7 * 24:
        wall = local(moment, zone)
        hour = (wall.weekday(), wall.hour)
        if hour not in seen:
            yield hour
        seen.add(hour)
        moment = shift_by(moment, minutes=60 - wall.minute)


def _zone(problem: Problem, requirement: CoverageRequirement) -> str:
    """The clock by which the requirement is read: its own, its site's, that of the only site; else UTC."""
    if requirement.when is not None:
        return requirement.when.zone
    template, sites = requirement.template, problem.team.sites
    site = problem.template(template).site if template is not None else requirement.site
    if site is None and len(sites) == 1:
        site = sites[0].id
    return problem.site(site).zone if site is not None else "UTC"
