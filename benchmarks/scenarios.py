"""Plan scenario folders and measure the rosters: ``python -m benchmarks.scenarios FOLDER... --time-limit 120``.

The figures on fairness are counted here from the roster and the ledger alone, apart from the rules and the report. With
``--plain S`` a plain CP-SAT model of the same problem has S seconds to become as good.
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
from benchmarks.plain import reached
from benchmarks.table import Row, table, turned
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
    rows = [measured(folder, arguments) for folder in arguments.folders]
    sys.stdout.write(table(turned(rows, "scenario")))
    if arguments.json:
        arguments.json.write_text(json.dumps(rows, indent=2) + "\n")


def measured(folder: Path, arguments: argparse.Namespace) -> Row:
    """Plan one folder in the time limit, reading and building the model included; then the baseline, if asked for."""
    began = monotonic()
    document = read_folder(folder)
    problem = problem_of(document)
    if arguments.without_packs:
        problem = problem.with_rules(document.rules.rules())
    rosters: list[float] = []
    budget = Budget(
        seconds=arguments.time_limit - (monotonic() - began),
        workers=arguments.workers,
        seed=arguments.seed,
        keep=lambda _: rosters.append(round(monotonic() - began, 1)),
    )
    made = plan(problem, budget)
    row: Row = {
        "scenario": folder.name,
        "seconds": round(monotonic() - began, 1),
        "status": str(made.outcome.status),
        "first roster, s": rosters[0] if rosters else None,
        "hard violations": len(made.verdict.hard) if made.verdict else None,
        **dict(_tiers(made)),
    }
    if made.outcome.roster is not None:
        row |= dict(_figures(problem, made.outcome.roster))
    row["peak memory, MiB"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    return row | dict(_plain(made, arguments))


def _tiers(made: Plan) -> Iterator[tuple[str, Any]]:
    for result in made.outcome.tiers:
        name, penalty = result.tier.name.lower(), result.penalty
        yield name, penalty
        yield f"{name}, bound", result.lower_bound
        yield f"{name}, gap, %", round(100 * (penalty - result.lower_bound) / penalty, 2) if penalty else 0.0


def _plain(made: Plan, arguments: argparse.Namespace) -> Iterator[tuple[str, Any]]:
    """How the plain model did that had to become as good."""
    if arguments.plain and made.outcome.tiers:
        penalties = {result.tier: result.penalty for result in made.outcome.tiers}
        plain = reached(made.problem, penalties, arguments.plain, arguments.workers, arguments.seed)
        yield "plain model as good after, s", plain.seconds or f"more than {arguments.plain:g}"
        for tier, penalty in plain.penalties.items():
            yield f"plain model, {tier.name.lower()}", penalty


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
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--without-packs", action="store_true", help="leave out the rules of rule packs and policy")
    parser.add_argument("--plain", type=float, metavar="S", help="give a plain model of the same problem so long, too")
    parser.add_argument("--json", type=Path, metavar="OUT")
    return parser.parse_args()


if __name__ == "__main__":
    main()
