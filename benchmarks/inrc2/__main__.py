"""Plan INRC-II instances week by week: ``python -m benchmarks.inrc2 FOLDER... --time-limit S --json OUT``.

A folder holds a scenario, histories and weeks; its instances are those that its solutions or its instance files name,
or the one that --history and --weeks say. Each week has the competition's time, 10 s and 3 s for each nurse above 20,
unless a time limit is given. Costs are those of an evaluator that knows the competition's rules alone.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from time import monotonic

from benchmarks.inrc2.texts import scenario_of
from benchmarks.inrc2.weekly import Instance, costs, instances_in, planned, reference
from benchmarks.table import Row, table

# The best validated costs of the competition's late instances of that size: the least and the largest of them.
PUBLISHED = {"n030w4": "1755-1935", "n030w8": "1900-2340"}


def main() -> None:
    arguments = _arguments()
    rows = []
    for instance in (i for folder in arguments.folders for i in _instances(folder, arguments)):
        rows.append(measured(instance, arguments))
        sys.stderr.write(f"{rows[-1]}\n")
    sys.stdout.write(table([{key: row[key] for key in row if key not in {"broken", "costs"}} for row in rows]))
    if arguments.json:
        arguments.json.write_text(json.dumps(rows, indent=2) + "\n")
    if broken := [f"{row['instance']}: {row['broken']}" for row in rows if row["broken"]]:
        sys.exit("\n".join(broken))


def measured(instance: Instance, arguments: argparse.Namespace) -> Row:
    began = monotonic()
    nurses = len(scenario_of(instance.scenario_text).nurses)
    seconds = arguments.time_limit or 10 + 3 * max(0, nurses - 20)
    lines = planned(instance, seconds, arguments.workers, arguments.seed)
    found, broken = costs(instance, lines) if lines else (None, [])
    known = reference(instance)
    return {
        "instance": instance.name,
        "nurses": nurses,
        "a week, s": seconds,
        "seconds": round(monotonic() - began, 1),
        "cost": sum(found.values()) if found else None,
        "reference": sum(costs(instance, known)[0].values()) if known else None,
        "published for the size": PUBLISHED.get(instance.folder.name),
        "costs": dict(found or {}),
        "broken": broken,
    }


def _instances(folder: Path, arguments: argparse.Namespace) -> list[Instance]:
    if arguments.weeks is None:
        return list(instances_in(folder))
    return [Instance(folder, arguments.history, tuple(map(int, arguments.weeks.split("-"))))]


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="+", type=Path, metavar="FOLDER")
    parser.add_argument("--history", type=int, default=0, help="number of the history to begin with, beside --weeks")
    parser.add_argument("--weeks", metavar="N-N-N-N", help="numbers of the weeks to plan, in order")
    parser.add_argument("--time-limit", type=float, metavar="S", help="seconds a week")
    parser.add_argument("--workers", type=int, default=2, metavar="N")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--json", type=Path, metavar="OUT")
    return parser.parse_args()


if __name__ == "__main__":
    main()
