"""The Three Process Model of alertness: how sleepy somebody is at an instant, given when they slept.

Process S is the need for sleep: it falls while awake and recovers asleep. C is the clock of the body, U its half-day
wave, W the inertia after waking. Alertness is their sum; sleepiness is told on the Karolinska Sleepiness Scale (KSS), 1
very alert to 9 fighting sleep. The model may leave that range: only displays clip it.

Source: Ingre et al. 2014, PLoS ONE 9(10):e108679, by way of the FIPS package 0.2.1, whose equations and constants were
read and whose results are reproduced (confirmed). Other papers have 10.9 in place of 10.6 (remembered). One deviation:
who falls asleep above the break level goes on from there, where FIPS would make the level jump down.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from itertools import pairwise
from math import cos, exp, log, pi

from scheduler.intervals import Interval, from_microseconds, local, microseconds

SLEEPY = 7.0  # KSS from which on people are sleepy, by convention
RESTED = 13.81983  # the level of S on waking at 07:00 for who always sleeps from 23:00 on
_MICROSECONDS_A_MINUTE = 60_000_000


@dataclass(frozen=True, slots=True)
class Parameters:
    """The constants, named as in the papers; rates are per hour, `p` is an hour of the local day."""

    la: float = 2.4
    ha: float = 14.3
    d: float = -0.0353
    g: float = log((14.3 - 14) / (14.3 - 7.96)) / 8
    bl: float = 12.2
    cm: float = 0.0
    ca: float = 2.5
    p: float = 16.8
    um: float = -0.5
    ua: float = 0.5
    wc: float = -5.72
    wd: float = -1.51
    kss_intercept: float = 10.6
    kss_slope: float = -0.6

    def awake(self, level: float, hours: float) -> float:
        """S after that many hours awake, when it was `level` on waking."""
        return self.la + (level - self.la) * exp(self.d * hours)

    def asleep(self, level: float, hours: float) -> float:
        """S after that many hours of sleep: it rises steadily to the break level `bl`, then ever more slowly."""
        rate = self.g * (self.bl - self.ha)
        steady = max(0.0, (self.bl - level) / rate)
        if hours <= steady:
            return level + rate * hours
        return self.ha - (self.ha - max(level, self.bl)) * exp(self.g * (hours - steady))

    def circadian(self, hour: float) -> float:
        """C at a local decimal hour."""
        return self.cm + self.ca * cos(2 * pi * (hour - self.p) / 24)

    def ultradian(self, hour: float) -> float:
        """U at a local decimal hour."""
        return self.um + self.ua * cos(2 * pi * (hour - self.p - 3) / 12)

    def inertia(self, hours: float) -> float:
        """W after that many hours awake."""
        return self.wc * exp(self.wd * hours)


PUBLISHED = Parameters()


@dataclass(frozen=True, slots=True)
class State:
    """The processes at one instant; `w` is 0 asleep. `alertness` leaves inertia out, as FIPS does."""

    awake: bool
    s: float
    c: float
    u: float
    w: float
    kss: float

    @property
    def alertness(self) -> float:
        return self.s + self.c + self.u


class Course:
    """A person's sleepiness over time, from the sleeps.

    It begins awake at `woke`, with S at `level`; `sleeps` are in order, apart, and after that. Whoever is at home in
    `zone` has the body's clock set by it, at once also on the days when clocks change. Raises ValueError for sleeps
    out of order.
    """

    def __init__(
        self,
        zone: str,
        woke: datetime,
        sleeps: Iterable[Interval],
        level: float = RESTED,
        parameters: Parameters = PUBLISHED,
    ) -> None:
        self._zone, self._parameters = zone, parameters
        self._starts, self._levels = [minute_of(woke)], [level]  # of the phases: awake and asleep in turn
        for edge in (edge for sleep in sleeps for edge in (sleep.start, sleep.end)):
            self._starts.append(minute_of(edge))
            self._levels.append(self._level(len(self._levels) - 1, self._starts[-1]))
        if any(after <= before for before, after in pairwise(self._starts)):
            raise ValueError("sleeps have to be in order, apart, and after the waking that the course begins with")

    def at(self, instant: datetime) -> State:
        """The state at `instant`; waking and falling asleep belong to what begins. Raises ValueError before it."""
        return self.at_minute(minute_of(instant))

    def at_minute(self, minute: int) -> State:
        """The same for a minute since 1970."""
        phase = bisect_right(self._starts, minute) - 1
        if phase < 0:
            raise ValueError("the course begins later")
        model, hour, awake = self._parameters, local_hour(self._zone, minute), phase % 2 == 0
        s, c, u = self._level(phase, minute), model.circadian(hour), model.ultradian(hour)
        w = model.inertia((minute - self._starts[phase]) / 60) if awake else 0.0
        return State(awake, s, c, u, w, model.kss_intercept + model.kss_slope * (s + c + u + w))

    def _level(self, phase: int, minute: int) -> float:
        process = self._parameters.asleep if phase % 2 else self._parameters.awake
        return process(self._levels[phase], (minute - self._starts[phase]) / 60)


def minute_of(instant: datetime) -> int:
    """Whole minutes since 1970."""
    return microseconds(instant) // _MICROSECONDS_A_MINUTE


def instant_of(minute: int) -> datetime:
    """The instant, in UTC, that many minutes after the beginning of 1970."""
    return from_microseconds(minute * _MICROSECONDS_A_MINUTE)


@lru_cache(maxsize=1 << 16)
def local_hour(zone: str, minute: int) -> float:
    """The decimal hour that the wall clock of `zone` shows at a minute since 1970."""
    shown = local(instant_of(minute), zone)
    return shown.hour + shown.minute / 60
