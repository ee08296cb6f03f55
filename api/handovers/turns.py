"""Whose turn ends at a handover, and who comes: by the final schedule."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from api.schedule.board import Board
from api.store.tables import HandoverNote
from scheduler.intervals import MINUTES_A_DAY, Interval, shift_by
from scheduler.oncall.values import Holding

DAYS = 35  # how far back and ahead a turn is looked for: longer than any usual one


@dataclass(frozen=True)
class Turns:
    """The turns of one duty and level of a team, at one site (None: at any)."""

    board: Board
    team: str
    duty: str
    level: int
    site: str | None

    @classmethod
    def of(cls, board: Board, note: HandoverNote) -> Turns:
        """Those that the note speaks of."""
        return cls(board, note.team_id, note.duty, note.level, note.site)

    def held_until(self, person: str, at: datetime | None, now: datetime) -> datetime | None:
        """When a turn of `person` that began by `now` is handed over: at `at`, if the person had it just before.

        Without `at`, when the last one ends. None when there is no such turn.
        """
        before = shift_by(now, minutes=-DAYS * MINUTES_A_DAY) if at is None else shift_by(at, seconds=-1)
        mine = [h for h in self._between(before, at or now) if h.person == person and h.start <= now]
        if at is None or not mine:
            return max((h.end for h in mine), default=None)
        return at

    def coming(self, person: str | None, at: datetime) -> list[Holding]:
        """Who takes over from `person` at `at`: all who are there then, else whoever comes first after it."""
        ahead = self._between(at, shift_by(at, minutes=DAYS * MINUTES_A_DAY))
        others = [h for h in ahead if h.person != person]
        there = [h for h in others if h.start <= at]
        first = min((h.start for h in others), default=None)
        return there or [h for h in others if h.start == first]

    def holding(self, at: datetime) -> set[str]:
        """Who is there at `at`."""
        return {h.person for h in self._between(at, at)}

    def _between(self, start: datetime, end: datetime) -> Iterator[Holding]:
        """As far as the board has it: what lies further back is not worth reading again for each note of a list."""
        posted = self.board.of(self.team)
        found = posted.schedule.between(Interval(start, end)) if posted else ()
        return (h for h in found if h.track == (self.duty, self.level) and self.site in (None, h.site))
