"""Roster patterns as rows for programs."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from scheduler.patterns import Pattern
from scheduler.patterns.figures import figures


def pattern_rows(patterns: Iterable[Pattern]) -> list[dict[str, Any]]:
    """What ``patterns --json`` lists: each with its definition, its figures to two digits, and where it comes from."""
    return [_row(pattern) for pattern in patterns]


def _row(pattern: Pattern) -> dict[str, Any]:
    found = {name: value if value is None else round(value, 2) for name, value in asdict(figures(pattern)).items()}
    return {
        "pattern": pattern.id,
        "title": pattern.title,
        "cycle": pattern.cycle,
        "cycle_days": len(pattern.cycle),
        "shifts": [
            {
                "letter": shift.letter,
                "start": f"{shift.start:%H:%M}",
                "end": f"{shift.end:%H:%M}",
                "zone": shift.zone,
                "duty": str(shift.duty),
            }
            for shift in pattern.shifts
        ],
        "crews": pattern.crews,
        "covers": pattern.covers,
        **found,
        "source": pattern.source,
        "status": str(pattern.status),
        "note": pattern.note,
    }
