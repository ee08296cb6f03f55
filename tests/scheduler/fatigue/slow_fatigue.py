"""Both fatigue models written again from their description, slowly and plainly, on naive local times.

Nothing of `scheduler.fatigue` is used here: the tests hold one against the other.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from math import cos, exp, log, pi

Span = tuple[datetime, datetime]
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
STEP = 5 * MINUTE
G = log((14.3 - 14) / (14.3 - 7.96)) / 8


# -- the relative-risk index -------------------------------------------------------------------------------------------


def kind(shift: Span) -> str:
    """Each minute of the shift is looked at."""
    start, end = shift
    minutes = [start + n * MINUTE for n in range((end - start) // MINUTE)]
    if sum(minute.hour == 23 or minute.hour < 6 for minute in minutes) >= 180:
        return "night"
    return "evening" if end > start.replace(hour=20, minute=0) else "day"


def relative_risks(shifts: list[Span]) -> list[float]:
    """Of shifts in order of start; every factor looks back over the whole list."""
    return [
        {"day": 1.00, "evening": 1.18, "night": 1.30}[kind(shift)]
        * _length((shift[1] - shift[0]) / HOUR)
        * _run(shifts[: n + 1])
        * (1.39 if _quick(shifts, n) or _day_after(shifts, n) else 1)
        for n, shift in enumerate(shifts)
    ]


def _length(hours: float) -> float:
    if hours <= 8:
        return 1.00
    if hours <= 10:
        return 1.00 + (hours - 8) / 2 * (1.13 - 1.00)
    return 1.13 + (hours - 10) / 2 * (1.27 - 1.13)


def _run(shifts: list[Span]) -> float:
    """The last of `shifts` is the one asked about."""
    night = kind(shifts[-1]) == "night"
    length = 1
    for earlier, later in zip(reversed(shifts[:-1]), reversed(shifts), strict=False):
        if (kind(earlier) == "night") != night or later[0] - earlier[0] > 36 * HOUR:
            break
        length += 1
    table = {1: 1.00, 2: 1.06, 3: 1.17} if night else {1: 1.00, 2: 1.02, 3: 1.07}
    return table.get(length, 1.36 if night else 1.17)


def _quick(shifts: list[Span], n: int) -> bool:
    return n > 0 and shifts[n][0] - max(end for _, end in shifts[:n]) <= 11 * HOUR


def _day_after(shifts: list[Span], n: int) -> bool:
    yesterday = shifts[n][0].date() - DAY
    return any(shifts[m][0].date() == yesterday and _quick(shifts, m) for m in range(n))


# -- the Three Process Model, step by step -----------------------------------------------------------------------------


@dataclass
class Person:
    """S is moved on from step to step; `changed` is when the person last fell asleep or woke."""

    s: float
    awake: bool
    changed: datetime

    def pass_time(self, hours: float) -> None:
        if self.awake:
            self.s = 2.4 + (self.s - 2.4) * exp(-0.0353 * hours)
            return
        rate = G * (12.2 - 14.3)
        steady = min(hours, max(0, (12.2 - self.s) / rate))
        self.s += rate * steady
        if self.s > 12.2 - 1e-12:
            self.s = 14.3 - (14.3 - self.s) * exp(G * (hours - steady))


def clock(now: datetime) -> float:
    """C and U."""
    hour = now.hour + now.minute / 60
    return 2.5 * cos(2 * pi * (hour - 16.8) / 24) - 0.5 + 0.5 * cos(2 * pi * (hour - 16.8 - 3) / 12)


def kss(person: Person, now: datetime) -> float:
    inertia = -5.72 * exp(-1.51 * ((now - person.changed) / HOUR)) if person.awake else 0
    return 10.6 - 0.6 * (person.s + clock(now) + inertia)


def lived(shifts: list[Span], woke: datetime, until: datetime, s: float) -> tuple[list[Span], dict[datetime, float]]:
    """The sleeps, and KSS at each step of five minutes, of a person who acts by the rules of section 3.4."""
    blocks = [(start - 90 * MINUTE, end + 90 * MINUTE) for start, end in shifts]
    person, now = Person(s, True, woke), woke
    worked, sleeps, levels = False, [], {}
    while now < until or not person.awake:
        if not person.awake and _wakes(person, now, blocks):
            sleeps.append((person.changed, now))
            person, worked = Person(person.s, True, now), False
        elif person.awake and _to_bed(now, now - person.changed, blocks, worked=worked):
            person = Person(person.s, False, now)
        worked = worked or _blocked(now, blocks)
        levels[now] = kss(person, now)
        person.pass_time(5 / 60)
        now += STEP
    return sleeps, levels


def _blocked(now: datetime, blocks: list[Span]) -> bool:
    return any(start <= now < end for start, end in blocks)


def _to_bed(now: datetime, awake: timedelta, blocks: list[Span], *, worked: bool) -> bool:
    free = min([start - now for start, _ in blocks if start > now], default=timedelta.max)
    if _blocked(now, blocks) or free < 90 * MINUTE:
        return False
    after_work = worked and now.hour < 12
    at_night = now.hour >= 23 or now.hour < 6
    early = 20 <= now.hour < 23 and free <= 450 * MINUTE
    return (awake >= 8 * HOUR and (after_work or at_night)) or (awake >= 4 * HOUR and early)


def _wakes(person: Person, now: datetime, blocks: list[Span]) -> bool:
    slept = now - person.changed
    rested = slept >= 90 * MINUTE and person.s + clock(now) >= 11.70
    return rested or slept >= 10 * HOUR or _blocked(now, blocks)
