"""Sample exports, written after the tools' public documentation, and what an import of them comes to."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from api.documents.moving import Destination, Imported
from api.documents.oncall import holdings_in
from scheduler.intervals import Interval, local, parse_instant
from scheduler.oncall.resolve import resolve

YEAR = Interval(parse_instant("2026-10-01T00:00:00Z"), parse_instant("2027-10-01T00:00:00Z"))
HERE = Destination(YEAR)


def export(name: str) -> Any:
    """A fresh copy of a sample."""
    return json.loads((Path(__file__).parent / "exports" / f"{name}.json").read_text())


def held(imported: Imported, start: str, end: str, zone: str, level: int = 1) -> list[str]:
    """Who answers at `level` from one local day to another, by the clock of `zone`: ``ana Mon 09:00-Tue 09:00``."""
    window = Interval(parse_instant(f"{start}T00:00Z"), parse_instant(f"{end}T00:00Z"))
    final = resolve(holdings_in(imported.document, window), imported.overrides)
    return [
        f"{h.person} {local(h.start, zone):%a %H:%M}-{local(h.end, zone):%a %H:%M}"
        for h in final.between(window)
        if h.level == level
    ]


def noted(imported: Imported, words: str) -> bool:
    """Whether one of the notes says `words`."""
    return any(words in note for note in imported.notes)
