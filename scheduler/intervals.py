"""All date arithmetic of the project: half-open intervals, local days, clock changes.

Instants are aware and in UTC. A wall time that happens twice means its first occurrence; one that never happens is
read with the offset before the gap (RFC 5545, 3.3.5). One policy for starts and ends alike, so that a chain of shifts
has neither gap nor double hour. A handover grid, which must stay in order, asks `first_instant` instead.
"""

from __future__ import annotations

import zoneinfo
from calendar import monthrange
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from itertools import pairwise

import pendulum

# One source of time-zone rules for zoneinfo and pendulum: the pinned `tzdata` package, never the machine's own copy.
zoneinfo.reset_tzpath(to=())
zoneinfo.ZoneInfo.clear_cache()

MINUTES_A_DAY = 24 * 60
MONDAY, SATURDAY = 0, 5

_EPOCH, _MICROSECOND = datetime(1970, 1, 1, tzinfo=UTC), timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Interval:
    """``[start, end)``: `start` belongs to it, `end` does not. Both are instants in UTC."""

    start: datetime
    end: datetime

    @property
    def minutes(self) -> int:
        return minutes_between(self.start, self.end)

    def holds(self, instant: datetime) -> bool:
        return self.start <= instant < self.end

    def overlaps(self, other: Interval) -> bool:
        return self.start < other.end and other.start < self.end

    def covers(self, other: Interval) -> bool:
        return self.start <= other.start and other.end <= self.end

    def clipped(self, other: Interval) -> Interval | None:
        """The part of it that lies in `other`; None when they share no instant."""
        start, end = max(self.start, other.start), min(self.end, other.end)
        return Interval(start, end) if start < end else None


@lru_cache(maxsize=512)
def _zone(name: str) -> zoneinfo.ZoneInfo:
    return zoneinfo.ZoneInfo(name)


def is_zone(name: str) -> bool:
    """True when `name` is an IANA time zone of the pinned tzdata."""
    try:
        _zone(name)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return True


def resolve(wall: datetime, zone: str) -> datetime:
    """The instant of a naive local wall-clock time in `zone`. Raises ValueError when `wall` is aware."""
    if wall.tzinfo is not None:
        raise ValueError(f"{wall} has an offset already: a wall-clock time has none")
    # pendulum's own constructors take the second of two, and move gaps back: hence through UTC by zoneinfo.
    return pendulum.instance(wall.replace(tzinfo=_zone(zone), fold=0).astimezone(UTC))


def first_instant(wall: datetime, zone: str) -> datetime:
    """Like `resolve`, but a wall time in a gap means the first instant after the gap."""
    instant = resolve(wall, zone)
    if local(instant, zone).replace(tzinfo=None) == wall:
        return instant
    before, after = int(instant.timestamp()) - 24 * 3600, int(instant.timestamp())
    new_offset = local(instant, zone).utcoffset()
    while after - before > 1:
        middle = (before + after) // 2
        if local(datetime.fromtimestamp(middle, UTC), zone).utcoffset() == new_offset:
            after = middle
        else:
            before = middle
    return pendulum.instance(datetime.fromtimestamp(after, UTC))


def at(day: date, wall: time, zone: str) -> datetime:
    """The instant of wall-clock time `wall` on the local `day`."""
    return resolve(datetime.combine(day, wall), zone)


def parse_instant(text: str) -> datetime:
    """An ISO 8601 instant with an offset, as UTC. Raises ValueError for a naive or unreadable one."""
    parsed = datetime.fromisoformat(text)
    if parsed.tzinfo is None:
        raise ValueError(f"{text} has no offset. Maybe {text}Z, if it is meant in UTC?")
    return to_utc(parsed)


def to_utc(instant: datetime) -> datetime:
    """The same instant in UTC. Raises ValueError for a naive one."""
    if instant.tzinfo is None:
        raise ValueError(f"{instant} has no offset: it names no instant")
    return pendulum.instance(instant.astimezone(UTC))


def seconds(instant: datetime) -> float:
    """Seconds since 1970, to the microsecond. Raises ValueError for a naive instant."""
    if instant.tzinfo is None:
        raise ValueError(f"{instant} has no offset: it names no instant")
    return instant.timestamp()


def microseconds(instant: datetime) -> int:
    """Microseconds since 1970, exactly: how many instants are kept and searched. Raises ValueError for a naive one."""
    if instant.tzinfo is None:
        raise ValueError(f"{instant} has no offset: it names no instant")
    # Not with pendulum's own subtraction, which takes fifteen times as long.
    return datetime.__sub__(instant, _EPOCH) // _MICROSECOND


@lru_cache(maxsize=4096)
def from_microseconds(number: int) -> datetime:
    """The instant, in UTC, that many microseconds after the beginning of 1970."""
    return _EPOCH + timedelta(0, 0, number)


def whole_second(instant: datetime) -> datetime:
    """The first whole second that is not before `instant`, in UTC."""
    return from_microseconds(-(-microseconds(instant) // 10**6) * 10**6)


def utc_text(instant: datetime) -> str:
    """``2027-01-04T00:00:00Z``: to the second, as roster.csv and plan.json have it."""
    return to_utc(instant).strftime("%Y-%m-%dT%H:%M:%SZ")


def local(instant: datetime, zone: str) -> datetime:
    """The instant as the wall clock of `zone` shows it."""
    return instant.astimezone(_zone(zone))


def minutes_between(start: datetime, end: datetime) -> int:
    """Elapsed whole minutes; negative when `end` comes first."""
    return int(end.timestamp() - start.timestamp()) // 60


def shift_by(instant: datetime, *, minutes: int = 0, seconds: int = 0) -> datetime:
    """The instant that many elapsed minutes and seconds later (earlier, when negative)."""
    moved = datetime.fromtimestamp(instant.timestamp() + 60 * minutes + seconds, UTC)
    return pendulum.instance(moved)


def wall_after(wall: datetime, *, hours: int = 0, days: int = 0, months: int = 0) -> datetime:
    """The naive wall-clock time that much later on the clock's face, where no clock ever changes.

    First the months: a month that lacks the day gives its last one. Negative numbers go back.
    """
    years, month = divmod(wall.month - 1 + months, 12)
    year, month = wall.year + years, month + 1
    day = min(wall.day, monthrange(year, month)[1])
    return wall.replace(year=year, month=month, day=day) + timedelta(days=days, hours=hours)


def clock_minutes(start: time, end: time, days: int = 0) -> int:
    """How many minutes the clock's face shows between `start` and `end`, `days` days later, where no clock changes."""
    return days * 24 * 60 + (end.hour - start.hour) * 60 + end.minute - start.minute


def next_day(day: date, days: int = 1) -> date:
    return day + timedelta(days=days)


def days_between(first: date, last: date) -> int:
    """How many days after `first` `last` comes."""
    return (last - first).days


def each_day(first: date, last: date) -> Iterator[date]:
    """Every day from `first` to `last`, both included."""
    for n in range(days_between(first, last) + 1):
        yield next_day(first, n)


def monday_of(day: date) -> date:
    """The Monday on or before `day`."""
    return next_day(day, -day.weekday())


def each_week(first: date, last: date, week_start: int = 1) -> Iterator[date]:
    """The first days of all weeks that hold a day of `first` to `last`; they begin on `week_start`, 1 for Monday."""
    for day in each_day(next_day(first, -6), last):
        if day.isoweekday() == week_start:
            yield day


def local_day(instant: datetime, zone: str) -> date:
    return local(instant, zone).date()


def day_interval(day: date, zone: str) -> Interval:
    """The local day: 23, 24 or 25 hours long, or odder where a zone says so."""
    return days_interval(day, day, zone)


def days_interval(first: date, last: date, zone: str) -> Interval:
    """From the start of local day `first` to the end of local day `last`."""
    return Interval(at(first, time(), zone), at(next_day(last), time(), zone))


def elementary(boundaries: Iterable[datetime]) -> list[Interval]:
    """The intervals between neighbouring boundaries, in order."""
    cuts = sorted(set(boundaries))
    return [Interval(a, b) for a, b in pairwise(cuts)]


def union(intervals: Iterable[Interval]) -> list[Interval]:
    """The same instants as intervals that neither overlap nor touch, in order. Empty intervals vanish."""
    joined: list[Interval] = []
    for piece in sorted((i for i in intervals if i.start < i.end), key=lambda i: i.start):
        if joined and piece.start <= joined[-1].end:
            joined[-1] = Interval(joined[-1].start, max(joined[-1].end, piece.end))
        else:
            joined.append(piece)
    return joined


def without(interval: Interval, holes: Iterable[Interval]) -> list[Interval]:
    """What is left of `interval` when the instants of `holes` are taken away, in order."""
    left, start = [], interval.start
    for hole in union(holes):
        if start < min(hole.start, interval.end):
            left.append(Interval(start, min(hole.start, interval.end)))
        start = max(start, hole.end)
    return [*left, Interval(start, interval.end)] if start < interval.end else left
