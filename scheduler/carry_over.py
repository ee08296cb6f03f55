"""What people bring from earlier quarters, and how much of it goes on into the next."""

from __future__ import annotations

from scheduler.burden import HOURS_UNIT, Burden, leave_minutes, sharers
from scheduler.domain.people import LedgerEntry, Person
from scheduler.problem import Problem


def carried(problem: Problem, person: Person, burden: Burden) -> int:
    """How far `person` is ahead of a fair share, or behind it (negative), in minutes, shifts or hundredths of a point.

    A whole number. For hours, leave in this quarter counts as worked, so that absence makes neither debt nor credit.
    """
    before = round(carry_over(problem, person, burden))
    return before + (leave_minutes(problem, person) if burden is Burden.HOURS else 0)


def carry_over(problem: Problem, person: Person, burden: Burden) -> float:
    """The same to a fraction, and without leave: as the ledger says it, else from what it says was done last quarter.

    Newcomers, who have no ledger, start at no debt.
    """
    entry = problem.ledger(person)
    if entry is None:
        return 0
    said = _said(entry, burden)
    if said is not None:
        return burden.scale * said
    ahead = _done(entry, burden) - person.fte * _fair_before(problem, person.site, burden)
    return settled(problem, round(ahead), burden)


def settled(problem: Problem, ahead: float, burden: Burden) -> float:
    """What of `ahead` goes on into the next quarter: the team's share of it, up to the team's cap."""
    terms = problem.team.carry_over
    kept = terms.keep * ahead
    if terms.most is None:
        return kept
    most = terms.most * _duty(problem, burden)
    return min(max(kept, -most), most)


def _duty(problem: Problem, burden: Burden) -> int:
    """A duty as the cap counts it: eight hours, a shift; of points, the dearest of night, evening and weekend."""
    match burden:
        case Burden.HOURS:
            return HOURS_UNIT
        case Burden.POINTS:
            weights = problem.team.points
            return max(weights.night, weights.evening, weights.weekend) if weights else 0
        case _:
            return 1


def _fair_before(problem: Problem, site: str, burden: Burden) -> int:
    """What a full-time person of the site should have done last quarter, by those of whom only that is known."""
    known = [(p, e) for p in problem.people if p.site == site and problem.counts(p) and (e := problem.ledger(p))]
    people = [(p, entry) for p, entry in known if _said(entry, burden) is None]
    if burden is Burden.STANDBY:
        able = set(sharers(problem, site, burden))
        people = [(p, entry) for p, entry in people if p in able]
    total = sum(_done(entry, burden) for _, entry in people)
    return round(total / sum(p.fte for p, _ in people)) if people else 0


def _said(entry: LedgerEntry, burden: Burden) -> float | None:
    """The carry-over as people read it; None: the ledger does not say."""
    match burden:
        case Burden.HOURS:
            return entry.carried_hours
        case Burden.NIGHTS:
            return entry.carried_nights
        case Burden.WEEKENDS:
            return entry.carried_weekends
        case Burden.HOLIDAYS:
            return entry.carried_holidays
        case Burden.STANDBY:
            return entry.carried_standby
        case Burden.POINTS:
            return entry.carried_points


def _done(entry: LedgerEntry, burden: Burden) -> float:
    match burden:
        case Burden.HOURS:
            return 60 * entry.hours
        case Burden.NIGHTS:
            return entry.night_shifts
        case Burden.WEEKENDS:
            return entry.weekend_shifts
        case Burden.HOLIDAYS:
            return entry.holiday_shifts
        case Burden.STANDBY:
            return entry.standby_weeks
        case Burden.POINTS:
            return 0
