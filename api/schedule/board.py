"""The final schedules in memory, by team: what every question about on call is answered from."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import select

from api.schedule.final import final_schedule
from api.store.engine import Store
from api.store.tables import TeamRow
from scheduler.intervals import Interval, shift_by
from scheduler.oncall.resolve import FinalSchedule

_DAY = 24 * 60
PAST_DAYS, FUTURE_DAYS = 100, 400


@dataclass(frozen=True)
class Posted:
    """A team's final schedule as of `version`, worked out at `resolved_at` for `window`."""

    schedule: FinalSchedule
    version: int
    resolved_at: datetime
    window: Interval


class Board:
    """What is posted of each team."""

    def __init__(self, store: Store, clock: Callable[[], datetime]) -> None:
        self._store, self._clock = store, clock
        self._posted: dict[str, Posted] = {}
        self.stale_since: datetime | None = None

    def warm(self) -> None:
        """Post every team."""
        with self._store.reading() as session:
            teams = session.exec(select(TeamRow.id)).all()
        self.refresh(teams)

    def refresh(self, teams: Iterable[str]) -> None:
        """Post these teams anew; take down those that are no more."""
        for team in teams:
            self._post(team)

    def of(self, team: str) -> Posted | None:
        """What is posted of `team`; None for no such team."""
        return self._posted.get(team)

    def teams(self) -> list[str]:
        return sorted(self._posted)

    def start(self) -> None: ...

    def stop(self) -> None: ...

    def _post(self, team: str) -> None:
        now = self._clock()
        window = Interval(shift_by(now, minutes=-PAST_DAYS * _DAY), shift_by(now, minutes=FUTURE_DAYS * _DAY))
        with self._store.reading() as session:
            row = session.get(TeamRow, team)
            if row is None:
                self._posted.pop(team, None)
                return
            self._posted[team] = Posted(final_schedule(session, team, window), row.schedule_version, now, window)
