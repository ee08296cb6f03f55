"""Which recurrence rules of a calendar are expanded: those that come back often enough to be found, and not too often.

Expanding goes from an event's first day on, step by step. A rule that never comes true (30 February) would be followed
to the year 9999, one by the second for ever.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from api.documents.moving.rules import DAYS

MOST_A_DAY = 24
_ALWAYS = {"FREQ", "INTERVAL", "COUNT", "UNTIL", "WKST", "BYDAY", "BYMONTH", "BYHOUR", "BYMINUTE", "BYSECOND"}
_OF_MONTHS = _ALWAYS | {"BYMONTHDAY", "BYSETPOS"}
_NTH = re.compile(rf"([-+]?\d{{1,2}})?({'|'.join(DAYS)})", re.ASCII)
_LONGEST = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def is_expandable(rule: Mapping[str, Sequence[Any]], start: date) -> bool:
    """Whether the rule of an event that starts on `start` is certain to come back within some years."""
    said = {name: [*values] for name, values in rule.items() if values}
    frequency, interval = str(said.get("FREQ", [""])[0]), int(said.get("INTERVAL", [1])[0])
    if interval < 1 or _times_a_day(said) > MOST_A_DAY:
        return False
    if frequency in ("DAILY", "WEEKLY"):
        return said.keys() <= _ALWAYS and _weekdays_come(said, frequency, interval, start)
    return frequency in ("MONTHLY", "YEARLY") and said.keys() <= _OF_MONTHS and _days_come(said, frequency, interval)


def _times_a_day(said: Mapping[str, Sequence[Any]]) -> int:
    times = 1
    for name in ("BYHOUR", "BYMINUTE", "BYSECOND"):
        times *= len(said.get(name, [0]))
    return times


def _weekdays_come(said: Mapping[str, Sequence[Any]], frequency: str, interval: int, start: date) -> bool:
    days = [str(day) for day in said.get("BYDAY", [])]
    if any(day not in DAYS for day in days) or ("BYMONTH" in said and interval > 1):
        return False
    # Every seventh day is always the same weekday.
    return frequency == "WEEKLY" or interval % 7 != 0 or not days or start.weekday() in {DAYS[day] for day in days}


def _days_come(said: Mapping[str, Sequence[Any]], frequency: str, interval: int) -> bool:
    """Whether some month has a day that is asked for; with an interval, whether every month has."""
    by_day, by_number = "BYDAY" in said, "BYMONTHDAY" in said
    if (by_day and by_number) or (interval > 1 and frequency == "MONTHLY" and "BYMONTH" in said):
        return False
    ordinals = [_ordinal(str(day)) for day in said.get("BYDAY", [])]
    highest = 5 if interval == 1 else 4
    if any(n is None or abs(n) > highest for n in ordinals) or not _positions_come(said, frequency, ordinals):
        return False
    numbers = [abs(int(n)) for n in said.get("BYMONTHDAY", [])]
    months = [int(str(month)) for month in said.get("BYMONTH", range(1, 13))]
    longest = max((_LONGEST[month - 1] for month in months if 1 <= month <= 12), default=0)
    return longest > 0 and (not numbers or 1 <= min(numbers) <= (longest if interval == 1 else 28))


def _ordinal(day: str) -> int | None:
    """``-1FR`` has -1, ``FR`` has 0; None for what is no weekday."""
    found = _NTH.fullmatch(day)
    return int(found[1] or 0) if found else None


def _positions_come(said: Mapping[str, Sequence[Any]], frequency: str, ordinals: Sequence[int | None]) -> bool:
    """The nth of the days asked for: a month has each weekday four times at least."""
    positions = [abs(int(n)) for n in said.get("BYSETPOS", [])]
    if not positions:
        return True
    monthly = frequency == "MONTHLY" or "BYMONTH" in said
    if "BYMONTHDAY" in said:
        return positions == [1]
    return monthly and bool(ordinals) and not any(ordinals) and 1 <= min(positions) <= 4 * len(set(said["BYDAY"]))
