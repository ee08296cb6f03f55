"""All rosters of a shape as a graph in layers, one for each stage: every path is a roster."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeVar

import numpy as np
import numpy.typing as npt

from scheduler.domain.roster import Tier
from scheduler.solve.columns.posted import Atom

Ints = npt.NDArray[np.int64]
Brought = tuple[Ints, Ints]  # some arcs of a layer, and what each brings
K = TypeVar("K")


@dataclass(slots=True)
class Layer:
    """The arcs of one stage, in order of the states they lead to.

    `tail` is the state that an arc comes from, `option` what is taken, `starts` where the arcs of each head begin;
    `owes` says which arcs owe what in a tier, `shows` which make a watched fact true.
    """

    tail: npt.NDArray[np.int32]
    option: npt.NDArray[np.int16]
    starts: Ints
    owes: dict[Tier, Brought]
    shows: dict[Atom, Brought]

    @property
    def width(self) -> int:
        return len(self.starts)

    @property
    def heads(self) -> Ints:
        """The state that each arc leads to."""
        return np.repeat(np.arange(self.width), np.diff(np.append(self.starts, len(self.tail))))

    def end_only_at(self, heads: Ints) -> None:
        """Leave out the arcs that lead to other states than these."""
        number = np.full(self.width, -1)
        number[heads] = np.arange(len(heads))
        head = number[self.heads]
        keep = np.flatnonzero(head >= 0)
        place = np.full(len(head), -1)
        place[keep] = np.arange(len(keep))
        self.tail, self.option = self.tail[keep], self.option[keep]
        self.starts = first_of_each(head[keep])
        self.owes, self.shows = _moved(self.owes, place), _moved(self.shows, place)

    def number_tails(self) -> Ints:
        """Number the states that arcs come from without a break; these were their numbers before."""
        tails, number = np.unique(self.tail, return_inverse=True)
        self.tail = number.astype(np.int32)
        return tails.astype(np.int64)


@dataclass(frozen=True, slots=True)
class Graph:
    """Layers from the first day to the last; none when there is no roster.

    `untold` are the requirements of the shape, by number, that paths may break or not pay for: too wide to follow.
    """

    layers: list[Layer]
    untold: frozenset[int]


def without_dead_ends(layers: list[Layer]) -> list[Layer]:
    """The layers without states from which nothing leads to the end."""
    wanted: Ints | None = None
    for layer in reversed(layers):
        if wanted is not None:
            layer.end_only_at(wanted)
        wanted = layer.number_tails()
    return layers


def first_of_each(ordered: Ints) -> Ints:
    """Where each run of equal numbers begins."""
    return np.flatnonzero(np.append(True, ordered[1:] != ordered[:-1]))


def _moved(brought: dict[K, Brought], place: Ints) -> dict[K, Brought]:
    """What arcs bring, at their new places; -1: they are gone."""
    return {what: (place[a][place[a] >= 0], amounts[place[a] >= 0]) for what, (a, amounts) in brought.items()}
