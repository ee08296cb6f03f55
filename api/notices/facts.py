"""What happened as plain JSON values, for programs. The keys are a contract: they do not follow our own classes."""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from datetime import date, datetime
from typing import Any

from exports.document import answer_rows
from scheduler.intervals import Interval, utc_text
from scheduler.oncall.values import Answer, Holding


def plain(value: Any) -> Any:
    """Dataclasses become objects, tuples lists; instants are in UTC."""
    match value:
        case Holding():
            return _holding(value)
        case Answer():
            return answer_rows([value])[0]
        case datetime():
            return utc_text(value)
        case date():
            return value.isoformat()
        case Interval():
            return {"start": utc_text(value.start), "end": utc_text(value.end)}
        case tuple():
            return [plain(part) for part in value]
    if is_dataclass(value):
        return {field.name: plain(getattr(value, field.name)) for field in fields(value)}
    return value


def _holding(holding: Holding) -> dict[str, Any]:
    return {
        "person": holding.person,
        "duty": str(holding.duty),
        "level": holding.level,
        "site": holding.site,
        "shift": holding.shift,
        **plain(holding.interval),
    }
