"""Recurrence rules (RFC 5545, 3.3.10) in so far as they are simple: how often, on which weekdays, until when."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime

from api.documents.fields import FIRST_YEAR, LAST_YEAR
from scheduler.intervals import parse_instant, resolve
from scheduler.oncall.grid import Cadence

CADENCES = {
    "HOURLY": Cadence.HOURLY,
    "DAILY": Cadence.DAILY,
    "WEEKLY": Cadence.WEEKLY,
    "MONTHLY": Cadence.MONTHLY,
}
DAYS = {"MO": 0, "TU": 1, "WE": 2, "TH": 3, "FR": 4, "SA": 5, "SU": 6}
_SIMPLE = {"FREQ", "INTERVAL", "BYDAY", "WKST", "UNTIL"}
_UNTIL = re.compile(r"\d{8}(T\d{6}Z?)?", re.ASCII)
MOST_EVERY = 1_000


@dataclass(frozen=True)
class Rule:
    """A rule of which every part is known, or which is not `simple`."""

    freq: str
    interval: int
    weekdays: frozenset[int]
    week_start: int
    simple: bool
    _until: str = ""

    def until(self, zone: str) -> datetime | None:
        """The last instant at which it may bring a start, where it names one; without offset it is one of `zone`."""
        if not self._until:
            return None
        instant = datetime.fromisoformat(self._until.removesuffix("Z"))
        return parse_instant(f"{instant.isoformat()}Z") if self._until.endswith("Z") else resolve(instant, zone)


def read_rule(text: str) -> Rule | None:
    """The rule of ``RRULE:FREQ=...``; None for a text that is none."""
    name, _, said = text.strip().upper().rpartition(":")
    parts = dict(part.partition("=")[::2] for part in said.split(";"))
    days = [day for day in parts.get("BYDAY", "").split(",") if day]
    interval, until = parts.get("INTERVAL", "1"), parts.get("UNTIL", "")
    if name not in ("", "RRULE") or "FREQ" not in parts or not interval.isascii() or not interval.isdigit():
        return None
    if until and not _is_time(until):
        return None
    weekdays = frozenset(DAYS[day] for day in days if day in DAYS)
    simple = parts.keys() <= _SIMPLE and len(weekdays) == len(days) and 1 <= int(interval[:6]) <= MOST_EVERY
    return Rule(parts["FREQ"], int(interval[:6]), weekdays, DAYS.get(parts.get("WKST", "MO"), 0), simple, until)


def _is_time(text: str) -> bool:
    try:
        year = datetime.fromisoformat(text.removesuffix("Z")).year
    except ValueError:
        return False
    return FIRST_YEAR <= year <= LAST_YEAR and bool(_UNTIL.fullmatch(text))
