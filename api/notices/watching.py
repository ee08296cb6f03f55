"""Telling managers of gaps that open: by a change of the schedule, or because their week comes near."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy.exc import DBAPIError

from api.notices.gaps import GapAhead
from api.notices.missing import Missing, missing
from api.notices.outbox import tell
from api.notices.recipients import managers
from api.schedule.board import Board
from api.schedule.posted import Posted
from api.store.engine import Store
from api.store.tables import KnownGaps
from api.store.transaction import Transaction, committed
from scheduler.intervals import Interval, day_interval, local_day, monday_of, next_day, parse_instant, utc_text, without

WEEKS = 2  # this one and the next: each Monday one comes into sight
_ZONE = "UTC"


class Watching:
    """Looks at a team again when its schedule has changed, and when a week begins; one team at a time.

    What managers know is kept in the database: every process may look, and what one has told no other tells again.
    """

    def __init__(self, store: Store, board: Board, clock: Callable[[], datetime]) -> None:
        self._store, self._board, self._clock = store, board, clock
        self._seen: dict[str, tuple[int, datetime]] = {}

    def tell(self) -> bool:
        """Look at one team that needs it. False when none does."""
        window = window_of(self._clock())
        for team in self._board.teams():
            posted = self._board.of(team)
            if posted is None or self._seen.get(team) == (posted.version, window.end):
                continue
            self._seen[team] = (posted.version, window.end)
            try:
                if self._look(posted, window):
                    return True
            except DBAPIError:
                del self._seen[team]
                raise
        return False

    def _look(self, posted: Posted, window: Interval) -> bool:
        with self._store.reading() as session:
            if _is_known(session.get(KnownGaps, posted.team), posted, window):
                return False
            found = missing(session, posted, window)
        with committed(self._store, window.start) as transaction:
            _tell(transaction, posted, window, found)
        return True


def window_of(now: datetime) -> Interval:
    """From now until the end of the last week that is in sight."""
    monday = next_day(monday_of(local_day(now, _ZONE)), 7 * WEEKS)
    return Interval(now, day_interval(monday, _ZONE).start)


def _is_known(known: KnownGaps | None, posted: Posted, window: Interval) -> bool:
    """Whether somebody has looked at what is posted, or at something newer, as far as that."""
    return known is not None and known.version >= posted.version and known.until >= window.end


def _tell(transaction: Transaction, posted: Posted, window: Interval, found: Sequence[Missing]) -> None:
    if transaction.lock(posted.team) is None:
        return
    known = transaction.session.get(KnownGaps, posted.team)
    if _is_known(known, posted, window) or (known is not None and known.version > posted.version):
        return
    row = known or KnownGaps(team_id=posted.team, version=posted.version, until=window.end)
    for notice in _notices(posted, new_ones(found, _by_what(row, window.end))):
        tell(transaction, notice, managers(transaction.session, posted.team))
    row.version, row.until = posted.version, window.end
    row.gaps = [{"what": m.what, "start": utc_text(m.interval.start), "end": utc_text(m.interval.end)} for m in found]
    transaction.session.add(row)


def new_ones(found: Iterable[Missing], known: Mapping[str, Sequence[Interval]]) -> list[Missing]:
    """The parts of `found` that are not known yet."""
    return [replace(m, interval=part) for m in found for part in without(m.interval, known.get(m.what, ()))]


def _by_what(row: KnownGaps, sight: datetime) -> dict[str, list[Interval]]:
    """The known gaps. One that reached to where nobody could see further is known as far as one sees now."""
    known: dict[str, list[Interval]] = defaultdict(list)
    for gap in row.gaps:
        end = parse_instant(gap["end"])
        known[gap["what"]].append(Interval(parse_instant(gap["start"]), sight if end == row.until else end))
    return known


def _notices(posted: Posted, new: Iterable[Missing]) -> Iterable[GapAhead]:
    """One for each requirement, and duty and level: its first gap, and how many there are besides."""
    kinds: dict[str, list[Missing]] = defaultdict(list)
    for m in new:
        kinds[m.what].append(m)
    by = f"change {posted.version} of the schedule"
    for what, (first, *others) in kinds.items():
        yield GapAhead(posted.team, what, first.interval, by, first.present, first.needed, len(others))
