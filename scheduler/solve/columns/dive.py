"""A roster out of columns: fix the personal rosters that the master is surest of, let the others adapt, and so on."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from math import inf

from scheduler.solve.columns.generation import TOLERANCE, Generation
from scheduler.solve.columns.master import Master
from scheduler.solve.columns.subproblems import Column

_SHARE = 10  # at least one in so many owners is fixed at a time
_OFFERS = 400  # in a thorough dive the others adapt for so many offers, at least each for a few rounds
_ROUNDS = 3
_SURE = 0.8


def dive(
    generation: Generation,
    master: Master,
    going_on: Callable[[], bool],
    fixed: Mapping[str, Column] | None = None,
    below: float = inf,
    offers: int = _OFFERS,
) -> list[Column] | None:
    """One column of each owner, joined as well as diving can, from where `master` has adapted to those `fixed`.

    None when it must stop or cannot go on before the end, or as soon as it comes to nothing that costs less than
    `below`. The columns may break rows that nothing could hold. Few `offers` make it quick, and its roster worse.
    """
    fixed = dict(fixed or {})
    while len(fixed) < len(generation.pricers):
        surest = _surest(master, fixed)
        if not surest:
            return None
        fixed |= surest
        master = master.narrowed(fixed)
        if adapted(generation, master, going_on, fixed, offers) > below - 1 + TOLERANCE or not going_on():
            return None
    return list(fixed.values())


def adapted(
    generation: Generation,
    master: Master,
    going_on: Callable[[], bool],
    fixed: Mapping[str, Column],
    offers: int = _OFFERS,
) -> float:
    """What a master costs once the owners that are not fixed have adapted to those that are: the fewer, the better."""
    free = len(generation.pricers) - len(fixed)
    for _ in range(max(_ROUNDS, offers // max(1, free))):
        if not going_on() or not generation.adapt(master, fixed.keys()):
            break
    return master.solve()


def _surest(master: Master, fixed: Mapping[str, Column]) -> dict[str, Column]:
    """The columns to fix, by owner: all that are whole, or else the largest parts."""
    largest: dict[str, tuple[float, Column]] = {}
    for column, part in master.parts():
        if column.owner not in fixed and part > largest.get(column.owner, (0.0, column))[0]:
            largest[column.owner] = part, column
    ordered = sorted(largest.values(), key=lambda found: -found[0])
    whole = [column for part, column in ordered if part > _SURE]
    chosen = whole or [column for _, column in ordered[: max(1, len(ordered) // _SHARE)]]
    return {column.owner: column for column in chosen}
