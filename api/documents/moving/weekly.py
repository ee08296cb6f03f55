"""Weekly stretches of time as the texts of windows: ``mon 09:00-24:00``."""

from __future__ import annotations

from api.documents.bands import ALWAYS, SHORT_WEEKDAYS
from scheduler.intervals import MINUTES_A_DAY

MINUTES_A_WEEK = 7 * MINUTES_A_DAY


def daily(minute: int, minutes: int, weekdays: frozenset[int] = frozenset()) -> str:
    """From `minute` of each day, of each of `weekdays` where some are named, for as many `minutes`; at most a day."""
    days = ",".join(SHORT_WEEKDAYS[day] for day in sorted(weekdays))
    if minutes >= MINUTES_A_DAY and not days:
        return ALWAYS
    return f"{days} {_clock(minute)}-{_clock(minute + min(minutes, MINUTES_A_DAY))}".strip()


def stretch(weekday: int, minute: int, minutes: int) -> list[str]:
    """From `minute` of `weekday` (0 is Monday) for as many `minutes`, at most a week."""
    if minutes >= MINUTES_A_WEEK:
        return [ALWAYS]
    if minutes <= MINUTES_A_DAY:
        return [daily(minute, minutes, frozenset({weekday}))]
    whole, rest = divmod(minute + minutes - MINUTES_A_DAY, MINUTES_A_DAY)
    days = [SHORT_WEEKDAYS[(weekday + n) % 7] for n in range(whole + 2)]
    texts = [f"{days[0]} {_clock(minute)}-24:00"]
    if whole:
        texts.append(f"{days[1]}{f'-{days[whole]}' if whole > 1 else ''} 00:00-24:00")
    return [*texts, f"{days[-1]} 00:00-{_clock(rest)}"] if rest else texts


def _clock(minute: int) -> str:
    return "{:02}:{:02}".format(*divmod(minute % MINUTES_A_DAY, 60))
