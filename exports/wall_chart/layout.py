"""What goes onto which page of a wall chart, and how large it is there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from exports.blocks import Block, blocks
from exports.chart import TOTALS, Chart, Row, Section
from exports.kinds import Kind
from exports.paper import Paper

MARGIN = 9.0  # all in millimetres
TOP, HEAD, FOOT = 12.0, 8.0, 6.0
LOWEST, HIGHEST = 3.5, 6.4  # how high a line may be
SUM = 10.5


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the table: the name of a site, a person, or how many people have a kind of shift."""

    section: Section
    row: Row | None = None
    cover: tuple[Kind, tuple[int, ...]] | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """The lines of one page, for the days of `block`. Sizes are in millimetres; `sums`: how many totals it has."""

    block: Block
    lines: tuple[Line, ...]
    name: float
    day: float
    height: float
    sums: int


def pages_of(chart: Chart, paper: Paper, legend: float) -> list[Page]:
    """The pages, in order; at the foot of each there is room for a legend of that height. At least one."""
    months = blocks(chart.days)
    return [
        page for n, month in enumerate(months) for page in _pages(chart, paper, month, legend, n == len(months) - 1)
    ]


def _pages(chart: Chart, paper: Paper, block: Block, legend: float, last: bool) -> Iterator[Page]:
    """Totals stand beside the last days only."""
    width, height = paper.size
    name = 0.15 * width
    sums = len(TOTALS) if last and chart.with_totals else 0
    day = (width - 2 * MARGIN - name - sums * SUM) / max(block.stop - block.start, 28)
    room = height - 2 * MARGIN - TOP - HEAD - FOOT - legend
    lines = list(_lines(chart.sections))
    parts = list(_parts(lines, int(room / LOWEST)))
    most = max((len(part) for part in parts), default=1)
    for part in parts or [[]]:
        yield Page(block, tuple(part), name, day, min(HIGHEST, room / most), sums)


def _lines(sections: Sequence[Section]) -> Iterator[Line]:
    for section in sections:
        yield Line(section)
        yield from (Line(section, row=row) for row in section.rows)
        yield from (Line(section, cover=cover) for cover in section.cover)


def _parts(lines: Sequence[Line], most: int) -> Iterator[list[Line]]:
    """As many lines as go onto a page; each begins with the name of its site."""
    part: list[Line] = []
    for n, line in enumerate(lines):
        # No site's name at the foot of a page.
        full = len(part) >= most or (line.row is None and line.cover is None and len(part) >= most - 2)
        if part and full:
            yield part
            part = [] if _begins(lines[n]) else [Line(line.section)]
        part.append(line)
    if part:
        yield part


def _begins(line: Line) -> bool:
    return line.row is None and line.cover is None
