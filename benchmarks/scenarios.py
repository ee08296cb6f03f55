"""Plan scenario folders and measure the rosters: ``python -m benchmarks.scenarios FOLDER... --time-limit 120``.

The figures on fairness are counted here from the roster and the ledger alone, apart from the rules and the report.
"""

from __future__ import annotations

import argparse
import json
import resource
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from time import monotonic
from typing import Any

from api.documents.domain import problem_of
from api.documents.reading import read_folder
from scheduler.domain.people import LedgerEntry, Person
from scheduler.domain.roster import Roster
from scheduler.domain.shift import Duty, Shift
from scheduler.outcome import Budget
from scheduler.plan import Plan, plan
from scheduler.presence import present
from scheduler.problem import Problem

Count = tuple[Callable[[Problem, Person, Shift], bool], Callable[[LedgerEntry], int]]
COUNTS: dict[str, Count] = {
    "nights": (lambda _, __, s: s.night, lambda e: e.night_shifts),
    "weekends": (lambda _, __, s: s.day.weekday() >= 5, lambda e: e.weekend_shifts),
    "holidays": (lambda problem, p, s: s.day in problem.holidays(p), lambda e: e.holiday_shifts),
}


def main() -> None:
    arguments = _arguments()
    rows = [measured(folder, arguments.time_limit, arguments.workers) for folder in arguments.folders]
    for row in rows:
        sys.stdout.write("\n".join(f"{key:32} {value}" for key, value in row.items()) + "\n\n")
    if arguments.json:
        arguments.json.write_text(json.dumps(rows, indent=2) + "\n")


def measured(folder: Path, seconds: float, workers: int) -> dict[str, Any]:
    """Plan one folder in `seconds` of wall time, reading and building the model included."""
    began = monotonic()
    problem = problem_of(read_folder(folder))
    read = monotonic() - began
    made = plan(problem, Budget(seconds=seconds - read, workers=workers))
    row = {"scenario": folder.name, "seconds": round(monotonic() - began, 1), **_outcome(made, read)}
    if made.outcome.roster is not None:
        row |= dict(_figures(problem, made.outcome.roster))
    return row | {"peak memory, MiB": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024}


def _outcome(made: Plan, read: float) -> dict[str, Any]:
    first = made.outcome.first_roster_seconds
    tiers = {f"tier {t.tier.name.lower()}": f"{t.penalty} (at least {t.lower_bound})" for t in made.outcome.tiers}
    return {
        "status": str(made.outcome.status),
        "first roster, seconds": None if first is None else round(first + read, 1),
        "hard violations": len(made.verdict.hard) if made.verdict else None,
        **tiers,
    }


def _figures(problem: Problem, roster: Roster) -> Iterator[tuple[str, Any]]:
    short = sum(
        interval.minutes * max(0, requirement.minimum - len(people))
        for requirement in problem.team.coverage
        for interval, people in present(problem, roster, requirement)
    )
    yield "person-minutes below a minimum", short
    for site in problem.team.sites:
        people = [p for p in problem.people if p.site == site.id and _is_full_time(problem, p)]
        for name in COUNTS:
            totals = [_total(problem, roster, person, name) for person in people]
            yield f"{name} at {site.id}, spread", max(totals) - min(totals) if totals else 0
    yield "wishes granted, % of weight", round(_granted(problem, roster), 1)


def _is_full_time(problem: Problem, person: Person) -> bool:
    return person.fte == 1 and person.shadows is None and problem.employed_share(person) == 1


def _total(problem: Problem, roster: Roster, person: Person, name: str) -> int:
    counts, before = COUNTS[name]
    entry = problem.ledger(person) or LedgerEntry(person.id)
    shifts = [problem.shift(id) for id in roster.by_person.get(person.id, [])]
    return before(entry) + sum(counts(problem, person, s) for s in shifts if s.duty is Duty.ON_DUTY)


def _granted(problem: Problem, roster: Roster) -> float:
    rule = next(rule for rule in problem.rules if rule.name == "wishes")
    unmet = sum(violation.amount for violation in rule.check(problem, roster))
    total = sum(wish.weight for wish in problem.team.wishes)
    return 100 * (total - unmet) / total if total else 100.0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folders", nargs="+", type=Path, metavar="FOLDER")
    parser.add_argument("--time-limit", type=float, default=120.0, metavar="S")
    parser.add_argument("--workers", type=int, default=2, metavar="N")
    parser.add_argument("--json", type=Path, metavar="OUT")
    return parser.parse_args()


if __name__ == "__main__":
    main()
