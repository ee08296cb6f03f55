"""The table of one page, drawn line by line."""

from __future__ import annotations

from datetime import date

from fpdf import FPDF

from exports.chart import AWAY, TOTALS, Cell, Chart, Row, Section
from exports.cleaning import one_line
from exports.wall_chart.layout import HEAD, SUM, Line, Page
from exports.wall_chart.typeface import BOLD, Box, Typeface
from scheduler.burden import is_weekend

INK, QUIET, RULE, PALE = "1B2333", "5B6474", "C3C9D3", "B4BAC5"
HEAD_PAPER, SITE_PAPER = "F3F5F8", "DDE3EC"
FREE_PAPER, HOLIDAY_PAPER, AWAY_PAPER = "E9EBEF", "FBDCDC", "D3D6DB"
_POINTS = 1.9  # of type for a millimetre of a line's height


class Pen:
    """Boxes and colours."""

    def __init__(self, pdf: FPDF, face: Typeface) -> None:
        self._pdf, self.face = pdf, face

    def ink(self, colour: str) -> None:
        self._pdf.set_text_color(*_rgb(colour))

    def box(self, box: Box, paper: str = "") -> None:
        """A box with a thin rule around it, on that colour."""
        self._pdf.set_draw_color(*_rgb(RULE))
        self._pdf.set_line_width(0.1)
        if paper:
            self._pdf.set_fill_color(*_rgb(paper))
        self._pdf.rect(*box, style="FD" if paper else "D")


class Table:
    """Draws what one page has of a chart."""

    def __init__(self, chart: Chart, page: Page, pen: Pen) -> None:
        self._chart, self._page, self._pen = chart, page, pen
        self._days = page.block.of(chart.days)
        self._size = min(9.0, page.height * _POINTS)

    def draw(self, left: float, top: float) -> None:
        """With its corner at that place."""
        self._head(left, top)
        y = top + HEAD
        for line in self._page.lines:
            self._line(line, left, y)
            y += self._page.height

    def _head(self, left: float, top: float) -> None:
        pen, face, page = self._pen, self._pen.face, self._page
        pen.ink(INK)
        pen.box((left, top, page.name, HEAD), HEAD_PAPER)
        face.write((left + 1.5, top, page.name - 2, HEAD), "Person", 8, BOLD)
        for n, day in enumerate(self._days):
            box = (left + page.name + n * page.day, top, page.day, HEAD)
            pen.box(box, FREE_PAPER if is_weekend(day) else HEAD_PAPER)
            face.write((*box[:3], HEAD / 2 + 0.6), f"{day:%a}"[:2], 6.5, align="C")
            face.write((box[0], top + HEAD / 2 - 0.6, page.day, HEAD / 2 + 0.6), str(day.day), 8, BOLD, "C")
        for n, name in enumerate(TOTALS[: page.sums]):
            box = (self._sums(left) + n * SUM, top, SUM, HEAD)
            pen.box(box, HEAD_PAPER)
            face.write((box[0] + 0.4, top, SUM - 0.8, HEAD), name, 4.6, BOLD, "C")

    def _line(self, line: Line, left: float, y: float) -> None:
        if line.row is not None:
            self._name(line.row, left, y)
            for n, (day, cell) in enumerate(zip(self._days, self._page.block.of(line.row.cells), strict=True)):
                self._cell(line.section, day, cell, self._box(n, left, y))
            for n, value in enumerate(line.row.totals.values[: self._page.sums] if line.row.totals else ()):
                self._sum(f"{value:g}", n, left, y)
        elif line.cover is not None:
            self._cover(line, left, y)
        else:
            self._site(line.section, left, y)

    def _name(self, row: Row, left: float, y: float) -> None:
        """With the id where the name cannot be written whole: somebody has to find that line."""
        text = f"{one_line(row.person)} {row.name}" if self._pen.face.lacks(row.name) else row.name
        self._pen.ink(INK)
        self._pen.box((left, y, self._page.name, self._page.height))
        self._pen.face.write((left + 1.5, y, self._page.name - 2.5, self._page.height), text, self._size)

    def _cell(self, section: Section, day: date, cell: Cell, box: Box) -> None:
        if cell.marks:
            kind = cell.marks[0].kind
            self._pen.box(box, kind.paper)
            self._pen.ink(kind.ink)
            self._pen.face.write(box, cell.text, self._fitting(cell.text, box[2]), BOLD, "C")
        elif cell.away:
            self._pen.box(box, AWAY_PAPER)
            self._pen.ink(QUIET)
            self._pen.face.write(box, AWAY, self._size, "", "C")
        else:
            self._pen.box(box, HOLIDAY_PAPER if day in section.holidays else FREE_PAPER if is_weekend(day) else "")

    def _fitting(self, text: str, width: float) -> float:
        """Type so small that the letters of a cell stand in it whole."""
        needed = self._pen.face.width(text, self._size, BOLD)
        return self._size if needed <= width - 0.3 else max(2.0, self._size * (width - 0.3) / needed)

    def _cover(self, line: Line, left: float, y: float) -> None:
        kind, counts = line.cover or (None, ())
        if kind is None:
            return
        size = self._size * 0.82
        self._pen.ink(QUIET)
        self._pen.box((left, y, self._page.name, self._page.height))
        self._pen.face.write(
            (left + 1.5, y, self._page.name - 2.5, self._page.height), f"{kind.letter}: {kind.label}", size
        )
        for n, count in enumerate(self._page.block.of(counts)):
            self._pen.ink(QUIET if count else PALE)
            self._pen.box(self._box(n, left, y))
            self._pen.face.write(self._box(n, left, y), str(count), size, "", "C")

    def _site(self, section: Section, left: float, y: float) -> None:
        page = self._page
        self._pen.ink(INK)
        self._pen.box((left, y, page.name, page.height), SITE_PAPER)
        self._pen.face.write((left + 1.5, y, page.name - 2.5, page.height), section.site, self._size, BOLD)
        for n, day in enumerate(self._days):
            named = day in section.holidays
            self._pen.box(self._box(n, left, y), HOLIDAY_PAPER if named else SITE_PAPER)
            if named:
                self._pen.ink("B3261E")
                self._pen.face.write(self._box(n, left, y), "PH", self._fitting("PH", page.day), BOLD, "C")

    def _box(self, n: int, left: float, y: float) -> Box:
        return left + self._page.name + n * self._page.day, y, self._page.day, self._page.height

    def _sums(self, left: float) -> float:
        return left + self._page.name + len(self._days) * self._page.day

    def _sum(self, text: str, n: int, left: float, y: float) -> None:
        box = (self._sums(left) + n * SUM, y, SUM, self._page.height)
        self._pen.ink(INK)
        self._pen.box(box)
        self._pen.face.write((box[0], y, SUM - 1, self._page.height), text, self._size, "", "R")


def _rgb(colour: str) -> tuple[int, int, int]:
    return int(colour[:2], 16), int(colour[2:4], 16), int(colour[4:], 16)
