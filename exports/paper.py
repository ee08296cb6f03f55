"""The sheets of paper that charts are printed on, on their long side."""

from __future__ import annotations

from enum import StrEnum


class Paper(StrEnum):
    """Of ISO 216."""

    A4 = "a4"
    A3 = "a3"

    @property
    def size(self) -> tuple[int, int]:
        """Width and height in millimetres, in landscape."""
        return (297, 210) if self is Paper.A4 else (420, 297)
