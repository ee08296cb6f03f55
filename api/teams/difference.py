"""What a change of a team's documents changed: for the audit log, which is not to hold whole documents."""

from __future__ import annotations

import json
from typing import Any

Raw = dict[str, Any]

LONGEST = 50_000  # characters of one side


def differing(before: Raw, after: Raw) -> set[str]:
    """The names of the parts that differ, if only in the order of their rows."""
    return {name for name in {**before, **after} if before.get(name) != after.get(name)}


def difference(before: Raw, after: Raw) -> tuple[Raw, Raw]:
    """The parts that differ, as they were and as they are; of lists only the rows that went and those that came."""
    parts = [(name, *_rows(before.get(name), after.get(name))) for name in differing(before, after)]
    was, now = {name: was for name, was, _ in parts if was}, {name: now for name, _, now in parts if now}
    return _bounded(was), _bounded(now)


def _rows(was: Any, now: Any) -> tuple[Any, Any]:
    if not isinstance(was or [], list) or not isinstance(now or [], list):
        return was, now
    return _without(was or [], now or []), _without(now or [], was or [])


def _without(rows: list[Any], others: list[Any]) -> list[Any]:
    known = {json.dumps(row, sort_keys=True) for row in others}
    return [row for row in rows if json.dumps(row, sort_keys=True) not in known]


def _bounded(parts: Raw) -> Raw:
    """Parts that would be too long are counted only."""
    left = LONGEST
    kept: Raw = {}
    for name, part in sorted(parts.items(), key=lambda p: len(json.dumps(p[1]))):
        left -= len(json.dumps(part))
        kept[name] = part if left >= 0 else f"{len(part)} rows" if isinstance(part, list) else "too long to keep"
    return kept
