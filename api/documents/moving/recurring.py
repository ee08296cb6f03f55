"""Shifts that come back by rule, and whose they are in turn, as rotations."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from api.documents.bands import SHORT_WEEKDAYS
from api.documents.moving.weekly import MINUTES_A_WEEK, daily, stretch
from scheduler.intervals import MINUTES_A_DAY, minutes_between, next_day, resolve
from scheduler.oncall.grid import Cadence, Grid

Groups = Sequence[Sequence[str]]
_SHORTEST_MONTH = 28 * MINUTES_A_DAY
_NOBODY: Sequence[str] = ()


@dataclass(frozen=True)
class Recurring:
    """Shifts of so many `minutes` by the wall clock of `zone`, the first at `start` (naive).

    They come back `every` so many hours, days, weeks or months. Of days, only those of `weekdays` count (0 is Monday);
    of a week that begins on `week_start`, each of its `weekdays` has a shift. Empty: no weekday is named.
    """

    start: datetime
    minutes: int
    zone: str
    cadence: Cadence
    every: int = 1
    weekdays: frozenset[int] = frozenset()
    week_start: int = 0

    @property
    def minute(self) -> int:
        """The minute of the day at which a shift starts."""
        return 60 * self.start.hour + self.start.minute

    def rotation(self, groups: Groups, in_a_row: int = 1) -> dict[str, Any] | None:
        """The rotation in which each of `groups` has so many shifts in a row; None when a rotation cannot say it.

        With a weekly cadence and weekdays a group has all shifts of a week.
        """
        said = {
            Cadence.HOURLY: self._hourly,
            Cadence.DAILY: self._by_day if self.weekdays else self._daily,
            Cadence.WEEKLY: self._by_week if self.weekdays else self._weekly,
            Cadence.MONTHLY: self._monthly,
        }[self.cadence](groups, in_a_row)
        if said is None or self.start.second:
            return None
        start: datetime = said.pop("start", self.start)
        clock = {"start": start.isoformat(timespec="minutes"), "timezone": self.zone, "cadence": self.cadence.value}
        return clock | said

    def over_after(self, last: datetime) -> datetime:
        """When the shift is over that is the last one to start until `last`, itself included, at the latest."""
        by_day = self.cadence is not Cadence.HOURLY and self.minutes <= MINUTES_A_DAY
        starts = Grid(self.start, self.zone, *((Cadence.DAILY, 1) if by_day else (self.cadence, self.every)))
        return starts.handover(starts.turn_at(last) + 1)

    def _hourly(self, groups: Groups, in_a_row: int) -> dict[str, Any] | None:
        if self.minutes != 60 * self.every:
            return None
        return {"people": _lists(groups), "length": self.every * in_a_row}

    def _daily(self, groups: Groups, in_a_row: int) -> dict[str, Any] | None:
        if self.minutes == self.every * MINUTES_A_DAY:
            return {"people": _lists(groups), "length": self.every * in_a_row}
        if self.minutes > MINUTES_A_DAY:
            return None
        windows = {"windows": [daily(self.minute, self.minutes)]}
        if self.every == 1:
            return {"people": _lists(groups), "length": in_a_row, **windows}
        return {"people": _with_pauses(groups, in_a_row, 1, self.every), "length": 1, **windows}

    def _by_day(self, groups: Groups, in_a_row: int) -> dict[str, Any] | None:
        if self.minutes > MINUTES_A_DAY:
            return None
        days = [SHORT_WEEKDAYS[day] for day in sorted(self.weekdays)]
        windows = [daily(self.minute, self.minutes, self.weekdays)]
        return {"people": _lists(groups), "length": self.every * in_a_row, "weekdays": days, "windows": windows}

    def _weekly(self, groups: Groups, in_a_row: int) -> dict[str, Any] | None:
        weeks, rest = divmod(self.minutes, MINUTES_A_WEEK)
        if weeks == self.every and not rest:
            return {"people": _lists(groups), "length": self.every * in_a_row}
        if weeks > self.every or (weeks and rest):
            return None
        turns = {"people": _with_pauses(groups, in_a_row, max(weeks, 1), self.every), "length": 1}
        return turns if weeks else turns | {"windows": stretch(self.start.weekday(), self.minute, self.minutes)}

    def _by_week(self, groups: Groups, in_a_row: int) -> dict[str, Any] | None:
        if self.minutes > MINUTES_A_DAY:
            return None
        # Turns begin at the clock time of the shifts, so that the last one of a week is not cut at midnight.
        days_ago = (self.start.weekday() - self.week_start) % 7
        first = datetime.combine(next_day(self.start.date(), -days_ago), self.start.time())
        windows = [daily(self.minute, self.minutes, self.weekdays)]
        people = _with_pauses(groups, in_a_row, 1, self.every)
        return {"people": people, "length": 1, "windows": windows, "start": first}

    def _monthly(self, groups: Groups, in_a_row: int) -> dict[str, Any] | None:
        """Months have no length in minutes: what lasts about as long as they do is meant to have no gap."""
        if self.minutes < self.every * _SHORTEST_MONTH:
            return None
        return {"people": _lists(groups), "length": self.every * in_a_row}


def wall_minutes(start: datetime, end: datetime) -> int:
    """Minutes between two naive times on the clock's face."""
    return minutes_between(resolve(start, "UTC"), resolve(end, "UTC"))


def _lists(groups: Groups) -> list[list[str]]:
    return [[*group] for group in groups]


def _with_pauses(groups: Groups, in_a_row: int, on: int, every: int) -> list[list[str]]:
    """Each group `in_a_row` times: `on` units of it, and nobody for the rest of `every`."""
    once = [[*([group] * on), *([_NOBODY] * (every - on))] * in_a_row for group in groups]
    return [[*unit] for turn in once for unit in turn]
