"""The text of a weekly stretch of time: ``always``, or ``mon-fri 08:00-20:00``."""

from __future__ import annotations

import re
from datetime import time
from typing import Literal

from scheduler.domain.coverage import TimeBand
from scheduler.domain.shift import EVERY_DAY

ALWAYS = "always"
ShortDay = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
SHORT_WEEKDAYS: tuple[ShortDay, ...] = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_EXPECTED = "always, or days and wall-clock times such as mon-fri 08:00-20:00 or sat,sun 20:00-08:00"
_CLOCKS = re.compile(r"([01]\d|2[0-3]):([0-5]\d)-(?:([01]\d|2[0-3]):([0-5]\d)|24:00)", re.ASCII)


class UnreadableBand(ValueError):
    """Its text says what was expected."""


def band(text: str, zone: str) -> TimeBand | None:
    """The stretch that `text` means by the wall clock of `zone`; None for always. Raises UnreadableBand."""
    if text == ALWAYS:
        return None
    days, _, clocks = text.rpartition(" ")
    found = _CLOCKS.fullmatch(clocks)
    if not found:
        raise UnreadableBand(_EXPECTED)
    start_hour, start_minute, end_hour, end_minute = (int(part or 0) for part in found.groups())
    return TimeBand(_weekdays(days), time(start_hour, start_minute), time(end_hour, end_minute), zone)


def _weekdays(text: str) -> frozenset[int]:
    if not text.strip():
        return EVERY_DAY
    return frozenset(day for part in text.split(",") for day in _stretch(part.strip()))


def _stretch(text: str) -> list[int]:
    """``fri-mon`` runs over the weekend."""
    first, dash, last = text.partition("-")
    names: tuple[str, ...] = SHORT_WEEKDAYS
    if first not in names or (last if dash else first) not in names:
        raise UnreadableBand(_EXPECTED)
    start, end = names.index(first), names.index(last or first)
    return [(start + n) % 7 for n in range((end - start) % 7 + 1)]
