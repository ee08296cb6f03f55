"""Instants and time zones as programs in the wild send them."""

from __future__ import annotations

import re
from datetime import UTC, datetime

from api.compat.rails import RAILS_ZONES
from api.documents.advice import shown as quoted
from api.documents.fields import FIRST_YEAR, LAST_YEAR
from api.errors import Issue
from api.oncall.telling import shown
from api.web.problems import bad_input
from scheduler.intervals import (
    MINUTES_A_DAY,
    Interval,
    from_microseconds,
    is_zone,
    microseconds,
    resolve,
    shift_by,
    to_utc,
    utc_text,
)

DAY_SECONDS = 60 * MINUTES_A_DAY
PLAIN_UTC = frozenset({"UTC", "Etc/UTC"})
_SECOND = 1_000_000  # microseconds
# A plus sign that was not encoded arrives as a space.
_LOST_PLUS = re.compile(r"^(\S+[T ]\d{2}:?\d{2}\S*) (\d{2}:?\d{2})$")


def zone(name: str | None, usual: str = "UTC") -> str:
    """The IANA name of a zone that may be named as Rails does; `usual` where none is. Raises BadInput."""
    if not name:
        return usual
    known = RAILS_ZONES.get(name, name)
    if not is_zone(known):
        raise bad_input(Issue("time_zone", quoted(name), "is no time zone", "an IANA time zone such as Asia/Singapore"))
    return known


def instant(text: str, zone: str, path: str) -> datetime:
    """An instant in UTC; a bare date or a time without an offset is meant by the clock of `zone`. Raises BadInput."""
    try:
        read = datetime.fromisoformat(_LOST_PLUS.sub(r"\1+\2", text.strip()))
        known = read if read.tzinfo is not None else resolve(read, zone) if _usual(read) else read.replace(tzinfo=UTC)
        if _usual(known):
            return to_utc(known)
    except (ValueError, OverflowError):
        pass
    expected = f"an instant of the years {FIRST_YEAR} to {LAST_YEAR}, such as 2027-01-04T12:00:00Z"
    raise bad_input(Issue(path, quoted(text), "is not an instant", expected))


def told(moment: datetime, zone: str) -> str:
    """To the second, rounded up, with the offset of `zone`; in UTC with a Z."""
    return shown(second(moment), None if zone in PLAIN_UTC else zone)


def second(moment: datetime) -> datetime:
    """The first whole second that is not before `moment`."""
    return from_microseconds(-(-microseconds(moment) // _SECOND) * _SECOND) if moment.microsecond else moment


def whole(interval: Interval) -> Interval:
    """The interval in whole seconds. Of two that touch each other, both are moved alike."""
    return Interval(second(interval.start), second(interval.end))


def widened(interval: Interval, seconds: int) -> Interval:
    """The interval, begun that much earlier and ended that much later."""
    return Interval(shift_by(interval.start, seconds=-seconds), shift_by(interval.end, seconds=seconds))


def window(start: datetime, end: datetime, most_days: int) -> Interval:
    """From `since` until `until`. Raises BadInput for one that runs backwards or is too long."""
    if end < start:
        raise bad_input(Issue("until", utc_text(end), "comes before since", f"not before {utc_text(start)}"))
    if end > shift_by(start, minutes=most_days * MINUTES_A_DAY):
        raise bad_input(Issue("until", utc_text(end), "is too far away", f"at most {most_days} days after since"))
    return Interval(start, end)


def _usual(read: datetime) -> bool:
    return FIRST_YEAR <= read.year <= LAST_YEAR
