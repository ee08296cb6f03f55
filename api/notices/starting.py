"""Telling people that their shifts start soon."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from typing import Any

from sqlmodel import col, select

from api.notices.outbox import tell_each
from api.notices.preferences import NoticePreferences
from api.notices.recipients import recipients
from api.notices.shifts import ShiftStarts
from api.schedule.board import Board
from api.schedule.posted import Posted
from api.store.engine import Store
from api.store.tables import NoticePreference
from api.store.transaction import Transaction, committed
from scheduler.intervals import Interval, shift_by
from scheduler.oncall.values import Holding

BACK_MINUTES = 60  # what fell due while no process was there is told if that is no longer ago
USUAL_LEADS = frozenset(NoticePreferences.model_validate({}).before_shift_minutes)

Due = dict[Holding, list[int]]  # shifts, and how many minutes before their start is now


class Starting:
    """Looks again and again which reminders have fallen due since the last time.

    Every process may look: what one of them has told, the others do not tell again.
    """

    def __init__(self, store: Store, board: Board, clock: Callable[[], datetime]) -> None:
        self._store, self._board, self._clock = store, board, clock
        self._seen_until: datetime | None = None

    def tell(self) -> None:
        """Tell everybody whose shift starts in as many minutes as they want to know it before."""
        now = self._clock()
        earliest = shift_by(now, minutes=-BACK_MINUTES)
        since = Interval(max(self._seen_until or earliest, earliest), now)
        leads = self._leads()
        for team in self._board.teams():
            posted = self._board.of(team)
            due = _due(posted, leads.get(team, USUAL_LEADS), since) if posted else {}
            if posted and due:
                with committed(self._store, now) as transaction:
                    _tell(transaction, posted, due)
        self._seen_until = now

    def _leads(self) -> dict[str, frozenset[int]]:
        """How long before a shift anybody of a team may want to know it, for teams in which somebody has chosen."""
        chosen: Any = col(NoticePreference.document)["before_shift_minutes"]
        with self._store.reading() as session:
            rows = session.exec(select(col(NoticePreference.team_id), chosen).distinct()).all()
        found: dict[str, frozenset[int]] = {}
        for team, minutes in rows:
            found[team] = found.get(team, USUAL_LEADS) | frozenset(minutes or ())
        return found


def _due(posted: Posted, leads: Iterable[int], since: Interval) -> Due:
    """The shifts whose start is so many minutes after an instant of `since`."""
    found: Due = defaultdict(list)
    for minutes in leads:
        starting = Interval(*(shift_by(bound, minutes=minutes) for bound in (since.start, since.end)))
        for holding in posted.schedule.between(starting):
            if starting.holds(holding.start):
                found[holding].append(minutes)
    return found


def _tell(transaction: Transaction, posted: Posted, due: Due) -> None:
    """Of several reminders of one shift that fall due at once, the last is enough."""
    known = recipients(transaction.session, posted.team, {holding.person for holding in due})
    told = []
    for holding, leads in due.items():
        wanted = known[holding.person].preferences.before_shift_minutes
        if mine := [minutes for minutes in leads if minutes in wanted]:
            told.append((holding.person, ShiftStarts(posted.team, holding, min(mine), tuple(_beside(posted, holding)))))
    tell_each(transaction, posted.team, told)


def _beside(posted: Posted, shift: Holding) -> Iterator[str]:
    """Who else is on the shift, or has a turn at the same site, when it starts."""
    for other in posted.schedule.at(shift.start, *shift.track):
        if other.person != shift.person and (other.shift, other.site) == (shift.shift, shift.site):
            yield other.person
