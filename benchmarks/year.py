"""Plan a made-up year: ``python -m benchmarks.year --seed 1 --people 150 --sites 5 --weeks 52 --time-limit 600``.

The document is drawn from the seed: a hub that works round the clock, further sites that work two shifts a day, leave,
wishes, specialisms and public holidays. It is read, checked and planned like any document.
"""

from __future__ import annotations

import argparse
import json
import resource
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from random import Random
from time import monotonic
from typing import Any

from api.documents.domain import problem_of
from api.documents.reading import document_of, with_holidays
from benchmarks.table import Row, table, turned
from scheduler.intervals import next_day
from scheduler.outcome import Budget
from scheduler.plan import plan

Raw = dict[str, Any]

FIRST = date(2027, 1, 4)
SITES: list[Raw] = [
    {"id": "sin", "timezone": "Asia/Singapore", "holiday_calendar": "SG", "rule_pack": "singapore"},
    {"id": "lon", "timezone": "Europe/London", "holiday_calendar": "GB-ENG", "rule_pack": "united-kingdom"},
    {"id": "nyc", "timezone": "America/New_York", "holiday_calendar": "US-NY", "rule_pack": "new-york"},
    {"id": "syd", "timezone": "Australia/Sydney", "holiday_calendar": "AU-NSW", "rule_pack": "australia"},
    {"id": "sfo", "timezone": "America/Los_Angeles", "holiday_calendar": "US-CA", "rule_pack": "california"},
]
DAY, LATE, NIGHT = (("day", "07:00", "15:30"), ("late", "15:00", "23:30"), ("night", "23:00", "07:30"))
SPECIALISMS = ("fraud", "developer-risk", "privacy", "policy")
LEADER = "incident-manager"


def main() -> None:
    arguments = _arguments()
    row = measured(arguments)
    sys.stdout.write(table(turned([row], "year")))
    if arguments.json:
        arguments.json.write_text(json.dumps([row], indent=2) + "\n")


def measured(arguments: argparse.Namespace) -> Row:
    """Make the year and plan it in the time limit, making and reading it included."""
    began = monotonic()
    made_up = document(arguments.seed, arguments.people, arguments.sites, arguments.weeks)
    problem = problem_of(with_holidays(document_of(made_up)))
    read = monotonic() - began
    rosters: list[float] = []
    budget = Budget(
        seconds=arguments.time_limit - read,
        workers=arguments.workers,
        seed=arguments.seed,
        keep=lambda _: rosters.append(round(monotonic() - began, 1)),
    )
    made = plan(problem, budget)
    return {
        "year": f"seed {arguments.seed}",
        "people": len(problem.people),
        "shifts": len(problem.shifts),
        "read after, s": round(read, 1),
        "first roster, s": rosters[0] if rosters else None,
        "seconds": round(monotonic() - began, 1),
        "status": str(made.outcome.status),
        "hard violations": len(made.verdict.hard) if made.verdict else None,
        **{r.tier.name.lower(): f"{r.penalty:,} (at least {r.lower_bound:,})" for r in made.outcome.tiers},
        "peak memory, MiB": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
    }


def document(seed: int, people: int, sites: int, weeks: int) -> Raw:
    """A team document: the same for the same seed."""
    dice = Random(seed)
    last = next_day(FIRST, 7 * weeks - 1)
    staff = [_person(n, site["id"]) for n, site in enumerate(_homes(people, SITES[:sites]))]
    names = [person["id"] for person in staff]
    return {
        "team": f"made-up-{seed}",
        "period": {
            "first_day": FIRST.isoformat(),
            "last_day": last.isoformat(),
            "coverage_from": f"{FIRST}T12:00:00Z",
            "coverage_until": f"{last}T12:00:00Z",
        },
        "sites": SITES[:sites],
        "shifts": [shift for n, site in enumerate(SITES[:sites]) for shift in _shifts(site["id"], hub=n == 0)],
        "coverage": _coverage(people),
        "people": staff,
        "leave": [leave for name in names for leave in _leave(dice, name, weeks)],
        "wishes": [wish for name in names for wish in _wishes(dice, name, weeks)],
    }


def _homes(people: int, sites: list[Raw]) -> list[Raw]:
    """The site of each person; the hub has a person more in every round, since it works by night, too."""
    rounds = [sites[0], *sites]
    return [rounds[n % len(rounds)] for n in range(people)]


def _person(number: int, site: str) -> Raw:
    skills = [SPECIALISMS[number // 2 % 4], SPECIALISMS[(number // 2 + 1 + number % 2) % 4]]
    return {
        "id": f"{site}-{number:03}",
        "site": site,
        "contract_hours_per_week": 40,
        "skills": [*skills, LEADER] if number % 7 < 2 else skills,
    }


def _shifts(site: str, *, hub: bool) -> Iterator[Raw]:
    for name, start, end in (DAY, LATE, NIGHT) if hub else (DAY, LATE):
        yield {"id": f"{site}-{name}", "site": site, "start": start, "end": end, "unpaid_break_minutes": 30}


def _coverage(people: int) -> list[Raw]:
    floor = {"id": "floor", "minimum": max(1, people // 20), "target": max(1, people // 10)}
    return [floor, *({"id": skill, "minimum": 1, "skill": skill} for skill in (*SPECIALISMS, LEADER))]


def _leave(dice: Random, person: str, weeks: int) -> Iterator[Raw]:
    """A week or two in each half of the year, as far as the period goes."""
    for half in range(0, weeks, 26):
        first = next_day(FIRST, 7 * half + dice.randrange(7 * 24))
        last = next_day(first, dice.choice((6, 13)))
        if last < next_day(FIRST, 7 * weeks):
            yield {"person": person, "first_day": first.isoformat(), "last_day": last.isoformat()}


def _wishes(dice: Random, person: str, weeks: int) -> Iterator[Raw]:
    """A day off every other month or so."""
    for day in sorted(dice.sample(range(7 * weeks), max(1, weeks // 8))):
        wanted = next_day(FIRST, day).isoformat()
        yield {"person": person, "day": wanted, "wish": "off", "weight": dice.randint(1, 3)}


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--people", type=int, default=150)
    parser.add_argument("--sites", type=int, default=5, choices=range(1, len(SITES) + 1))
    parser.add_argument("--weeks", type=int, default=52)
    parser.add_argument("--time-limit", type=float, default=600.0, metavar="S")
    parser.add_argument("--workers", type=int, default=2, metavar="N")
    parser.add_argument("--json", type=Path, metavar="OUT")
    return parser.parse_args()


if __name__ == "__main__":
    main()
