"""The one look of all tables."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

INDENT = (0, 0, 0, 2)


def table(*columns: str, right: Sequence[str] = (), flexible: str | None = None) -> Table:
    """A table with those columns; those in `right` are aligned to the right.

    Where the line is too short the `flexible` column (None: the first) wraps, so that no number is ever cut.
    """
    made = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="bold")
    for name in columns:
        justify = "right" if name in right else "left"
        made.add_column(name, justify=justify, no_wrap=name != (flexible or columns[0]), overflow="fold")  # type: ignore[arg-type]
    return made


def section(console: Console, title: str, *contents: Table | str) -> None:
    """A heading with what stands under it, and an empty line before it."""
    console.print()
    console.print(Text(title, style="bold"))
    for content in contents:
        console.print(Padding(content if isinstance(content, Table) else Text(content), INDENT, expand=False))
