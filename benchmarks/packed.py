"""Room and time that packed schedules take: ``python -m benchmarks.packed --teams 1000 --at-once 9``.

Every team has three sites that follow the sun for a year, and a secondary on call by the week. Each team has names and
shifts of its own.
"""

from __future__ import annotations

import argparse
import gc
import random
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from itertools import cycle
from pathlib import Path
from time import perf_counter
from typing import Any

from scheduler.intervals import Interval
from scheduler.oncall.packed import Packed, pack
from scheduler.oncall.resolve import FinalSchedule, resolve
from scheduler.oncall.values import Holding, Source

START, DAYS = datetime(2027, 1, 1, tzinfo=UTC), 365
SITES = {"sin": 0, "dub": 8, "sfo": 16}
NOW = START + timedelta(days=100, hours=3)
SEED = 7


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--teams", type=int, default=1000)
    parser.add_argument("--at-once", type=int, default=3, help="how many people have a shift together")
    arguments = parser.parse_args()
    random.seed(SEED)
    for name, figure in measured(arguments.teams, arguments.at_once):
        sys.stdout.write(f"{name:44} {figure:12,.1f}\n")


def measured(teams: int, at_once: int) -> Iterator[tuple[str, float]]:
    """What it takes to keep `teams` schedules, and to ask the last of them."""
    schedule = resolve(year("warm", at_once))
    pack(schedule).answer(NOW)
    gc.collect()
    before, packed = resident(), [pack(resolve(year(f"team-{n:04}", at_once))) for n in range(teams)]
    gc.collect()
    size, count = resident() - before, len(schedule.holdings)
    yield "holdings a team", count
    yield "memory of all teams, MiB", size / 2**20
    yield "memory a holding, bytes", size / teams / count
    yield from times(schedule, packed[-1])


def times(schedule: FinalSchedule, packed: Packed) -> Iterator[tuple[str, float]]:
    anyone = packed.at(NOW)[0].person
    instants = cycle([START + timedelta(hours=8 * n + 4) for n in range(DAYS * 3 - 3)])
    week, whole = Interval(NOW, NOW + timedelta(days=7)), Interval(START, START + timedelta(days=DAYS))
    yield "people on duty", len(packed.answer(NOW, "on-duty", 1))
    yield "answer of one track, asked again, µs", each(lambda: packed.answer(NOW, "on-duty", 1))
    yield "answer of one track, another instant, µs", each(lambda: packed.answer(next(instants), "on-duty", 1))
    yield "valid_until, µs", each(lambda: packed.valid_until(NOW))
    yield "person_shifts, µs", each(lambda: packed.person_shifts(anyone, NOW), 200)
    yield "between, a week, µs", each(lambda: packed.between(week), 200)
    yield "between, the year, µs", each(lambda: packed.between(whole), 5)
    yield "pack, µs", each(lambda: pack(schedule), 5)


def each(call: Callable[[], Any], times: int = 20_000) -> float:
    """Microseconds that one `call` takes, the best of three rounds."""
    rounds = []
    for _ in range(3):
        began = perf_counter()
        for _ in range(times):
            call()
        rounds.append((perf_counter() - began) / times * 1e6)
    return min(rounds)


def year(team: str, at_once: int) -> list[Holding]:
    """Shifts of eight and a half hours, three a day, and weeks of standby."""
    people = {site: [f"{team}-{site}-{n:02}" for n in range(at_once + 8)] for site in SITES}
    shifts = [
        Holding("on-duty", 1, person, span(24 * day + hour, 8.5), site, f"day-{site}@{day:04}", Source.REVISION, 4)
        for day in range(DAYS)
        for site, hour in SITES.items()
        for person in random.sample(people[site], at_once)
    ]
    weeks = [
        Holding("standby", 2, random.choice(people["sin"]), span(168 * n, 168), source=Source.ROTATION)
        for n in range(DAYS // 7)
    ]
    return shifts + weeks


def span(hour: float, hours: float) -> Interval:
    return Interval(START + timedelta(hours=hour), START + timedelta(hours=hour + hours))


def resident() -> int:
    """Bytes of memory that this process has."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * 4096


if __name__ == "__main__":
    main()
