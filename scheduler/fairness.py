"""Who did how much of each burden, against a fair share, and what everybody carries over."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from scheduler.burden import Burden, burdens, done, leave_minutes, share, sharers
from scheduler.carry_over import carried, carry_over
from scheduler.domain.people import Person
from scheduler.domain.roster import Roster
from scheduler.problem import Problem

FULL = 100


@dataclass(frozen=True, slots=True)
class Standing:
    """One person's part of one burden: in hours for hours, in points for points, else in shifts.

    `counted` is what the roster has; `target` the pro-rata share of what all who share the burden at the site have, for
    hours less what leave stands for. `before` and `after` are the carry-over, positive for who did more than a fair
    share: ``after = before + counted - target``. All three are None for who does it without sharing it, as a shadow.
    """

    person: str
    site: str
    burden: Burden
    counted: float
    target: float | None = None
    before: float | None = None
    after: float | None = None


@dataclass(frozen=True, slots=True)
class Spread:
    """How far full-time people of a site, employed all the period, are apart in a burden, carry-over included."""

    site: str
    burden: Burden
    people: int
    lowest: float
    highest: float
    spread: float


def standings(problem: Problem, roster: Roster) -> tuple[Standing, ...]:
    """Every person's part of every burden at the site, in the order of sites, people and burdens."""
    return tuple(s for site in problem.team.sites for s in _at_site(problem, roster, site.id))


def spreads(problem: Problem, roster: Roster) -> tuple[Spread, ...]:
    """One for each site and burden that at least two full-time people share."""
    return tuple(
        Spread(site.id, burden, len(totals), min(totals), max(totals), round(max(totals) - min(totals), 2))
        for site in problem.team.sites
        for burden in burdens(problem)
        if len(totals := _totals(problem, roster, site.id, burden)) > 1
    )


def _at_site(problem: Problem, roster: Roster, site: str) -> Iterator[Standing]:
    shared = burdens(problem)
    found = {(s.person, s.burden): s for burden in shared for s in _at(problem, roster, site, burden)}
    return (found[key] for key in ((p.id, burden) for p in problem.people for burden in shared) if key in found)


def _at(problem: Problem, roster: Roster, site: str, burden: Burden) -> Iterator[Standing]:
    """The standings of one burden at one site."""
    sharing = sharers(problem, site, burden)
    has = {p: done(problem, p, roster, burden) for p in problem.people if p.site == site}
    credit = {p: _credit(problem, p, burden) for p in sharing}
    shares = {p: share(problem, p) for p in sharing}
    whole = sum(has[p] + credit[p] for p in sharing)
    for person, counted in has.items():
        if person in shares:
            target = whole * shares[person] / sum(shares.values()) - credit[person]
            before = carry_over(problem, person, burden)
            after = before + counted - target
            said = (burden.told(amount) for amount in (counted, target, before, after))
            yield Standing(person.id, site, burden, *said)
        elif counted:
            yield Standing(person.id, site, burden, burden.told(counted))


def _totals(problem: Problem, roster: Roster, site: str, burden: Burden) -> list[float]:
    """What each full-time person has with the carry-over, leave counting as worked."""
    full = [p for p in sharers(problem, site, burden) if p.fte >= 1 and share(problem, p) == FULL]
    totals = (done(problem, p, roster, burden) + carried(problem, p, burden) for p in full)
    return [burden.told(total) for total in totals]


def _credit(problem: Problem, person: Person, burden: Burden) -> int:
    return leave_minutes(problem, person) if burden is Burden.HOURS else 0
