"""Who of a planned team may cover an open shift."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from scheduler.burden import COUNTED, MINUTES_AN_HOUR, Burden, burden_of, target_minutes
from scheduler.checked import Checked, checked
from scheduler.cover.eligible import clashes, objections
from scheduler.cover.rest import Rest, rest_around
from scheduler.domain.people import Person
from scheduler.domain.roster import Assignment, Roster
from scheduler.domain.shift import Shift
from scheduler.edits import added, removed
from scheduler.effect import Effect, breaks, effect
from scheduler.fairness import standings
from scheduler.intervals import monday_of
from scheduler.problem import Problem

RESTED = 2  # days between one's own shifts and the one to cover; more of them decides nothing
HOURS_A_DAY = 24


@dataclass(frozen=True, slots=True)
class Cover:
    """One person and an open shift. Who may cover it has no `reasons` against it, and the `effect` of doing so.

    Who is `able` to but may not would break rules; of the others some fact is true that no rule can change.

    `rest` is to the person's own shifts of the same duty. The hours are paid hours with the open shift among them: in
    its Monday-to-Sunday week beside the contract's, and in the period beside the contract's less leave. `ahead` is how
    many shifts more than a fair share the person has without it, of the burdens that this shift is (eight hours are one
    shift, and a night at the weekend is hours, night and weekend); negative for less.
    """

    person: str
    able: bool
    reasons: tuple[str, ...]
    rest: Rest
    week_hours: float
    contract_hours: float
    period_hours: float
    target_hours: float
    ahead: float
    effect: Effect | None

    @property
    def may(self) -> bool:
        return not self.reasons


def covers(
    problem: Problem, roster: Roster | Checked, shift: str, asked: datetime, out: str | None = None
) -> tuple[Cover, ...]:
    """Everybody of the team, those who may cover `shift` first, and of them the best first.

    `out` falls out, if somebody does; `asked` is the instant of asking. The order among those who may: first by the
    whole days of rest on the shorter side, up to two; then who has worked the smallest part of the contract's hours in
    that week; who is least ahead of a fair share; who has most rest (the rule of LinkedIn's oncall); and last the order
    of the team. Then come those who are able but may not, with each new violation of a hard rule as a reason, the
    fewest first; and then the others, with every fact that stands against them, such as leave or a missing skill.

    Raises KeyError for a shift that the problem does not know.
    """
    given = checked(problem, roster)
    open_shift = problem.shift(shift)
    if out is not None and out in given.roster.by_shift.get(shift, ()):
        given = given.after(removed(given.roster, Assignment(out, shift)))
    found = _Asking(given, open_shift, asked, out).everybody()
    return tuple(sorted(found, key=_rank))


def _rank(cover: Cover) -> tuple[float, ...]:
    if not cover.may:
        return (1, len(cover.reasons)) if cover.able else (2,)
    rested = min(cover.rest.least, RESTED * HOURS_A_DAY) // HOURS_A_DAY
    return 0, -rested, cover.week_hours / (cover.contract_hours or 1), cover.ahead, -cover.rest.least


class _Asking:
    """One open shift, asked of one person after the other."""

    def __init__(self, roster: Checked, shift: Shift, asked: datetime, out: str | None) -> None:
        self._problem, self._roster, self._shift, self._asked, self._out = roster.problem, roster, shift, asked, out
        self._ahead = {
            (s.person, s.burden): s.after for s in standings(roster.problem, roster.roster) if s.after is not None
        }

    def everybody(self) -> Iterator[Cover]:
        for person in self._problem.people:
            facts = tuple(self._facts(person))
            if facts:
                yield self._cover(person, facts, None, able=False)
                continue
            now = self._roster.after(added(self._roster.roster, Assignment(person.id, self._shift.id)))
            reasons = tuple(change.finding.because for change in breaks(self._roster, now))
            change = None if reasons else effect(self._problem, self._roster, now)
            yield self._cover(person, reasons, change, able=True)

    def _facts(self, person: Person) -> Iterator[str]:
        if person.id == self._out:
            yield f"{person.id} is the one to be covered for"
        yield from objections(self._problem, person, self._shift, self._asked)
        own = self._problem.worked(person, self._roster.roster, self._shift.duty)
        yield from clashes(person, self._shift, own)

    def _cover(self, person: Person, reasons: tuple[str, ...], change: Effect | None, *, able: bool) -> Cover:
        problem, shift = self._problem, self._shift
        own = problem.worked(person, self._roster.roster, shift.duty)
        paid = [s for s in problem.work(person, self._roster.roster) if s.id != shift.id] + [shift]
        week = [s for s in paid if monday_of(s.day) == monday_of(shift.day)]
        period = [s for s in paid if not problem.is_past(s)]
        return Cover(
            person.id,
            able,
            reasons,
            rest_around(shift.interval, (s.interval for s in own)),
            _hours(sum(s.paid_minutes for s in week)),
            _hours(person.contract_minutes),
            _hours(sum(s.paid_minutes for s in period)),
            _hours(target_minutes(problem, person)),
            self._ahead_of_share(person),
            change,
        )

    def _ahead_of_share(self, person: Person) -> float:
        weighs = [b for b in COUNTED if burden_of(self._problem, person, self._shift, b)]
        amounts = [(self._ahead.get((person.id, b), 0.0), b) for b in weighs]
        return round(sum(_shifts(amount, burden) for amount, burden in amounts), 2)


def _shifts(amount: float, burden: Burden) -> float:
    """Of hours, how many shifts they are."""
    return amount * MINUTES_AN_HOUR / burden.unit if burden is Burden.HOURS else amount


def _hours(minutes: int) -> float:
    return round(minutes / MINUTES_AN_HOUR, 2)
