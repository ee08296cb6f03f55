"""Plan the shift scheduling instances of Curtois and Qu and measure the rosters.

    python -m benchmarks.shift_scheduling FOLDER-OR-FILE... --time-limit S --workers N --baseline --json OUT

Each roster is confirmed by our checker and by an evaluator that knows the instance format alone; the program ends with
status 1 when they differ, or when a bound is above the best roster known.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from benchmarks.shift_scheduling.measuring import ORDER, instances_in, measured, number_of
from benchmarks.table import table


def main() -> None:
    arguments = _arguments()
    rows = []
    for path in sorted({p for given in arguments.paths for p in instances_in(given)}, key=number_of):
        rows.append(
            measured(path, arguments.time_limit, arguments.workers, arguments.seed, baseline=arguments.baseline)
        )
        sys.stderr.write(f"{rows[-1]}\n")
    sys.stdout.write(table([{key: row[key] for key in ORDER if key in row} for row in rows]))
    if arguments.json:
        arguments.json.write_text(json.dumps(rows, indent=2) + "\n")
    if wrong := [f"{row['instance']}: {row['wrong']}" for row in rows if row["wrong"]]:
        sys.exit("\n".join(wrong))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("paths", nargs="+", type=Path, metavar="FOLDER-OR-FILE")
    parser.add_argument("--time-limit", type=float, default=60.0, metavar="S")
    parser.add_argument("--workers", type=int, default=2, metavar="N")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--baseline", action="store_true", help="also solve a plain CP-SAT model, for as long")
    parser.add_argument("--json", type=Path, metavar="OUT")
    return parser.parse_args()


if __name__ == "__main__":
    main()
