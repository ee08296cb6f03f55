"""The feeds of a process: each rendered once for all who ask, and kept until something in it changes."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from datetime import date, datetime, time
from threading import Lock
from time import monotonic

from sqlalchemy.exc import DBAPIError

from api.feeds.addresses import MOVED_DAYS, Address, address_of
from api.feeds.answers import Rendered, rendered
from api.feeds.bookkeeping import current, renew, told
from api.feeds.gathering import FUTURE_DAYS, PAST_DAYS, Called, called, gathered, mark
from api.feeds.naming import filename, title
from api.schedule.posted import Posted, Stamp
from api.security.tokens import digest
from api.services import Services
from api.store.engine import unreachable
from api.store.tables import FeedState, TeamRow
from api.teams.whole import oncall_in_force
from exports.feed import Surroundings, View, feed, moved
from scheduler.intervals import Interval, at, from_microseconds, microseconds, next_day

FRESH_SECONDS = 0.5  # for which what another process changed may not be seen
MOST_BYTES = 128 * 2**20
MOST_ADDRESSES = 20_000


_Key = tuple[View, datetime | None]


@dataclass(frozen=True, slots=True)
class _Kept:
    """A feed as of a day and everything that `mark` stands for."""

    rendered: Rendered
    mark: str


@dataclass(slots=True)
class _Known:
    """What an address stood for when it was `looked` up, by a clock that only goes on, after so many `writes`."""

    address: Address
    stamp: Stamp | None
    day: date
    looked: float
    writes: int


class Feeds:
    """Answers for addresses. One that was asked for a moment ago is answered from memory; others ask the database.

    So an address that is revoked works in other processes for about a second more. While the database is away,
    addresses that are known go on as they last were.
    """

    def __init__(self, services: Services) -> None:
        self._services = services
        self._known: dict[str, _Known] = {}
        self._kept: OrderedDict[_Key, _Kept] = OrderedDict()
        self._bytes = 0
        self._writes = 0
        self._keeping = Lock()
        self._teams: dict[str, Lock] = {}

    def start(self) -> None:
        """Nothing has to be done before the first one asks."""

    def stop(self) -> None:
        """Nothing is under way."""

    def committed(self) -> None:
        """Look everything up again: this process has written."""
        self._writes += 1

    def at_hand(self, key: str) -> tuple[Address, Rendered] | None:
        """What the address with that digest answers, if it is known to be so. Asks nobody and waits for nothing."""
        known = self._known.get(key)
        if known is None or known.writes != self._writes or self._stale(known):
            return None
        posted = self._services.board.of(known.address.view.team)
        if known.stamp != (posted.stamp if posted else None) or known.day != self._today():
            return None
        return self._last(known.address)

    def _stale(self, known: _Known) -> bool:
        """Whether to look it up again. Of many who ask at once one does; the others need not wait for that."""
        now = monotonic()
        age = now - known.looked
        if FRESH_SECONDS < age < 2 * FRESH_SECONDS:
            known.looked = now
        return age > FRESH_SECONDS

    def find(self, secret: str) -> tuple[Address, Rendered] | None:
        """What the address answers; None for one that is not there. Raises DBAPIError where nobody can know."""
        key = digest(secret)
        try:
            return self._looked_up(key)
        except DBAPIError as error:
            known = self._known.get(key)
            last = self._last(known.address) if known and unreachable(error) else None
            if last is None:
                raise
            return last

    def remembered(self, secret: str) -> Address | None:
        """What stood behind the address when it was looked up last, if that is remembered. Asks nobody."""
        known = self._known.get(digest(secret))
        return known.address if known else None

    def address(self, secret: str) -> Address | None:
        """What stands behind the address. Raises DBAPIError where the database is away."""
        with self._services.store.reading() as session:
            return address_of(session, digest(secret), self._services.clock())

    def name(self, view: View) -> str:
        """How a feed is called that shows this."""
        with self._services.store.reading() as session:
            row = session.get_one(TeamRow, view.team)
            about = called(row, oncall_in_force(session, row.id), self._services.board.of(view.team))
        return title(view, about)

    def _looked_up(self, key: str) -> tuple[Address, Rendered] | None:
        looked, writes, today = monotonic(), self._writes, self._today()
        with self._services.store.reading() as session:
            address = address_of(session, key, self._services.clock())
        if address is None:
            self._known.pop(key, None)
            return None
        posted = self._services.board.of(address.view.team)
        found = self._current(address, posted, today)
        if len(self._known) >= MOST_ADDRESSES:
            self._known.clear()
        self._known[key] = _Known(address, posted.stamp if posted else None, today, looked, writes)
        return address, found

    def _last(self, address: Address) -> tuple[Address, Rendered] | None:
        kept = self._kept.get((address.view, address.retired_at))
        return (address, kept.rendered) if kept else None

    def _current(self, address: Address, posted: Posted | None, today: date) -> Rendered:
        """The feed as it is now, rendered by one of all who want it at once."""
        view, key = address.view, (address.view, address.retired_at)
        with self._teams.setdefault(view.team, Lock()):
            with self._services.store.reading() as session:
                now = mark(session, view.team, posted, today)
            kept = self._kept.get(key)
            if kept is None or kept.mark != now:
                made = self._moved(address) if address.retired_at else self._render(view, posted, today, now)
                kept = _Kept(made, now)
            self._keep(key, kept)
            return kept.rendered

    def _render(self, view: View, posted: Posted | None, today: date, now: str) -> Rendered:
        services, version, events = self._services, posted.version if posted else 0, None
        with services.store.reading() as session:
            row, state = session.get_one(TeamRow, view.team), session.get(FeedState, view.team)
            about = called(row, oncall_in_force(session, view.team), posted)
            if posted is not None and not current(state, now, version):
                widest = _window(today, PAST_DAYS, FUTURE_DAYS)
                found = gathered(session, row, posted, about, widest)
                session.rollback()
                of, clock = about.digest(), services.clock()
                events = renew(services.store, view.team, now, of, version, widest, clock, found)
        with services.store.reading() as session:
            events = told(session, view.team, view.person) if events is None else events
            state = session.get(FeedState, view.team)
            changed_at = state.changed_at if state else _midnight(today)
        window = _window(today, view.past_days, view.future_days)
        body = feed(events, view, self._about(view, about), today, window)
        return rendered(body, max(changed_at, _midnight(today)), filename(view))

    def _moved(self, address: Address) -> Rendered:
        assert address.retired_at is not None
        with self._services.store.reading() as session:
            row = session.get_one(TeamRow, address.view.team)
            about = called(row, oncall_in_force(session, row.id), self._services.board.of(row.id))
        body = moved(address.view, self._about(address.view, about), address.retired_at, MOVED_DAYS)
        return rendered(body, address.retired_at.replace(microsecond=0), filename(address.view))

    def _about(self, view: View, about: Called) -> Surroundings:
        zone = about.of_person(view.person) if view.person else about.of_site(view.site)
        return Surroundings(title(view, about), zone, self._services.settings.public_url.rstrip("/"))

    def _keep(self, key: _Key, kept: _Kept) -> None:
        """Keep it as what was asked for last, and let go what nobody asked for longest."""
        with self._keeping:
            before = self._kept.pop(key, None)
            self._bytes += kept.rendered.size - (before.rendered.size if before else 0)
            self._kept[key] = kept
            while self._bytes > MOST_BYTES and len(self._kept) > 1:
                _, oldest = self._kept.popitem(last=False)
                self._bytes -= oldest.rendered.size

    def _today(self) -> date:
        return self._services.clock().date()


def _midnight(day: date) -> datetime:
    return from_microseconds(microseconds(at(day, time(), "UTC")))


def _window(today: date, past_days: int, future_days: int) -> Interval:
    return Interval(_midnight(next_day(today, -past_days)), _midnight(next_day(today, future_days + 1)))
