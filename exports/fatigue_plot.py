"""A person's sleepiness over the days of a period, as SVG: shifts as bands, sleep as bars, the line at KSS 7.

Two weeks a row, by the clock of the person's site. The model's line is drawn while the person is awake, thick where it
is at 7 or more at work; beyond 1 to 9 it is cut off.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time
from itertools import groupby

from exports.svg import line, picture, polyline, rectangle, styles, text
from exports.wording import called, day_text, when
from scheduler.fatigue.assessment import PersonFatigue, ShiftFatigue
from scheduler.fatigue.three_process import SLEEPY, Course, minute_of
from scheduler.intervals import Interval, at, days_between, days_interval, each_day, local_day, next_day, without
from scheduler.problem import Problem

NAME = "watchbill-sleepiness"
DAYS_A_ROW = 14
LEAST, MOST = 1, 9
LEFT, RIGHT, TOP, DAY, HEIGHT, BETWEEN, BAR = 34, 12, 58, 60, 104, 46, 10
SAMPLE_MINUTES = 15
_PLAIN = "font-family:system-ui,sans-serif;font-size:11px;fill:"
LIGHT = {
    ".paper": "fill:#ffffff",
    "text": f"{_PLAIN}#222222",
    ".title": "font-size:15px;font-weight:600",
    ".end": "text-anchor:end",
    ".middle": "text-anchor:middle",
    ".shift": "fill:#d3dff0",
    ".frame": "fill:none;stroke:#8a8a8a;stroke-width:1",
    ".day": "stroke:#d9d9d9;stroke-width:1",
    ".seven": "stroke:#8c2f00;stroke-width:1;stroke-dasharray:5 3",
    ".sleep": "fill:#5a6b85",
    ".kss": "fill:none;stroke:#1f1f1f;stroke-width:1.2;stroke-linejoin:round",
    ".sleepy": "fill:none;stroke:#b33c00;stroke-width:3.6;stroke-linejoin:round",
}
DARK = {
    ".paper": "fill:#15181d",
    "text": "fill:#e6e6e6",
    ".shift": "fill:#2c3f5c",
    ".frame": "stroke:#7d7d7d",
    ".day": "stroke:#343a42",
    ".seven": "stroke:#ff9a5c",
    ".sleep": "fill:#93a7c4",
    ".kss": "stroke:#f0f0f0",
    ".sleepy": "stroke:#ff9a5c",
}


def person_svg(problem: Problem, found: PersonFatigue) -> str:
    """The picture of one person's period."""
    zone = problem.site(found.person.site).zone
    last = max([problem.last_day, *(local_day(shift.shift.end, zone) for shift in found.shifts)])
    firsts = list(each_day(problem.first_day, last))[::DAYS_A_ROW]
    rows = [_Row(found, zone, first, last, TOP + n * (HEIGHT + BETWEEN)) for n, first in enumerate(firsts)]
    size = (LEFT + DAYS_A_ROW * DAY + RIGHT, TOP + len(rows) * (HEIGHT + BETWEEN) - 16)
    title = f"Sleepiness of {called(found.person)}, {day_text(problem.first_day)} to {day_text(problem.last_day)}"
    legend = f"Modelled, KSS 1 to 9. Bands: shifts. Bars: predicted sleep. Thick: 7 or more at work. Clock: {zone}"
    parts = [text("title", LEFT, 24, title), text("", LEFT, 42, legend), *(p for row in rows for p in row.parts())]
    return picture(NAME, size, title, _described(found.shifts), styles(NAME, LIGHT, DARK), parts)


def _described(shifts: Sequence[ShiftFatigue]) -> str:
    if not shifts:
        return "No shifts in this period."
    worst = max(shifts, key=lambda s: (s.sleepiness.mean, s.shift.id))
    sleepy = sum(s.sleepiness.share_sleepy * s.risk.load.hours for s in shifts)
    return (
        f"Shifts: {len(shifts)}. Hours of work at KSS 7 or more: {sleepy:.1f}. Sleepiest on average: {worst.shift.id}, "
        f"mean {worst.sleepiness.mean:.1f}, highest {worst.sleepiness.most:.1f}."
    )


class _Row:
    """Two weeks from local day `first` on, but not beyond `last`, with the upper edge at `top`."""

    def __init__(self, found: PersonFatigue, zone: str, first: date, last: date, top: float) -> None:
        self._found, self._zone, self._first, self._top = found, zone, first, top
        self._last = min(next_day(first, DAYS_A_ROW - 1), last)
        self._width = DAY * (days_between(first, self._last) + 1)
        self._interval = days_interval(first, self._last, zone)
        self._start = minute_of(self._interval.start)

    def parts(self) -> Iterator[str]:
        yield from self._bands()
        yield from self._days()
        yield from self._scale()
        yield from self._lines()

    def _bands(self) -> Iterator[str]:
        for shift in self._found.shifts:
            if part := shift.shift.interval.clipped(self._interval):
                tip = f"{shift.shift.template}, {when(shift.shift.interval, self._zone)}, {_told(shift)}"
                yield rectangle("shift", *self._box(part, self._top, HEIGHT), tip)
        for sleep in self._found.sleeps:
            if part := sleep.clipped(self._interval):
                tip = f"Sleep, {when(sleep, self._zone)}"
                yield rectangle("sleep", *self._box(part, self._top + HEIGHT - BAR, BAR), tip)

    def _days(self) -> Iterator[str]:
        bottom = self._top + HEIGHT
        for day in each_day(self._first, self._last):
            x = self._x(at(day, time(), self._zone))
            yield line("day", x, self._top, x, bottom)
            month = f" {day:%b}" if day in (self._first, day.replace(day=1)) else ""
            yield text("middle", x + DAY / 2, bottom + 14, f"{day:%a} {day.day}{month}")

    def _scale(self) -> Iterator[str]:
        for kss in (1, 3, 5, 7, 9):
            yield text("end", LEFT - 6, self._y(kss) + 4, str(kss))
        yield line("seven", LEFT, self._y(SLEEPY), LEFT + self._width, self._y(SLEEPY))
        yield rectangle("frame", LEFT, self._top, self._width, HEIGHT)

    def _lines(self) -> Iterator[str]:
        course = self._found.course
        for awake in without(self._interval, self._found.sleeps):
            yield polyline("kss", self._points(awake))
        for shift in self._found.shifts:
            part = shift.shift.interval.clipped(self._interval)
            for run in _sleepy_runs(course, part) if part else ():
                yield polyline("sleepy", ((self._x_of(minute), self._y(kss)) for minute, kss in run))

    def _points(self, awake: Interval) -> Iterator[tuple[float, float]]:
        for minute in _samples(awake):
            yield self._x_of(minute), self._y(self._found.course.at_minute(minute).kss)

    def _box(self, part: Interval, y: float, height: float) -> tuple[float, float, float, float]:
        x = self._x(part.start)
        return x, y, self._x(part.end) - x, height

    def _x(self, instant: datetime) -> float:
        return self._x_of(minute_of(instant))

    def _x_of(self, minute: int) -> float:
        return LEFT + self._width * (minute - self._start) / self._interval.minutes

    def _y(self, kss: float) -> float:
        shown = min(max(kss, LEAST), MOST)
        return self._top + HEIGHT * (MOST - shown) / (MOST - LEAST)


def _samples(part: Interval) -> list[int]:
    return [*range(minute_of(part.start), minute_of(part.end), SAMPLE_MINUTES), minute_of(part.end)]


def _sleepy_runs(course: Course, part: Interval) -> Iterator[list[tuple[int, float]]]:
    """The samples of a shift at which KSS is 7 or more, each unbroken run of them apart."""
    samples = ((minute, course.at_minute(minute).kss) for minute in _samples(part))
    for sleepy, run in groupby(samples, key=lambda sample: sample[1] >= SLEEPY):
        if sleepy:
            yield list(run)


def _told(found: ShiftFatigue) -> str:
    sleepiness = found.sleepiness
    return (
        f"relative risk {found.risk.relative_risk:.2f}, KSS mean {sleepiness.mean:.1f}, highest {sleepiness.most:.1f}, "
        f"at the end {sleepiness.end:.1f}, {100 * sleepiness.share_sleepy:.0f} % of it at 7 or more"
    )
