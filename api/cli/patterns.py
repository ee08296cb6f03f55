"""`watchbill patterns`: the roster patterns to start from, with what their hours come to."""

from __future__ import annotations

from api.terminal.console import results
from api.terminal.patterns import print_patterns
from exports.document import to_json
from exports.pattern_rows import pattern_rows
from scheduler.patterns import KNOWN


def run(*, as_json: bool = False) -> None:
    """Print all of them."""
    console = results()
    if as_json:
        console.out(to_json(pattern_rows(KNOWN)), end="", highlight=False)
    else:
        print_patterns(console, KNOWN)
