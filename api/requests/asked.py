"""What leave and wishes that are asked for have in common."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from math import ceil
from typing import Any, Literal, TypeVar

from sqlmodel import Session

from api.store.tables import LeaveRequest, RequestWindow, WishRequest
from scheduler.intervals import each_day

Asked = LeaveRequest | WishRequest
R = TypeVar("R", LeaveRequest, WishRequest)
HEAVIEST = 3

Part = Literal["leave", "wishes"]


def part_of(kind: type[Asked] | Asked) -> Part:
    """The section of the team document in which it stands once approved, and the kind of its windows."""
    table = kind if isinstance(kind, type) else type(kind)
    return "leave" if table is LeaveRequest else "wishes"


def span(row: Asked) -> tuple[date, date] | None:
    """The first and the last day of which it speaks; None for a weekday of every week."""
    if isinstance(row, LeaveRequest):
        return row.first_day, row.last_day
    return (row.day, row.day) if row.day else None


def days(row: Asked) -> Iterator[date]:
    """Each day of which it speaks; none for a weekday of every week."""
    bounds = span(row)
    return each_day(*bounds) if bounds else iter(())


def written(row: Asked) -> dict[str, Any]:
    """The row of the team document that it becomes."""
    if isinstance(row, LeaveRequest):
        first, last = row.first_day.isoformat(), row.last_day.isoformat()
        return {"person": row.person, "first_day": first, "last_day": last, "kind": row.kind}
    when = {"day": row.day.isoformat()} if row.day else {"every": row.every}
    return {"person": row.person, **when, "wish": row.wish, "weight": row.weight}


def bid_weight(points: int, of: int) -> int:
    """The weight of a wish by its bid: 1 for up to a third of the window's points, 2 for up to two thirds, else 3."""
    return max(1, ceil(HEAVIEST * min(points, of) / of))


def window_of(session: Session, row: Asked) -> RequestWindow | None:
    """The window in which it was asked."""
    return session.get(RequestWindow, row.window_id) if row.window_id is not None else None
