"""What one instance comes to: our roster, its bound, what others have published, and the baseline."""

from __future__ import annotations

import csv
import re
import resource
from collections.abc import Iterator
from pathlib import Path
from time import monotonic

from benchmarks.shift_scheduling.evaluator import evaluated
from benchmarks.shift_scheduling.instance import Instance, instance_of
from benchmarks.shift_scheduling.plain import solved
from benchmarks.shift_scheduling.problem import lines_of, problem_of
from benchmarks.table import Row
from scheduler.outcome import Budget
from scheduler.plan import Plan, plan

PUBLISHED = "published.csv"
ORDER = (
    "instance",
    "weeks",
    "staff",
    "first roster, s",
    "objective",
    "bound",
    "gap, %",
    "seconds",
    "best known",
    "baseline",
    "baseline bound",
    "baseline first, s",
)


def instances_in(given: Path) -> list[Path]:
    """The file itself, or the instances of a folder."""
    return [path for path in given.glob("*.txt") if re.search(r"\d", path.stem)] if given.is_dir() else [given]


def number_of(path: Path) -> tuple[int, str]:
    """The number in a file's name, by which instances are known; 0 where there is none."""
    return int("".join(re.findall(r"\d", path.stem)) or 0), path.stem


def measured(path: Path, seconds: float, workers: int, seed: int = 1, *, baseline: bool = False) -> Row:
    """Plan one instance in `seconds` of wall time, reading and building the model included."""
    began = monotonic()
    text = path.read_text(encoding="utf-8-sig")
    instance = instance_of(text)
    rosters: list[float] = []
    budget = Budget(
        seconds=seconds - (monotonic() - began),
        workers=workers,
        seed=seed,
        keep=lambda _: rosters.append(round(monotonic() - began, 1)),
    )
    made = plan(problem_of(instance), budget)
    row: Row = {
        "instance": path.stem,
        "weeks": instance.days // 7,
        "staff": len(instance.staff),
        "first roster, s": rosters[0] if rosters else None,
        **_result(made),
        "seconds": round(monotonic() - began, 1),
        "best known": best_known(path),
        "peak memory, MiB": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
    }
    row["wrong"] = "; ".join(_wrong(text, made, row))
    return row | (_baseline(instance, seconds, workers, seed) if baseline else {})


def best_known(path: Path) -> int | None:
    """The published objective, where the table lies beside the instance."""
    published = path.parent / PUBLISHED
    if not published.is_file():
        return None
    with published.open(encoding="utf-8", newline="") as rows:
        known = {int(row["instance"]): int(row["best_known"]) for row in csv.DictReader(rows)}
    return known.get(number_of(path)[0])


def _result(made: Plan) -> Row:
    if made.verdict is None or made.gap is None:
        return {"objective": None, "bound": made.outcome.lower_bound, "gap, %": None}
    return {
        "objective": made.verdict.penalty,
        "bound": made.outcome.lower_bound,
        "gap, %": round(100 * made.gap, 2),
    }


def _wrong(text: str, made: Plan, row: Row) -> Iterator[str]:
    if made.outcome.roster is not None:
        objective, broken = evaluated(text, lines_of(made.problem, made.outcome.roster))
        yield from broken
        if objective != row["objective"]:
            yield f"the evaluator finds {objective}, our checker {row['objective']}"
    if row["best known"] is not None and row["bound"] > row["best known"]:
        yield f"the bound {row['bound']} is above the best known {row['best known']}"


def _baseline(instance: Instance, seconds: float, workers: int, seed: int) -> Row:
    plain = solved(instance, seconds, workers, seed)
    return {"baseline": plain.objective, "baseline bound": plain.bound, "baseline first, s": plain.first}
