"""Where too few people answer."""

from __future__ import annotations

from collections.abc import Iterable

from scheduler.intervals import Interval, union
from scheduler.oncall.layers import clipped
from scheduler.oncall.sweep import sweep
from scheduler.oncall.values import Holding, Track


def gaps(
    holdings: Iterable[Holding], window: Interval, track: Track, needed: int = 1, site: str | None = None
) -> list[Interval]:
    """The intervals of `window` in which fewer than `needed` different people hold `track`, at `site` (None: anywhere).

    In order, as long as possible. A window without any holding is one gap.
    """
    counted = [h for h in clipped(holdings, window) if h.track == track and site in (None, h.site)]
    pieces = sweep(counted, [window.start, window.end])
    return union(piece for piece, active in pieces if len({h.person for h in active}) < needed)
