"""Values of the core as plain JSON types."""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from datetime import date, datetime
from enum import Enum
from typing import Any

from scheduler.intervals import utc_text


def plain(value: object) -> Any:
    """Frozen values as dicts and lists, keys in the order of the fields; instants in UTC, days as YYYY-MM-DD.

    Raises TypeError for what JSON cannot say, such as a set, which has no order.
    """
    if isinstance(value, Enum):
        return value.value
    if value is None or isinstance(value, str | bool | int | float):
        return value
    if isinstance(value, datetime):
        return utc_text(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, list | tuple):
        return [plain(part) for part in value]
    if is_dataclass(value):
        return {field.name: plain(getattr(value, field.name)) for field in fields(value)}
    raise TypeError(f"{type(value).__name__} has no plain form")
