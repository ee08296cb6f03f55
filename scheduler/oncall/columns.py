"""Columns: many values in little memory, where an object apiece would cost ten times as much."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence
from itertools import accumulate
from typing import Generic, TypeVar

T = TypeVar("T")


def narrow(numbers: Sequence[int]) -> array[int]:
    """`numbers`, none of them negative, in 1, 2, 4 or 8 bytes each: as few as the largest one needs."""
    largest = max(numbers, default=0)
    return array(next(code for code in "BHIQ" if largest < 256 ** array(code).itemsize), numbers)


class Column(Generic[T]):
    """One value a row, of which few differ: each is kept once, and for every row its number among them."""

    __slots__ = ("codes", "values")

    def __init__(self, rows: Iterable[T]) -> None:
        self.codes, self.values = _numbered(rows)

    def __getitem__(self, row: int) -> T:
        return self.values[self.codes[row]]

    def rows(self, value: T) -> list[int]:
        """The rows that hold `value`, in order."""
        if value not in self.values:
            return []
        sought = self.values.index(value)
        return [row for row, code in enumerate(self.codes) if code == sought]


class Texts:
    """One text or None a row, of which many differ: each is kept once, all of them in one piece of memory.

    An empty text comes back as None.
    """

    __slots__ = ("_bounds", "_bytes", "_codes")

    def __init__(self, rows: Iterable[str | None]) -> None:
        self._codes, values = _numbered(rows)
        encoded = [(text or "").encode() for text in values]
        self._bounds = narrow([*accumulate(map(len, encoded), initial=0)])
        self._bytes = b"".join(encoded)

    def __getitem__(self, row: int) -> str | None:
        code = self._codes[row]
        return self._bytes[self._bounds[code] : self._bounds[code + 1]].decode() or None


def _numbered(rows: Iterable[T]) -> tuple[array[int], tuple[T, ...]]:
    """For every row the number of its value, and the values in the order of these numbers."""
    numbers: dict[T, int] = {}
    codes = narrow([numbers.setdefault(value, len(numbers)) for value in rows])
    return codes, tuple(numbers)
