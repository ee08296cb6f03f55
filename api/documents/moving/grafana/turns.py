"""How Grafana OnCall counts turns: from the first shift that is not over when the rotation starts."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime

from api.documents.moving.grafana.shapes import Shift
from api.documents.moving.recurring import Recurring, wall_minutes
from api.documents.moving.rules import DAYS
from scheduler.intervals import MINUTES_A_DAY, days_between, first_instant, next_day, wall_after
from scheduler.oncall.grid import Cadence, Grid


@dataclass(frozen=True)
class Begin:
    """By whose clock a shift counts, and whether it was made in the web interface.

    There a rotation begins in the middle of a shift; elsewhere with the first shift after its start.
    """

    zone: str
    web: bool

    def since(self, shift: Shift, recurring: Recurring) -> datetime:
        """The instant from which a rotation is in force."""
        first = first_instant(recurring.start, self.zone)
        return max(first, first_instant(shift.rotation_start, self.zone)) if shift.rotation_start else first

    def counts(self, start: datetime, minutes: int, since: datetime) -> bool:
        """Whether a shift that starts at `start` is one of a rotation that starts at `since`; both naive."""
        return wall_minutes(start, since) < minutes if self.web else start >= since


def recurring_of(shift: Shift, begin: Begin) -> Recurring | None:
    """The shifts from the first turn on; None when they go by days of the month, or there is none to be found."""
    cadence, every = Cadence(shift.frequency or "daily"), shift.interval or 1
    if shift.by_month or shift.by_monthday or shift.frequency is None or shift.duration % 60:
        return None
    start, minutes = shift.start, shift.duration // 60
    if shift.type == "recurrent_event" and shift.by_day and cadence is Cadence.DAILY and every > 1:
        return None  # every so many days, and only on these weekdays: no turn of days that count
    week_start = DAYS[shift.week_start or "SU"]
    recurring = Recurring(start, minutes, begin.zone, cadence, every, shift.weekdays, week_start)
    if shift.weekdays and cadence in (Cadence.DAILY, Cadence.WEEKLY):
        return _first_of_days(recurring, shift, begin)
    return None if shift.weekdays else _first_of_turns(recurring, shift, begin)


def _first_of_turns(recurring: Recurring, shift: Shift, begin: Begin) -> Recurring:
    """From the turn at hand when the rotation starts."""
    if shift.rotation_start is None or shift.rotation_start <= recurring.start:
        return recurring
    grid = Grid(recurring.start, recurring.zone, recurring.cadence, recurring.every)
    turn = grid.turn_at(first_instant(shift.rotation_start, recurring.zone))
    while not begin.counts(grid.wall(turn), recurring.minutes, shift.rotation_start):
        turn += 1
    return replace(recurring, start=grid.wall(turn))


def _first_of_days(recurring: Recurring, shift: Shift, begin: Begin) -> Recurring | None:
    """From the first weekday of the rule at hand when the rotation starts."""
    start = recurring.start
    if start.weekday() not in recurring.weekdays:
        in_order = [(recurring.week_start + n) % 7 for n in range(7)]
        first = next(day for day in in_order if day in recurring.weekdays)
        start = wall_after(start, days=(first - start.weekday()) % 7)
    since = shift.rotation_start or start
    ahead = max(0, days_between(start.date(), since.date()) - 1 - recurring.minutes // MINUTES_A_DAY)
    weeks = recurring.every if recurring.cadence is Cadence.WEEKLY else 1
    for n in range(ahead, ahead + 7 * (weeks + 1) + 3):
        day = wall_after(start, days=n)
        week = days_between(_week_of(start, recurring.week_start), _week_of(day, recurring.week_start)) // 7
        if day.weekday() in recurring.weekdays and week % weeks == 0 and begin.counts(day, recurring.minutes, since):
            return replace(recurring, start=day)
    return None


def _week_of(day: datetime, week_start: int) -> date:
    return next_day(day.date(), -((day.weekday() - week_start) % 7))
