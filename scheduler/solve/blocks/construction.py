"""A first roster of a large problem, block by block.

Where no hard rule ties people together a block is some people over the whole horizon, else it is a window of days that
reaches half into the next one. What blocks before have decided is fixed, what comes later is open: a rule that speaks
of both is kept as far as some later roster may still keep it, and each block is to use no more and no less than its
share of what is limited. A block without a roster is planned once more together with more and more of those before.
"""

from __future__ import annotations

from collections.abc import Callable
from math import floor

import numpy as np
from ortools.sat.python import cp_model

from scheduler.solve.blocks.block import Block
from scheduler.solve.blocks.ground import Ground
from scheduler.solve.blocks.rows import ENDLESS, Ints, Mask, summed
from scheduler.solve.clock import Clock

_DECISIONS = 2500  # of a window, roughly
_OF_PEOPLE = 3000  # of a block of people
_SHORTEST, _LONGEST = 7, 28  # days of a window
_SHARE_OF_TIME = 0.05  # of all, for all blocks together
_LEAST_SECONDS = 1.5  # for a block
_LONG = 3  # a row that reaches over so many windows is shared out
_SLACK_WORTH = 1000  # of one more or less than the share: that of a hundred of service
_GOLDEN = 0.6180339887  # multiples of it spread evenly between whole numbers


class Construction:
    """Plans all blocks of a problem, one after the other."""

    def __init__(self, ground: Ground, clock: Clock, cancelled: Callable[[], bool], workers: int, seed: int) -> None:
        self._ground = ground
        self._clock = clock
        self._cancelled = cancelled
        self._workers = workers
        self._seed = seed
        self._values = ground.rows.low.copy()
        self._undecided = np.ones(len(self._values), dtype=bool)
        rows = ground.rows
        limits = (np.abs(rows.least) < ENDLESS) & (rows.least != 0) | (np.abs(rows.most) < ENDLESS) & (rows.most != 0)
        self._shareable = limits & (rows.least != rows.most)
        self._shareable[rows.of(rows.roots)] = False
        self._are_tied = self._ties_people()
        self.blocks = self._windows() if self._are_tied else self._people()

    def _ties_people(self) -> bool:
        rows, person = self._ground.rows, np.full(len(self._values), -1)
        person[rows.decisions] = self._ground.person
        hard = rows.hard
        places = rows.entries(hard)
        whose = person[rows.variables[places]]
        of = np.repeat(np.arange(len(hard)), rows.start[hard + 1] - rows.start[hard])[whose >= 0]
        pairs = np.unique(np.stack([of, whose[whose >= 0]]), axis=1)[0]
        return bool((np.bincount(pairs) > 1).any()) if len(pairs) else False

    def _people(self) -> list[Ints]:
        together = max(1, _OF_PEOPLE * len(self._ground.home) // len(self._ground.person))
        block = self._ground.person // together
        return [self._ground.rows.decisions[block == n] for n in range(int(block.max()) + 1)]

    def _windows(self) -> list[Ints]:
        day, days = self._ground.day, self._ground.days
        length = min(_LONGEST, max(_SHORTEST, _DECISIONS * days // len(day)))
        stride = -(-length // 2)
        starts = range(0, max(1, days - length + stride), stride)
        return [self._ground.rows.decisions[(day >= start) & (day < start + length)] for start in starts]

    def roster(self) -> Ints | None:
        """The values of all variables, if every block has found a roster in time."""
        until = (1 - _SHARE_OF_TIME) * self._clock.left
        for n in range(len(self.blocks)):
            share = (self._clock.left - until) / (len(self.blocks) - n)
            if not self._planned(n, max(_LEAST_SECONDS, share)):
                return None
        return self._settled()

    def _planned(self, number: int, seconds: float) -> bool:
        """Plan a block within its shares; else anyhow; else anyhow together with those before."""
        back, within = 0, True
        while self._clock.left > 0 and back <= 2 * number:
            free = np.unique(np.concatenate(self.blocks[max(0, number - back) : number + 1]))
            if self._found(self._ground.rows.moved_by(free), seconds, within=within):
                return True
            back, within, seconds = back if within else 2 * back + 1, False, 2 * seconds
        return False

    def _found(self, free: Ints, seconds: float, *, within: bool) -> bool:
        block = Block(self._ground.rows, free, self._values, self._undecided)
        if within:
            self._share(block, free)
        if within and not self._are_tied:
            self._ground.minimise(block, self._ground.any_cost)
        found, _ = block.solved(self._solver(), self._clock, seconds, self._cancelled)
        if found is None:
            return False
        self._values = found
        self._undecided[free] = False
        return True

    def _share(self, block: Block, free: Ints) -> None:
        """Rows of which a part is still open owe their limit in proportion to the part that is planned."""
        rows = self._ground.rows
        touched = rows.of(free)
        places = rows.entries(touched)
        variables, amounts, limited = rows.variables[places], rows.coefficients[places], rows.limited[places]
        ours, later = np.isin(variables, free), self._undecided[variables]
        later &= ~ours

        def total(amounts: Ints, where: Mask) -> Ints:
            return summed(np.where(where & limited, amounts, 0), rows.start, touched)

        ones = np.ones_like(amounts)
        whole, ahead = total(ones, limited), total(ones, later)
        shared = self._shareable[touched] & (ahead > 0) & (total(ones, ours) * _LONG <= whole)
        past = total(amounts * self._values[variables], ~ours & ~later)
        begins = np.cumsum(rows.start[touched + 1] - rows.start[touched])
        for n in np.flatnonzero(shared).tolist():
            here = slice(int(begins[n - 1]) if n else 0, int(begins[n]))
            mine = ours[here] & limited[here]
            if mine.any():
                share = 1 - ahead[n] / whole[n]
                self._owe(block, int(touched[n]), variables[here][mine], amounts[here][mine], share, int(past[n]))

    def _owe(self, block: Block, row: int, variables: Ints, amounts: Ints, share: float, past: int) -> None:
        """One row's share, rounded up or down to its largest amount: up for as many rows as the share says.

        What goes beyond is paid for.
        """
        places, unit = block.places(variables.tolist()), int(np.abs(amounts).max())
        least, most = int(self._ground.rows.least[row]), int(self._ground.rows.most[row])
        farthest = int(np.abs(amounts).sum()) + abs(past) + max(v for v in (abs(least), abs(most)) if v < ENDLESS)
        up = row * _GOLDEN % 1
        beyond = block.number(0, farthest // unit + 2)
        block.minimise([beyond], [_SLACK_WORTH])
        if -ENDLESS < least != 0:
            block.add(
                [*places, beyond], [*amounts.tolist(), unit], unit * floor(least * share / unit + up) - past, ENDLESS
            )
        if 0 != most < ENDLESS:
            block.add(
                [*places, beyond], [*amounts.tolist(), -unit], -ENDLESS, unit * floor(most * share / unit + up) - past
            )

    def _settled(self) -> Ints | None:
        """With the fair levels that suit the roster."""
        rows = self._ground.rows
        free = rows.moved_by(rows.roots)
        if len(free):
            self._values[rows.roots] = rows.low[rows.roots]
            block = Block(rows, free, self._values)
            self._ground.minimise(block, self._ground.any_cost)
            found, _ = block.solved(self._solver(), self._clock, self._clock.left, self._cancelled)
            if found is None:
                return None
            self._values = found
        return self._values if rows.hold(np.arange(len(rows.least)), self._values) else None

    def _solver(self) -> cp_model.CpSolver:
        solver = cp_model.CpSolver()
        solver.parameters.num_workers = self._workers
        solver.parameters.random_seed = self._seed
        solver.parameters.catch_sigint_signal = False
        return solver
