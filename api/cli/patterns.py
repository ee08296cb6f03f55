"""`watchbill patterns`: the roster patterns to start from, what their hours come to, and which packs they break."""

from __future__ import annotations

from typing import Any

from api.terminal.console import results
from api.terminal.patterns import print_patterns
from constraints.packs.patterns import AN_HOUR, breaks
from exports.document import to_json
from exports.pattern_rows import pattern_rows
from scheduler.patterns import KNOWN, Pattern


def run(*, as_json: bool = False) -> None:
    """Print all of them."""
    console = results()
    if as_json:
        rows = [row | _broken(pattern) for row, pattern in zip(pattern_rows(KNOWN), KNOWN, strict=True)]
        console.out(to_json(rows), end="", highlight=False)
    else:
        print_patterns(console, KNOWN)


def _broken(pattern: Pattern) -> dict[str, Any]:
    return {"breaks": breaks(pattern), "breaks_with_an_hour_unpaid": breaks(pattern, AN_HOUR)}
