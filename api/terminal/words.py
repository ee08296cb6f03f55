"""Numbers, days and instants as a manager reads them."""

from __future__ import annotations

from datetime import date, datetime
from math import floor

from scheduler.intervals import local, to_utc


def percent(share: float) -> str:
    """To a tenth, rounded down: only all is 100 %."""
    return f"{floor(1000 * share + 1e-9) / 10:.1f} %"


def count(number: int, one: str, many: str) -> str:
    """``1 site``, ``1,200 sites``."""
    return f"{number:,} {one if number == 1 else many}"


def day(value: date) -> str:
    """``4 January 2027``."""
    return f"{value.day} {value:%B %Y}"


def days(first: date, last: date) -> str:
    """``4 January to 4 April 2027``."""
    start = f"{first.day} {first:%B}" if first.year == last.year else day(first)
    return f"{start} to {day(last)}"


def clock(instant: datetime, zone: str | None = None) -> str:
    """``Sun 14 Feb 15:10``, by the wall clock of `zone` (None: UTC)."""
    moment = local(instant, zone) if zone else to_utc(instant)
    return f"{moment:%a} {moment.day} {moment:%b %H:%M}"


def date_clock(instant: datetime, zone: str | None = None) -> str:
    """``14 Feb 15:10``, by the wall clock of `zone` (None: UTC)."""
    return clock(instant, zone)[4:]


def span(start: datetime, end: datetime) -> str:
    """``Sun 14 Feb 15:10 to 16:00 UTC``; the day of the end only where it is another."""
    until = clock(end)
    return f"{clock(start)} to {until[-5:] if clock(start)[:-5] == until[:-5] else until} UTC"


def signed(number: float, digits: int = 0) -> str:
    """``+2``, ``-0.3``, and ``0`` for what rounds to it."""
    text = f"{number:+.{digits}f}"
    return "0" if float(text) == 0 else text
