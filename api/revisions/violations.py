"""Hard violations by name, so that a manager can accept one of them and not another."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Container, Iterable
from datetime import datetime
from typing import Any

from scheduler.domain.roster import Violation
from scheduler.report import plain

NAME_DIGITS = 12


def name_of(violation: Violation) -> str:
    """``rest_period-3f2a91c04d7e``: the rule and a fingerprint of all that is said, the same whenever it is found."""
    text = json.dumps(plain(violation), sort_keys=True)
    return f"{violation.rule}-{hashlib.sha256(text.encode()).hexdigest()[:NAME_DIGITS]}"


def rows_of(violations: Iterable[Violation], begun: Container[str], now: datetime) -> list[dict[str, Any]]:
    """The violations in full, each with its name as `id`; `past` is true of those that nobody can mend any more."""
    return [{"id": name_of(v), **plain(v), "past": _is_past(v, begun, now)} for v in violations]


def _is_past(violation: Violation, begun: Container[str], now: datetime) -> bool:
    """Whether it speaks of what has ended, or of shifts alone that have begun."""
    if violation.end is not None:
        return violation.end <= now
    return bool(violation.shifts) and all(id in begun for id in violation.shifts)
