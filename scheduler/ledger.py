"""The ledger that a quarter leaves for the next one."""

from __future__ import annotations

from scheduler.burden import Burden, burdens, done
from scheduler.carry_over import carry_over, settled
from scheduler.domain.people import LedgerEntry, Person
from scheduler.domain.roster import Roster
from scheduler.fairness import Standing, standings
from scheduler.intervals import next_day
from scheduler.problem import Problem

Standings = dict[tuple[str, Burden], Standing]


def next_ledger(problem: Problem, roster: Roster) -> tuple[LedgerEntry, ...]:
    """What everybody who stays did in the period, and carries over; in the order of people.

    What is carried over is ``keep * (before + done - fair share)`` up to the cap, each burden for itself; of a burden
    that somebody did not share in the period, the same of what was there before.
    """
    told = {(s.person, s.burden): s for s in standings(problem, roster)}
    after = next_day(problem.last_day)
    return tuple(_entry(problem, roster, person, told) for person in problem.people if person.employed_on(after))


def _entry(problem: Problem, roster: Roster, person: Person, told: Standings) -> LedgerEntry:
    goes_on = {burden: _goes_on(problem, person, burden, told) for burden in burdens(problem)}
    return LedgerEntry(
        person.id,
        hours=Burden.HOURS.told(done(problem, person, roster, Burden.HOURS)),
        night_shifts=done(problem, person, roster, Burden.NIGHTS),
        weekend_shifts=done(problem, person, roster, Burden.WEEKENDS),
        holiday_shifts=done(problem, person, roster, Burden.HOLIDAYS),
        standby_weeks=done(problem, person, roster, Burden.STANDBY),
        carried_hours=goes_on[Burden.HOURS],
        carried_nights=goes_on[Burden.NIGHTS],
        carried_weekends=goes_on[Burden.WEEKENDS],
        carried_holidays=goes_on[Burden.HOLIDAYS],
        carried_standby=goes_on[Burden.STANDBY],
        carried_points=goes_on.get(Burden.POINTS),
    )


def _goes_on(problem: Problem, person: Person, burden: Burden, told: Standings) -> float:
    """As people read it."""
    standing = told.get((person.id, burden))
    after = standing.after if standing else None
    ahead = carry_over(problem, person, burden) if after is None else burden.scale * after
    return burden.told(settled(problem, ahead, burden))
