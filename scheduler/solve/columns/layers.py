"""All rosters of a shape as a layered graph: states of the running counts, and an arc for each option.

A count is kept only as exactly as it can still matter: what can no longer go beyond its limit is all the same. So the
states of a limit on days in a row are the days in a row, and those of hours the hours that may still be worked.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import TypeVar
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from scheduler.domain.roster import Tier
from scheduler.solve.columns.posted import Atom, Fact, Requirement, Sum
from scheduler.solve.columns.subproblems import Shape

Ints = npt.NDArray[np.int64]
_LONG = 7  # stages: what looks further ahead is given up first
K = TypeVar("K")
Brought = tuple[Ints, Ints]  # some arcs of a layer, and what each owes


@dataclass(slots=True)
class Layer:
    """The arcs of one stage, in order of the states they lead to.

    `tail` is the state that an arc comes from, `option` what is taken, `starts` where the arcs of each head begin;
    `owes` says which arcs owe what in a tier, `shows` which make a watched fact true.
    """

    tail: Ints
    option: Ints
    starts: Ints
    owes: dict[Tier, Brought]
    shows: dict[Atom, Brought]

    @property
    def width(self) -> int:
        return len(self.starts)


@dataclass(slots=True)
class Graph:
    """Every path from the first layer to the last is a roster; there is none when there are no layers.

    `untold` are the requirements of the shape, by number, that paths may break or not pay for: too wide to follow.
    """

    layers: list[Layer] = field(default_factory=list)
    untold: frozenset[int] = frozenset()

    @property
    def arcs(self) -> int:
        return sum(len(layer.tail) for layer in self.layers)


@dataclass(slots=True)
class _Count:
    """A running sum. `kind` says what its `limit` is: what it may not exceed, or pays beyond, or what makes it true."""

    limit: int
    terms: Sum
    first: int
    last: int
    requirement: int | None = None
    fact: Atom | None = None
    most: Ints = field(default_factory=lambda: np.zeros(0, np.int64))  # that it can still gain after each stage
    least: Ints = field(default_factory=lambda: np.zeros(0, np.int64))


class Compiler:
    """Makes the graph of a shape, no layer of which has more than `width` states."""

    def __init__(self, shape: Shape, width: int) -> None:
        self._shape = shape
        self._width = width
        self._stages = len(shape.options)
        self._facts = dict(shape.facts)
        self._order = {atom: n for n, (atom, _) in enumerate(shape.facts)}
        self._span: dict[Atom, tuple[int, int]] = {
            atom: (stage, stage) for stage, options in enumerate(shape.options) for option in options for atom in option
        }
        for atom, fact in shape.facts:
            self._span[atom] = self._whole(fact.sum)
        self._true = [self._truth(stage) for stage in range(self._stages)]
        self._counts = list(self._all_counts())
        self._gains = [{c: self._gain(stage, count) for c, count in enumerate(self._counts) if count.first <= stage <= count.last} for stage in range(self._stages)]
        for c, count in enumerate(self._counts):
            self._measure_rest(c, count)
        self._users: dict[Atom, list[tuple[int, int]]] = defaultdict(list)
        for c, count in enumerate(self._counts):
            for amount, atom in count.terms:
                if self._span[atom][0] < self._span[atom][1]:
                    self._users[atom].append((c, amount))
        self._closing = [[c for c, count in enumerate(self._counts) if count.last == stage] for stage in range(self._stages)]

    def _whole(self, terms: Sum) -> tuple[int, int]:
        spans = [self._span[a] for _, a in terms if a in self._span]
        return (min(s[0] for s in spans), max(s[1] for s in spans)) if spans else (0, 0)

    def _truth(self, stage: int) -> list[set[Atom]]:
        """Of each option, the atoms of that one day that it makes true."""
        local = [(atom, fact) for atom, fact in self._shape.facts if self._span[atom] == (stage, stage)]
        found = []
        for option in self._shape.options[stage]:
            true = set(option)
            for atom, fact in local:
                if sum(amount for amount, part in fact.sum if part in true) >= fact.least:
                    true.add(atom)
            found.append(true)
        return found

    def _all_counts(self):
        for atom, fact in self._shape.facts:
            first, last = self._span[atom]
            if first < last:
                yield _Count(fact.least, fact.sum, first, last, fact=atom)
        for n, requirement in enumerate(self._shape.requirements):
            hard = requirement.price is None
            last = max(self._whole(terms)[1] for _, terms in requirement.bounds)
            for limit, terms in requirement.bounds:
                first, end = self._whole(terms)
                yield _Count(limit, terms, first, end if hard else last, requirement=n)

    def _gain(self, stage: int, count: _Count) -> Ints:
        """What each option of a stage adds by itself."""
        there = [(amount, atom) for amount, atom in count.terms if self._span.get(atom) == (stage, stage)]
        return np.array([sum(amount for amount, atom in there if atom in true) for true in self._true[stage]], np.int64)

    def _measure_rest(self, c: int, count: _Count) -> None:
        most, least = np.zeros(self._stages + 1, np.int64), np.zeros(self._stages + 1, np.int64)
        for stage in range(count.first, count.last + 1):
            most[stage], least[stage] = self._gains[stage][c].max(), self._gains[stage][c].min()
        for amount, atom in count.terms:
            first, last = self._span.get(atom, (0, 0))
            if first < last:
                most[last] += max(0, amount)
                least[last] += min(0, amount)
        count.most, count.least = (np.append(np.cumsum(v[::-1])[::-1][1:], 0) for v in (most, least))

    # -- stage by stage ----------------------------------------------------------------------------------------------

    def graph(self) -> Graph:
        graph = Graph()
        values: dict[int, Ints] = {}
        self._given_up: set[int] = set()
        states = 1
        for stage in range(self._stages):
            states = self._extend(graph, stage, states, values)
            if states == 0:
                return Graph([])
        _prune(graph.layers)
        told = [self._counts[c].requirement for c in self._given_up]
        graph.untold = frozenset(n for n in told if n is not None)
        return graph

    def _extend(self, graph: Graph, stage: int, states: int, values: dict[int, Ints]) -> int:
        options = len(self._shape.options[stage])
        tail = np.tile(np.arange(states), options)
        option = np.repeat(np.arange(options), states)
        for c, gain in self._gains[stage].items():
            if c in self._given_up:
                continue
            now = values.get(c)
            values[c] = np.repeat(gain, states) if now is None else np.add.outer(gain, now).ravel()
        owes: dict[Tier, Ints] = defaultdict(lambda: np.zeros(len(tail), np.int64))
        alive = np.ones(len(tail), bool)
        shows = self._settle_facts(stage, values)
        self._settle_requirements(stage, values, owes, alive)
        self._forget(stage, values, owes, alive)
        keep = np.flatnonzero(alive)
        for c in values:
            values[c] = values[c][keep]
        head, states = _distinct(values, len(keep))
        while states > self._width:
            self._give_up(values, stage)
            head, states = _distinct(values, len(keep))
        if states == 0:
            return 0
        order = np.argsort(head, kind="stable")
        ordered = head[order]
        starts = np.flatnonzero(np.append(True, ordered[1:] != ordered[:-1]))
        arcs = keep[order]
        firsts = order[starts]
        for c in values:
            values[c] = values[c][firsts]
        graph.layers.append(Layer(tail[arcs].astype(np.int32), option[arcs].astype(np.int16), starts, _kept(owes, arcs), _kept(shows, arcs)))
        return states

    def _settle_facts(self, stage: int, values: dict[int, Ints]) -> dict[Atom, Ints]:
        shows = {}
        for c in self._closing[stage]:
            count = self._counts[c]
            if count.fact is None or c in self._given_up:
                continue
            true = (values.pop(c) >= count.limit).astype(np.int64)
            if count.fact in self._shape.watched:
                shows[count.fact] = true
            for other, amount in self._users[count.fact]:
                if other not in self._given_up:
                    values[other] = values[other] + amount * true
        return shows

    def _settle_requirements(self, stage, values, owes, alive) -> None:
        soft: dict[int, list[Ints]] = defaultdict(list)
        for c in self._closing[stage]:
            count = self._counts[c]
            if count.requirement is None or c in self._given_up:
                continue
            excess = values.pop(c) - count.limit
            if self._shape.requirements[count.requirement].price is None:
                alive &= excess <= 0
            else:
                soft[count.requirement].append(excess)
        for n, excesses in soft.items():
            requirement = self._shape.requirements[n]
            units = np.maximum(0, -(-np.maximum.reduce(excesses) // requirement.unit))
            owes[requirement.tier] = owes[requirement.tier] + (requirement.price or 0) * units

    def _forget(self, stage, values, owes, alive) -> None:
        """Round each count to what still matters of it; pay at once what is owed whatever comes."""
        for c, value in values.items():
            count = self._counts[c]
            most, least = count.most[stage], count.least[stage]
            if count.fact is not None:
                values[c] = np.clip(value, count.limit - most - 1, count.limit - least)
                continue
            requirement = self._shape.requirements[count.requirement]
            value = np.maximum(value, count.limit - most)
            if requirement.price is None:
                alive &= value + least <= count.limit
            elif len(requirement.bounds) == 1:
                units = np.maximum(0, (value + least - count.limit) // requirement.unit)
                if units.any():
                    owes[requirement.tier] = owes[requirement.tier] + requirement.price * units
                    value = value - units * requirement.unit
            values[c] = value

    def _give_up(self, values: dict[int, Ints], stage: int) -> None:
        """Follow one requirement no longer: the one that looks furthest, of those the one least likely to bind."""
        open_ = [c for c in values if self._counts[c].requirement is not None]
        worst = max(open_, key=lambda c: (self._counts[c].last - stage >= _LONG, self._looseness(c)))
        n = self._counts[worst].requirement
        self._given_up |= {c for c, count in enumerate(self._counts) if count.requirement == n}
        needed = set(self._shape.watched)
        for c in reversed(range(len(self._counts))):
            count = self._counts[c]
            if count.requirement is None and count.fact not in needed:
                self._given_up.add(c)
            if c not in self._given_up:
                needed |= {atom for _, atom in count.terms}
        for c in self._given_up & values.keys():
            del values[c]

    def _looseness(self, c: int) -> float:
        """How little a count says: which part of what it could come to is allowed, and how few decisions it looks at."""
        count = self._counts[c]
        most = sum(max(0, amount) for amount, _ in count.terms)
        least = sum(min(0, amount) for amount, _ in count.terms)
        return float((count.limit - least) / max(1, most - least) / len(self._decisions(count.terms)))

    def _decisions(self, terms: Sum) -> set[Atom]:
        found = set()
        for _, atom in terms:
            found |= self._decisions(self._facts[atom].sum) if atom in self._facts else {atom}
        return found


def _kept(brought: Mapping[K, Ints], arcs: Ints) -> dict[K, Brought]:
    """What is brought by the arcs that stay, in their new order."""
    found = {what: amounts[arcs] for what, amounts in brought.items()}
    return {what: (np.flatnonzero(amounts), amounts[amounts != 0]) for what, amounts in found.items()}


def _distinct(values: dict[int, Ints], n: int) -> tuple[Ints, int]:
    """Numbers for the distinct states, and how many there are."""
    ids, size = np.zeros(n, np.int64), 1
    for value in values.values():
        if not n:
            break
        low = value.min()
        width = int(value.max() - low) + 1
        if size * width >= 2**62:
            _, ids = np.unique(ids, return_inverse=True)
            size = int(ids.max()) + 1
        ids = ids * width + (value - low)
        size *= width
    found, head = np.unique(ids, return_inverse=True)
    return head, len(found)


def _prune(layers: list[Layer]) -> None:
    """Leave out, from the last stage on, the states from which nothing goes on."""
    wanted: Ints | None = None
    for layer in reversed(layers):
        heads = np.repeat(np.arange(layer.width), np.diff(np.append(layer.starts, len(layer.tail))))
        if wanted is not None:
            number = np.full(layer.width, -1)
            number[wanted] = np.arange(len(wanted))
            keep = np.flatnonzero(number[heads] >= 0)
            place = np.full(len(heads), -1)
            place[keep] = np.arange(len(keep))
            heads = number[heads[keep]]
            layer.tail, layer.option = layer.tail[keep], layer.option[keep]
            layer.starts = np.flatnonzero(np.append(True, heads[1:] != heads[:-1]))
            for brought in (layer.owes, layer.shows):
                for what, (arcs, amounts) in brought.items():
                    still = place[arcs] >= 0
                    brought[what] = (place[arcs[still]], amounts[still])
        wanted, layer.tail = np.unique(layer.tail, return_inverse=True)
