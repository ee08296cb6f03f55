"""Which swaps hang together: each counts only if its shifts are where the swaps before it have left them."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from api.store.tables import SwapRow
from scheduler.intervals import Interval

Place = Interval | None


def linked(
    swaps: Sequence[SwapRow], place: Callable[[str], Place], window: Interval
) -> tuple[list[SwapRow], dict[str, Interval]]:
    """The swaps that reach into `window` with all that share shifts with them, in their order; and where those lie.

    `place` says when a shift may be, None where it is nowhere; nowhere is in no window.
    """
    places = {shift: found for swap in swaps for shift in _shifts(swap) if (found := place(shift)) is not None}
    known = {shift for shift, found in places.items() if found.overlaps(window)}
    while more := {s for swap in swaps if not known.isdisjoint(_shifts(swap)) for s in _shifts(swap)} - known:
        known |= more
    needed = [swap for swap in swaps if not known.isdisjoint(_shifts(swap))]
    return needed, {shift: found for shift, found in places.items() if shift in known}


def _shifts(swap: SwapRow) -> set[str]:
    return {part["shift"] for part in swap.moves}
