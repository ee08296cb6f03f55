"""Layers of one schedule: where an upper one says something, it hides the lower ones."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from scheduler.intervals import Interval, union, without
from scheduler.oncall.sweep import joined
from scheduler.oncall.values import Holding


@dataclass(frozen=True, slots=True)
class Layer:
    """`holdings`, all of one duty and level. Who holds at the same time in the same layer answers together.

    In its `spans` a layer hides the lower ones even where it has nobody: a published roster does so for its period.
    """

    holdings: tuple[Holding, ...]
    spans: tuple[Interval, ...] = ()

    def cleared(self, hole: Interval) -> list[Layer]:
        """What remains when the layer no longer speaks of `hole`: one layer for each stretch of its spans."""
        stretches = [left for span in union(self.spans) for left in without(span, [hole])]
        return [Layer(tuple(clipped(self.holdings, stretch)), (stretch,)) for stretch in stretches]


def layered(layers: Sequence[Layer]) -> list[Holding]:
    """What shows of `layers`, the lowest first, when they lie on one another; in order of start."""
    seen: list[Holding] = []
    for layer in layers:
        hidden = union([*layer.spans, *(h.interval for h in layer.holdings)])
        lower = [replace(h, interval=left) for h in seen for left in without(h.interval, _near(h.interval, hidden))]
        seen = joined([*lower, *layer.holdings])
    return seen


def clipped(holdings: Iterable[Holding], window: Interval) -> list[Holding]:
    """The parts of `holdings` inside `window`."""
    return [replace(h, interval=part) for h in holdings if (part := h.interval.clipped(window))]


def _near(interval: Interval, others: Sequence[Interval]) -> Sequence[Interval]:
    """Those of `others`, which are in order and do not overlap one another, that overlap `interval`."""
    first = bisect_right(others, interval.start, key=lambda other: other.end)
    return others[first : bisect_left(others, interval.end, key=lambda other: other.start)]
