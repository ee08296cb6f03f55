"""Rows of figures as a table that a page can hold."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

Row = dict[str, Any]


def table(rows: Sequence[Row]) -> str:
    """The rows in Markdown, in the order of their keys, names to the left; a dash stands for what is not known."""
    keys = list(dict.fromkeys(key for row in rows for key in row))
    cells = [keys, *([_shown(row.get(key)) for key in keys] for row in rows)]
    widths = [max(len(line[n]) for line in cells) for n in range(len(keys))]
    head, *lines = [" | ".join(_aligned(line, widths)) for line in cells]
    first, *others = ("-" * (width + 1) for width in widths)
    ruler = "|".join([f"{first}-", *(f"{other}:" for other in others)])
    return "\n".join([f"| {head} |", f"|{ruler}|", *(f"| {line} |" for line in lines)]) + "\n"


def _aligned(line: Sequence[str], widths: Sequence[int]) -> list[str]:
    return [line[0].ljust(widths[0]), *(cell.rjust(width) for cell, width in zip(line[1:], widths[1:], strict=True))]


def turned(rows: Sequence[Row], name: str) -> list[Row]:
    """The same figures with a row for each key, and a column for each row, called by its value of `name`."""
    keys = dict.fromkeys(key for row in rows for key in row if key != name)
    return [{name: key, **{row[name]: row.get(key) for row in rows}} for key in keys]


def _shown(value: object) -> str:
    if value is None:
        return "-"
    return f"{value:,}" if isinstance(value, int) else str(value)
