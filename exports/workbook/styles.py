"""The looks of cells, each made once; and how text gets into a cell."""

from __future__ import annotations

from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from exports.kinds import Kind

LONGEST = 32_767  # characters that a cell holds
LINE, FREE, HOLIDAY, GONE, HEAD = "C9CED6", "ECEEF1", "FBE0E0", "D3D6DB", "26324A"


class Styles:
    """The formats of one workbook."""

    def __init__(self, book: Workbook) -> None:
        self._book = book
        self._made: dict[tuple[tuple[str, Any], ...], Format] = {}

    def of(self, **looks: Any) -> Format:
        """The format with these properties of XlsxWriter's."""
        key = tuple(sorted(looks.items()))
        if key not in self._made:
            self._made[key] = self._book.add_format({"font_name": "Arial", "font_size": 9, "valign": "vcenter"} | looks)
        return self._made[key]

    def day(self, paper: str = "", **looks: Any) -> Format:
        """A cell of the grid, on that colour."""
        ground = {"bg_color": f"#{paper}"} if paper else {}
        return self.of(align="center", border=1, border_color=f"#{LINE}", **ground, **looks)

    def kind(self, kind: Kind, *, part: bool = False) -> Format:
        """A cell with a shift of that kind."""
        return self.day(kind.paper, font_color=f"#{kind.ink}", bold=True, italic=part)

    @property
    def title(self) -> Format:
        return self.of(bold=True, font_size=15)

    @property
    def quiet(self) -> Format:
        return self.of(font_color="#6A7280")

    @property
    def head(self) -> Format:
        return self.of(bold=True, font_color="#FFFFFF", bg_color=f"#{HEAD}")

    @property
    def plain(self) -> Format:
        return self.of()


def put(sheet: Worksheet, row: int, column: int, value: object, style: Format) -> None:
    """Numbers as numbers, all else as text: a name that begins with ``=`` stays one."""
    if isinstance(value, int | float):
        sheet.write_number(row, column, value, style)
    elif value is None or value == "":
        sheet.write_blank(row, column, None, style)
    else:
        sheet.write_string(row, column, str(value)[:LONGEST], style)
