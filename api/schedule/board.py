"""The final schedules in memory, by team: what every question about on call is answered from."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import datetime
from threading import Lock

import structlog
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session, select

from api.schedule.freshness import Freshness
from api.schedule.posted import Posted, Stamp, posted, stamp_of
from api.schedule.watching import Watch, watch_of
from api.store.engine import Store
from api.store.tables import TeamRow
from scheduler.intervals import MINUTES_A_DAY, Interval, from_microseconds, microseconds, shift_by

PAST_DAYS, FUTURE_DAYS = 100, 400
OLD_DAYS = 1  # after which a window has moved on
MOST_MOVED = 10  # teams whose windows are moved at once
_log = structlog.get_logger("watchbill.board")


class Board:
    """What is posted of each team. It may be asked at any time by any thread, and never waits for the database.

    `refresh` and `compare` read the database, one at a time, so that what is posted never goes back.
    """

    def __init__(self, store: Store, clock: Callable[[], datetime]) -> None:
        self._store, self._clock = store, clock
        self._posted: dict[str, Posted] = {}
        self._teams: list[str] = []
        self._refused: dict[str, Stamp] = {}  # of what could not be resolved
        self._reading = Lock()
        self.freshness = Freshness(clock)
        self._watch: Watch | None = None

    @property
    def stale_since(self) -> datetime | None:
        """Since when it is not known whether schedules are up to date; None: they are."""
        return self.freshness.stale_since

    def of(self, team: str) -> Posted | None:
        """What is posted of `team`; None for no such team."""
        return self._posted.get(team)

    def teams(self) -> list[str]:
        """All teams that are posted, in order."""
        return self._teams

    def around(self, team: str, window: Interval) -> Posted | None:
        """What is good for `window`: what is posted, or else read from the database and not kept. None: no such team.

        Raises RevisionChanged for a revision that is not what was published.
        """
        known = self.of(team)
        if known is not None and known.window.start <= window.start and window.end <= known.window.end:
            return known
        with self._store.reading() as session:
            row = _row(session, team)
            wide = Interval(_days_from(window.start, -PAST_DAYS), _days_from(window.end, FUTURE_DAYS))
            return None if row is None else posted(session, row, wide, self._clock())

    def warm(self) -> None:
        """Post every team."""
        collecting = gc.isenabled()
        gc.disable()  # it would look through everything again and again, and find nothing
        try:
            self.compare()
        finally:
            if collecting:
                gc.enable()

    def start(self) -> None:
        """Begin to listen for what other processes change."""
        self._watch = watch_of(self._store, self)
        if self._watch is not None:
            self.freshness.watched = True
            self._watch.start()

    def stop(self) -> None:
        if self._watch is not None:
            self._watch.stop()

    def refresh(self, teams: Iterable[str]) -> None:
        """Post `teams` anew; take down those that are no more.

        Where the database is away, what is posted stays, and is told to be stale until `compare` succeeds.
        """
        for team in teams:
            try:
                self._post(team, anew=True)
            except DBAPIError as error:
                self.freshness.lose()
                _log.warning("schedule not refreshed", team=team, error=str(error.orig))

    def hear(self, teams: Iterable[str]) -> None:
        """Post those of `teams` anew that have changed. Raises DBAPIError while the database is away."""
        for team in teams:
            self._post(team)

    def compare(self) -> None:
        """Ask which teams have changed, and post those. Raises DBAPIError while the database is away."""
        with self._store.reading() as session:
            rows = session.exec(select(TeamRow.id, TeamRow.schedule_version, TeamRow.created_at)).all()
        there = {(team, (version, created)) for team, version, created in rows}
        known = {team: posted.stamp for team, posted in list(self._posted.items())} | self._refused
        self.hear(sorted({team for team, _ in there ^ known.items()}))
        self.freshness.confirm()

    def move_windows(self) -> None:
        """Post those anew whose windows lie a day behind, a few at a time."""
        old = _days_from(self._clock(), -OLD_DAYS)
        behind = sorted((p.resolved_at, team) for team, p in list(self._posted.items()) if p.resolved_at <= old)
        for _, team in behind[:MOST_MOVED]:
            self._post(team, anew=True)

    def _post(self, team: str, *, anew: bool = False) -> None:
        with self._reading, self._store.reading() as session:
            row, known = _row(session, team), self.of(team)
            if row is None:
                self._posted.pop(team, None)
                self._refused.pop(team, None)
            elif anew or known is None or known.stamp != stamp_of(row):
                self._resolve(session, row, known)
            if len(self._teams) != len(self._posted):
                self._teams = sorted(self._posted)

    def _resolve(self, session: Session, row: TeamRow, known: Posted | None) -> None:
        now = self._clock()
        window = Interval(_days_from(now, -PAST_DAYS), _days_from(now, FUTURE_DAYS))
        try:
            self._posted[row.id] = posted(session, row, window, now)
            self._refused.pop(row.id, None)
        except DBAPIError:
            raise
        except Exception as error:  # noqa: BLE001 - one team's fault must not silence the others
            self._refused[row.id] = stamp_of(row)
            _log.error("schedule cannot be resolved", team=row.id, error=str(error), exc_info=True)
            if known is not None:
                self._posted[row.id] = replace(known, stale_since=known.stale_since or now, rendered={})


def _row(session: Session, team: str) -> TeamRow | None:
    """The team, with all that is read after it as of the same instant. On SQLite every transaction is so."""
    if session.get_bind().dialect.name == "postgresql":
        session.connection(execution_options={"isolation_level": "REPEATABLE READ"})
    return session.exec(select(TeamRow).where(TeamRow.id == team)).first()


def _days_from(instant: datetime, days: int) -> datetime:
    moved = shift_by(instant, minutes=days * MINUTES_A_DAY)
    return from_microseconds(microseconds(moved))  # of the same kind as all bounds, which compares faster
