"""The graph of a shape, grown stage by stage: a state is what the running counts stand at.

A count is kept only as exactly as it can still matter: what can no longer go beyond its limit is all the same. So the
states of a limit on days in a row are the days in a row, and those of hours the hours that may still be worked.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import TypeVar

import numpy as np

from scheduler.domain.roster import Tier
from scheduler.solve.columns.counts import Counts
from scheduler.solve.columns.graph import Brought, Graph, Ints, Layer, first_of_each, without_dead_ends
from scheduler.solve.columns.posted import Atom
from scheduler.solve.columns.subproblems import Shape

_LONG = 7  # stages: what looks further ahead is given up first
_WHOLE = 2**62  # numbers of states stay below it
K = TypeVar("K")


def grown(shape: Shape, width: int) -> Graph:
    """The graph of all rosters, no layer of which has more than `width` states unless facts alone need them."""
    return _Growth(shape, width).graph() if all(shape.options) else Graph([], frozenset())


class _Growth:
    def __init__(self, shape: Shape, width: int) -> None:
        self._shape = shape
        self._width = width
        self._counts = Counts(shape)
        self._values: dict[int, Ints] = {}
        self._given_up: set[int] = set()
        self._states = 1

    def graph(self) -> Graph:
        layers = []
        for stage in range(len(self._shape.options)):
            layers.append(self._layer(stage))
            if not self._states:
                return Graph([], frozenset())
        untold = {self._counts.all[c].requirement for c in self._given_up}
        return Graph(without_dead_ends(layers), frozenset(n for n in untold if n is not None))

    def _layer(self, stage: int) -> Layer:
        """Take every option from every state, and call those states one that nothing will tell apart."""
        options = len(self._shape.options[stage])
        tail = np.tile(np.arange(self._states, dtype=np.int32), options)
        option = np.repeat(np.arange(options, dtype=np.int16), self._states)
        self._gain(stage)
        owes: dict[Tier, Ints] = defaultdict(lambda: np.zeros(len(tail), np.int64))
        shows = self._settle_facts(stage)
        alive = self._settle_requirements(stage, owes, np.ones(len(tail), bool))
        keep = np.flatnonzero(self._forget(stage, owes, alive))
        self._keep(keep)
        order, starts = self._merged(stage, len(keep))
        arcs = keep[order]
        self._keep(order[starts])
        self._states = len(starts)
        return Layer(tail[arcs], option[arcs], starts, _of(owes, arcs), _of(shows, arcs))

    def _keep(self, which: Ints) -> None:
        for c, value in self._values.items():
            self._values[c] = value[which]

    def _gain(self, stage: int) -> None:
        for c, gain in self._counts.gains[stage].items():
            if c not in self._given_up:
                before = self._values.get(c, np.zeros(self._states, np.int64))
                self._values[c] = np.add.outer(gain, before).ravel()

    def _settle_facts(self, stage: int) -> dict[Atom, Ints]:
        """Let the facts that are known now count where they are used; says which watched ones are true."""
        shows = {}
        for c in self._counts.closing[stage]:
            count = self._counts.all[c]
            if count.fact is None or c in self._given_up:
                continue
            true = (self._values.pop(c) >= count.limit).astype(np.int64)
            for user, amount in self._counts.users[count.fact]:
                if user not in self._given_up:
                    self._values[user] = self._values[user] + amount * true
            if count.fact in self._shape.watched:
                shows[count.fact] = true
        return shows

    def _settle_requirements(self, stage: int, owes: dict[Tier, Ints], alive: Ints) -> Ints:
        """Pay for what ends here; says which arcs are still alive."""
        ending: dict[int, list[Ints]] = defaultdict(list)
        for c in self._counts.closing[stage]:
            count = self._counts.all[c]
            if count.requirement is not None and c not in self._given_up:
                ending[count.requirement].append(self._values.pop(c) - count.limit)
        for n, found in ending.items():
            requirement, worst = self._shape.requirements[n], np.maximum.reduce(found)
            if requirement.price is None:
                alive = alive & (worst <= 0)
            else:
                units = np.maximum(0, -(-worst // requirement.unit))
                owes[requirement.tier] = owes[requirement.tier] + requirement.price * units
        return alive

    def _forget(self, stage: int, owes: dict[Tier, Ints], alive: Ints) -> Ints:
        """Round each count to what still matters of it; pay at once what is owed whatever comes."""
        for c, value in self._values.items():
            count, most, least = self._counts.all[c], self._counts.most[c, stage], self._counts.least[c, stage]
            if count.requirement is None:
                self._values[c] = np.clip(value, count.limit - most - 1, count.limit - least)
                continue
            requirement = self._shape.requirements[count.requirement]
            kept = np.maximum(value, count.limit - most)
            if requirement.price is None:
                alive = alive & (kept + least <= count.limit)
            elif len(requirement.bounds) == 1:
                units = np.maximum(0, (kept + least - count.limit) // requirement.unit)
                owes[requirement.tier] = owes[requirement.tier] + requirement.price * units
                kept = kept - requirement.unit * units
            self._values[c] = kept
        return alive

    def _merged(self, stage: int, arcs: int) -> tuple[Ints, Ints]:
        """The arcs in order of the state they lead to, and where those of each state begin."""
        while True:
            head = self._heads(arcs)
            order = np.argsort(head, kind="stable")
            starts = first_of_each(head[order]) if arcs else order
            if len(starts) <= self._width or not self._open_requirements():
                return order, starts
            self._give_up(stage)

    def _heads(self, arcs: int) -> Ints:
        """A number for each arc, the same where all counts are."""
        numbers, size = np.zeros(arcs, np.int64), 1
        for value in self._values.values() if arcs else ():
            low = int(value.min())
            reach = int(value.max()) - low + 1
            if size * reach >= _WHOLE:
                _, numbers = np.unique(numbers, return_inverse=True)
                size = int(numbers.max()) + 1
            numbers = numbers * reach + (value - low)
            size *= reach
        return numbers

    def _open_requirements(self) -> list[int]:
        return [c for c in self._values if self._counts.all[c].requirement is not None]

    def _give_up(self, stage: int) -> None:
        """Follow one requirement no longer: the one that says least of those that look far ahead."""
        counts = self._counts.all
        worst = max(self._open_requirements(), key=lambda c: (counts[c].last - stage >= _LONG, self._looseness(c)))
        self._given_up |= {c for c, count in enumerate(counts) if count.requirement == counts[worst].requirement}
        self._given_up |= self._idle_facts()
        for c in self._given_up & self._values.keys():
            del self._values[c]

    def _idle_facts(self) -> set[int]:
        """The counts of facts that nothing followed speaks of."""
        needed, idle = set(self._shape.watched), set()
        for c, count in reversed(list(enumerate(self._counts.all))):
            if c in self._given_up or (count.fact is not None and count.fact not in needed):
                idle.add(c)
            else:
                needed |= {atom for _, atom in count.terms}
        return idle

    def _looseness(self, c: int) -> float:
        """How little a count says: which part of what it could come to is allowed, per decision that it looks at."""
        count = self._counts.all[c]
        most = sum(max(0, amount) for amount, _ in count.terms)
        least = sum(min(0, amount) for amount, _ in count.terms)
        return (count.limit - least) / max(1, most - least) / max(1, len(self._counts.decisions(count.terms)))


def _of(brought: Mapping[K, Ints], arcs: Ints) -> dict[K, Brought]:
    """What the arcs that stay bring, in their order."""
    found = {what: amounts[arcs] for what, amounts in brought.items()}
    return {what: (np.flatnonzero(amounts), amounts[amounts != 0]) for what, amounts in found.items()}
