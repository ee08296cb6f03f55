"""A roster out of columns: fix the personal rosters that the master is surest of, let the others adapt, and so on."""

from __future__ import annotations

from collections.abc import Callable

from scheduler.solve.columns.generation import Generation
from scheduler.solve.columns.subproblems import Column

_SHARE = 20  # at least one in so many owners is fixed at a time
_ROUNDS = 3
_SURE = 0.999


def dive(generation: Generation, going_on: Callable[[], bool]) -> list[Column] | None:
    """One column of each owner, joined as well as diving can; None when it must stop, or cannot go on, before the end.

    What is fixed on the way is free again afterwards. The columns may break rows that nothing could hold.
    """
    fixed: dict[str, Column] = {}
    master = generation.master
    try:
        master.solve()
        while len(fixed) < len(generation.pricers) and going_on():
            surest = _surest(generation, fixed)
            if not surest:
                return None
            for column in surest:
                fixed[column.owner] = column
                master.fix(column)
            for _ in range(_ROUNDS):
                if not going_on() or not generation.adapt(fixed.keys()):
                    break
            master.solve()
    finally:
        master.free(fixed.values())
    return list(fixed.values()) if len(fixed) == len(generation.pricers) else None


def _surest(generation: Generation, fixed: dict[str, Column]) -> list[Column]:
    """The columns to fix: all that are whole, or else the largest parts."""
    largest: dict[str, tuple[float, Column]] = {}
    for column, part in generation.master.parts():
        if column.owner not in fixed and part > largest.get(column.owner, (0.0, column))[0]:
            largest[column.owner] = part, column
    ordered = sorted(largest.values(), key=lambda found: -found[0])
    whole = [column for part, column in ordered if part > _SURE]
    return whole or [column for _, column in ordered[: max(1, len(ordered) // _SHARE)]]
