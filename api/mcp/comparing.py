"""One person against everybody else, by a team's statistics."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import fmean
from typing import Any

from api.mcp.asking import Body

COUNTS = ("shifts", "hours", "days", "nights", "weekends", "holidays", "longest_run")


def compared(statistics: Body, person: str) -> Body:
    """What the person has of each duty, count by count, with what all have who have that duty."""
    mine = [row for row in statistics["people"] if row["person"] == person]
    return {
        "team": statistics["team"],
        "start": statistics["start"],
        "end": statistics["end"],
        "person": person,
        "duties": [_of_duty(row, statistics) for row in mine],
    }


def _of_duty(row: Body, statistics: Body) -> Body:
    everybody = [other for other in statistics["people"] if other["duty"] == row["duty"]]
    counts = {name: _count(row[name], [other[name] for other in everybody]) for name in COUNTS}
    return {"duty": row["duty"], "people": len(everybody), "counts": counts, "minutes_by_pay_class": _minutes(row)}


def _count(mine: float, all_: Sequence[float]) -> Body:
    return {
        "person": mine,
        "mean": round(fmean(all_), 2),
        "least": min(all_),
        "most": max(all_),
        "people_with_more": sum(other > mine for other in all_),
    }


def _minutes(row: Body) -> dict[str, Any]:
    return {part["pay_class"]: part["minutes"] for part in row["classes"]}
