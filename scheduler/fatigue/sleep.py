"""When a person is likely to sleep between shifts: the input that the Three Process Model needs.

No published generator was found. The rules here are our own design, set so that a free person sleeps from 23:00 to
07:05, and found plausible beside studies of day sleep after nights and of sleep before quick returns. Whoever knows the
true sleeps gives those to `three_process.Course` instead.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime

from scheduler.fatigue.three_process import PUBLISHED, RESTED, Parameters, instant_of, local_hour, minute_of
from scheduler.intervals import Interval, shift_by, union


@dataclass(frozen=True, slots=True)
class Habits:
    """What people do between shifts: minutes, and decimal hours of the local day where so named.

    A shift blocks the time of `preparing` and `commute` before it and of `commute` and `winding_down` after it. A late
    chronotype has a later `bed_hour` (and `p` of the model).
    """

    commute: int = 30
    winding_down: int = 60
    preparing: int = 60
    bed_hour: float = 23.0
    up_hour: float = 6.0  # habitual bedtime ends
    early_bed_hour: float = 20.0
    day_sleep_until_hour: float = 12.0
    alert_enough: float = 11.70  # S + C + U that wakes
    shortest: int = 90
    longest: int = 600
    awake_first: int = 480
    awake_before_early_bed: int = 240  # and before any bed: never more than `awake_first`
    early_bed_before: int = 450  # the next block starts within this
    shortest_early: int = 90  # the more, the fewer naps before shifts that begin at 23:00 or later
    step: int = 5


HABITS = Habits()


def predicted_sleep(
    shifts: Iterable[Interval],
    zone: str,
    woke: datetime,
    until: datetime,
    habits: Habits = HABITS,
    level: float = RESTED,
    parameters: Parameters = PUBLISHED,
) -> list[Interval]:
    """The sleeps that begin before `until`, of a person at home in `zone` who woke at `woke` with S at `level`.

    To bed goes who is free, has 1.5 hours before the next block, and one of: has been blocked since waking, it is
    before noon and the person 8 hours awake (day sleep after a night); it is the habitual time and 8 hours awake; it is
    evening, 4 hours awake, and the next block within 7.5 hours. The sleep ends with the next block, after 10 hours, or
    at the first step from 1.5 hours on at which S + C + U is 11.7. Shifts that overlap block once.
    """
    sleeper = _Sleeper(zone, habits, parameters, _blocks(shifts, habits), minute_of(woke), level)
    return [Interval(instant_of(start), instant_of(end)) for start, end in sleeper.sleeps(minute_of(until))]


def _blocks(shifts: Iterable[Interval], habits: Habits) -> list[tuple[int, int]]:
    """Minutes since 1970 in which nobody sleeps, widened to whole steps, in order and apart."""
    before, after = habits.preparing + habits.commute, habits.commute + habits.winding_down
    busy = union(Interval(shift_by(s.start, minutes=-before), shift_by(s.end, minutes=after)) for s in shifts)
    step = habits.step
    return [(minute_of(b.start) // step * step, -(-minute_of(b.end) // step) * step) for b in busy]


@dataclass
class _Sleeper:
    """Walks through time in steps; `_woke` and `_level` are of the last waking. Times are minutes since 1970."""

    zone: str
    habits: Habits
    parameters: Parameters
    blocks: list[tuple[int, int]]
    _woke: int
    _level: float
    _starts: list[int] = field(init=False)

    def __post_init__(self) -> None:
        self._starts = [start for start, _ in self.blocks]

    def sleeps(self, until: int) -> Iterator[tuple[int, int]]:
        while (bed := self._bedtime(until)) is not None:
            tired = self.parameters.awake(self._level, (bed - self._woke) / 60)
            end = self._waking(bed, tired)
            self._level = self.parameters.asleep(tired, (end - bed) / 60)
            self._woke = end
            yield bed, end

    def _bedtime(self, until: int) -> int | None:
        """The first step before `until` at which the person goes to sleep."""
        habits = self.habits
        now = self._woke + habits.awake_before_early_bed
        while now < until:
            last = bisect_right(self._starts, now) - 1
            blocked_until = self.blocks[last][1] if last >= 0 else self._woke
            if now < blocked_until:
                now = blocked_until
            elif self._to_bed(now, worked=blocked_until > self._woke):
                return now
            else:
                now += habits.step
        return None

    def _to_bed(self, now: int, *, worked: bool) -> bool:
        habits, hour, awake = self.habits, local_hour(self.zone, now), now - self._woke
        free = self._next_block(now) - now
        if free < habits.shortest:
            return False
        habitual = hour >= habits.bed_hour or hour < habits.up_hour
        by_day = worked and hour < habits.day_sleep_until_hour
        return (awake >= habits.awake_first and (habitual or by_day)) or self._early(hour, free)

    def _early(self, hour: float, free: float) -> bool:
        habits = self.habits
        evening = habits.early_bed_hour <= hour < habits.bed_hour
        return evening and habits.shortest_early <= free <= habits.early_bed_before

    def _waking(self, bed: int, tired: float) -> int:
        habits, model = self.habits, self.parameters
        last = min(bed + habits.longest, self._next_block(bed))
        for now in range(bed + habits.shortest, int(last), habits.step):
            hour = local_hour(self.zone, now)
            rested = model.asleep(tired, (now - bed) / 60) + model.circadian(hour) + model.ultradian(hour)
            if rested >= habits.alert_enough:
                return now
        return int(last)

    def _next_block(self, now: int) -> float:
        """When the next block starts; infinite when none does."""
        following = bisect_right(self._starts, now)
        return self._starts[following] if following < len(self._starts) else float("inf")
