"""The relative-risk index: how many times as many injuries a shift makes likely as a first day shift of eight hours.

Four factors are multiplied: the kind of the shift, its length, how many such shifts came before in a row, and a quick
return. The first two depend on the shift alone (`load`), the others on what came before, of which `Before` is all that
matters. Logarithms of factors add up: hence log points, for sums over a fortnight and for the solver. The solver needs
whole numbers that add up exactly: hence added points, which are rounded part by part.

Sources, with their status. Kind, length and run: Folkard, Lombardi and Tucker 2005, Industrial Health 43:20-23, read as
quoted elsewhere, not in the original. Quick return: Nielsen et al. 2019, Scandinavian Journal of Work, Environment and
Health 45:166, confirmed. What is night or evening, the 36 hours, and that the factors may be multiplied, are our own
design: the authors say that features of a roster be judged in combination. The index is modelled, of groups of people.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum
from functools import lru_cache
from math import log, prod

from scheduler.domain.coverage import TimeBand
from scheduler.domain.shift import EVERY_DAY
from scheduler.intervals import Interval, at, local_day, minutes_between, next_day

NIGHT_FROM, NIGHT_UNTIL, NIGHT_MINUTES = time(23), time(6), 3 * 60
EVENING_AFTER = time(20)
SAME_RUN_MINUTES = 36 * 60  # from start to start
QUICK_RETURN_MINUTES = 11 * 60  # from the end to the next start, this long included
QUICK_RETURN = 1.39
NIGHT_RUN = (1.00, 1.06, 1.17, 1.36)  # the first, second, third, and any later one: beyond the fourth there is no data
DAY_RUN = (1.00, 1.02, 1.07, 1.17)


class Kind(StrEnum):
    """What the index takes a shift for, by the local clock, whatever its template is called."""

    DAY = "day"
    EVENING = "evening"
    NIGHT = "night"


KIND_RISK = {Kind.DAY: 1.00, Kind.EVENING: 1.18, Kind.NIGHT: 1.30}


@dataclass(frozen=True, slots=True)
class Load:
    """The part of the index that depends on the shift alone; `hours` are elapsed, breaks included."""

    kind: Kind
    hours: float
    kind_risk: float
    length_risk: float

    @property
    def log_points(self) -> int:
        """Of kind and length together."""
        return log_points(self.kind_risk * self.length_risk)


@dataclass(frozen=True, slots=True)
class Before:
    """All that the index of a shift needs to know of those before it.

    `start` is that of the last shift, `end` the latest end, `nights` and `run` say that the last `run` shifts (at most
    4) were nights, or not, without a break; `returned` has the last two local days with a shift after a quick return.
    """

    start: datetime | None = None
    end: datetime | None = None
    nights: bool = False
    run: int = 0
    returned: tuple[date, ...] = ()


@dataclass(frozen=True, slots=True)
class ShiftRisk:
    """The index of one shift and the factors it is made of; `rest_minutes` is None for a first shift."""

    load: Load
    rest_minutes: int | None
    run_risk: float
    return_risk: float

    @property
    def relative_risk(self) -> float:
        return prod((self.load.kind_risk, self.load.length_risk, self.run_risk, self.return_risk))

    @property
    def log_points(self) -> int:
        return log_points(self.relative_risk)

    @property
    def added_points(self) -> int:
        """Log points of the load, of the run and of the quick return, each rounded: `log_points`, or one more."""
        return self.load.log_points + log_points(self.run_risk) + log_points(self.return_risk)

    @property
    def excess_risk_hours(self) -> float:
        """What the shift is riskier than a first day shift, times its hours: adds up over people and rosters."""
        return (self.relative_risk - 1) * self.load.hours


@dataclass(frozen=True, slots=True)
class Window:
    """Log points of the shifts that start on local days `first_day` to `last_day`, both included."""

    first_day: date
    last_day: date
    log_points: int


def log_points(factor: float) -> int:
    """A hundred times the natural logarithm, rounded: 30 % more risk is 26 points, one point is about 1 %."""
    return round(100 * log(factor))


@lru_cache(maxsize=8192)
def load(shift: Interval, zone: str) -> Load:
    """Kind and length of a shift by the clock of `zone`."""
    kind, hours = kind_of(shift, zone), shift.minutes / 60
    return Load(kind, hours, KIND_RISK[kind], length_risk(hours))


def kind_of(shift: Interval, zone: str) -> Kind:
    """Night from three hours between 23:00 and 06:00 on; else evening when it ends after 20:00 of its first day."""
    day = local_day(shift.start, zone)
    band = TimeBand(EVERY_DAY, NIGHT_FROM, NIGHT_UNTIL, zone)
    parts = (night.clipped(shift) for night in band.intervals(next_day(day, -1), local_day(shift.end, zone)))
    if sum(part.minutes for part in parts if part) >= NIGHT_MINUTES:
        return Kind.NIGHT
    return Kind.EVENING if shift.end > at(day, EVENING_AFTER, zone) else Kind.DAY


def length_risk(hours: float) -> float:
    """1 up to 8 hours, 1.13 at 10, 1.27 at 12; linear between, and beyond as from 10 to 12."""
    return 1 + 0.065 * min(max(hours - 8, 0), 2) + 0.07 * max(hours - 10, 0)


def following(before: Before, shift: Interval, zone: str) -> tuple[ShiftRisk, Before]:
    """The index of a shift after what came `before`, and what the next one has before it.

    A run goes on while each shift starts at most 36 hours after the one before: nights after nights, days and evenings
    after days and evenings. The factor of a quick return holds for the shift after it and for those on the next
    calendar day; once, though both should be true.
    """
    own, day = load(shift, zone), local_day(shift.start, zone)
    night = own.kind is Kind.NIGHT
    goes_on = (
        before.start is not None
        and before.nights == night
        and minutes_between(before.start, shift.start) <= SAME_RUN_MINUTES
    )
    run = min(before.run + 1, len(NIGHT_RUN)) if goes_on else 1
    rest = None if before.end is None else minutes_between(before.end, shift.start)
    quick = rest is not None and rest <= QUICK_RETURN_MINUTES
    day_after = next_day(day, -1) in before.returned
    returned = (*before.returned, day)[-2:] if quick and day not in before.returned else before.returned
    risk = ShiftRisk(
        load=own,
        rest_minutes=rest,
        run_risk=(NIGHT_RUN if night else DAY_RUN)[run - 1],
        return_risk=QUICK_RETURN if quick or day_after else 1.0,
    )
    end = shift.end if before.end is None else max(before.end, shift.end)
    return risk, Before(shift.start, end, night, run, returned)


def risks(shifts: Iterable[Interval], zone: str, before: Before | None = None) -> list[ShiftRisk]:
    """The index of each shift of one person, who is at home in `zone`; the shifts are in order of start."""
    found, state = [], before or Before()
    for shift in shifts:
        risk, state = following(state, shift, zone)
        found.append(risk)
    return found


def worst_window(points: Iterable[tuple[date, int]], since: date, days: int = 14) -> Window | None:
    """The `days` in a row with the most log points, the first such, that hold a shift on `since` or later.

    `points` are those of one person's shifts by the local day on which each starts, in order. A window begins with a
    shift: any other has no more points. None without a shift that late.
    """
    shifts = list(points)
    late = [day for day, _ in shifts if day >= since]
    firsts = [day for day, _ in shifts if any(day <= other <= next_day(day, days - 1) for other in late)]
    windows = (_window(shifts, first, next_day(first, days - 1)) for first in firsts)
    return max(windows, key=lambda window: window.log_points, default=None)


def _window(shifts: Iterable[tuple[date, int]], first: date, last: date) -> Window:
    return Window(first, last, sum(points for day, points in shifts if first <= day <= last))
