"""The two streams: results on stdout, progress and faults on stderr, so that results can be piped."""

from __future__ import annotations

import sys
from typing import TextIO

from rich.console import Console

WIDEST = 100


def results() -> Console:
    """Where results go."""
    return _console(sys.stdout)


def messages() -> Console:
    """Where progress and faults go."""
    return _console(sys.stderr)


def _console(stream: TextIO) -> Console:
    """Names of people and files are printed as they are: nothing in them is markup, an emoji's name or highlighted."""
    console = Console(file=stream, markup=False, emoji=False, highlight=False)
    if not console.is_terminal or console.width > WIDEST:
        console.width = WIDEST
    return console
