"""Sending digests when they are due."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from sqlmodel import col, select

from api.notices.directory import UNKNOWN_ZONE, Directory, directory_of
from api.notices.outbox import tell
from api.notices.preferences import NoticePreferences
from api.notices.shifts import OncallDigest
from api.schedule.board import Board
from api.store.engine import Store
from api.store.tables import NoticePreference
from api.store.transaction import Transaction, committed
from scheduler.intervals import MINUTES_A_DAY, Interval, shift_by

LATEST_MINUTES = 60  # a digest that could not be sent in time is left out
AHEAD_DAYS = 7


class Digests:
    """Each digest is sent by the process that first finds it due."""

    def __init__(self, store: Store, board: Board, clock: Callable[[], datetime]) -> None:
        self._store, self._board, self._clock = store, board, clock

    def tell(self) -> None:
        """Tell everybody whose digest is due who is on call now, and what they have in the days to come."""
        now = self._clock()
        due = select(NoticePreference.team_id, NoticePreference.person).where(col(NoticePreference.digest_at) <= now)
        with self._store.reading() as session:
            found = session.exec(due).all()
        for team, person in found:
            with committed(self._store, now) as transaction:
                self._tell_one(transaction, team, person)

    def _tell_one(self, transaction: Transaction, team: str, person: str) -> None:
        now = transaction.now
        row = transaction.session.get(NoticePreference, (team, person), with_for_update=True)
        if row is None or row.digest_at is None or row.digest_at > now:
            return
        directory, due = directory_of(transaction.session, team), row.digest_at
        row.digest_at = next_due(directory, row, now)
        transaction.session.flush()
        if directory.knows(person) and due >= shift_by(now, minutes=-LATEST_MINUTES):
            self._send(transaction, team, person, due)

    def _send(self, transaction: Transaction, team: str, person: str, due: datetime) -> None:
        posted = self._board.of(team)
        if posted is None:
            return
        window = Interval(due, shift_by(due, minutes=AHEAD_DAYS * MINUTES_A_DAY))
        ahead = [h for h in posted.schedule.between(window) if h.person == person and h.start >= due]
        tell(transaction, OncallDigest(team, due, posted.schedule.answer(due), tuple(ahead)), [person])


def next_due(directory: Directory, row: NoticePreference, now: datetime) -> datetime | None:
    """When the next digest is due that `row` asks for, after `now`; None: never."""
    preferences = NoticePreferences.model_validate(row.document or {})
    return preferences.next_digest(now, directory.zones.get(row.person, UNKNOWN_ZONE))
