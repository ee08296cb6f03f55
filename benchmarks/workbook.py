"""Processor time and room that exports of a year take: ``python -m benchmarks.workbook --people 150 --days 365``.

Three sites that follow the sun; everybody works five days of seven, by turns on three shifts, and is away for a month.
"""

from __future__ import annotations

import argparse
import resource
import sys
from collections.abc import Callable
from datetime import UTC, date, datetime, time
from time import process_time
from typing import TypeVar

from exports.chart import Chart, Heading
from exports.charting import Shown, chart_of, shown_of
from exports.page import to_html
from exports.wall_chart import to_pdf
from exports.whole import rows_of
from exports.workbook import to_xlsx
from scheduler.domain.people import Leave, Person
from scheduler.domain.roster import Roster
from scheduler.domain.shift import ShiftTemplate, shift_id
from scheduler.domain.team import Period, Site, Team
from scheduler.intervals import each_day, next_day
from scheduler.problem import Problem

Made = TypeVar("Made")

SITES = {"sin": "Asia/Singapore", "dub": "Europe/Dublin", "sfo": "America/Los_Angeles"}
SHIFTS = {"day": (time(7), time(15, 30), 0), "late": (time(14), time(22), 0), "night": (time(22), time(6), 1)}
FIRST = date(2027, 1, 1)


def main() -> None:
    arguments = _arguments()
    began = process_time()
    problem, roster = _year(arguments.people, arguments.days)
    shown = shown_of(problem, roster)
    _say("made up", began, f"{len(roster)} shifts, {arguments.people} people x {arguments.days} days")
    chart = _timed("chart", lambda: _chart(shown))
    rows = rows_of(shown)
    exports: dict[str, Callable[[], bytes]] = {
        "XLSX": lambda: to_xlsx(chart, rows),
        "HTML": lambda: to_html(chart).encode(),
        "PDF": lambda: to_pdf(chart),
    }
    for name, make in exports.items():
        body = _timed(name, make)
        sys.stdout.write(f"{'':10} {len(body) / 1e6:.1f} MB\n")
    sys.stdout.write(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MiB\n")


def _chart(shown: Shown) -> Chart:
    return chart_of(shown, Heading("A year", "made up", datetime(2026, 12, 1, tzinfo=UTC)))


def _year(people: int, days: int) -> tuple[Problem, Roster]:
    last = next_day(FIRST, days - 1)
    sites = list(SITES)
    team = Team(
        id="year",
        period=Period(FIRST, last, datetime(2027, 1, 1, tzinfo=UTC), datetime(2028, 1, 1, tzinfo=UTC)),
        sites=tuple(Site(id, zone) for id, zone in SITES.items()),
        people=tuple(Person(f"p{n:03}", sites[n % 3], name=f"Person Number {n}") for n in range(people)),
        templates=tuple(
            ShiftTemplate(f"{site}-{name}", site, start, end, span_days=span, night=name == "night")
            for site in sites
            for name, (start, end, span) in SHIFTS.items()
        ),
        leave=tuple(Leave(f"p{n:03}", next_day(FIRST, n), next_day(FIRST, n + 29)) for n in range(people)),
    )
    rows = []
    for n in range(people):
        for m, day in enumerate(each_day(FIRST, last)):
            if (m + n) % 7 < 5 and not n <= m < n + 30:
                rows.append((f"p{n:03}", shift_id(f"{sites[n % 3]}-{list(SHIFTS)[(m // 7 + n) % 3]}", day)))
    return Problem(team), Roster.of(rows)


def _timed(name: str, make: Callable[[], Made]) -> Made:
    began = process_time()
    made = make()
    _say(name, began)
    return made


def _say(name: str, began: float, note: str = "") -> None:
    sys.stdout.write(f"{name:10} {process_time() - began:6.2f} s  {note}".rstrip() + "\n")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--people", type=int, default=150)
    parser.add_argument("--days", type=int, default=365)
    return parser.parse_args()


if __name__ == "__main__":
    main()
