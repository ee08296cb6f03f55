"""The PDF as bytes: title, table, legend and foot of each page."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from fpdf import FPDF

from exports.chart import AWAY, Chart
from exports.cleaning import one_line
from exports.paper import Paper
from exports.wall_chart.layout import FOOT, MARGIN, TOP, Page, pages_of
from exports.wall_chart.table import AWAY_PAPER, FREE_PAPER, HOLIDAY_PAPER, INK, QUIET, Pen, Table
from exports.wall_chart.typeface import BOLD, MISSING, Typeface

_LEGEND_LINE, _LEGEND_SIZE = 4.4, 6.5
_FOOTNOTE = f"{MISSING} stands for characters that no font here has; the HTML page shows them."


def to_pdf(chart: Chart, paper: Paper = Paper.A4, fonts: Sequence[Path] = ()) -> bytes:
    """The wall chart on `paper`, on its long side. The same bytes for the same arguments.

    Names are written in DejaVu Sans; what that lacks, such as Chinese, in the first of `fonts` (TrueType or OpenType)
    that has it, else as a sign that a footnote explains. Raises UnreadableFont.
    """
    return _WallChart(chart, paper, fonts).output()


class _WallChart:
    def __init__(self, chart: Chart, paper: Paper, fonts: Sequence[Path]) -> None:
        self._chart, self._paper = chart, paper
        self._pdf = pdf = FPDF("landscape", "mm", paper.upper())
        pdf.set_auto_page_break(False)
        pdf.set_creation_date(chart.heading.made)
        pdf.set_title(chart.heading.title[:255])
        pdf.set_producer("Watchbill")
        pdf.set_creator("Watchbill")
        pdf.set_lang("en")
        self._face = Typeface(pdf, fonts)
        self._pen = Pen(pdf, self._face)

    def output(self) -> bytes:
        legend = self._legend_lines()
        pages = pages_of(self._chart, self._paper, _LEGEND_LINE * len(legend))
        for n, page in enumerate(pages):
            self._pdf.add_page()
            self._title(page)
            Table(self._chart, page, self._pen).draw(MARGIN, MARGIN + TOP)
            self._legend(legend)
            self._foot(f"{n + 1} / {len(pages)}", last=n == len(pages) - 1)
        return bytes(self._pdf.output())

    def _title(self, page: Page) -> None:
        width = self._paper.size[0] - 2 * MARGIN
        self._pen.ink(INK)
        self._face.write((MARGIN, MARGIN - 2, width * 0.68, 8), self._chart.heading.title, 16, BOLD)
        self._face.write((MARGIN + width * 0.7, MARGIN - 2, width * 0.3, 8), page.block.title, 13, BOLD, "R")
        self._pen.ink(QUIET)
        self._face.write((MARGIN, MARGIN + 6.5, width, 4), self._chart.heading.source, 7.5)

    def _foot(self, number: str, *, last: bool) -> None:
        width, height = self._paper.size
        top = height - MARGIN - FOOT + 3
        self._pen.ink(QUIET)
        zones = ", ".join(f"{section.site} {section.zone}" for section in self._chart.sections)
        said = f"Days are those of each person's site: {zones}. A small letter: part of a shift."
        if last and self._face.missing:
            said = f"{_FOOTNOTE} {said}"
        self._face.write((MARGIN, top, width - 2 * MARGIN - 20, 4), said, 6.5)
        self._face.write((width - MARGIN - 20, top, 20, 4), number, 7, align="R")

    def _legend_lines(self) -> list[list[tuple[str, str, str, str]]]:
        """Letter, its paper and ink, and what it means: in as many lines as that takes."""
        entries = [
            (k.letter, k.paper, k.ink, " ".join(filter(None, (k.label, k.times, _at(k.site)))))
            for k in self._chart.kinds
        ]
        entries += [
            (AWAY, AWAY_PAPER, QUIET, "on leave"),
            ("", FREE_PAPER, INK, "weekend"),
            ("", HOLIDAY_PAPER, INK, "public holiday"),
        ]
        lines: list[list[tuple[str, str, str, str]]] = [[]]
        used = 0.0
        for entry in entries:
            width = self._entry_width(entry[3])
            if lines[-1] and used + width > self._paper.size[0] - 2 * MARGIN:
                lines.append([])
                used = 0.0
            lines[-1].append(entry)
            used += width
        return lines

    def _entry_width(self, text: str) -> float:
        return 8 + min(self._face.width(text[:80], _LEGEND_SIZE), 80) + 4

    def _legend(self, lines: list[list[tuple[str, str, str, str]]]) -> None:
        top = self._paper.size[1] - MARGIN - FOOT - _LEGEND_LINE * len(lines) + 2
        for n, line in enumerate(lines):
            left, y = MARGIN, top + n * _LEGEND_LINE
            for letter, paper, ink, text in line:
                self._pen.box((left, y, 7, _LEGEND_LINE - 0.8), paper)
                self._pen.ink(ink)
                self._face.write((left, y, 7, _LEGEND_LINE - 0.8), letter, _LEGEND_SIZE, BOLD, "C")
                self._pen.ink(INK)
                self._face.write((left + 8, y, 82, _LEGEND_LINE - 0.8), text, _LEGEND_SIZE)
                left += self._entry_width(text)


def _at(site: str | None) -> str:
    return f"({one_line(site)})" if site else ""
